"""The table as an Excel file: frozen heads, dates as dates, and every text a text whatever it begins with.

Rows are streamed, and a text longer than a cell can hold goes on in the next row, so that nothing is cut off.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from desktop.reporting.report import Cancelled, never
from desktop.reporting.table_report import HEADS, TableReport, TableRow, looks_like_formula, shown
from desktop.reporting.wording import moment_in_words

Progress = Callable[[int, int], None]
_WIDTHS = (12, 22, 34, 60, 34, 34, 34, 16, 28, 11, 20, 20)
_HEAD_ROW = 5
_CELL = 32_000
"""Characters in a cell; Excel holds 32,767 and cuts the rest off."""
_FIRST_YEAR = 1900
"""Excel knows no dates before."""
_STEP = 200
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_EDGE = Border(bottom=Side(style="thin", color="FF808080"))


def render_excel(
    report: TableReport, *, cancelled: Callable[[], bool] = never, progress: Progress | None = None
) -> bytes:
    """The file's bytes; `progress` is told rows made and rows in all. Raises `Cancelled` soon after that is wished."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("Chronology")
    _set_up(sheet, report)
    sheet._writer = WorksheetWriter(sheet, io.BytesIO())
    sheet._writer.write_top()
    try:
        last = _fill(sheet, report, cancelled, progress)
    except Cancelled:
        sheet.close()
        raise
    sheet.auto_filter.ref = f"A{_HEAD_ROW}:{get_column_letter(len(_WIDTHS))}{last}"
    _about(book, report)
    held = io.BytesIO()
    _InMemory(book, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, allowZip64=True)).save()
    return held.getvalue()


class _InMemory(ExcelWriter):  # type: ignore[misc]
    """Writes the sheet out of memory; the library's own way leaves the record's text in a temporary file meanwhile."""

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        ws.close()
        ws._rels = ws._writer._rels
        self._archive.writestr(ws.path[1:], ws._writer.out.getvalue())
        self.manifest.append(ws)


def _fill(sheet: Any, report: TableReport, cancelled: Callable[[], bool], progress: Progress | None) -> int:
    """Write the lines above the table, its heads and its rows; answer with the number of the last row."""
    for line in (report.marking, report.whose(), report.which(), report.origin()):
        sheet.append([_text(sheet, line, bold=line == report.marking, wrapped=False)])
    sheet.append([_head(sheet, head) for head in ("Date", *HEADS)])
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
    """What a streamed sheet must be told before its rows: panes, widths, and how it prints."""
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.center.text = report.marking
    sheet.oddHeader.right.text = _printed(report.title)
    sheet.oddFooter.center.text = report.marking
    sheet.oddFooter.left.text = _printed(f"Record as at {moment_in_words(report.record_as_at)}. {report.which()}")
    sheet.oddFooter.right.text = "Page &P of &N"


def _printed(text: str) -> str:
    """Text of a print header, in which & begins a code; all parts together may have 255 characters."""
    return " ".join(shown(text).split())[:110].replace("&", "&&")


def _cells(sheet: Any, row: TableRow) -> Iterator[list[Any]]:
    """The rows of an entry: one, and more where a text is too long for its cell."""
    pieces = [_cut(shown(text)) for text in row.cells()]
    for number in range(max(map(len, pieces))):
        first = [_day(sheet, row.day)] if number == 0 else [_text(sheet, "goes on")]
        yield first + [_text(sheet, piece[number] if number < len(piece) else "") for piece in pieces]


def _cut(text: str) -> Sequence[str]:
    return [text[begin : begin + _CELL] for begin in range(0, len(text), _CELL)] or [""]


def _text(sheet: Any, text: str, *, bold: bool = False, wrapped: bool = True) -> Any:
    """A cell that is text: neither a formula, nor an error such as #N/A, nor a number."""
    cell = WriteOnlyCell(sheet, value=None)
    if text:
        cell.value = shown(text)
        cell.data_type = "s"
    if looks_like_formula(text):
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    if wrapped:
        cell.alignment = _WRAPPED
        cell.border = _EDGE
    return cell


def _head(sheet: Any, text: str) -> Any:
    cell = _text(sheet, text, bold=True)
    cell.fill = PatternFill("solid", fgColor="FFE7E6E6")
    return cell


def _day(sheet: Any, day: date | None) -> Any:
    cell = WriteOnlyCell(sheet, value=day if day is not None and day.year >= _FIRST_YEAR else None)
    cell.number_format = "DD/MM/YYYY"
    cell.alignment = _WRAPPED
    cell.border = _EDGE
    return cell


def _about(book: Workbook, report: TableReport) -> None:
    about: Any = book.properties
    made = report.record_as_at.replace(tzinfo=None, microsecond=0)
    about.creator = about.lastModifiedBy = shown(report.author)
    about.title, about.subject = report.title, report.marking
    about.created = about.modified = made
