"""How the inbox looks: the note at the left; at the right the child's choice, how it goes, or the proposals."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.features.inbox.choosing import Choosing
from desktop.features.inbox.note_text import NoteText
from desktop.features.inbox.notes import NoteList
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.widgets.child_picker import ChildPicker
from desktop.widgets.flow import Flow
from desktop.widgets.page import Page
from desktop.widgets.text import button, label

_HOW = (
    "1. Paste the note at the left, drop files on it, or choose files.\n\n"
    "2. Look for entries: each dated event becomes a proposal with its own sentences, its source and its day.\n\n"
    "3. Add, edit or leave out each one. Nothing enters the record by itself."
)
_UNKEPT = "! This computer does not take the note just now. It is in this window only: keep the window open."


class InboxView(Page):
    """The parts of the page in their places."""

    wanted = Signal(str)
    """What one of the page's own buttons asks for."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Inbox")
        self.whose = label("", "title", name="Whose file")
        self.other = self._button("Choose the child…", "child", name="Choose another child")
        self.new = self._button("New note", "new", part="link")
        self.look = self._button("Look for entries", "look", part="main", tip=f"{Act.SAVE.keys} or Ctrl+Enter")
        self.files = self._button("Choose files…", "files", tip=Act.DOCUMENT.keys)
        self.away = self._button("Put the note away…", "away", part="link")
        self.cancel = self._button("Cancel", "stop", name="Stop reading")
        self.busy = label("", "muted", name="What is being read")
        self.unkept = label(_UNKEPT, "wrong", name="Where the note is")
        self.unkept.setVisible(False)
        self.said = label("", "muted", name="What was found")
        self.notes = NoteList()
        self.text = NoteText(desk.appearance)
        self.picker = ChildPicker(desk)
        self.choosing = Choosing(desk)
        self.how = QWidget()
        self.right = QStackedWidget()
        for part in (self.how, self.picker, self.choosing):
            self.right.addWidget(part)
        self._lay_out()
        self.say_busy("")
        desk.appearance.changed.connect(self._fit)
        self._fit()

    def _button(self, words: str, wish: str, *, part: str = "", name: str = "", tip: str = "") -> QPushButton:
        return button(words, partial(self.wanted.emit, wish), part=part, name=name, tip=tip)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(label("Inbox", "heading", wrap=False))
        top.addStretch(1)
        top.addWidget(self.notes)
        top.addWidget(self.new)
        head = QHBoxLayout()
        head.addWidget(self.whose, 1)
        head.addWidget(self.other)
        said = QHBoxLayout()
        said.addWidget(self.said, 1)
        said.addWidget(self.busy)
        said.addWidget(self.cancel)
        how = label(_HOW, "muted", name="How it goes")
        inside = QVBoxLayout(self.how)
        inside.addWidget(how)
        inside.addStretch(1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self._left())
        halves.addWidget(self.right)
        halves.setSizes([370, 630])
        self.body.addLayout(top)
        self.body.addLayout(head)
        self.body.addWidget(self.unkept)
        self.body.addLayout(said)
        self.body.addWidget(halves, 1)

    def _left(self) -> QWidget:
        left, buttons = QWidget(), QWidget()
        row = Flow(buttons, across=8, down=4)
        for one in (self.look, self.files, self.away):
            row.addWidget(one)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text, 1)
        column.addWidget(buttons)
        return left

    def say_busy(self, words: str) -> None:
        """What is being read, with a way to stop it."""
        self.busy.setText(words)
        self.busy.setVisible(bool(words))
        self.cancel.setVisible(bool(words))

    def say_unkept(self, unkept: bool) -> None:
        """Whether the note is in this window only, since this computer does not take it."""
        self.unkept.setVisible(unkept)

    def mark(self) -> None:
        """Mark in the note the sentences of the proposal one stands on, and what no proposal holds."""
        line = self.choosing.line
        self.text.mark([] if line is None else [(line.proposal.start, line.proposal.end)], self.choosing.unused)

    def _fit(self) -> None:
        self.choosing.fit()
        self.notes.fit()
        self.mark()
