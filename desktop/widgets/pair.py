"""Two fields in one line, one below the other where the type leaves no room for both."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget
from typing_extensions import override

_NARROW = 44
"""Average characters of width below which the fields stand one below the other."""


class Pair(QWidget):
    """Fields beside each other that share the width."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(9)

    def add(self, widget: QWidget) -> None:
        """Put a field at the end of the line."""
        self._row.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)

    def fit(self) -> None:
        """Take one line or several, as the width and the type allow."""
        narrow = self.width() < _NARROW * self.fontMetrics().averageCharWidth()
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if narrow else across)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
