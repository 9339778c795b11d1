"""A short table of frozen values: columns are values too, so that each list is a declaration and not a class.

Sorting and filtering are done here in Python on a few hundred lines; a proxy model would do the same through Qt at
many times the cost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
BEGINS = Qt.ItemDataRole.UserRole + 1
"""Whether the second group of rows begins with this one."""


@dataclass(frozen=True, slots=True)
class RecordColumn(Generic[R]):
    """A column: its head, its words, what it sorts by, and how wide it likes to be in average characters."""

    head: str
    words: Callable[[R], str]
    order: Callable[[R], Any]
    width: int = 16
    spoken: Callable[[R], str] | None = None
    strong: Callable[[R], bool] | None = None


class RecordTable(QAbstractTableModel, Generic[R]):
    """Values in rows, sorted by a column, narrowed by typed words; those that are `first` stay above the others."""

    def __init__(
        self,
        columns: Sequence[RecordColumn[R]],
        parent: QObject | None = None,
        *,
        first: Callable[[R], bool] = lambda _record: True,
    ) -> None:
        super().__init__(parent)
        self._first = first
        self.columns = tuple(columns)
        self.records: tuple[R, ...] = ()
        self._shown: list[R] = []
        self._words: list[str] = []
        self._sorted_by = (0, Qt.SortOrder.AscendingOrder)

    def show(self, records: Sequence[R]) -> None:
        """Take the records, keeping order and filter."""
        self.records = tuple(records)
        self._arrange()

    def narrow(self, text: str) -> None:
        """Keep the records of which every typed word begins some word."""
        self._words = text.casefold().split()
        self._arrange()

    def record(self, row: int) -> R | None:
        """The record of a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = (column, order)
        self._arrange()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self._shown)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self.columns)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].head
        return None

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        record, column = self._shown[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.words(record)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.head}: {(column.spoken or column.words)(record)}"
        if role == Qt.ItemDataRole.ToolTipRole and column.spoken is not None:
            return column.spoken(record)
        if role == Qt.ItemDataRole.UserRole:
            return column.strong is not None and column.strong(record)
        if role == BEGINS:
            return index.row() > 0 and self._first(self._shown[index.row() - 1]) and not self._first(record)
        return None

    def _arrange(self) -> None:
        number, order = self._sorted_by
        column = self.columns[number]
        self.beginResetModel()
        kept = [record for record in self.records if self._matches(record)]
        self._shown = sorted(kept, key=column.order, reverse=order is Qt.SortOrder.DescendingOrder)
        self._shown.sort(key=self._first, reverse=True)
        self.endResetModel()

    def _matches(self, record: R) -> bool:
        if not self._words:
            return True
        text = " " + " ".join(" ".join(column.words(record) for column in self.columns).casefold().split())
        return all(f" {word}" in text for word in self._words)
