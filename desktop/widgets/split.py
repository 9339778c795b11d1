"""Parts of a page whose sizes one drags, and lists below their names."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.widgets.text import label


def side_by_side(*parts: QWidget, sizes: tuple[int, ...]) -> QSplitter:
    """Parts from left to right, as wide in pixels as `sizes` says or in proportion."""
    return _split(QSplitter(Qt.Orientation.Horizontal), parts, sizes)


def one_below_other(*parts: QWidget, sizes: tuple[int, ...] = ()) -> QSplitter:
    """Parts from top to bottom, as high in pixels as `sizes` says or in proportion."""
    return _split(QSplitter(Qt.Orientation.Vertical), parts, sizes)


def _split(made: QSplitter, parts: tuple[QWidget, ...], sizes: tuple[int, ...]) -> QSplitter:
    made.setChildrenCollapsible(False)
    for part in parts:
        made.addWidget(part)
    if sizes:
        made.setSizes(sizes)
    return made


class Headed(QWidget):
    """A list below its name; `head` is the label with the name."""

    def __init__(self, one: QWidget) -> None:
        super().__init__()
        self.head = label(one.accessibleName(), "label")
        self.head.setBuddy(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.head)
        column.addWidget(one, 1)
