"""A Word copy that came back: each piece that was changed in it, old and new beside each other, taken in or not.

Nothing is changed until the chosen ones are taken in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.infra.assets import Appearance
from desktop.models.words import count, with_marks
from desktop.reporting.word_return import Fate, ParagraphChange, taken_in
from desktop.widgets.both_texts import MarkedText
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.flow import Flow
from desktop.widgets.form import Field
from desktop.widgets.table import Table
from desktop.widgets.text import button, label

Index = QModelIndex | QPersistentModelIndex
_WIDTHS = (8, 22, 30)
_FATES = {Fate.CHANGED: "changed", Fate.NEW: "new", Fate.GONE: "struck out", Fate.KEPT: ""}
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Incoming:
    """A copy that came back, beside the fields as they stand; `offered` are the places of what was changed in it."""

    told: str
    """What is to be said of it, with no text of the document in it but names of places."""
    outside: tuple[str, ...] = field(repr=False)
    before: Mapping[str, str] = field(repr=False)
    changes: tuple[ParagraphChange, ...] = field(repr=False)
    offered: tuple[int, ...]
    places: str = "Section"
    """What the places of the changes are called."""


class Changes(QAbstractTableModel):
    """The changes that are offered, each chosen or not."""

    def __init__(
        self,
        incoming: Incoming,
        asked: Callable[[str], Field],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.changes, self.offered, self._asked = incoming.changes, incoming.offered, asked
        self._heads = ("Take in", incoming.places, "What")
        self.chosen: set[int] = set()

    def change(self, row: int) -> ParagraphChange | None:
        """The change of a row."""
        return self.changes[self.offered[row]] if 0 <= row < len(self.offered) else None

    def turn(self, row: int) -> None:
        """Choose it, or no more."""
        self.chosen ^= {self.offered[row]}
        self.dataChanged.emit(self.index(row, 0), self.index(row, 0), [])

    def turn_all(self) -> None:
        """Choose all, or none where all are chosen."""
        self.chosen = set() if len(self.chosen) == len(self.offered) else set(self.offered)
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.offered) - 1, 0), [])

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self.offered)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self._heads)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        place = self.offered[index.row()]
        change, column = self.changes[place], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            spoken = role == Qt.ItemDataRole.AccessibleTextRole
            chosen = ("taken in" if spoken else "✓") if place in self.chosen else ("left out" if spoken else "")
            words = with_marks(" ".join((change.after or change.before)[:_SHOWN].split()))
            return (chosen, self._asked(change.field).label, f"{_FATES[change.fate]}: {words}")[column]
        return None


class _List(Table):
    """Space chooses a change, A all of them, Enter takes in the chosen ones."""

    asked = Signal(Qt.Key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Space, Qt.Key.Key_A) and not event.modifiers():
            self.asked.emit(key)
        else:
            super().keyPressEvent(event)


class ReturnPane(QWidget):
    """The changes, and the one on which one stands in full."""

    settled = Signal(dict)
    """The texts with the chosen changes, by the names of their fields."""
    left = Signal()

    def __init__(self, incoming: Incoming, asked: Callable[[str], Field], appearance: Appearance) -> None:
        super().__init__()
        self._changes, self._appearance = incoming.changes, appearance
        self.before = dict(incoming.before)
        """The texts with which the copy was compared."""
        self.model = Changes(incoming, asked, self)
        self.said = label(with_marks(incoming.told), name="What came back")
        self.outside = QPlainTextEdit(with_marks("\n\n".join(incoming.outside)))
        self.outside.setReadOnly(True)
        self.outside.setTabChangesFocus(True)
        self.outside.setAccessibleName("Text of the copy that has no place in the document")
        self.outside.setMaximumHeight(self.outside.fontMetrics().lineSpacing() * 4 + 20)
        self.table = _List("Changes in the Word copy", lines=1.6)
        self.table.setModel(self.model)
        self.table.setItemDelegate(CellDelegate(self.table, appearance))
        self.table.fit_columns(_WIDTHS)
        self.table.asked.connect(self._key)
        self.table.selectionModel().currentRowChanged.connect(self._stood)
        self.texts = QSplitter(Qt.Orientation.Horizontal)
        self.texts.setChildrenCollapsible(False)
        self.counted = label("", name="How many are chosen")
        self.take_button = button("", self.settle, part="main", name="Take in the chosen changes")
        buttons = QWidget()
        flow = Flow(buttons, across=8, down=4)
        for made in (
            self.take_button,
            button("Take in or leave out (Space)", self.turn, name="Take this one in, or leave it out", tip="Space"),
            button("All or none (A)", self.turn_all, name="All or none", tip="A"),
            button("Leave it all", self.left.emit, part="link", name="Take nothing in"),
        ):
            flow.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.said)
        if incoming.outside:
            layout.addWidget(self.outside)
        layout.addWidget(self.table, 2)
        layout.addWidget(self.texts, 2)
        layout.addWidget(self.counted)
        layout.addWidget(buttons)
        if incoming.offered:
            self.table.setCurrentIndex(self.model.index(0, 1))
        self._tell()

    @property
    def chosen(self) -> set[int]:
        """The places of the changes that are chosen."""
        return self.model.chosen

    def go(self) -> None:
        """Give the keyboard to the list."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def turn(self) -> None:
        """Take the change on which one stands in, or leave it out."""
        if self.model.change(self.table.currentIndex().row()) is not None:
            self.model.turn(self.table.currentIndex().row())
            self._tell()

    def turn_all(self) -> None:
        """Take all in, or none."""
        if self.model.offered:
            self.model.turn_all()
            self._tell()

    def settle(self) -> None:
        """Take in the chosen ones."""
        if self.chosen:
            fields = {self._changes[place].field for place in self.chosen}
            after = taken_in(self.before, self._changes, self.chosen)
            self.settled.emit({name: after[name] for name in fields})

    def _key(self, key: Qt.Key) -> None:
        (self.turn if key == Qt.Key.Key_Space else self.turn_all)()

    def _tell(self) -> None:
        known, all_ = len(self.chosen), len(self.model.offered)
        self.counted.setText(f"{count(all_, 'change')}, {known:,} chosen." if all_ else "No text was changed in it.")
        self.take_button.setText("Take in the chosen one" if known == 1 else f"Take in the {known:,} chosen ones")
        self.take_button.setEnabled(bool(known))

    def _stood(self, now: QModelIndex, _before: QModelIndex) -> None:
        change = self.model.change(now.row())
        while self.texts.count():
            if (part := self.texts.widget(0)) is not None:
                part.setParent(None)
                part.deleteLater()
        if change is None:
            return
        for head, text, other in (
            ("As it stands", change.before, change.after), ("In the Word copy", change.after, change.before),
        ):  # fmt: skip
            made = QWidget()
            column = QVBoxLayout(made)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(label(head if text else f"{head}: nothing", "label"))
            marked = MarkedText(text, other, head, self._appearance)
            marked.setMaximumHeight(16_777_215)
            column.addWidget(marked, 1)
            self.texts.addWidget(made)
