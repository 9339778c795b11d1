"""My children: one line a child, in facts about the child and never about a form that is due.

One's own children come first, however the list is sorted; those of the team come after them.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from db.commands.changes import Changes
from db.errors import ThroughlineError
from db.local.drafts import DraftStore
from db.local.known import KnownChild, KnownChildren, known_child
from db.queries.files import ChildLine, my_children
from desktop.features.caseload.columns import COLUMNS, is_allocated, is_own
from desktop.features.caseload.notices import NoticeLine
from desktop.features.caseload.posted import PostedList
from desktop.features.caseload.waiting import WaitingLine
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import OpenChild
from desktop.infra.tasks import Lane
from desktop.models.record_table import RecordTable
from desktop.models.words import count
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.page import Page
from desktop.widgets.table import Table
from desktop.widgets.text import label
from desktop.widgets.whole import take_search

_ROLES_WITHOUT_RECORD = ("administrator", "auditor")


class CaseloadPage(Page):
    """The children one works with, sorted and narrowed by typing."""

    acts = frozenset({Act.NEXT_PART})
    shown = Signal()
    """The children are here."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("My children")
        self._tasks, self._signed_in, self._navigator = desk.tasks, desk.signed_in, desk.navigator
        self._lane = Lane()
        self._remembered: tuple[KnownChild, ...] | None = None
        self._first = is_allocated if self._signed_in.me.role == "manager" else is_own
        self._heading = label("My children", "heading", wrap=False)
        self._count = label("", "muted")
        self.filter = QLineEdit()
        take_search(self.filter)
        self.filter.setAccessibleName("Narrow the list: part of a name, a reference, a worker")
        self.filter.setPlaceholderText("Narrow the list: type part of a name, reference or worker")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._narrow)
        self.filter.returnPressed.connect(self._open_current)
        self.model: RecordTable[ChildLine] = RecordTable(COLUMNS, self, first=self._first)
        self.table = Table("My children", lines=2)
        self.table.setModel(self.model)
        self.table.setItemDelegate(CellDelegate(self.table, desk.appearance))
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.opened.connect(self._open)
        self.table.keep_columns(desk.settings, "my children")
        self.notices = NoticeLine(desk)
        self.posted = PostedList(desk)
        self.waiting = WaitingLine(desk)
        self.body.addWidget(self.notices)
        self.body.addWidget(self.waiting)
        self.body.addWidget(self.posted)
        self.body.addWidget(self._heading)
        self.body.addWidget(self._count)
        self.body.addWidget(self.filter)
        self.body.addWidget(self.table, 1)
        desk.news.changed.connect(self._something_changed)
        desk.appearance.changed.connect(self._fit)
        self._fit()

    @override
    def act(self, act: Act) -> bool:
        """Go between what was posted, the filter and the table."""
        parts = [self.filter, self.table, *([self.posted.table] if self.posted.isVisible() else [])]
        now = next((number for number, part in enumerate(parts) if part.hasFocus()), -1)
        parts[(now + 1) % len(parts)].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def arrive(self) -> None:
        """Read the list anew and stand in it."""
        self.read()
        self.table.setFocus()

    def read(self) -> None:
        """Ask for the list anew."""
        if self._signed_in.me.role in _ROLES_WITHOUT_RECORD:
            self._count.setText("Your role keeps the system and its people in order; it opens no child’s record.")
            return
        self._tasks.read(partial(my_children, self._signed_in.session), self._show, self._failed, self._lane)
        self.notices.read()
        self.posted.read()
        self.waiting.read()

    def _show(self, children: tuple[ChildLine, ...]) -> None:
        self.banner.clear()
        chosen = self.model.record(self.table.currentIndex().row())
        self.model.show(children)
        self._say_count()
        self._stand_on(chosen)
        known = tuple(map(known_child, children))
        if known != self._remembered:
            self._remembered = known
            self._tasks.write(partial(_remember, self._signed_in.store, known), self._kept, self._not_kept)
        self.shown.emit()

    def _kept(self, _done: None) -> None:
        """Now one can write about these children without a server."""

    def _not_kept(self, _error: ThroughlineError) -> None:
        """A disk that takes nothing is told of where somebody writes."""

    def _stand_on(self, chosen: ChildLine | None) -> None:
        rows = range(self.model.rowCount())
        same = (row for row in rows if chosen and (at := self.model.record(row)) and at.child_id == chosen.child_id)
        row = next(same, 0)
        if rows:
            self.table.setCurrentIndex(self.model.index(row, 0))

    @property
    def said(self) -> str:
        """How many children there are, in words."""
        return self._count.text()

    def _say_count(self) -> None:
        shown, known = self.model.rowCount(), len(self.model.records)
        if not known:
            self._count.setText("No child is allocated to you. Find a child with Ctrl+K.")
        elif shown < known:
            self._count.setText(f"{shown:,} of {count(known, 'child', 'children')}. Enter opens the file.")
        else:
            self._count.setText(f"{self._how_many(self.model.records)}. Enter opens the file.")

    def _how_many(self, children: tuple[ChildLine, ...]) -> str:
        """How many children, one's own and the team's apart."""
        own = sum(map(self._first, children))
        team = len(children) - own
        if own and team:
            return f"{count(own, 'child', 'children')} of yours, then {team:,} of your team"
        return count(len(children), "child", "children")

    def _failed(self, error: ThroughlineError) -> None:
        self.banner.trouble(error, (("Try again", self.read),))

    def _narrow(self, text: str) -> None:
        self.model.narrow(text)
        self._say_count()
        self._stand_on(None)

    def _open_current(self) -> None:
        self._open(self.table.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        child = self.model.record(index.row())
        if child is not None:
            self._navigator.go(OpenChild(child.child_id, child.known_as or child.name, child.basis))

    def _something_changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self.read()

    def _fit(self) -> None:
        self.table.fit_rows()
        self.table.fit_columns([column.width for column in COLUMNS])
        self.posted.fit()


def _remember(store: DraftStore, known: tuple[KnownChild, ...]) -> None:
    if not store.is_nowhere:
        KnownChildren(store.folder, store.vault).keep(known)
