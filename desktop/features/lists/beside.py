"""What stands beside a list: what a line says or the form that changes it, and below them what was changed before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from db.domain.lists import change_in_words
from db.queries.lists import ListChange
from desktop.features.lists.listing import Line, Listing
from desktop.features.lists.panel import QuestionPanel
from desktop.models.words import day_in_words, with_marks
from desktop.widgets.text import label
from desktop.widgets.text_or_form import TextOrForm
from desktop.widgets.wrapped_list import WrappedList


def in_words(listing: Listing, change: ListChange, lines: Mapping[str, Line]) -> str:
    """ "15 March 2026, Priya Nair: “Not seen alone” from 6 to 4 weeks. Why: …"."""
    names = {key: listing.called(line) for key, line in lines.items()}
    told = change_in_words(listing.name, change.line, change.before, change.after, names)
    why = f" Why: {change.why.rstrip('.')}." if change.why else ""
    return f"{day_in_words(change.changed_at.astimezone().date())}, {change.changed_by}: {told}.{why}"


class Beside(QSplitter):
    """A text or a form, over the history."""

    set_back = Signal(object)
    """A change of the history that is to be undone."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setChildrenCollapsible(False)
        self._front: TextOrForm[QuestionPanel] = TextOrForm("What the line says")
        self.text = self._front.text
        self.history = WrappedList("What was changed")
        self.history.setTabKeyNavigation(False)
        self.history.itemActivated.connect(self._wish_back)
        self._above = label("What was changed", "label")
        self._above.setBuddy(self.history)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self._above)
        column.addWidget(self.history, 1)
        self.addWidget(self._front)
        self.addWidget(below)
        self.setSizes([470, 200])

    def show_history(self, changes: Sequence[ListChange], words: Callable[[ListChange], str]) -> None:
        """Take what was changed, newest first."""
        self.history.clear()
        for change in changes:
            item = QListWidgetItem(with_marks(words(change)))
            item.setData(Qt.ItemDataRole.UserRole, change)
            self.history.addItem(item)
        self._above.setText("What was changed (Enter sets a line back)" if changes else "Nothing was changed here yet.")

    def _wish_back(self, item: QListWidgetItem) -> None:
        self.set_back.emit(item.data(Qt.ItemDataRole.UserRole))

    @property
    def panel(self) -> QuestionPanel | None:
        """The form over the history, if one is open."""
        return self._front.panel

    def put(self, panel: QuestionPanel) -> None:
        """Let a form take the place of the text."""
        self._front.put(panel)

    def take_away(self) -> None:
        """The text again."""
        self._front.take_away()

    @property
    def part(self) -> QWidget:
        """What is shown above the history."""
        return self._front.part
