"""What Throughline puts on the clipboard, known again when the program ends.

Qt keeps a value made in Python past Python's own end and would crash on it, so that plain text is left in its place.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

_OURS = "application/x-throughline-table"


def put_table(html: str, tabs: str) -> None:
    """Put a table on the clipboard, for word processors and for spreadsheets."""
    data = QMimeData()
    data.setHtml(html)
    data.setText(tabs)
    data.setData(_OURS, b"1")
    QGuiApplication.clipboard().setMimeData(data)


def let_go() -> None:
    """Leave what was copied as plain text; what other programs put there stays as it is."""
    clipboard = QGuiApplication.clipboard()
    held: QMimeData | None = clipboard.mimeData()
    if held is not None and held.hasFormat(_OURS):
        clipboard.setText(clipboard.text())
