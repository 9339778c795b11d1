"""The people who work here, with a box that narrows them, and below them the teams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from db.queries.staff import StaffLine, Team
from desktop.features.staff.lines import STAFF, TEAMS
from desktop.infra.desk import Desk
from desktop.models.record_table import RecordColumn, RecordTable
from desktop.models.words import count
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.search_box import SearchBox
from desktop.widgets.split import Headed, one_below_other
from desktop.widgets.table import Table
from desktop.widgets.text import label


class _List(Table):
    """A list in which Insert and Delete say their own."""

    adding = Signal()
    ending = Signal()

    def __init__(self, desk: Desk, name: str, columns: Sequence[RecordColumn[Any]], lines: int) -> None:
        super().__init__(name, lines=lines)
        self.lines: RecordTable[Any] = RecordTable(columns, self)
        self._widths = [column.width for column in columns]
        self.setModel(self.lines)
        self.setItemDelegate(CellDelegate(self, desk.appearance))
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.keep_columns(desk.settings, f"staff {name.casefold()}")

    def fit(self) -> None:
        """Take heights and widths from the type."""
        self.fit_rows()
        self.fit_columns(self._widths)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        signal = {Qt.Key.Key_Insert: self.adding, Qt.Key.Key_Delete: self.ending}.get(Qt.Key(event.key()))
        if signal is not None:
            signal.emit()
            return
        super().keyPressEvent(event)


class Board(QWidget):
    """Both lists; one stands on somebody in the first, and on a team in the second."""

    moved = Signal()
    """Another person or team is stood on, or the other list."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._found: tuple[StaffLine, ...] = ()
        self.search = SearchBox()
        self.search.setAccessibleName("Narrow the list: part of a name, a role, a team")
        self.search.setPlaceholderText("Narrow the list: part of a name, a role, a team")
        self.search.textChanged.connect(self._narrow)
        self.search.stepped.connect(self._step)
        self.gone = QCheckBox("Also who is suspended or has left")
        self.gone.toggled.connect(self._narrow)
        self.people = _List(desk, "Staff", STAFF, 2)
        self.teams = _List(desk, "Teams", TEAMS, 1)
        self._said = label("", "muted", name="How many work here")
        self._lay_out()
        for one in (self.people, self.teams):
            one.selectionModel().currentRowChanged.connect(self._tell)

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

    def _tell(self, *_: object) -> None:
        self.moved.emit()

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
        return cast("StaffLine | None", self.people.lines.record(self.people.currentIndex().row()))

    @property
    def team(self) -> Team | None:
        """The team that one stands on."""
        return cast("Team | None", self.teams.lines.record(self.teams.currentIndex().row()))

    def show_people(self, found: Sequence[StaffLine]) -> None:
        """Take the staff, standing on the same person as before."""
        self._found = tuple(found)
        self._narrow()

    def show_teams(self, found: Sequence[Team]) -> None:
        """Take the teams, standing on the same one as before."""
        kept = self.team
        self.teams.lines.show(found)
        rows = range(self.teams.lines.rowCount())
        same = (row for row in rows if kept and (at := self.teams.lines.record(row)) and at.team_id == kept.team_id)
        self.teams.setCurrentIndex(self.teams.lines.index(next(same, 0), 0))

    def stand_on(self, login: str) -> None:
        """Put the mark on somebody, if they are shown."""
        rows = range(self.people.lines.rowCount())
        row = next((row for row in rows if (at := self.people.lines.record(row)) and at.login == login), 0)
        self.people.setCurrentIndex(self.people.lines.index(row, 0))

    def _narrow(self, *_: object) -> None:
        kept = self.person
        lines = self.people.lines
        lines.show([one for one in self._found if one.state == "active" or self.gone.isChecked()])
        lines.narrow(self.search.text())
        gone = sum(one.state != "active" for one in self._found)
        shown = lines.rowCount()
        hidden = f" {count(gone, 'person', 'people')} suspended or gone." if gone else ""
        self._said.setText(f"{count(shown, 'person', 'people')} shown.{hidden}")
        self.stand_on(kept.login if kept is not None else "")

    def _step(self, step: int) -> None:
        row = self.people.currentIndex().row() + step
        if 0 <= row < self.people.lines.rowCount():
            self.people.setCurrentIndex(self.people.lines.index(row, 0))
