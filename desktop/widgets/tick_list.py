"""A list of which some are ticked: Space ticks the line on which one stands, typing goes to the next that begins so."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QElapsedTimer, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

_TICKED, _OPEN = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class _Narrow(QStyledItemDelegate):
    """Asks for no width: a line is as wide as the list and ends in an ellipsis where its words go on."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, super().sizeHint(option, index).height())


class TickList(QListWidget):
    """Codes with words, each ticked or not."""

    changed = Signal()

    def __init__(self, name: str, choices: Iterable[tuple[str, str]], ticked: frozenset[str], lines: int = 7) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setItemDelegate(_Narrow(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for code, words in choices:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setToolTip(words)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_TICKED if code in ticked else _OPEN)
            self.addItem(item)
        self.setCurrentRow(0)
        self._typing = QElapsedTimer()
        self.setMinimumHeight(lines * (self.fontMetrics().height() + 6))
        self.itemChanged.connect(self._tell)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A space within a name that one types goes on with the name, and ticks nobody."""
        typed = event.text()
        within = self._typing.isValid() and self._typing.elapsed() < QApplication.keyboardInputInterval()
        if typed == " " and within:
            self.keyboardSearch(typed)
        else:
            super().keyPressEvent(event)
        if (typed.isprintable() and typed.strip()) or (typed == " " and within):
            self._typing.start()
        else:
            self._typing.invalidate()

    def _tell(self, _item: QListWidgetItem) -> None:
        self.changed.emit()

    @property
    def ticked(self) -> tuple[str, ...]:
        """The codes that are ticked."""
        return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in self._items() if item.checkState() == _TICKED)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]
