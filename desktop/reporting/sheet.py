"""The cells and sheets of an Excel file that leaves the record: every text is a text, whatever it begins with.

Rows are streamed, so that a long table needs no second room.
"""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from desktop.reporting.table_report import looks_like_formula, shown

_FIRST_YEAR = 1900
"""Excel knows no dates before."""
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_EDGE = Border(bottom=Side(style="thin", color="FF808080"))


class InMemory(ExcelWriter):  # type: ignore[misc]
    """Writes the sheet out of memory; the library's own way leaves the record's text in a temporary file meanwhile."""

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        ws.close()
        ws._rels = ws._writer._rels
        self._archive.writestr(ws.path[1:], ws._writer.out.getvalue())
        self.manifest.append(ws)


def new_sheet(book: Workbook, title: str, widths: tuple[int, ...], head_row: int) -> Any:
    """A sheet with its panes, widths and how it prints: a streamed sheet must be told before its rows."""
    sheet: Any = book.create_sheet(title)
    sheet.freeze_panes = f"A{head_row + 1}"
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.print_title_rows = f"{head_row}:{head_row}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.right.text = "Page &P of &N"
    return sheet


def begin_rows(sheet: Any) -> None:
    """From here on rows are written, into memory."""
    sheet._writer = WorksheetWriter(sheet, io.BytesIO())
    sheet._writer.write_top()


def printed(text: str) -> str:
    """Text of a print header, in which & begins a code; all parts together may have 255 characters."""
    return " ".join(shown(text).split())[:110].replace("&", "&&")


def text_cell(sheet: Any, text: str, *, bold: bool = False, wrapped: bool = True) -> Any:
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


def head_cell(sheet: Any, text: str) -> Any:
    """The head of a column."""
    cell = text_cell(sheet, text, bold=True)
    cell.fill = PatternFill("solid", fgColor="FFE7E6E6")
    return cell


def day_cell(sheet: Any, day: date | None) -> Any:
    """A cell that is a real date, or empty."""
    cell = WriteOnlyCell(sheet, value=day if day is not None and day.year >= _FIRST_YEAR else None)
    cell.number_format = "DD/MM/YYYY"
    cell.alignment = _WRAPPED
    cell.border = _EDGE
    return cell


def number_cell(sheet: Any, number: int | None) -> Any:
    """A cell that is a number, or empty."""
    cell = WriteOnlyCell(sheet, value=number)
    cell.alignment = _WRAPPED
    cell.border = _EDGE
    return cell
