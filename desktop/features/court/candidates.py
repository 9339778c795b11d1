"""The entries of a file that may stand in a chronology: in or out, in which place, and what is said of each.

Rows are made only as they come into sight, so that a hundred thousand entries cost no more than those on the screen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView
from typing_extensions import override

from db.domain.court_chronology import Choice
from desktop.infra.desk import Desk
from desktop.models.known_words import known_words
from desktop.models.words import count, short_months, with_marks
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.table import Table

Index = QModelIndex | QPersistentModelIndex
HEADS = ("In", "Date", "What happened, how known", "Marks")
_WIDTHS, _NARROW_WIDTHS = (4, 12, 26, 26), (4, 11, 16)
_NARROW = 52
"""Characters across, below which the marks stand below what happened, in place of how it is known."""
_PLACE, _DATE, _EVENT, _MARKS = range(4)
_SHOWN = 300
_SINCE = {"new": "new since", "amended": "amended since"}
_SHORT = {"new since": "new", "amended since": "amended"}
"""The marks as they stand in their column."""


class Candidates(QAbstractTableModel):
    """Choices in their order, each with its serial number, or 0 if it is left out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choices: list[Choice] = []
        self.serials: list[int] = []
        self.included = self.left_out = 0
        """How many are in, and how many were left out by hand that would be in by themselves."""
        self._rows: dict[UUID, int] = {}
        self._findings: Mapping[UUID, int] = {}
        self._changed: Mapping[UUID, str] = {}
        self.narrow = False
        """Whether the marks stand in the place of how it is known."""

    # What stands in it.

    def choice(self, row: int) -> Choice | None:
        """The choice of a row."""
        return self.choices[row] if 0 <= row < len(self.choices) else None

    def row_of(self, entry_id: UUID) -> int:
        """The row of an entry, -1 if it is not here."""
        return self._rows.get(entry_id, -1)

    def row_of_serial(self, serial: int) -> int:
        """The row of a serial number, -1 if there is none."""
        try:
            return self.serials.index(serial)
        except ValueError:
            return -1

    def day_of(self, row: int) -> slice:
        """The rows of the same day as this one."""
        day = self.choices[row].candidate.content.occurred.earliest if 0 <= row < len(self.choices) else None
        since = until = max(row, 0)
        while since > 0 and self.choices[since - 1].candidate.content.occurred.earliest == day:
            since -= 1
        while until < len(self.choices) and self.choices[until].candidate.content.occurred.earliest == day:
            until += 1
        return slice(since, until)

    # Changing it.

    def show(self, choices: Sequence[Choice]) -> None:
        """Take all choices anew."""
        self.beginResetModel()
        self.choices = list(choices)
        self._count()
        self.endResetModel()

    def put(self, row: int, choices: Sequence[Choice]) -> None:
        """Take the choices from a row on anew, as many as are given."""
        before = self.choices[row : row + len(choices)]
        self.choices[row : row + len(choices)] = choices
        if [_standing(choice) for choice in before] != [_standing(choice) for choice in choices]:
            self._count(row, row + len(choices))
        self.dataChanged.emit(self.index(row, 0), self.index(row + len(choices) - 1, _MARKS), [])
        self.dataChanged.emit(self.index(row, _PLACE), self.index(len(self.choices) - 1, _PLACE), [])

    def set_narrow(self, narrow: bool) -> None:
        """There is room for the marks, or there is none."""
        self.narrow = narrow
        if self.choices:
            self.dataChanged.emit(self.index(0, _EVENT), self.index(len(self.choices) - 1, _EVENT), [])
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, _EVENT, _EVENT)

    def swap(self, row: int, other: int) -> None:
        """Let two neighbours change places."""
        first = min(row, other)
        self.put(first, self.choices[first : first + 2][::-1])

    def mark(self, findings: Mapping[UUID, int]) -> None:
        """Show how many findings each entry has."""
        if findings != self._findings:
            self._findings = findings
            if self.choices:
                self.dataChanged.emit(self.index(0, _MARKS), self.index(len(self.choices) - 1, _MARKS), [])

    def mark_changed(self, changed: Mapping[UUID, str]) -> None:
        """Show which entries are "new" since a filing, or were "amended" since."""
        self._changed = changed
        if self.choices:
            self.dataChanged.emit(self.index(0, _MARKS), self.index(len(self.choices) - 1, _MARKS), [])

    def _count(self, since: int = 0, until: int | None = None) -> None:
        serial, serials = 0, list[int]()
        self.left_out = 0
        for choice in self.choices:
            if choice.included:
                serial += 1
                serials.append(serial)
            else:
                self.left_out += choice.by_itself or choice.relied
                serials.append(0)
        self.serials, self.included = serials, serial
        for row, choice in enumerate(self.choices[since:until], since):
            self._rows[choice.candidate.entry_id] = row

    # What Qt asks.

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self.choices)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(HEADS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return "What happened" if self.narrow and section == _EVENT else HEADS[section]
        return None

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        row, column = index.row(), index.column()
        choice = self.choices[row]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, choice, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{HEADS[column]}: {self._spoken(row, choice, column)}"
        if role == Qt.ItemDataRole.UserRole:
            return column in (_PLACE, _DATE) and choice.included
        return None

    def _words(self, row: int, choice: Choice, column: int) -> str:
        content = choice.candidate.content
        if column == _PLACE:
            return str(self.serials[row]) if choice.included else "out"
        if column == _DATE:
            return with_marks(short_months(content.occurred.in_words()))
        if column == _EVENT:
            marks = ", ".join(self.marks(choice)) if self.narrow else ""
            return f"{_first_words(content.headline)}\n{marks or _first_words(_source(choice))}"
        return _in_lines([_SHORT.get(mark, mark) for mark in self.marks(choice)])

    def _spoken(self, row: int, choice: Choice, column: int) -> str:
        if column == _PLACE:
            return f"in, number {self.serials[row]}" if choice.included else "left out"
        if column == _MARKS:
            return ", ".join(self.marks(choice))
        return self._words(row, choice, column).replace("\n", ", ")

    def marks(self, choice: Choice) -> list[str]:
        """What is to be known of an entry besides, in words."""
        found = self._findings.get(choice.candidate.entry_id, 0)
        changed = self._changed.get(choice.candidate.entry_id, "")
        told = {
            "significant": choice.candidate.content.significant,
            "relied on": choice.relied,
            "worded": bool(choice.wording),
            count(found, "finding"): bool(found) and choice.included,
            _SINCE.get(changed, ""): bool(changed),
        }
        return [words for words, holds in told.items() if holds]


def _standing(choice: Choice) -> tuple[UUID, bool, bool]:
    """What the serial numbers, and the rows, depend on."""
    return choice.candidate.entry_id, choice.included, choice.relied


def _in_lines(marks: list[str]) -> str:
    """In two lines, the longer of them as short as it can be."""
    cuts = (", ".join(marks[:cut]) + "\n" + ", ".join(marks[cut:]) for cut in range(1, max(len(marks), 2)))
    return min(cuts, key=lambda lines: max(map(len, lines.split("\n")))).strip()


def _first_words(text: str) -> str:
    return with_marks(" ".join(text[:_SHOWN].split()))


def _source(choice: Choice) -> str:
    content = choice.candidate.content
    return choice.reference or known_words(content.kind, content.source, choice.candidate.author)


class CandidateList(Table):
    """The candidates as a list; its keys say what becomes of the entry on which one stands."""

    turned = Signal(int)
    """In, or out: the row."""
    relied = Signal(int)
    wanted = Signal(int)
    """To the court wording of this row."""
    moved = Signal(int, int)
    """The row, and by how much within its day."""

    def __init__(self, desk: Desk, model: Candidates) -> None:
        super().__init__("Entries of the file", lines=2)
        self.lines = model
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self, desk.appearance))
        self.opened.connect(self._open)
        self.keep_columns(desk.settings, "court chronology")
        self.fit()

    def fit(self) -> None:
        """Take the sizes from the type."""
        self.fit_rows()
        self._share_out()
        self.scrollTo(self.currentIndex())

    def _share_out(self) -> None:
        narrow = self.viewport().width() < _NARROW * self.fontMetrics().averageCharWidth()
        if narrow != self.lines.narrow:
            self.lines.set_narrow(narrow)
            self.setColumnHidden(_MARKS, narrow)
        self.fit_columns(_NARROW_WIDTHS if narrow else _WIDTHS)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()
        self.scrollTo(self.currentIndex())

    @property
    def row(self) -> int:
        """The row on which one stands, -1 for none."""
        return self.currentIndex().row()

    def stand_on(self, row: int, *, middle: bool = False) -> None:
        """Stand on a row, in the middle of the list or wherever it comes into sight."""
        if 0 <= row < self.lines.rowCount():
            self.setCurrentIndex(self.lines.index(row, _EVENT))
            if middle:
                self.scrollTo(self.lines.index(row, _PLACE), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _open(self, index: QModelIndex) -> None:
        self.wanted.emit(index.row())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = Qt.Key(event.key()), self.row
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if row >= 0 and alt and key in steps:
            self.moved.emit(row, steps[key])
        elif row >= 0 and key == Qt.Key.Key_Space:
            self.turned.emit(row)
        elif row >= 0 and key == Qt.Key.Key_R and not event.modifiers():
            self.relied.emit(row)
        else:
            super().keyPressEvent(event)
