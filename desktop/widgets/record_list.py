"""A table of frozen values under declared columns, in rows of two lines; it remembers the widths that one drags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from typing_extensions import override

from desktop.infra.desk import Desk
from desktop.models.record_table import RecordColumn, RecordTable
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.table import Table


class RecordList(Table):
    """A list; `place` is the page by which its widths are remembered."""

    came = Signal()
    """The keyboard came here."""

    def __init__(self, desk: Desk, place: str, name: str, columns: Sequence[RecordColumn[Any]]) -> None:
        super().__init__(name, lines=2)
        self.lines: RecordTable[Any] = RecordTable(columns, self)
        self._widths = [column.width for column in columns]
        self.setModel(self.lines)
        self.setItemDelegate(CellDelegate(self, desk.appearance))
        self.keep_columns(desk.settings, f"{place} {name.casefold()}")

    def fit(self) -> None:
        """Take heights and widths from the type."""
        self.fit_rows()
        self.fit_columns(self._widths)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.came.emit()
