"""Proceedings, and below them the hearings and the parties of the one that is chosen: three lists, one line at a time.

Enter, Insert and Delete do the same in each, so that nobody learns three lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from db.queries.proceedings import Proceedings, Version
from desktop.features.proceedings.lines import CASES, HEARINGS, PARTIES, id_of
from desktop.infra.desk import Desk
from desktop.models.record_table import RecordColumn, RecordTable
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.split import Headed, one_below_other
from desktop.widgets.table import Table

_NONE = ("No proceedings are recorded", "No hearing is listed", "No party is recorded")


class List(Table):
    """One of the three; Insert adds to it, Enter corrects a line, Delete ends it."""

    adding = Signal()
    ending = Signal()
    arrived = Signal()
    """The keyboard came here."""

    def __init__(self, desk: Desk, name: str, columns: Sequence[RecordColumn[Any]]) -> None:
        super().__init__(name, lines=2)
        self.lines: RecordTable[Any] = RecordTable(columns, self)
        self._widths = [column.width for column in columns]
        self.setModel(self.lines)
        self.setItemDelegate(CellDelegate(self, desk.appearance))
        self.keep_columns(desk.settings, f"court {name.casefold()}")

    @property
    def one(self) -> Version | None:
        """The line on which one stands."""
        return self.lines.record(self.currentIndex().row())

    def show_lines(self, records: Sequence[Version]) -> None:
        """Take the lines, standing on the same one as before."""
        kept = id_of(self.one) if self.one is not None else None
        self.lines.show(records)
        rows = range(self.lines.rowCount())
        row = next((row for row in rows if (one := self.lines.record(row)) and id_of(one) == kept), 0)
        self.setCurrentIndex(self.lines.index(row, 0))

    def fit(self) -> None:
        """Take heights and widths from the type."""
        self.fit_rows()
        self.fit_columns(self._widths)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.arrived.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        signal = {Qt.Key.Key_Insert: self.adding, Qt.Key.Key_Delete: self.ending}.get(Qt.Key(event.key()))
        if signal is not None:
            signal.emit()
            return
        super().keyPressEvent(event)


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
        self.cases = List(desk, "Proceedings", CASES)
        self.hearings = List(desk, "Hearings and meetings", HEARINGS)
        self.parties = List(desk, "Parties", PARTIES)
        self.lists = (self.cases, self.hearings, self.parties)
        self.at = self.cases
        self._headed = [Headed(one) for one in self.lists]
        parts = one_below_other(*self._headed, sizes=(130, 250, 230))
        for place, one in enumerate(self.lists):
            parts.setStretchFactor(place, min(place, 1))
            one.adding.connect(self._add)
            one.ending.connect(self.ending)
            one.opened.connect(self._open)
            one.arrived.connect(self._arrived)
            one.selectionModel().currentRowChanged.connect(self._moved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)

    @property
    def case(self) -> Proceedings | None:
        """The proceedings whose hearings and parties are shown."""
        one = self.cases.one
        return one if isinstance(one, Proceedings) else None

    @property
    def one(self) -> Version | None:
        """The line on which one stands, in the list where the keyboard was last."""
        return self.at.one

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
