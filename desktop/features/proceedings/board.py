"""Proceedings, and below them the hearings and the parties of the one that is chosen: three lists, one line at a time.

Enter, Insert and Delete do the same in each, so that nobody learns three lists.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.proceedings import Proceedings, Version
from desktop.features.proceedings.lines import CASES, HEARINGS, PARTIES, id_of
from desktop.infra.desk import Desk
from desktop.widgets.split import Headed, one_below_other
from desktop.widgets.value_list import ValueList

_NONE = ("No proceedings are recorded", "No hearing is listed", "No party is recorded")


class Board(QWidget):
    """The lists, one below the other."""

    stood_on = Signal(object)
    """The line on which one stands now, of whichever list, or None."""
    changing = Signal()
    adding = Signal(object)
    """The list to which something is to be added."""
    ending = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.cases = ValueList(desk, "Proceedings", CASES, place="court", key=id_of)
        self.hearings = ValueList(desk, "Hearings and meetings", HEARINGS, place="court", key=id_of)
        self.parties = ValueList(desk, "Parties", PARTIES, place="court", key=id_of)
        self.lists: tuple[ValueList, ...] = (self.cases, self.hearings, self.parties)
        self.at: ValueList = self.cases
        self._headed = [Headed(one) for one in self.lists]
        parts = one_below_other(*self._headed, sizes=(130, 250, 230))
        for place in (1, 2):
            parts.setStretchFactor(place, 1)
        for one in self.lists:
            one.adding.connect(self._add)
            one.ending.connect(self.ending)
            one.opened.connect(self._open)
            one.came.connect(self._arrived)
            one.selectionModel().currentRowChanged.connect(self._moved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)

    @property
    def case(self) -> Proceedings | None:
        """The proceedings whose hearings and parties are shown."""
        return self.cases.one

    @property
    def one(self) -> Version | None:
        """The line on which one stands, in the list where the keyboard was last."""
        found: Version | None = self.at.one
        return found

    def show_cases(self, cases: Sequence[Proceedings]) -> None:
        """Take the proceedings."""
        self.cases.show_lines(cases)
        self._show_case()

    def _show_case(self) -> None:
        case = self.case
        self.hearings.show_lines(case.hearings if case else ())
        self.parties.show_lines(case.parties if case else ())
        for headed, one, none in zip(self._headed, self.lists, _NONE, strict=True):
            headed.head.setText(one.accessibleName() if one.lines.rowCount() else none)
        self.stood_on.emit(self.one)

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.model() is self.cases.lines:
            self._show_case()
        else:
            self.stood_on.emit(self.one)

    def _arrived(self) -> None:
        self.at = next(one for one in self.lists if one is self.sender())
        self.stood_on.emit(self.one)

    def _add(self) -> None:
        self.adding.emit(self.sender())

    def _open(self, _index: QModelIndex) -> None:
        self.changing.emit()

    def fit(self) -> None:
        """Take sizes from the type."""
        for one in self.lists:
            one.fit()
            one.setMinimumHeight(4 * self.fontMetrics().lineSpacing() + 30)
