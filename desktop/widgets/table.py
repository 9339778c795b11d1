"""Tables set up one way: rows of fixed height, whole rows selected, Tab leaves the table.

Fixed heights are what lets a hundred thousand rows open and scroll like a hundred.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override


class Table(QTableView):
    """A table whose Enter opens and whose rows are `lines` lines of text high."""

    opened = Signal(QModelIndex)

    def __init__(self, name: str, lines: float = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._lines = lines
        self._characters: tuple[int, ...] = ()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(self.opened)
        self.fit_rows()

    def fit_rows(self) -> None:
        """Take the row height from the type."""
        height = round(self.fontMetrics().lineSpacing() * self._lines) + 12
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    def fit_columns(self, characters: Sequence[int]) -> None:
        """Give the columns these widths in average characters, shared out over the room; scroll where it is tight."""
        self._characters = tuple(characters)
        average = self.fontMetrics().averageCharWidth()
        wishes = [number * average + 16 for number in self._characters]
        room = self.viewport().width()
        share = max(room / max(sum(wishes), 1), 0.86)
        for column, wish in enumerate(wishes):
            self.setColumnWidth(column, int(wish * share))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._characters:
            self.fit_columns(self._characters)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
