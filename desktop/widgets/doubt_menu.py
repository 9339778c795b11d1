"""The menu of a marked word: other words first, then adding it to one's own, then what a field's menu always has."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit

from desktop.infra.writer import Doubt
from desktop.models.words import with_marks
from desktop.widgets.writing_faces import Place


class DoubtMenu(QMenu):
    """A menu over a field, for one marked word."""

    taken = Signal(str)
    added = Signal()

    def __init__(self, field: QPlainTextEdit | QLineEdit, word: str, place: Place) -> None:
        super().__init__(field)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._waiting: QAction | None = None
        able = not field.isReadOnly()
        if place.doubt is Doubt.SPELLING:
            self._waiting = self._say("Looking for other words…")
            self._after = self.addAction(f"Add “{with_marks(word)}” to my words", self.added.emit)
        else:
            self._say(place.why)
        self._able = able
        self.addSeparator()
        usual = field.createStandardContextMenu()
        usual.setParent(self)
        self.addActions(usual.actions())

    def _say(self, words: str) -> QAction:
        said = self.addAction(words)
        said.setEnabled(False)
        return said

    def suggest(self, words: tuple[str, ...]) -> None:
        """Offer these words at the top."""
        if self._waiting is None:
            return
        if not words or not self._able:
            self._waiting.setText("No other word is near to it")
            return
        for word in words:
            one = QAction(with_marks(word), self)
            one.triggered.connect(partial(self._take, word))
            self.insertAction(self._waiting, one)
        self.removeAction(self._waiting)
        self._waiting = None
        self.setActiveAction(self.actions()[0])

    def _take(self, word: str, _checked: bool = False) -> None:
        self.taken.emit(word)
