"""What Throughline puts on the clipboard: gone when its person signs out, plain text when the program ends.

Qt keeps a value made in Python past Python's own end and would crash on it, so that plain text is left in its place.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication

_OURS = "application/x-throughline-table"
_UNSHARED = ("offscreen", "minimal")
"""Screens whose clipboard no other program sees: what lies there was copied here, though Qt owns up to none of it."""


def put_table(html: str, tabs: str) -> None:
    """Put a table on the clipboard, for word processors and for spreadsheets."""
    data = QMimeData()
    data.setHtml(html)
    data.setText(tabs)
    data.setData(_OURS, b"1")
    QGuiApplication.clipboard().setMimeData(data)


def clear() -> None:
    """Somebody signed out: take away what was copied here; what other programs put there stays as it is."""
    clipboard = QGuiApplication.clipboard()
    unshared = QGuiApplication.platformName() in _UNSHARED
    if clipboard.ownsClipboard() or unshared:
        clipboard.clear()
    if clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)


def let_go() -> None:
    """Leave what was copied as plain text; what other programs put there stays as it is."""
    clipboard = QGuiApplication.clipboard()
    held: QMimeData | None = clipboard.mimeData()
    if held is not None and held.hasFormat(_OURS):
        clipboard.setText(clipboard.text())
