"""The note at the left: typed or pasted in while it is new, and then read with the sentences of a proposal marked."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit
from typing_extensions import override

from desktop.infra.assets import Appearance
from desktop.models.pasted import pasted_text
from desktop.widgets.whole import takes_text


class NoteText(QPlainTextEdit):
    """Plain text; files that are dropped or pasted are handed on."""

    files = Signal(list)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setAccessibleName("Text of the note")
        self.setPlaceholderText(
            "Paste the note here, drop files on it, or choose files: text, e-mail, Word or PDF. "
            "It is kept on this computer while you work on it."
        )
        self.setTabChangesFocus(True)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        text = pasted_text(source.text())
        if not self._take(source) and takes_text(self, text):
            self.insertPlainText(text)

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasUrls() or source.hasText()

    def _take(self, source: QMimeData) -> bool:
        paths = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
        if paths:
            self.files.emit(paths)
        return bool(paths)

    def show_text(self, text: str) -> None:
        """Show what is not typed here; one stays about where one was."""
        at = self.textCursor().position()
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)
        cursor = self.textCursor()
        cursor.setPosition(min(at, self.document().characterCount() - 1))
        self.setTextCursor(cursor)

    def mark(self, spans: Iterable[tuple[int, int]], unused: Iterable[tuple[int, int]] = ()) -> None:
        """Mark places of the text and show the first, and underline what is not used.

        Their numbers count characters as Python does.
        """
        look, rest = QTextCharFormat(), QTextCharFormat()
        look.setBackground(QColor(self._appearance.paint().selection))
        look.setForeground(QColor(self._appearance.paint().selection_ink))
        rest.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        text = self.toPlainText()
        marked = [self._selection(text, span, look) for span in spans]
        self.setExtraSelections([*marked, *(self._selection(text, span, rest) for span in unused)])
        if marked:
            first = QTextCursor(marked[0].cursor)
            first.setPosition(first.selectionStart())
            self.setTextCursor(first)
            self.centerCursor()

    def _selection(self, text: str, span: tuple[int, int], look: QTextCharFormat) -> QTextEdit.ExtraSelection:
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(text[: span[0]]))
        cursor.setPosition(_units(text[: span[1]]), QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        selection.cursor, selection.format = cursor, look
        return selection


def _units(text: str) -> int:
    """How many of Qt's characters a text has: those beyond the first 65,536 count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
