"""The places in an entry's text where the words stand that were looked for: marked, and gone through one by one.

All are marked; the one that one stands on is underlined too, so that nothing is told by colour alone.
"""

from __future__ import annotations

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from desktop.infra.assets import Appearance
from desktop.models.marking import places


class Places:
    """Marks in one text, by the view and not in the text."""

    def __init__(self, text: QTextEdit, appearance: Appearance) -> None:
        self._text, self._appearance = text, appearance
        self._found: list[tuple[int, int]] = []
        self._at = -1
        self._from_behind = False

    def __len__(self) -> int:
        return len(self._found)

    @property
    def at(self) -> int:
        """Which place one stands on, from 0; -1 for none."""
        return self._at

    def mark(self, words: tuple[str, ...]) -> None:
        """Mark these words, standing on the first place, or on the last when one came from behind."""
        self._found = list(places(self._text.toPlainText(), words)) if words else []
        self._at = (len(self._found) - 1 if self._from_behind else 0) if self._found else -1
        self._from_behind = False
        self._show()

    def step(self, down: int) -> bool:
        """Go to the next place, or the one before; False where there is none, and the next entry begins elsewhere."""
        if 0 <= self._at + down < len(self._found):
            self._at += down
            self._show()
            return True
        self._from_behind = down < 0
        return False

    def _show(self) -> None:
        paint = self._appearance.paint()
        marks = []
        for number, (start, end) in enumerate(self._found):
            form = QTextCharFormat()
            form.setBackground(paint.hit)
            form.setForeground(paint.hit_ink)
            if number == self._at:
                form.setFontUnderline(True)
                form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
                form.setBackground(paint.selection)
                form.setForeground(paint.selection_ink)
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self._text.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor, mark.format = cursor, form
            marks.append(mark)
        self._text.setExtraSelections(marks)
        if 0 <= self._at < len(self._found):
            seen = QTextCursor(self._text.document())
            seen.setPosition(self._found[self._at][1])
            self._text.setTextCursor(seen)
            self._text.ensureCursorVisible()
