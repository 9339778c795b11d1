"""A list beside another: its line is marked only while the keyboard is here, as one of the other is marked too."""

from __future__ import annotations

from PySide6.QtGui import QFocusEvent
from typing_extensions import override

from desktop.widgets.record_list import R, RecordList


class MarkedHere(RecordList[R]):
    """Remembers its line, and shows it when the keyboard comes back."""

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.currentIndex().isValid():
            self.selectRow(self.currentIndex().row())

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.clearSelection()

    @override
    def stand_in_row(self, row: int) -> None:
        """Go to a line, unseen while the keyboard is elsewhere."""
        super().stand_in_row(row)
        if not self.hasFocus():
            self.clearSelection()
