"""The lists of allocation: rows of two lines; Insert and Delete say their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from desktop.infra.desk import Desk
from desktop.models.record_table import RecordColumn
from desktop.widgets.record_list import RecordList


class List(RecordList):
    """A list of frozen values under these columns."""

    adding = Signal()
    ending = Signal()

    def __init__(self, desk: Desk, name: str, columns: Sequence[RecordColumn[Any]]) -> None:
        super().__init__(desk, name, columns, "allocation")

    def choose(self, rows: Sequence[int]) -> None:
        """Stand on the first of these rows, with all of them chosen; no key that is held down adds to it."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().clear()
        for row in reversed(rows):
            self.selectionModel().setCurrentIndex(self.lines.index(row, 0), flags.Select | flags.Rows)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        signal = {Qt.Key.Key_Insert: self.adding, Qt.Key.Key_Delete: self.ending}.get(Qt.Key(event.key()))
        if signal is not None:
            signal.emit()
            return
        super().keyPressEvent(event)
