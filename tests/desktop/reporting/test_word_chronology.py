"""The Word copy of a chronology: its rows known again after what lawyers do to it; no date and no record taken over."""

from __future__ import annotations

import copy
import io
import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from db.interchange.packed_file import check_packed
from db.interchange.word_copy import WordPaper, _paragraph
from db.interchange.word_paragraphs import read_paragraphs
from desktop.reporting.report import ReportRow
from desktop.reporting.word_chronology import chronology_copy
from desktop.reporting.word_marks import COPY
from desktop.reporting.word_rows import HEADS, ReturnedRows, event_text, returned_rows
from tests.desktop.reporting.sample import short_report

PAPER = UUID(int=77 << 90)
REPORT = replace(short_report(), rows=short_report().rows[:4])
ENTRIES = [UUID(int=number) for number in range(1, len(REPORT.rows) + 1)]


@pytest.fixture
def document() -> Any:
    """The copy, opened as Word opens it."""
    return docx.Document(io.BytesIO(chronology_copy(REPORT, ENTRIES, PAPER, 3)))


def returned(document: Any, paper: UUID = PAPER) -> ReturnedRows:
    """What is taken from the copy, read in this process, since the confined one is shown elsewhere."""
    held = io.BytesIO()
    document.save(held)
    check_packed(held.getvalue())
    head, *lines = map(json.loads, read_paragraphs(held.getvalue(), 2_000_000).split("\n"))
    counted = (head[what] for what in ("comments", "tracked", "notes", "pictures"))
    return returned_rows(WordPaper(tuple(map(_paragraph, lines)), *counted), ENTRIES, paper)


def cells(document: Any, number: int) -> Any:
    """The cells of a row; the heads are row 0."""
    return document.tables[0].rows[number].cells


def put(cell: Any, text: str) -> None:
    """Types a text over what stands in a cell."""
    for other in cell.paragraphs[1:]:
        other._p.getparent().remove(other._p)
    cell.paragraphs[0].text = text


def test_it_is_a_marked_table_with_the_heads_of_the_court_and_the_summary_before_it(document: Any) -> None:
    section = document.sections[0]
    assert COPY in section.header.paragraphs[0].text
    assert "OFFICIAL-SENSITIVE" in section.footer.paragraphs[0].text
    assert tuple(cell.text for cell in cells(document, 0)) == HEADS
    assert [row.cells[0].text for row in document.tables[0].rows[1:]] == ["1", "2", "3", "4"]
    assert [row.cells[1].text for row in document.tables[0].rows[1:]] == [row.date for row in REPORT.rows]
    order = [paragraph.text for paragraph in document.paragraphs]
    assert order.index("Length of involvement") < order.index("Events")


def test_a_copy_that_comes_back_untouched_says_nothing_new(document: Any) -> None:
    came = returned(document)
    assert (came.version, came.other_document, came.involvement, came.involvement_lost) == (3, False, None, False)
    assert list(came.rows) == ENTRIES
    assert {(row.event, row.reference, row.dated) for row in came.rows.values()} == {(None, None, False)}
    assert (came.unknown, came.outside) == ((), ())
    assert returned(document, UUID(int=9)).other_document


def test_changed_texts_come_back_with_their_entries_wherever_the_rows_stand(document: Any) -> None:
    put(cells(document, 1)[2], "Police attended.\nNobody was hurt.")
    put(cells(document, 2)[3], "PC Dunn, C4")
    put(cells(document, 3)[1], "1 January 2001")
    put(cells(document, 4)[2], "")
    rows = document.tables[0]._tbl
    rows.append(rows.tr_lst[1])
    after = next(
        one for one in document.paragraphs if one.style.name == "Made by the program" and "drafted" in one.text
    )
    after._p.addnext(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>Known since 2019.</w:t></w:r></w:p>"))
    came = returned(document)
    assert came.rows[ENTRIES[0]].event == "Police attended.\nNobody was hurt."
    assert came.rows[ENTRIES[1]].reference == "PC Dunn, C4"
    assert came.rows[ENTRIES[1]].event is None
    assert [entry for entry, row in came.rows.items() if row.dated] == [ENTRIES[2]]
    assert came.rows[ENTRIES[3]].event == ""
    assert came.involvement is not None
    assert came.involvement.startswith("Known since 2019.\n")


def test_rows_struck_out_added_or_without_marks_are_told_and_belong_to_no_entry(document: Any) -> None:
    table = document.tables[0]
    struck = table.rows[1]._tr.get_or_add_trPr()
    struck.append(parse_xml(f'<w:del {nsdecls("w")} w:id="9" w:author="A" w:date="2026-11-22T10:00:00Z"/>'))
    added = table.add_row().cells
    for cell, words in zip(added, ("5", "1 May 2026", "Something of the lawyer's.", "A. Grey"), strict=True):
        cell.text = words
    table._tbl.append(copy.deepcopy(table.rows[2]._tr))
    for mark in list(table.rows[4]._tr.iter(qn("w:bookmarkStart"))):
        mark.getparent().remove(mark)
    document.add_paragraph("A word below the table.")
    came = returned(document)
    assert list(came.rows) == ENTRIES[1:3]
    assert came.unknown[1] == "5\n1 May 2026\nSomething of the lawyer's.\nA. Grey"
    assert [row.split("\n")[0] for row in came.unknown] == ["4", "5", "2"]
    assert came.outside == ("A word below the table.",)


def test_hostile_text_goes_out_and_comes_back_as_it_was() -> None:
    nasty = "<w:p>&amp;</w:p> ]]> \x00\x07\ufffe \u202egnirts\u2066 😀 שלום\tx\n\n  - a  b\u2028c"
    row = ReportRow(1, "5 May 2025", 2025, nasty, nasty, nasty, nasty, nasty, nasty, "")
    report = replace(REPORT, rows=(row,))
    came = returned(docx.Document(io.BytesIO(chronology_copy(report, ENTRIES[:1], PAPER, 1))))
    assert (came.rows[ENTRIES[0]].event, came.rows[ENTRIES[0]].reference) == (None, None)
    assert event_text(row).count("]]>") == 5
