"""An Excel workbook is read as the worker sees it, and nothing in it is calculated."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from db.errors import Refused
from db.interchange.table_file import Table, read_table


def table_of(folder: Path, rows: list[list[Any]], formats: dict[str, str] | None = None) -> Table:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cell, shown in (formats or {}).items():
        sheet[cell].number_format = shown
    book.save(folder / "chronology.xlsx")
    return read_table(folder / "chronology.xlsx")


@pytest.mark.parametrize(
    ("value", "shown", "text"),
    [
        (date(2026, 3, 4), "dd/mm/yyyy", "4 March 2026"),
        (date(2026, 3, 4), "mm/dd/yyyy", "4 March 2026"),
        (datetime(2026, 3, 4), "yyyy-mm-dd h:mm:ss", "4 March 2026"),
        (datetime(2026, 3, 4, 14, 30), "dd/mm/yyyy hh:mm", "4 March 2026, 14:30"),
        (datetime(2026, 3, 4, 14, 30), "dd/mm/yyyy", "4 March 2026"),
        (date(2026, 3, 1), "mmm-yy", "March 2026"),
        (date(2026, 3, 1), '[$-809]mmmm yyyy;@"d"', "March 2026"),
        (date(2026, 1, 1), "yyyy", "2026"),
        (time(14, 30), "hh:mm", "14:30"),
        ("about October 1998", "General", "about October 1998"),
        (2016, "General", "2016"),
        (2016.0, "General", "2016"),
        (True, "General", "yes"),
        (0, "General", "0"),
    ],
)
def test_a_cell_is_read_as_exactly_as_it_is_shown(tmp_path: Path, value: object, shown: str, text: str) -> None:
    table = table_of(tmp_path, [["When", "What happened"], [value, "Moved"]], {"A2": shown})
    assert table.rows[0].cells == (text, "Moved")


def test_a_formula_is_text_and_marked(tmp_path: Path) -> None:
    table = table_of(tmp_path, [["When", "Event"], ["2016", '=WEBSERVICE("http://x")'], ["2017", "Moved"]])
    assert table.rows[0].cells == ("2016", '=WEBSERVICE("http://x")')
    assert [row.formulas for row in table.rows] == [frozenset({1}), frozenset()]


def test_rows_are_numbered_as_excel_numbers_them(tmp_path: Path) -> None:
    table = table_of(tmp_path, [["Chronology"], [], ["When", "Event"], [], ["2016", "Moved"]])
    assert [row.number for row in table.rows] == [5]


def test_a_hidden_sheet_and_other_sheets_are_named_as_unread(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, state in (("secret", "hidden"), ("real", "visible")):
        sheet = book.create_sheet(name)
        sheet.append(["When", "Event"])
        sheet.append(["2016", f"Moved {name}"])
        sheet.sheet_state = state
    book.save(tmp_path / "chronology.xlsx")
    table = read_table(tmp_path / "chronology.xlsx")
    assert [row.cells[1] for row in table.rows] == ["Moved real"]
    assert table.notes == ("2 other sheets were not read.",)


def test_far_away_cells_do_not_fill_the_memory(tmp_path: Path) -> None:
    table = table_of(tmp_path, [["When", "Event"], ["2016", "Moved"]])
    book = openpyxl.load_workbook(tmp_path / "chronology.xlsx")
    book.worksheets[0]["A1048576"] = "2017"
    book.save(tmp_path / "far.xlsx")
    assert [row.number for row in read_table(tmp_path / "far.xlsx").rows] == [2, 1_048_576]
    assert [row.number for row in table.rows] == [2]


def test_a_cell_beyond_any_chronology_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="columns"):
        table_of(tmp_path, [["When", "Event"], ["2016", "Moved", *[None] * 16_000, "x"]])


def test_a_workbook_without_a_chronology_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="head for the date"):
        table_of(tmp_path, [["Colour", "Shape"], ["red", "round"]])


def test_a_macro_workbook_is_read_as_data_only(tmp_path: Path) -> None:
    table_of(tmp_path, [["When", "Event"], ["2016", "Moved"]])
    renamed = (tmp_path / "chronology.xlsx").rename(tmp_path / "chronology.xlsm")
    assert read_table(renamed).rows[0].cells == ("2016", "Moved")
