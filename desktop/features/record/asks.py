"""What is asked of the chronology, in one line above list and entry: the filter's sentence and the words to find.

Where that line is too narrow for both they stand below one another, so that neither is ever cut.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

_ONE_LINE = 128
"""Average characters of width from which filter and find box stand side by side."""


class Asks(QWidget):
    """The filter bar, and the find box with the count in words."""

    def __init__(self, bar: QWidget, finding: Sequence[QWidget]) -> None:
        super().__init__()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(4)
        row = QHBoxLayout()
        for place, widget in enumerate(finding):
            row.addWidget(widget, 1 if place == 0 else 0)
        self._both.addWidget(bar, 1)
        self._both.addLayout(row, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _ONE_LINE * self.fontMetrics().averageCharWidth()
        self._both.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
