"""The table as an Excel file: frozen heads, dates as dates, and every text a text whatever it begins with.

Rows are streamed, and a text longer than a cell can hold goes on in the next row, so that nothing is cut off.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from desktop.reporting.report import Cancelled, never
from desktop.reporting.sheet import InMemory, begin_rows, day_cell, head_cell, new_sheet, printed, text_cell
from desktop.reporting.table_report import HEADS, TableReport, TableRow, shown
from desktop.reporting.wording import moment_in_words

Progress = Callable[[int, int], None]
_WIDTHS = (12, 22, 34, 60, 34, 34, 34, 16, 28, 11, 20, 20)
_HEAD_ROW = 5
_CELL = 32_000
"""Characters in a cell; Excel holds 32,767 and cuts the rest off."""
_STEP = 200


def render_excel(
    report: TableReport, *, cancelled: Callable[[], bool] = never, progress: Progress | None = None
) -> bytes:
    """The file's bytes; `progress` is told rows made and rows in all. Raises `Cancelled` soon after that is wished."""
    book = Workbook(write_only=True)
    sheet = new_sheet(book, "Chronology", _WIDTHS, _HEAD_ROW)
    _set_up(sheet, report)
    begin_rows(sheet)
    try:
        last = _fill(sheet, report, cancelled, progress)
    except Cancelled:
        sheet.close()
        raise
    sheet.auto_filter.ref = f"A{_HEAD_ROW}:{get_column_letter(len(_WIDTHS))}{last}"
    _about(book, report)
    held = io.BytesIO()
    InMemory(book, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, allowZip64=True)).save()
    return held.getvalue()


def _fill(sheet: Any, report: TableReport, cancelled: Callable[[], bool], progress: Progress | None) -> int:
    """Write the lines above the table, its heads and its rows; answer with the number of the last row."""
    for line in (report.marking, report.whose(), report.which(), report.origin()):
        sheet.append([text_cell(sheet, line, bold=line == report.marking, wrapped=False)])
    sheet.append([head_cell(sheet, head) for head in ("Date", *HEADS)])
    last = _HEAD_ROW
    for number, row in enumerate(report.rows):
        if number % _STEP == 0:
            if cancelled():
                raise Cancelled
            if progress is not None:
                progress(number, len(report.rows))
        for cells in _cells(sheet, row):
            sheet.append(cells)
            last += 1
    if cancelled():
        raise Cancelled
    return last


def _set_up(sheet: Any, report: TableReport) -> None:
    """What each printed page says of the table."""
    sheet.oddHeader.center.text = report.marking
    sheet.oddHeader.right.text = printed(report.title)
    sheet.oddFooter.center.text = report.marking
    sheet.oddFooter.left.text = printed(f"Record as at {moment_in_words(report.record_as_at)}. {report.which()}")


def _cells(sheet: Any, row: TableRow) -> Iterator[list[Any]]:
    """The rows of an entry: one, and more where a text is too long for its cell."""
    pieces = [_cut(shown(text)) for text in row.cells()]
    for number in range(max(map(len, pieces))):
        first = [day_cell(sheet, row.day)] if number == 0 else [text_cell(sheet, "goes on")]
        yield first + [text_cell(sheet, piece[number] if number < len(piece) else "") for piece in pieces]


def _cut(text: str) -> Sequence[str]:
    return [text[begin : begin + _CELL] for begin in range(0, len(text), _CELL)] or [""]


def _about(book: Workbook, report: TableReport) -> None:
    about: Any = book.properties
    made = report.record_as_at.replace(tzinfo=None, microsecond=0)
    about.creator = about.lastModifiedBy = shown(report.author)
    about.title, about.subject = report.title, report.marking
    about.created = about.modified = made
