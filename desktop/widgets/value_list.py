"""A short list of frozen values; Insert and Delete say their own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from desktop.widgets.record_list import R, RecordList


class ValueList(RecordList[R]):
    """A list of frozen values under these columns; the widths of each `place` are remembered."""

    adding = Signal()
    ending = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        signal = {Qt.Key.Key_Insert: self.adding, Qt.Key.Key_Delete: self.ending}.get(Qt.Key(event.key()))
        if signal is not None:
            signal.emit()
            return
        super().keyPressEvent(event)
