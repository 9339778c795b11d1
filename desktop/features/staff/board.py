"""The people who work here, with a box that narrows them, and below them the teams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from db.queries.staff import StaffLine, Team
from desktop.features.staff.lines import STAFF, TEAMS
from desktop.infra.desk import Desk
from desktop.models.words import count, listed
from desktop.widgets.search_box import SearchBox
from desktop.widgets.split import Headed, one_below_other
from desktop.widgets.text import label
from desktop.widgets.value_list import ValueList

_GONE = (("suspended", "suspended"), ("left", "who left"))


class Board(QWidget):
    """Both lists; one stands on somebody in the first, and on a team in the second."""

    emptied = Signal()
    """Nobody is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._found: tuple[StaffLine, ...] = ()
        self.search = SearchBox()
        self.search.setAccessibleName("Narrow the list: part of a name, a role, a team")
        self.search.setPlaceholderText("Narrow the list: part of a name, a role, a team")
        self.search.textChanged.connect(self._narrow)
        self.gone = QCheckBox("Also who is suspended or has left")
        self.gone.toggled.connect(self._narrow)
        self.people = ValueList(desk, "Staff", STAFF, place="staff", key=lambda one: one.login)
        self.teams = ValueList(desk, "Teams", TEAMS, place="staff", rows_of=1, key=lambda one: one.team_id)
        self.search.stepped.connect(self.people.step)
        self._said = label("", "muted", name="How many work here")
        self._lay_out()
        lists: tuple[ValueList, ...] = (self.people, self.teams)
        for one in lists:
            one.sort_by(0)

    def _lay_out(self) -> None:
        above = QWidget()
        column = QVBoxLayout(above)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        line = QHBoxLayout()
        line.addWidget(self.search, 1)
        line.addWidget(self.gone)
        column.addLayout(line)
        column.addWidget(self._said)
        column.addWidget(self.people, 1)
        parts = one_below_other(above, Headed(self.teams))
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)

    def fit(self) -> None:
        """Take heights and widths from the type."""
        self.people.fit()
        self.teams.fit()

    @property
    def said(self) -> str:
        """How many work here, in words."""
        return self._said.text()

    @property
    def person(self) -> StaffLine | None:
        """Whoever one stands on."""
        return self.people.one

    @property
    def team(self) -> Team | None:
        """The team that one stands on."""
        return self.teams.one

    def show_people(self, found: Sequence[StaffLine]) -> None:
        """Take the staff, standing on the same person as before."""
        self._found = tuple(found)
        self._narrow()

    def show_teams(self, found: Sequence[Team]) -> None:
        """Take the teams, standing on the same one as before."""
        self.teams.show_lines(found)

    def stand_on(self, login: str) -> None:
        """Put the mark on somebody, if they are shown."""
        self.people.stand_on(login)

    def _narrow(self, *_: object) -> None:
        self.people.show_lines([one for one in self._found if one.state == "active" or self.gone.isChecked()])
        self.people.narrow(self.search.text())
        states = Counter(one.state for one in self._found)
        shown = len(self.people.shown)
        gone = [f"{states[state]:,} {words}" for state, words in _GONE if states[state]]
        hidden = f" {listed(gone).capitalize()}." if gone else ""
        self._said.setText(f"{count(shown, 'person', 'people')} shown.{hidden}")
        if not shown:
            self.emptied.emit()
