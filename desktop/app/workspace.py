"""A signed-in window: makes the pages, and turns their wishes into places.

Imported only once the database half is here, since the pages' commands and queries stand on it.
"""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.app.allocation import AllocationPlaces
from desktop.app.answers import AnswerPlaces
from desktop.app.beside import Beside
from desktop.app.court import CourtPlaces
from desktop.app.learning import Learning
from desktop.app.looks import LooksPlaces
from desktop.app.missing import MissingPlaces
from desktop.app.open_files import OpenFiles
from desktop.app.passing import Passing
from desktop.app.place import Place
from desktop.app.sealing_audit import SealingAudit
from desktop.app.second_person import SecondPerson
from desktop.app.staff import StaffPlaces
from desktop.app.told_line import ToldLine
from desktop.app.unfinished import Unfinished
from desktop.features.away.page import AwayPage
from desktop.features.caseload.page import CaseloadPage
from desktop.features.entry.page import EntryPanel
from desktop.features.everywhere.page import EverywherePage
from desktop.features.find.page import FindPage
from desktop.features.lists.page import ListsPage
from desktop.features.record.page import RecordPage
from desktop.features.supervision.page import SupervisionPage
from desktop.features.team.page import TeamPage
from desktop.features.this_week.page import ThisWeekPage
from desktop.features.writing.page import WritingPage
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import (
    Allocations,
    CaseDiscussions,
    Do,
    Drafts,
    FindChild,
    Inbox,
    ListsAndLimits,
    Looks,
    MyChildren,
    MyCourtWork,
    MyPassword,
    MyTeam,
    NoteAbsence,
    Referrals,
    SearchEverywhere,
    StaffAndTeams,
    ThisWeek,
    WhatIsMissing,
    Wish,
    WritingHelp,
)
from desktop.models.role_words import ROLE_WORDS
from desktop.shell.main_window import MainWindow
from desktop.widgets.page import Page

_PLACES = {
    Act.MY_CHILDREN: MyChildren(),
    Act.DRAFTS: Drafts(),
    Act.INBOX: Inbox(),
    Act.COURT_WORK: MyCourtWork(),
    Act.REFERRALS: Referrals(),
    Act.ALLOCATION: Allocations(),
    Act.TEAM: MyTeam(),
    Act.AWAY: NoteAbsence(),
    Act.LOOKS: Looks(),
    Act.SUPERVISION: CaseDiscussions(),
    Act.THIS_WEEK: ThisWeek(),
    Act.MISSING: WhatIsMissing(),
    Act.LISTS: ListsAndLimits(),
    Act.STAFF: StaffAndTeams(),
    Act.PASSWORD: MyPassword(),
    Act.FIND: FindChild(),
    Act.EVERYWHERE: SearchEverywhere(),
    Act.WRITING: WritingHelp(),
}
_HOMES: dict[str, Wish] = {
    "court_adviser": MyCourtWork(),
    "support": ThisWeek(),
    "auditor": Looks(),
    "administrator": StaffAndTeams(),
}
"""Where each role begins; the others begin with their children."""


