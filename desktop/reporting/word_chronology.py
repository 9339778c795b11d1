"""A court chronology as a Word file for editing elsewhere: marked as a copy on every page, its rows known again.

The cell of a serial number bears hidden bookmarks: of which entry the row is, and how its texts stood.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from desktop.reporting.report import ChronologyReport, ReportRow
from desktop.reporting.word_copy import add, lay_page, run_text, tell_about
from desktop.reporting.word_marks import COPY, ENDS, OWN_STYLE, origin_mark, row_mark, section_mark, state_mark
from desktop.reporting.word_rows import HEADS, INVOLVEMENT, event_text, involvement_text, reference_text
from desktop.reporting.wording import by, chronology_facts, end_line

_HOW = (
    "Change the text under “Length of involvement”, “Event-detail” and “Witness or document reference”: what comes back"
    " is compared with the chronology, row by row, and somebody decides on each. Serial numbers and dates are those of"
    " the record; changes there, rows added and rows struck out are not taken back."
)
_OWN = OWN_STYLE.replace(" ", "")
_WIDTHS = (900, 1800, 4371, 2000)
"""Of the columns, in twentieths of a point."""


def chronology_copy(report: ChronologyReport, entries: Sequence[UUID], document_id: UUID, version: int) -> bytes:
    """The copy of a version of a chronology, as .docx; `entries` are those of the rows."""
    document = Document()
    lay_page(document, report)
    body: Any = document.element.body
    add(body, report.title, _OWN, bold=True, mark=(0, origin_mark(document_id, version)))
    add(body, COPY, _OWN, bold=True)
    for label, words in chronology_facts(report):
        if words:
            add(body, f"{label}: {words}", _OWN)
    add(body, _HOW, _OWN)
    summary = involvement_text(report.involvement)
    add(body, INVOLVEMENT, "Heading1", mark=(1, section_mark(INVOLVEMENT)))
    add(body, f"As drafted or written by {by(report)}:", _OWN, mark=(2, state_mark(summary)))
    for line in summary.split("\n"):
        add(body, line, "Normal")
    add(body, "Events", "Heading1", mark=(3, ENDS))
    table = parse_xml(_table_xml())
    for number, (row, entry_id) in enumerate(zip(report.rows, entries, strict=True)):
        table.append(parse_xml(_row_xml(row, entry_id, 4 + 2 * number)))
    body.insert_element_before(table, "w:sectPr")
    add(body, end_line(len(report.rows)), _OWN)
    tell_about(document, report)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _table_xml() -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    heads = "".join(
        _cell_xml(_paragraph_xml(head, bold=True), width) for head, width in zip(HEADS, _WIDTHS, strict=True)
    )
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{edges}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr>{heads}</w:tr></w:tbl>"
    )


def _row_xml(row: ReportRow, entry_id: UUID, number: int) -> str:
    event, reference = event_text(row), reference_text(row)
    marks = (row_mark(entry_id), state_mark(row.date, event, reference))
    begin = "".join(f'<w:bookmarkStart w:id="{number + n}" w:name="{mark}"/>' for n, mark in enumerate(marks))
    end = "".join(f'<w:bookmarkEnd w:id="{number + n}"/>' for n in range(len(marks)))
    first, *others = event.split("\n")
    headed = bool(row.detail or row.impact or row.words or row.outcome)
    cells = (
        _paragraph_xml(str(row.serial), begin, end), _paragraph_xml(row.date),
        _paragraph_xml(first, bold=headed) + "".join(map(_paragraph_xml, others)),
        "".join(map(_paragraph_xml, reference.split("\n"))),
    )  # fmt: skip
    inside = "".join(_cell_xml(cell, width) for cell, width in zip(cells, _WIDTHS, strict=True))
    return f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/></w:trPr>{inside}</w:tr>"


def _cell_xml(inside: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'


def _paragraph_xml(text: str, begin: str = "", end: str = "", *, bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    spacing = '<w:pPr><w:spacing w:after="40" w:line="276" w:lineRule="auto"/></w:pPr>'
    return f"<w:p>{spacing}{begin}<w:r>{look}{run_text(text)}</w:r>{end}</w:p>"
