"""A table's head with a band below it that says where in a long list one is.

It is part of the head and not of the rows, so it stays while they scroll and never covers one.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QWidget
from typing_extensions import override

from desktop.widgets.text import label


class BandedHeader(QHeaderView):
    """Column heads above, the band below."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.band: QLabel = label("", "heading band", wrap=False, name=name)
        self.band.setParent(self)

    def tell(self, words: str) -> None:
        """Say where one is."""
        if words != self.band.text():
            self.band.setText(words)

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), hint.height() + self._high())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.band.setGeometry(0, self.height() - self._high(), self.width(), self._high())

    def _high(self) -> int:
        return self.band.fontMetrics().height() + 6
