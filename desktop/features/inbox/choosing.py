"""The proposals of a note at the right: walked with the arrows, each added, edited, left out or taken back by a key."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.features.inbox.proposals import COLUMNS, Line, about
from desktop.infra.desk import Desk
from desktop.models.words import with_marks
from desktop.widgets.flow import Flow
from desktop.widgets.record_list import RecordList
from desktop.widgets.text import button, label

_KEYS = {Qt.Key.Key_A: "add", Qt.Key.Key_E: "edit", Qt.Key.Key_D: "discard", Qt.Key.Key_U: "undo"}


class ProposalTable(RecordList[Line]):
    """A list whose letters decide; Enter goes over the proposal in the form."""

    decided = Signal(str)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        wish = _KEYS.get(Qt.Key(event.key()))
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if wish is not None and plain:
            self.decided.emit(wish)
        else:
            super().keyPressEvent(event)


class Choosing(QWidget):
    """List, what the list has no room for, and the four acts as buttons too."""

    wanted = Signal(str)
    """What is to be done with the proposal that is marked: add, edit, discard or undo."""
    walked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.unused: tuple[tuple[int, int], ...] = ()
        """The places of the note that no proposal holds."""
        self.table = ProposalTable(desk, "Proposals of the note", COLUMNS, place="inbox")
        self.table.decided.connect(self.wanted)
        self.table.opened.connect(self._opened)
        self.table.selectionModel().currentRowChanged.connect(self._walked)
        self.about = label("", name="More about the proposal")
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        acts = QWidget()
        row = Flow(acts, across=8, down=4)
        self.add = button("&Add", lambda: self.wanted.emit("add"), part="main", name="Add as an entry", tip="A")
        self.edit = button("&Edit first…", lambda: self.wanted.emit("edit"), name="Edit in the form first", tip="E")
        self.discard = button("&Leave out", lambda: self.wanted.emit("discard"), name="Leave it out", tip="D")
        self.undo = button(
            "&Take back", lambda: self.wanted.emit("undo"), part="link", name="Take the choice back", tip="U"
        )
        for one in (self.add, self.edit, self.discard, self.undo):
            row.addWidget(one)
        across = QHBoxLayout()
        across.addWidget(acts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        column.addWidget(self.table, 1)
        column.addWidget(self.about)
        column.addLayout(across)

    @property
    def line(self) -> Line | None:
        """The proposal that is marked."""
        return self.table.one

    def show_lines(self, lines: list[Line], stand_on: int) -> None:
        """Show the proposals and stand on one."""
        self.table.show_lines(lines)
        self.table.stand_in_row(stand_on)
        self._walked()

    def _walked(self, *_: object) -> None:
        line = self.line
        found = about(line) if line is not None else []
        self.about.setText("\n".join(f"{words}: {text}" for words, text in found))
        open_still = line is not None and line.decision is None
        for one in (self.add, self.discard):
            one.setEnabled(open_still)
        self.edit.setEnabled(line is not None)
        self.undo.setEnabled(line is not None and line.decision is not None)
        said = "" if line is None else with_marks(line.proposal.text)
        self.table.setAccessibleDescription(said)
        self.walked.emit()

    def _opened(self, _index: QModelIndex) -> None:
        self.wanted.emit("edit")

    def fit(self) -> None:
        """Take sizes from the type."""
        self.table.fit()
