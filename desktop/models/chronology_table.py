"""The chronology as Qt's table sees it.

One role hands the whole line to the delegate, so that painting a row costs one call and not one a property; the other
roles are for screen readers and for copying.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from shiboken6 import isValid
from typing_extensions import override

from db.errors import ThroughlineError
from desktop.infra.codes import labels
from desktop.infra.tasks import Tasks
from desktop.models.known_words import known_words
from desktop.models.line_words import DAY_BITS, Mark, author_words, heading_of, marks_of, second_line, source_words
from desktop.models.row_window import BLOCK, RowWindow
from desktop.models.words import with_marks

if TYPE_CHECKING:
    from db.queries.chronology import ChronologyRow

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole


class Column(IntEnum):
    """The columns, in the order that the eye takes them."""

    WHEN = 0
    WHAT = 1
    SOURCE = 2
    KIND = 3
    AUTHOR = 4
    MARKS = 5


HEADS = ("When", "What happened", "How we know", "Kind", "Recorded by", "Marks")
DIRECTION = ("newest first", "oldest first")
SAME_SHAPE = 24
"""Lines that may come and go at once; more, and the table is made anew."""


class ChronologyTable(QAbstractTableModel):
    """Lines newest first, or oldest first, fetched in blocks for one child."""

    trouble = Signal(ThroughlineError)
    loaded = Signal()

    def __init__(
        self, tasks: Tasks, ask: Callable[[Sequence[int]], tuple[ChronologyRow, ...]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._ask = ask
        self.narrow = False
        """Whether source and kind have no columns of their own and are told with what happened."""
        self.window: RowWindow[ChronologyRow] = RowWindow(self._fetch)
        self._born: tuple[date | None, date | None] = (None, None)
        self._headings: dict[int, str] = {}

    @property
    def born(self) -> tuple[date | None, date | None]:
        """The days between which the birth lies that ages are counted from."""
        return self._born

    def set_born(self, born: date | None, latest: date | None = None) -> None:
        """Count ages from this day, or these; an unborn child's from the day expected."""
        self._born = (born, latest)
        self._headings.clear()

    def heading(self, row: int) -> str:
        """Year and age of a row, known from its key alone."""
        day = self.window.key(row) >> DAY_BITS
        found = self._headings.get(day)
        if found is None:
            found = self._headings[day] = heading_of(day << DAY_BITS, *self._born)
        return found

    def begins(self, row: int) -> str:
        """The heading that begins with this row, empty within one."""
        heading = self.heading(row)
        return heading if row == 0 or self.heading(row - 1) != heading else ""

    def show_newest(self, rows: Sequence[ChronologyRow]) -> None:
        """Paint the newest page before the keys are known."""
        self.beginResetModel()
        self.window.show(array("q", [row.order_key for row in reversed(rows)]), rows)
        self.endResetModel()

    def show_keys(self, ascending: array[int]) -> None:
        """Take all keys: the table grows downwards where only the newest stood, and is made anew otherwise."""
        have = len(self.window)
        grows = 0 < have <= len(ascending) and ascending[len(ascending) - have :] == self.window.keys
        grows = grows and not self.window.oldest_first
        if not grows:
            self.beginResetModel()
            self.window.show(ascending)
            self.endResetModel()
        elif len(ascending) > have:
            self.beginInsertRows(QModelIndex(), have, len(ascending) - 1)
            self.window.extend(ascending)
            self.endInsertRows()

    def reload(self, ascending: array[int]) -> None:
        """Take other keys, as after another question: every line is read again."""
        self.beginResetModel()
        self.window.show(ascending)
        self.endResetModel()

    def turn(self, *, oldest_first: bool) -> None:
        """Change the direction of time."""
        if oldest_first != self.window.oldest_first:
            self.beginResetModel()
            self.window.oldest_first = oldest_first
            self.window.renew(self.window.keys)
            self.endResetModel()

    def renew(self, ascending: array[int]) -> None:
        """Take the same question's keys after a change: lines come and go one by one, and all are read again."""
        gone, come = set(self.window.keys).difference(ascending), set(ascending).difference(self.window.keys)
        if len(gone) + len(come) > SAME_SHAPE:
            self.beginResetModel()
            self.window.renew(ascending)
            self.endResetModel()
            return
        self.window.renew(self.window.keys[:])
        for key in gone:
            row = self.window.row_of(key)
            self.beginRemoveRows(QModelIndex(), row, row)
            self.window.keys.remove(key)
            self.endRemoveRows()
        for key in come:
            place = bisect_right(self.window.keys, key)
            row = place if self.window.oldest_first else len(self.window) - place
            self.beginInsertRows(QModelIndex(), row, row)
            self.window.keys.insert(place, key)
            self.endInsertRows()
        self.window.renew(self.window.keys)
        if len(self.window):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.window) - 1, len(HEADS) - 1), [])

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self.window)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(HEADS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        way = self.window.oldest_first
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{HEADS[0]} {'↑' if way else '↓'}" if section == Column.WHEN else HEADS[section]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{HEADS[0]}, {DIRECTION[way]}" if section == Column.WHEN else HEADS[section]
        return None

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        if role == LINE:
            return self.window.line(index.row())
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        line = self.window.line(index.row())
        if line is None:
            return "" if role == Qt.ItemDataRole.ToolTipRole else "Loading"
        words = self._cell(line, Column(index.column()), role)
        begins = self.begins(index.row()) if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0 else ""
        return f"{begins}: {words}" if begins else words

    def _cell(self, line: ChronologyRow, column: Column, role: int) -> str:
        aloud = role == Qt.ItemDataRole.AccessibleTextRole
        if column is Column.WHAT:
            narrow = f"{line.headline}. {second_line(line)}. Recorded by {author_words(line)}"
            return with_marks(narrow if aloud and self.narrow else line.headline)
        if column is Column.SOURCE:
            told = known_words(line.kind, line.source, line.author)
            return with_marks(told) if role != Qt.ItemDataRole.DisplayRole else source_words(line)
        if column is Column.MARKS:
            marks = marks_of(line)
            shown = [mark.sign for mark in marks] if role == Qt.ItemDataRole.DisplayRole else None
            return "  ".join(shown) if shown is not None else ", ".join(mark.words for mark in marks)
        if column is Column.WHEN:
            return line.occurred.in_words()
        if column is Column.KIND:
            return labels("entry_kind").get(line.kind, line.kind)
        return with_marks(author_words(line))

    def _fetch(self, generation: int, number: int, keys: Sequence[int]) -> None:
        handler = _Block(self, generation, number)
        self._tasks.read(partial(self._ask, keys), handler.done, handler.failed)

    def block_arrived(self, generation: int, number: int, rows: tuple[ChronologyRow, ...]) -> None:
        """Show a fetched block."""
        span = self.window.arrived(generation, number, rows)
        if span:
            self.dataChanged.emit(self.index(span.start, 0), self.index(span.stop - 1, len(HEADS) - 1), [])
            self.loaded.emit()

    def block_failed(self, generation: int, number: int, trouble: ThroughlineError) -> None:
        """Say that a block could not be fetched."""
        self.window.failed(generation, number)
        if generation == self.window.generation:
            self.trouble.emit(trouble)


@dataclass(frozen=True, slots=True)
class _Block:
    """Which block an answer belongs to."""

    table: ChronologyTable
    generation: int
    number: int

    def done(self, rows: tuple[ChronologyRow, ...]) -> None:
        if isValid(self.table):
            self.table.block_arrived(self.generation, self.number, rows)

    def failed(self, trouble: ThroughlineError) -> None:
        if isValid(self.table):
            self.table.block_failed(self.generation, self.number, trouble)


__all__ = ["BLOCK", "HEADS", "LINE", "ChronologyTable", "Column", "Mark", "marks_of", "second_line", "source_words"]
