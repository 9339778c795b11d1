"""A list beside another: its line is marked only while the keyboard is here, as one of the other is marked too."""

from __future__ import annotations

from PySide6.QtGui import QFocusEvent
from typing_extensions import override

from desktop.widgets.table import Table


class MarkedHere(Table):
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

    def stand_on(self, row: int) -> None:
        """Go to a line, unseen while the keyboard is elsewhere."""
        self.setCurrentIndex(self.model().index(row, 0))
        if not self.hasFocus():
            self.clearSelection()
