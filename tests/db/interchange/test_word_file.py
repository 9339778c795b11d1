"""The tables of a Word document are read as the page shows them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from db.errors import Refused
from db.interchange.table_file import Table, read_table

HEADS = ("Date", "Event-detail", "Source")


def put_table(paper: Any, rows: Sequence[Sequence[str]]) -> Any:
    table = paper.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def saved(paper: Any, folder: Path) -> Table:
    paper.save(folder / "chronology.docx")
    return read_table(folder / "chronology.docx")


def test_the_first_table_with_a_date_is_read_and_those_with_the_same_heads_follow(tmp_path: Path) -> None:
    paper = docx.Document()
    put_table(paper, [("Name", "Role"), ("Somebody", "Worker")])
    put_table(paper, [HEADS, ("2016", "Moved\nagain", "GP")])
    put_table(paper, [("date:", "EVENT DETAIL", "Source"), ("2017", "Back", "School")])
    table = saved(paper, tmp_path)
    assert table.heads == HEADS
    assert [(row.table, row.number, row.cells) for row in table.rows] == [
        (2, 2, ("2016", "Moved\nagain", "GP")),
        (3, 2, ("2017", "Back", "School")),
    ]
    assert table.notes == ("1 other table was not read.",)


def test_a_cell_merged_downwards_says_the_same_in_each_row(tmp_path: Path) -> None:
    paper = docx.Document()
    table = put_table(paper, [HEADS, ("2016", "Moved", "GP"), ("", "Ill", "School")])
    table.cell(1, 0).merge(table.cell(2, 0))
    assert [row.cells for row in saved(paper, tmp_path).rows] == [("2016", "Moved", "GP"), ("2016", "Ill", "School")]


def test_a_cell_merged_sideways_leaves_the_columns_in_place(tmp_path: Path) -> None:
    paper = docx.Document()
    table = put_table(paper, [HEADS, ("2016", "", "GP")])
    table.cell(1, 0).merge(table.cell(1, 1))
    assert saved(paper, tmp_path).rows[0].cells == ("2016", "", "GP")


def test_deleted_words_are_left_out_and_inserted_words_and_nested_tables_are_read(tmp_path: Path) -> None:
    paper = docx.Document()
    table = put_table(paper, [HEADS, ("2016", "Seen ", "GP"), ("2017", "struck out", "GP")])
    paragraph = table.cell(1, 1).paragraphs[0]._p
    space = nsdecls("w")
    moved = "<w:moveFrom {}><w:r><w:t>elsewhere</w:t></w:r></w:moveFrom>"
    paragraph.append(parse_xml(moved.format(space)))
    paragraph.append(parse_xml(f"<w:del {space}><w:r><w:delText>together</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:ins {space}><w:r><w:t>alone</w:t><w:tab/><w:t>at home</w:t></w:r></w:ins>"))
    nested = table.cell(1, 1).add_table(1, 1)
    nested.cell(0, 0).text = "inner words"
    table.rows[2]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {space}/>"))
    rows = saved(paper, tmp_path).rows
    assert len(rows) == 1
    assert rows[0].cells[1].split() == ["Seen", "alone", "at", "home", "inner", "words"]


def spanning(folder: Path, span: str) -> Table:
    paper = docx.Document()
    table = put_table(paper, [HEADS, ("2016", "Moved", "GP")])
    table.cell(1, 2)._tc.get_or_add_tcPr().append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="{span}"/>'))
    return saved(paper, folder)


@pytest.mark.parametrize("span", ["x", "-5", "0", "99999999999"])
def test_an_absurd_span_counts_as_one_column(tmp_path: Path, span: str) -> None:
    assert spanning(tmp_path, span).rows[0].cells == ("2016", "Moved", "GP")


def test_a_span_wider_than_any_chronology_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="columns"):
        spanning(tmp_path, "60000")


def test_a_document_without_a_chronology_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="head for the date"):
        saved(docx.Document(), tmp_path)
