"""The chronology as Qt's table sees it.

One role hands the whole line to the delegate, so that painting a row costs one call and not one a property; the other
roles are for screen readers and for copying.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from shiboken6 import isValid
from typing_extensions import override

from db.errors import ThroughlineError
from desktop.infra.codes import labels
from desktop.infra.tasks import Tasks
from desktop.models.row_window import BLOCK, RowWindow
from desktop.models.words import count, with_marks

if TYPE_CHECKING:
    from db.queries.chronology import ChronologyRow

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
SOURCE_SHORT = {"seen_or_heard": "Seen or heard", "told": "Told", "document": "Document"}
LATE_FROM = 3
"""Days after the event from which "recorded late" is worth showing."""


class Column(IntEnum):
    """The columns, in the order that the eye takes them."""

    WHEN = 0
    WHAT = 1
    SOURCE = 2
    KIND = 3
    MARKS = 4


HEADS = ("When", "What happened", "How we know", "Kind", "Marks")


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign in the marks column, with the words that a screen reader and a tooltip give for it."""

    sign: str
    words: str
    tone: str = ""


def marks_of(row: ChronologyRow) -> tuple[Mark, ...]:
    """The signs of a line. Each is a shape and a word, never a colour alone."""
    found = [
        (row.significant, Mark("●", "significant")),
        (row.tone == "harm", Mark("▼ harm", "bears harm", "harm")),
        (row.tone == "protective", Mark("▲ protective", "protects", "protective")),
        (bool(row.words), Mark("“own words”", "the child’s own words")),
        (bool(row.seen_alone), Mark("seen alone", "the child was seen alone")),
        (row.seen is False, Mark("not seen", "the child was not seen")),
        (
            row.siblings > 0,
            Mark(
                f"+{count(row.siblings, 'child', 'children')}",
                f"concerns {count(row.siblings, 'other child', 'other children')}",
            ),
        ),
        (row.documents > 0, Mark(f"▤ {row.documents}", count(row.documents, "document"))),
        (row.amended, Mark("✎ amended", f"amended, version {row.version}")),
        (
            row.late_days >= LATE_FROM,
            Mark(f"recorded {count(row.late_days, 'day')} after", "a long gap between the event and its recording"),
        ),
    ]
    return tuple(mark for there, mark in found if there)


def source_words(row: ChronologyRow) -> str:
    """How we know, in as few words as tell it: the agency, else who, else the way."""
    agency = labels("agency").get(row.source.agency, "")
    who = row.source.who or row.source.role
    return " · ".join(part for part in (agency, with_marks(who)) if part) or SOURCE_SHORT[row.source.how]


def second_line(row: ChronologyRow) -> str:
    """Kind and source in front of the first words of the detail, for narrow tables."""
    kind = labels("entry_kind").get(row.kind, row.kind)
    detail = row.detail_start or (f"“{row.words}”" if row.words else "")
    return " · ".join(part for part in (kind, source_words(row), detail) if part)


class ChronologyTable(QAbstractTableModel):
    """Lines newest first, fetched in blocks for one child."""

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

    def show_newest(self, rows: Sequence[ChronologyRow]) -> None:
        """Paint the newest page before the keys are known."""
        self.beginResetModel()
        self.window.show(array("q", [row.order_key for row in reversed(rows)]), rows)
        self.endResetModel()

    def show_keys(self, ascending: array[int]) -> None:
        """Take all keys: the table grows downwards where only the newest stood, and is made anew otherwise."""
        have = len(self.window)
        grows = 0 < have <= len(ascending) and ascending[len(ascending) - have :] == self.window.keys
        if not grows:
            self.beginResetModel()
            self.window.show(ascending)
            self.endResetModel()
        elif len(ascending) > have:
            self.beginInsertRows(QModelIndex(), have, len(ascending) - 1)
            self.window.extend(ascending)
            self.endInsertRows()

    def reload(self, ascending: array[int]) -> None:
        """Take keys after a change: every line is read again."""
        self.beginResetModel()
        self.window.show(ascending)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self.window)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(HEADS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        return None

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        if role == LINE:
            return self.window.line(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            line = self.window.line(index.row())
            if line is None:
                return "" if role == Qt.ItemDataRole.ToolTipRole else "Loading"
            return self._cell(line, Column(index.column()), role)
        return None

    def _cell(self, line: ChronologyRow, column: Column, role: int) -> str:
        if column is Column.WHEN:
            return line.occurred.in_words()
        if column is Column.WHAT:
            aloud = role == Qt.ItemDataRole.AccessibleTextRole and self.narrow
            return with_marks(f"{line.headline}. {second_line(line)}" if aloud else line.headline)
        if column is Column.SOURCE:
            return with_marks(line.source.in_words()) if role != Qt.ItemDataRole.DisplayRole else source_words(line)
        if column is Column.KIND:
            return labels("entry_kind").get(line.kind, line.kind)
        marks = marks_of(line)
        if role == Qt.ItemDataRole.DisplayRole:
            return "  ".join(mark.sign for mark in marks)
        return ", ".join(mark.words for mark in marks)

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
