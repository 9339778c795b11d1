"""What may have been meant when nothing in the file holds the words: “Did you mean …?”, with a button for each word.

The words come from this file alone, asked for after the answer and never instead of it.
"""

from __future__ import annotations

import re
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.errors import ThroughlineError
from db.queries.search import Suggestion, suggestions
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.words import echoed, with_marks
from desktop.widgets.flow import Flow
from desktop.widgets.text import button, label


class Suggestions(QWidget):
    """A sentence and at most a few buttons; hidden while there is nothing to propose."""

    chosen = Signal(str)
    """The whole search, with the word as it was meant."""

    def __init__(self, desk: Desk, child_id: UUID) -> None:
        super().__init__()
        self._tasks, self._session, self._child_id = desk.tasks, desk.signed_in.session, child_id
        self._lane = Lane()
        self._words = ""
        self.buttons: list[QPushButton] = []
        self._said = label("", name="What may have been meant")
        self._row = QWidget()
        self._flow = Flow(self._row, across=8, down=4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._said)
        row = QHBoxLayout()
        row.addWidget(self._row, 1)
        layout.addLayout(row)
        self.setVisible(False)

    @property
    def said(self) -> str:
        """The sentence, empty when nothing is proposed."""
        return "" if self.isHidden() else self._said.text()

    def ask(self, words: str) -> None:
        """Ask what may have been meant by words that nothing holds."""
        self.clear()
        self._words = words
        work = partial(suggestions, self._session, self._child_id, words)
        self._tasks.read(work, self._show, self._no_matter, self._lane)

    def clear(self) -> None:
        """Propose nothing."""
        self._lane.drop()
        self.setVisible(False)
        for old in self.buttons:
            self._flow.removeWidget(old)
            old.deleteLater()
        self.buttons = []

    def _no_matter(self, _error: ThroughlineError) -> None:
        """A proposal is a kindness; without it the search has its answer all the same."""

    def _show(self, found: tuple[Suggestion, ...]) -> None:
        typed = echoed(self._words)
        if not found:
            return
        self._said.setText(f"Nothing holds “{typed}”. Did you mean")
        for one in found:
            words = replaced(self._words, one)
            told = echoed(words).replace("&", "&&")
            made = button(told, partial(self.chosen.emit, words), name=f"Did you mean {with_marks(words)}?")
            self.buttons.append(made)
            self._flow.addWidget(made)
        self.setVisible(True)


def replaced(words: str, suggestion: Suggestion) -> str:
    """The search with the word that was meant in the place of the word that was typed."""
    pattern = rf"(?<!\w){re.escape(suggestion.typed)}(?!\w)"
    return re.sub(pattern, suggestion.word, words, flags=re.IGNORECASE)
