"""A line of words that gives way: as much of it as there is room for, and the whole in its tooltip."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy
from typing_extensions import override


class OneLine(QLabel):
    """Never wider than its place; `name` is what screen readers call it, before they read the whole."""

    def __init__(self, part: str, name: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("part", part)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.whole = ""

    def say(self, words: str) -> None:
        """Take these words, shortened where they do not fit."""
        self.whole = words
        self.setAccessibleDescription(words)
        self._fit()

    def _fit(self) -> None:
        short = self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, max(self.width() - 4, 0))
        if short != self.text():
            self.setText(short)
        self.setToolTip(self.whole if short != self.whole else "")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
