"""Lists as one Excel file: a sheet a list, dates as dates, and over each what it is and who made it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from desktop.reporting.sheet import (
    InMemory,
    begin_rows,
    day_cell,
    head_cell,
    new_sheet,
    number_cell,
    printed,
    text_cell,
)
from desktop.reporting.table_report import MARKING, shown
from desktop.reporting.wording import moment_in_words

_HEAD_ROW = 5
_WIDTHS = {
    "Missing": 34,
    "Fact": 34,
    "Ethnicity": 26,
    "Name": 26,
    "From whom": 30,
    "Legal status": 28,
    "Worker": 22,
    "Team": 22,
    "Decided": 26,
}
_USUAL = 15

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class ListSheet:
    """One list: its name, the heads of its columns, and the lines under them."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class ListBook:
    """All lists. `span` says in words of which days, `whose` of which children, `left_out` what is not among them."""

    title: str
    authority: str
    author: str
    author_role: str
    whose: str
    span: str
    left_out: str
    record_as_at: datetime
    sheets: tuple[ListSheet, ...]
    marking: str = MARKING

    def origin(self) -> str:
        """Who made it out of the record, and when."""
        who = ", ".join(part for part in (self.author, self.author_role) if part)
        return f"Record as at {moment_in_words(self.record_as_at)}; taken away by {who}, on record"

    def which(self, sheet: ListSheet) -> str:
        """Which list of whose children it is."""
        lines = "1 line" if len(sheet.rows) == 1 else f"{len(sheet.rows):,} lines"
        return f"{sheet.title} {self.span}: {lines}. {self.whose}, {self.authority}"


def render_book(book: ListBook) -> bytes:
    """The file's bytes."""
    made = Workbook(write_only=True)
    for sheet in book.sheets:
        _fill(made, book, sheet)
    about: Any = made.properties
    about.creator = about.lastModifiedBy = shown(book.author)
    about.title, about.subject = book.title, book.marking
    about.created = about.modified = book.record_as_at.replace(tzinfo=None, microsecond=0)
    held = io.BytesIO()
    InMemory(made, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, allowZip64=True)).save()
    return held.getvalue()


def _fill(made: Workbook, book: ListBook, sheet: ListSheet) -> None:
    page = new_sheet(made, sheet.title, tuple(_WIDTHS.get(head, _USUAL) for head in sheet.heads), _HEAD_ROW)
    page.oddHeader.center.text = page.oddFooter.center.text = book.marking
    page.oddHeader.right.text = printed(f"{sheet.title} {book.span}")
    page.oddFooter.left.text = printed(book.origin())
    begin_rows(page)
    for line in (book.marking, book.which(sheet), book.origin(), book.left_out):
        page.append([text_cell(page, line, bold=line == book.marking, wrapped=False)])
    page.append([head_cell(page, head) for head in sheet.heads])
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])
    last = _HEAD_ROW + len(sheet.rows)
    page.auto_filter.ref = f"A{_HEAD_ROW}:{get_column_letter(len(sheet.heads))}{last}"


def _cell(page: Any, value: Value) -> Any:
    if isinstance(value, date):
        return day_cell(page, value)
    if isinstance(value, int):
        return number_cell(page, value)
    return text_cell(page, value or "")
