"""A panel at the right of a page: a heading, something to read or fill in, and a way to put it away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.widgets.banner import Banner
from desktop.widgets.text import button, label


class SidePanel(QFrame):
    """Heading, banner, a column that scrolls, and a line of buttons that ends with Close."""

    closed = Signal()

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAccessibleName(heading)
        self.heading = label(heading, "title")
        self.banner = Banner()
        self.inside = QWidget()
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(0, 0, 10, 0)
        self.column.setSpacing(7)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.inside)
        self.foot = QHBoxLayout()
        self.foot.addStretch(1)
        self.close_button = button("Close", self.closed.emit, name="Close the panel", tip="Esc")
        self.foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 10)
        layout.addWidget(self.heading)
        layout.addWidget(self.banner)
        layout.addWidget(self._area, 1)
        layout.addLayout(self.foot)

    def add_button(self, made: QWidget) -> None:
        """Put a button at the left of the last line."""
        self.foot.insertWidget(self.foot.count() - 2, made)

    def arrive(self) -> None:
        """Give the keyboard to where one goes on."""
        self.close_button.setFocus()
