"""Reads the chronology out of an Excel workbook, as text; nothing in it is ever calculated.

Why: a cell that Excel shows as a date is a number with a format; read as the day, month or year that the format shows,
it stays exactly as sure as the worker saw it, and day and month cannot be swapped.
"""

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl

from db.domain.date_span import MONTHS
from db.errors import Refused
from db.interchange.cells import DAMAGED, NO_HEADS, Allowance, Table, TableRow, find_table

_LAST_ROW = 1_048_576


def read_workbook(data: bytes) -> Table:
    """The table on the first visible sheet that has one; raises Refused. Call `check_packed` on the bytes before."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that we do not read
            return _read(data)
    except Refused:
        raise
    except Exception:  # a hostile workbook can make the library fail in any way, with case text in its error
        raise Refused(DAMAGED) from None


def _read(data: bytes) -> Table:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        sheets = book.worksheets
        for sheet in sheets:
            table = find_table(_rows(sheet)) if sheet.sheet_state == "visible" else None
            if table is not None:
                return Table(table.heads, table.rows, _unread(len(sheets) - 1))
        raise Refused(NO_HEADS)
    finally:
        book.close()


def _unread(others: int) -> tuple[str, ...]:
    if not others:
        return ()
    return (f"{others} other {'sheet was' if others == 1 else 'sheets were'} not read.",)


def _rows(sheet: Any) -> Iterator[TableRow]:
    allowance = Allowance()
    sheet.reset_dimensions()  # the stated size can be anything
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > _LAST_ROW:
            raise Refused(DAMAGED)
        if not row:  # a million of these can lie between two rows
            continue
        cells = [allowance.take(_text(cell)) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        formulas = frozenset(place for place, cell in enumerate(row) if cell.data_type == "f")
        yield TableRow(number, tuple(cells), formulas)


def _text(cell: Any) -> str:
    """What the cell says; of a formula the formula itself, not the number that it last came to."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return value if isinstance(value, str) else f"={str(getattr(value, 'text', '') or '').lstrip('=')}"
    if isinstance(value, date | time):
        return _clock_words(value, str(cell.number_format or ""))
    if isinstance(value, bool):
        return "yes" if value else "no"
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    return str(int(value) if whole else value)


def _clock_words(value: date | time, number_format: str) -> str:
    if isinstance(value, datetime):
        return _date_words(value, number_format)
    return f"{value:%H:%M}" if isinstance(value, time) else _day(value)


def _date_words(value: datetime, number_format: str) -> str:
    """The day, month or year, as much as the cell's format shows; always unambiguous, the month in letters."""
    shown = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", number_format.casefold())
    if shown and "d" not in shown and "y" in shown and "h" not in shown:
        return f"{MONTHS[value.month - 1]} {value.year}" if "m" in shown else str(value.year)
    if "h" in shown and (value.hour or value.minute):
        return f"{_day(value)}, {value:%H:%M}"
    return _day(value)


def _day(value: date) -> str:
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
