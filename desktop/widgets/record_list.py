"""A table of frozen values under declared columns; it keeps the widths that one drags, and the line one stands on."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractItemView
from typing_extensions import TypeVar, override

from desktop.infra.desk import Desk
from desktop.models.record_table import RecordColumn, RecordTable
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.table import Table

R = TypeVar("R", default=Any)
_CHOOSE = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


@dataclass(frozen=True, slots=True)
class _Before(Generic[R]):
    """Where one stood before the list was read anew, by record and row, what was chosen, and what was in sight."""

    one: R | None = None
    row: int = 0
    chosen: tuple[object, ...] = ()
    scrolled: int = 0
    in_sight: bool = False


class RecordList(Table, Generic[R]):
    """A list in rows of so many lines of text.

    `key` tells by what a record is the same when it is read anew: whatever changes, one stays on the same record, and
    if it went, on the line where it stood. `place` is the page under which dragged widths are remembered, if they are.
    `first` and `together` are those of `RecordTable`.
    """

    came = Signal()
    """The keyboard came here."""

    def __init__(
        self,
        desk: Desk,
        name: str,
        columns: Sequence[RecordColumn[R]],
        *,
        place: str = "",
        rows_of: int = 2,
        key: Callable[[R], object] = lambda record: record,
        first: Callable[[R], int] = lambda _record: 1,
        together: Callable[[R], Hashable] | None = None,
    ) -> None:
        super().__init__(name, lines=rows_of)
        self._record_key = key
        self._before: _Before[R] = _Before()
        self._chosen: Callable[[R], object] = lambda _record: None
        self.lines: RecordTable[R] = RecordTable(columns, self, first=first, together=together)
        self._widths = [column.width for column in columns]
        self.setModel(self.lines)
        self.setItemDelegate(CellDelegate(self, desk.appearance))
        if place:
            self.keep_columns(desk.settings, f"{place} {name.casefold()}")
        self.lines.modelAboutToBeReset.connect(self._remember)
        self.lines.modelReset.connect(self._go_back)
        self.opened.connect(self._open)

    def when_chosen(self, act: Callable[[R], object]) -> None:
        """What is done with a record when Enter is pressed on its line, or it is double-clicked."""
        self._chosen = act

    def sort_by(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Let the person sort by any column; at first it is by this one."""
        self.setSortingEnabled(True)
        self.sortByColumn(column, order)

    def fit(self) -> None:
        """Take heights and widths from the type."""
        self.fit_rows()
        self.fit_columns(self._widths)

    # What is shown.

    def show_lines(self, found: Sequence[R]) -> None:
        """Take the records as they are now."""
        self.lines.show(found)

    def show_found(self, found: Sequence[R]) -> None:
        """Take the records that were looked for anew, and stand on the first."""
        self.lines.show(found)
        self.stand_in_row(0)

    def narrow(self, text: str) -> None:
        """Keep what begins with the typed words; if one's own line does not, stand on the first that does."""
        before = self.one
        self.lines.narrow(text)
        if not self._is(before, self.one):
            self.stand_in_row(0)

    @property
    def shown(self) -> list[R]:
        """The records in the order in which they stand here."""
        rows = map(self.lines.record, range(self.lines.rowCount()))
        return [one for one in rows if one is not None]

    # Where one stands.

    @property
    def one(self) -> R | None:
        """The record on whose line one stands."""
        return self.lines.record(self.currentIndex().row())

    @property
    def chosen(self) -> tuple[R, ...]:
        """The records that are chosen, in the order in which they stand here."""
        rows = sorted(at.row() for at in self.selectionModel().selectedRows())
        return tuple(one for row in rows if (one := self.lines.record(row)) is not None)

    def stand_on(self, key: object) -> bool:
        """Put the mark on the record with this key, if it is shown; say whether it is."""
        row = next((row for row, one in enumerate(self.shown) if self._record_key(one) == key), None)
        if row is not None:
            self.stand_in_row(row)
        return row is not None

    def stand_in_row(self, row: int) -> None:
        """Put the mark on the line of this number, or on the one nearest to it; it alone is chosen."""
        last = self.lines.rowCount() - 1
        at = self.lines.index(min(max(row, 0), last), 0) if last >= 0 else QModelIndex()
        self.setCurrentIndex(at)
        if at.isValid():  # whatever key is held down
            self.selectionModel().select(at, _CHOOSE | QItemSelectionModel.SelectionFlag.Clear)

    def step(self, by: int) -> None:
        """Go up or down by so many lines."""
        self.stand_in_row(self.currentIndex().row() + by)

    def open_one(self) -> None:
        """Open the line on which one stands, as Enter in the list does."""
        self._open(self.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        one = self.lines.record(index.row())
        if one is not None:
            self._chosen(one)

    def _is(self, one: R | None, other: R | None) -> bool:
        return one is not None and other is not None and self._record_key(one) == self._record_key(other)

    def _remember(self) -> None:
        at = self.currentIndex()
        chosen = tuple(map(self._record_key, self.chosen))
        in_sight = at.isValid() and self.viewport().rect().intersects(self.visualRect(at))
        self._before = _Before(self.one, at.row(), chosen, self.verticalScrollBar().value(), in_sight)

    def _go_back(self) -> None:
        """To where one stood and what one had chosen, with the same lines in sight."""
        before, shown = self._before, self.shown
        if before.one is None:
            self.stand_in_row(0)
            return
        key = self._record_key(before.one)
        there = next((row for row, one in enumerate(shown) if self._record_key(one) == key), None)
        row = there if there is not None else min(before.row, len(shown) - 1)
        selection = self.selectionModel()
        selection.setCurrentIndex(self.lines.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        if there is None and self.selectionMode() is QAbstractItemView.SelectionMode.SingleSelection and before.chosen:
            selection.select(self.lines.index(row, 0), _CHOOSE)
        for row, one in enumerate(shown):
            if self._record_key(one) in before.chosen:
                selection.select(self.lines.index(row, 0), _CHOOSE)
        self.updateGeometries()
        self.verticalScrollBar().setValue(before.scrolled)
        if before.in_sight:
            self.scrollTo(self.currentIndex())

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.came.emit()