class Workspace(QObject):
    """The pages of one window for one person."""

    signed_out = Signal()

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self.signed_in = desk.signed_in
        self._before_find: Page | None = None
        desk.navigator.wanted.connect(self._go)
        self.caseload = CaseloadPage(desk)
        self.find = FindPage(desk)
        self.find.left.connect(self._leave_find)
        self.everywhere = EverywherePage(desk)
        self.writing = WritingPage(desk.writer, desk.appearance)
        self.away = AwayPage(desk)
        self._to_writing, self._to_away = (Passing(window, one, self._return_to) for one in (self.writing, self.away))
        self.on_files = OpenFiles(window, desk, self._basis, self)
        self.files, self.show_file = self.on_files.files, self.on_files.show
        open_file = self.on_files.open
        self.beside = Beside(desk, self.files, open_file=open_file, basis=self._basis, parent=self)
        self.unfinished = Unfinished(window, desk, self)
        self.court = CourtPlaces(window, desk, self.files, open_file=open_file, parent=self)
        self.allocation = AllocationPlaces(window, desk, (self.caseload.talks, self.court.work.talks), self)
        self.answers = AnswerPlaces(window, desk, self.files, open_file=open_file, parent=self)
        self.team = Place(window, desk, MyTeam, TeamPage)
        self.missing = MissingPlaces(window, desk, self.files, open_file=open_file, parent=self)
        self.looks = LooksPlaces(window, desk, self)
        self.looks.shut.connect(self.on_files.shut)
        self.supervision = Place(window, desk, CaseDiscussions, SupervisionPage)
        self.week = Place(window, desk, ThisWeek, ThisWeekPage)
        self.learning = Learning(desk, self)
        self.lists = Place(window, desk, ListsAndLimits, ListsPage)
        self.staff = StaffPlaces(window, desk, self.caseload.stands_in, self)
        self.second = SecondPerson(desk, self.caseload.second, self)
        self._leaving = (
            self.allocation, self.answers, self.team, self.supervision, self.missing, self.looks, self.week, self.lists,
            self.staff,
        )  # fmt: skip
        window.hold(self.caseload, self.find, self.everywhere, self.writing, self.away)
        window.hold(self.court.work, self.allocation.page)
        window.hold(*self.unfinished.pages, self.unfinished.referrals)
        self.on_files.share(self.allocation, self.looks, self.court, self.answers)
        self._listen()
        self._say_reach(True)
        self.home = self._begins()
        self._go(self.home)
        self.told, self.sealing = ToldLine(desk), SealingAudit(desk, self)
        if window.page is not None:
            window.page.body.insertWidget(0, self.told)
        if self.home in (MyCourtWork(), ThisWeek()):
            self.caseload.read()

    def _listen(self) -> None:
        window = self._window
        others = {act for act, wish in _PLACES.items() if window.navigation.lacks(type(wish))}
        self.on_files.closing.connect(self.beside.settle_file)
        self.on_files.closed.connect(self._go_home)
        window.navigation.wanted.connect(self._go)
        window.navigation.file_wanted.connect(self.show_file)
        window.navigation.setVisible(True)
        window.menus.leave_out(others | {Act.AWAY} if Act.DRAFTS in others else others)
        window.asked.connect(self._act)
        self._desk.tasks.reached.connect(self._say_reach)

    def _go_home(self) -> None:
        self._go(self.home)

    def _begins(self) -> Wish:
        """Where this person begins: at what is theirs to do."""
        return _HOMES.get(self.signed_in.me.role, MyChildren())

    def _say_reach(self, answers: bool) -> None:
        me = self.signed_in.me
        where = " · ".join(part for part in (me.authority, me.team) if part)
        if answers:
            self._window.say_connection(f"Connected · {me.name}, {me.job_title or ROLE_WORDS[me.role]} · {where}")
        else:
            self._window.say_connection("The server cannot be reached just now; what you typed is kept")

    def _go(self, wish: object) -> None:
        match wish:
            case MyChildren():
                self._window.navigation.show_place(None)
                self._window.show_page(self.caseload)
            case FindChild():
                self._show_find()
            case Do():
                self._leave_find()
                self._window.do(wish.act)
            case SearchEverywhere():
                self._window.navigation.show_place(None, SearchEverywhere)
                self._window.show_page(self.everywhere)
                self.everywhere.look_up(wish.words)
            case WritingHelp():
                self._to_writing.show()
            case NoteAbsence():
                self.away.go(wish)
                self._to_away.show()
            case _:
                any(one.go(wish) for one in (self.unfinished, self.beside, self.court, *self._leaving, self.on_files))

    # Finding.

    def _show_find(self) -> None:
        """To the palette, which offers what can be done where one is."""
        if self._window.page is not self.find:
            self._before_find = self._window.page
            self.find.offer(self._window.offered())
        self._window.navigation.show_place(None, FindChild)
        self._window.show_page(self.find)

    def _leave_find(self) -> None:
        self._return_to(self._before_find)

    def _return_to(self, page: Page | None) -> None:
        """Back to where one was, if that is still there."""
        if isinstance(page, RecordPage) and page.child_id in self.files:
            self.show_file(page.child_id)
        elif page is self.caseload or page is self.court.work:
            self._go(MyChildren() if page is self.caseload else MyCourtWork())
        elif page is not None and page is not self.find and page in self._window.all_pages():
            self._window.show_page(page)
        else:
            self._go(self.home)

    # Writing.

    def panel_of(self, child_id: UUID) -> EntryPanel | None:
        """The form that stands beside a child's chronology, if one does."""
        return self.beside.panel_of(child_id)

    def _basis(self, child_id: UUID) -> str:
        """One's access as the list of my children says it; the server tells of the others."""
        known = {line.child_id: line.basis for line in self.court.lines}
        known |= {line.child_id: line.basis for line in self.caseload.table.lines.records}
        return known.get(child_id, "")

    # The window's own acts.

    def _act(self, act: Act) -> None:
        match act:
            case _ if act in _PLACES:
                self._go(_PLACES[act])
            case Act.CLOSE_FILE:
                self.on_files.close_front()
            case Act.SIGN_OUT:
                self.sign_out()
            case Act.RESET_SIZES:
                self._reset_sizes()
            case Act.BACK if not isinstance(self._window.page, RecordPage):
                self._go(self.home)

    def _reset_sizes(self) -> None:
        self._desk.settings.forget_sizes()
        self._desk.appearance.changed.emit()
        for page in self.files.values():
            page.room.fold()
            page.timeline.reset()

    def sign_out(self) -> None:
        """Close the files and the session, unless words would be lost."""
        departure = self._window.departure
        if departure is None or departure.may_sign_out(self.signed_out.emit):
            self.signed_out.emit()

    def settle(self) -> None:
        """One leaves: what can still be taken back is decided."""
        self.beside.settle()
        self.unfinished.settle()

    def leave(self) -> None:
        """Hear of nothing any more; the window takes the pages away."""
        self._window.asked.disconnect(self._act)
        self._window.navigation.wanted.disconnect(self._go)
        self._window.navigation.file_wanted.disconnect(self.show_file)
        self._desk.navigator.wanted.disconnect(self._go)
        for places in (self.on_files, self.court, *self._leaving, self.learning, self.second, self.told, self.sealing):
            places.leave()
        self.settle()
