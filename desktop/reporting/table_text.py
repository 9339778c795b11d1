"""The table as it goes onto the clipboard: HTML for word processors and mail, tab-separated text for spreadsheets.

Cells are escaped for the one and flattened for the other, so that no text of the record can become markup, a further
cell or a formula where it is pasted.
"""

from __future__ import annotations

from html import escape

from desktop.reporting.table_report import HEADS, TableReport, looks_like_formula, shown

_BORDER = "border: 1px solid #999999; padding: 2px 5px; vertical-align: top; text-align: left;"
_TEXT = "mso-number-format:'\\@';"
"""What tells Excel that a cell is text, whatever it begins with."""


def as_html(report: TableReport) -> str:
    """The table with the marking and what it is above it."""
    heads = "".join(f'<th style="{_BORDER}">{escape(head)}</th>' for head in HEADS)
    rows = "".join(
        "<tr>" + "".join(f'<td style="{_BORDER} {_TEXT}">{_cell(text)}</td>' for text in row.cells()) + "</tr>\n"
        for row in report.rows
    )
    above = "".join(f"<p>{_cell(line)}</p>\n" for line in (report.whose(), report.which(), report.origin()))
    return (
        '<html><head><meta charset="utf-8"></head><body>\n'
        f"<p><b>{escape(report.marking)}</b></p>\n{above}"
        f'<table style="border-collapse: collapse;">\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody></table>\n"
        "</body></html>"
    )


def as_tabs(report: TableReport) -> str:
    """The same as lines of cells with tabs between them."""
    above = (report.marking, report.whose(), report.which(), report.origin())
    lines = [*((_flat(line),) for line in above), HEADS, *(tuple(map(_flat, row.cells())) for row in report.rows)]
    return "\n".join("\t".join(line) for line in lines) + "\n"


def _cell(text: str) -> str:
    return escape(shown(text)).replace("\n", "<br>").replace("\t", " ")


def _flat(text: str) -> str:
    flat = " ".join(shown(text).split())
    return f"'{flat}" if looks_like_formula(flat) else flat
