"""A short table of frozen values: columns are values too, so that each list is a declaration and not a class.

Sorting and filtering are done here in Python on a few hundred lines; a proxy model would do the same through Qt at
many times the cost.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
BEGINS = Qt.ItemDataRole.UserRole + 1
"""Whether a lower group of rows begins with this one."""
TOGETHER = Qt.ItemDataRole.UserRole + 2
"""Whether the row belongs together with the one before it, and with the one after it."""


@dataclass(frozen=True, slots=True)
class RecordColumn(Generic[R]):
    """A column: its head, its words, what it sorts by, and how wide it likes to be in average characters.

    `typed` is what one finds a row by, where that is more than its words. Short plain facts, as a day, an age or a
    state, are shown `whole`: as wide as the widest of them, so that it is longer words that give way.
    """

    head: str
    words: Callable[[R], str]
    order: Callable[[R], Any]
    width: int = 16
    spoken: Callable[[R], str] | None = None
    strong: Callable[[R], bool] | None = None
    typed: Callable[[R], str] | None = None
    whole: bool = False


class RecordTable(QAbstractTableModel, Generic[R]):
    """Values in rows, sorted by a column, narrowed by typed words.

    Those with a higher rank `first` stay above the others. What is `together` stands together, where the first of them
    would stand, and has the highest rank of them.
    """

    def __init__(
        self,
        columns: Sequence[RecordColumn[R]],
        parent: QObject | None = None,
        *,
        first: Callable[[R], int] = lambda _record: 1,
        together: Callable[[R], Hashable] | None = None,
    ) -> None:
        super().__init__(parent)
        self._first = first
        self._together = together
        self._ranks: list[int] = []
        self.columns = tuple(columns)
        self.records: tuple[R, ...] = ()
        self._shown: list[R] = []
        self._words: list[str] = []
        self._sorted_by = (0, Qt.SortOrder.AscendingOrder)

    def show(self, records: Sequence[R]) -> None:
        """Take the records, keeping order and filter."""
        self.records = tuple(records)
        self._arrange()

    def whole_lines(self) -> dict[int, frozenset[tuple[str, bool]]]:
        """By column the lines that are shown whole, of all records, each with whether it is strong."""
        return {
            number: frozenset(
                (line, column.strong is not None and column.strong(record))
                for record in self.records
                for line in column.words(record).split("\n")
            )
            for number, column in enumerate(self.columns)
            if column.whole
        }

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
        if role == Qt.ItemDataRole.ToolTipRole:
            return (column.spoken or column.words)(record)
        if role == Qt.ItemDataRole.UserRole:
            return column.strong is not None and column.strong(record)
        return self._beside(index.row(), role)

    def _beside(self, row: int, role: int) -> Any:
        """How a row stands to those above and below it."""
        if role == BEGINS:
            return row > 0 and self._ranks[row - 1] > self._ranks[row]
        if role == TOGETHER:
            return self._same(row - 1), self._same(row)
        return None

    def _same(self, row: int) -> bool:
        """Whether a row and the one after it belong together."""
        if self._together is None or not 0 <= row < len(self._shown) - 1:
            return False
        return self._together(self._shown[row]) == self._together(self._shown[row + 1])

    def _arrange(self) -> None:
        number, order = self._sorted_by
        column = self.columns[number]
        self.beginResetModel()
        kept = [record for record in self.records if self._matches(record)]
        kept.sort(key=column.order, reverse=order is Qt.SortOrder.DescendingOrder)
        groups: dict[Hashable, list[R]] = {}
        for number, record in enumerate(kept):
            groups.setdefault(number if self._together is None else self._together(record), []).append(record)
        ranked = [(max(map(self._first, group)), group) for group in groups.values()]
        ranked.sort(key=lambda found: found[0], reverse=True)
        self._shown = [record for _, group in ranked for record in group]
        self._ranks = [rank for rank, group in ranked for _ in group]
        self.endResetModel()

    def _matches(self, record: R) -> bool:
        if not self._words:
            return True
        said = " ".join((column.typed or column.words)(record) for column in self.columns)
        text = " " + " ".join(said.casefold().split())
        return all(f" {word}" in text for word in self._words)
