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

_COUNTED = 54
"""The same, from which the count in words stands in one line with the find box."""


class Asks(QWidget):
    """The filter bar, and the find box with the count in words."""

    def __init__(self, bar: QWidget, finding: Sequence[QWidget]) -> None:
        super().__init__()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(4)
        self._finding = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        box, *others = finding
        row = QHBoxLayout()
        for widget in others:
            row.addWidget(widget)
        others[-1].setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._finding.addWidget(box, 1)
        self._finding.addLayout(row)
        self._both.addWidget(bar, 1)
        self._both.addLayout(self._finding, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        characters = self.width() / self.fontMetrics().averageCharWidth()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._both.setDirection(across if characters >= _ONE_LINE else down)
        self._finding.setDirection(across if characters >= _COUNTED else down)
