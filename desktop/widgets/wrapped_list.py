"""A short list whose lines are as high as their words need; Qt forgets the padding of the style and cuts the last."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import QListWidget, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

_PADDING = 12
"""Pixels that an item leaves free at its sides, as the style sheet has it, with room to spare."""


class WrappedList(QListWidget):
    """Words wrap at the width that the list has, now and after it changed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Wrapped(self))


class _Wrapped(QStyledItemDelegate):
    """Gives each item the height that its words need within the padding of the list."""

    def __init__(self, view: QListWidget) -> None:
        super().__init__(view)
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        room = QRect(0, 0, max(self._view.viewport().width() - 2 * _PADDING, 1), 10_000)
        words = str(index.data(Qt.ItemDataRole.DisplayRole))
        need = self._view.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap.value), words)
        return QSize(super().sizeHint(option, index).width(), need.height() + _PADDING)
