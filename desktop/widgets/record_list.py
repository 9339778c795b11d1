"""A table of frozen values under declared columns; it remembers the widths that one drags, and where one stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from typing_extensions import TypeVar, override

from desktop.infra.desk import Desk
from desktop.models.record_table import RecordColumn, RecordTable
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.table import Table

R = TypeVar("R", default=Any)


class RecordList(Table, Generic[R]):
    """A list in rows of so many lines; `place` is the page by which its widths are remembered."""

    came = Signal()
    """The keyboard came here."""

    def __init__(self, desk: Desk, place: str, name: str, columns: Sequence[RecordColumn[R]], rows_of: int = 2) -> None:
        super().__init__(name, lines=rows_of)
        self.lines: RecordTable[R] = RecordTable(columns, self)
        self._widths = [column.width for column in columns]
        self.setModel(self.lines)
        self.setItemDelegate(CellDelegate(self, desk.appearance))
        self.keep_columns(desk.settings, f"{place} {name.casefold()}")

    def fit(self) -> None:
        """Take heights and widths from the type."""
        self.fit_rows()
        self.fit_columns(self._widths)

    @property
    def one(self) -> R | None:
        """The line on which one stands."""
        return self.lines.record(self.currentIndex().row())

    def show_lines(self, found: Sequence[R], key: Callable[[R], object]) -> None:
        """Take the lines, standing on the one of the same key as before, or on the first."""
        before = self.one
        self.lines.show(found)
        self.stand_on(key, key(before) if before is not None else None)

    def stand_on(self, key: Callable[[R], object], wanted: object) -> None:
        """Put the mark on the line with this key; if there is none, on the first."""
        shown = (self.lines.record(row) for row in range(self.lines.rowCount()))
        row = next((row for row, one in enumerate(shown) if one is not None and key(one) == wanted), 0)
        self.setCurrentIndex(self.lines.index(row, 0))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.came.emit()
