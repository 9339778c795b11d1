"""Supervision: which case discussions are agreed for this week, and whose agreed day has gone by, as plain days.

Enter leads to the last discussion with its decisions; a key begins the next one in the child's file.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from db.commands.changes import Changes
from db.errors import ThroughlineError
from db.queries.supervision import CaseDiscussion, case_discussions
from desktop.features.supervision.lines import COLUMNS, NEXT, stands, summary
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import NewEntry, OpenChild, ShowEntry, WithFiles
from desktop.infra.tasks import Lane
from desktop.models.known_words import discussion_of_today
from desktop.widgets.narrow_box import NarrowBox
from desktop.widgets.next_part import to_next
from desktop.widgets.page import Page
from desktop.widgets.record_list import RecordList
from desktop.widgets.text import button, label

_HOW = "Enter opens the last discussion and its decisions; Ctrl+Shift+M records one of today."
_CHANGED = frozenset({"entry", "decision", "allocation", "access", "file", "staff"})


class SupervisionPage(Page):
    """The children, those first whose agreed day comes first."""

    acts = frozenset({Act.NEXT_PART, Act.CASE_DISCUSSION, Act.FIND_IN_FILE})

    def __init__(self, desk: Desk) -> None:
        super().__init__("Supervision")
        self._tasks, self._signed_in, self._navigator = desk.tasks, desk.signed_in, desk.navigator
        self._lane = Lane()
        self._count = label("", "muted", name="How many case discussions")
        self.filter = NarrowBox(
            "part of a name, of a worker's name, a month", "part of a child’s or a worker’s name, a month"
        )
        self.filter.textChanged.connect(self._narrow)
        self.table = RecordList(
            desk, "Case discussions", COLUMNS, place="supervision", key=lambda one: one.child_id,
            first=lambda one: stands(one, date.today()), together=lambda one: one.entry_id or one.child_id,
        )  # fmt: skip
        self.table.sort_by(NEXT)
        self.table.when_chosen(self._open)
        self.filter.returnPressed.connect(self.table.open_one)
        self.discuss = button("Record a discussion…", self.record, tip=Act.CASE_DISCUSSION.keys)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.filter, 1)
        line.addWidget(self.discuss)
        self.body.addWidget(label("Supervision", "heading", wrap=False))
        self.body.addWidget(self._count)
        self.body.addWidget(label(_HOW, "muted"))
        self.body.addLayout(line)
        self.body.addWidget(self.table, 1)
        desk.news.changed.connect(self._something_changed)
        desk.appearance.changed.connect(self.table.fit)
        self.table.fit()

    @property
    def said(self) -> str:
        """How many discussions stand where, in words."""
        return self._count.text()

    @override
    def act(self, act: Act) -> bool:
        """Record a discussion about the child on whom one stands; or go between filter, button and list."""
        if act is Act.CASE_DISCUSSION:
            self.record()
            return True
        if act is Act.FIND_IN_FILE:
            self.filter.arrive()
            return True
        to_next((self.filter, self.discuss, self.table))
        return True

    @override
    def arrive(self) -> None:
        """Read the list anew and stand in it."""
        self.read()
        self.table.setFocus()

    def read(self) -> None:
        """Ask for the list anew."""
        self._tasks.read(partial(case_discussions, self._signed_in.session), self._show, self._failed, self._lane)

    def _show(self, found: tuple[CaseDiscussion, ...]) -> None:
        self.banner.was_read()
        self.table.show_lines(found)
        self._count.setText(summary(found, date.today()))
        self.discuss.setEnabled(bool(self.table.shown))

    def _failed(self, error: ThroughlineError) -> None:
        self.banner.not_read(error, self.read)

    def _narrow(self, text: str) -> None:
        self.table.narrow(text)
        self.discuss.setEnabled(bool(self.table.shown))

    # Going there.

    def _open(self, one: CaseDiscussion) -> None:
        if one.entry_id is not None and one.order_key is not None:
            self._navigator.go(ShowEntry(one.child_id, one.name, one.basis, one.entry_id, one.order_key))
        else:
            self._navigator.go(_file(one))

    def record(self) -> None:
        """A discussion of today, written beside the chronology of the child on whom one stands."""
        one = self.table.one
        if one is not None:
            begun = discussion_of_today(self._signed_in.me.name, one.worker)
            entry = NewEntry(one.child_id, one.name, one.reference, begun=begun)
            self._navigator.go(WithFiles((_file(one),), entry))

    def _something_changed(self, changes: Changes) -> None:
        if self.isVisible() and not changes.what.isdisjoint(_CHANGED):
            self.read()

    def close_page(self) -> None:
        """The person has gone: what is under way may stop."""
        self._lane.drop()


def _file(one: CaseDiscussion) -> OpenChild:
    return OpenChild(one.child_id, one.name, one.basis)
