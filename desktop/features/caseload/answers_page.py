"""What was ever answered to what stood out about a child: to what, in which words, until when, and by whom."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit
from typing_extensions import override

from db.commands.changes import Changes
from db.domain.signals import SIGNALS
from db.errors import ThroughlineError
from db.queries.caseload import GivenAnswer, signal_answers
from desktop.infra.acts import Act
from desktop.infra.codes import labels
from desktop.infra.desk import Desk
from desktop.infra.navigation import AnswersOfChild, Back
from desktop.infra.tasks import Lane
from desktop.models.record_table import RecordColumn
from desktop.models.words import count, day_in_words, short_day, with_marks
from desktop.widgets.page import Page
from desktop.widgets.record_list import RecordList
from desktop.widgets.text import button, label


class AnswersPage(Page):
    """The answers as a list, newest first, and below it the whole of the one on which one stands."""

    acts = frozenset({Act.BACK, Act.CLOSE_FILE, Act.NEXT_PART})

    def __init__(self, desk: Desk, wish: AnswersOfChild) -> None:
        super().__init__("What was answered")
        self.child_id = wish.child_id
        self._tasks, self._session, self._navigator = desk.tasks, desk.signed_in.session, desk.navigator
        self._lane = Lane()
        self._count = label("", "muted")
        self.table = RecordList(desk, "What was answered to what stood out", COLUMNS, place="answers")
        self.table.lines.sort(len(COLUMNS) - 1, Qt.SortOrder.DescendingOrder)
        self.table.selectionModel().currentRowChanged.connect(self._tell)
        self.whole = QPlainTextEdit()
        self.whole.setReadOnly(True)
        self.whole.setTabChangesFocus(True)
        self.whole.setAccessibleName("The whole answer")
        self.body.addWidget(label(with_marks(f"What was answered about {wish.name}"), "heading"))
        line = QHBoxLayout()
        line.addWidget(self._count, 1)
        line.addWidget(button("Back to the file", self._back, tip=Act.BACK.keys))
        self.body.addLayout(line)
        self.body.addWidget(self.table, 3)
        self.body.addWidget(self.whole, 1)
        desk.news.changed.connect(self._changed)
        desk.appearance.changed.connect(self.table.fit)
        self.table.fit()

    @property
    def said(self) -> str:
        """How many answers there are, in words."""
        return self._count.text()

    def arrive(self) -> None:
        """Read the answers, and stand in the list."""
        self.read()
        self.table.setFocus()

    def read(self) -> None:
        """Read what was answered."""
        self._tasks.read(partial(signal_answers, self._session, self.child_id), self._show, self._failed, self._lane)

    def close_page(self) -> None:
        """The page goes: what is under way may stop."""
        self._lane.drop()

    def _show(self, found: tuple[GivenAnswer, ...]) -> None:
        self.banner.was_read()
        self.table.show_lines(found)
        if found:
            self._count.setText(f"{count(len(found), 'answer')}, newest first. Each stays on record.")
        else:
            self._count.setText("Nothing that stood out was answered yet.")
        self._tell()

    def _failed(self, error: ThroughlineError) -> None:
        self.banner.not_read(error, self.read)

    def _changed(self, changes: Changes) -> None:
        if self.child_id in changes.children and self.isVisible():
            self.read()

    def _tell(self, *_: object) -> None:
        answer = self.table.one
        self.whole.setPlainText(told(answer) if answer is not None else "")

    @override
    def act(self, act: Act) -> bool:
        """Back to the file, or between the list and the whole answer."""
        if act is Act.BACK:
            self._back()
        elif act is Act.NEXT_PART:
            part = self.whole if self.table.hasFocus() else self.table
            part.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            return False
        return True

    def _back(self) -> None:
        self._navigator.go(Back(self.child_id))


def about(answer: GivenAnswer) -> str:
    """What stood out: "Repeated notifications: Police notification"."""
    what = labels("entry_kind").get(answer.what, answer.what)
    return f"{SIGNALS.get(answer.signal, answer.signal)}{': ' if what else ''}{what}"


def told(answer: GivenAnswer) -> str:
    """The answer in full."""
    said = answer.said_at.astimezone()
    by = f"{answer.said_by} on {day_in_words(said.date())}, {said:%H:%M}"
    return with_marks(f"{about(answer)}\n\n{answer.note}\n\nHolds until {day_in_words(answer.until)}. Said by {by}.")


def _said_at(answer: GivenAnswer) -> str:
    said = answer.said_at.astimezone()
    return f"{short_day(said.date())}\n{said:%H:%M}"


COLUMNS: tuple[RecordColumn[GivenAnswer], ...] = (
    RecordColumn("What stood out", about, about, 26, strong=lambda _: True),
    RecordColumn("What was known", lambda answer: with_marks(answer.note), lambda answer: answer.note.casefold(), 46),
    RecordColumn("Until", lambda answer: short_day(answer.until), lambda answer: answer.until, 12),
    RecordColumn("Said by", lambda answer: with_marks(answer.said_by), lambda answer: answer.said_by.casefold(), 18),
    RecordColumn("Said", _said_at, lambda answer: answer.said_at, 12),
)
