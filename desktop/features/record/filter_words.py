"""The words of the filter's sentence and the line at its end: what a key does on each.

Arrow keys walk from word to word and on to the line, so that the sentence is one thing under the hand.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton
from typing_extensions import override

from desktop.widgets.whole import take_search

_MOST_CHARACTERS = 300


class Word(QPushButton):
    """A word of the sentence."""

    walked = Signal(int)
    taken_out = Signal()

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        self.setAutoDefault(False)
        self.setProperty("part", "link")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps:
            self.walked.emit(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.taken_out.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        else:
            super().keyPressEvent(event)


class FilterLine(QLineEdit):
    """Where a filter is typed; Down drops the parts, Left at its beginning goes to the words."""

    walked = Signal(int)
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        take_search(self, _MOST_CHARACTERS)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.dropped.emit()
        elif event.key() == Qt.Key.Key_Left and self.cursorPosition() == 0 and not self.hasSelectedText():
            self.walked.emit(-1)
        else:
            super().keyPressEvent(event)
