"""A signed-in window: makes the pages, and turns their wishes into places.

Imported only once the database half is here, since the pages' commands and queries stand on it.
"""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal

from desktop.app.allocation import AllocationPlaces
from desktop.app.answers import AnswerPlaces
from desktop.app.beside import Beside
from desktop.app.court import CourtPlaces
from desktop.app.learning import Learning
from desktop.app.looks import LooksPlaces, PageOfLooks
from desktop.app.missing import MissingPlaces
from desktop.app.passing import Passing
from desktop.app.place import Place
from desktop.app.sealing_audit import SealingAudit
from desktop.app.second_person import SecondPerson
from desktop.app.staff import StaffPlaces
from desktop.app.told_line import ToldLine
from desktop.app.unfinished import Unfinished
from desktop.features.allocation.held_page import HeldPage
from desktop.features.away.page import AwayPage
from desktop.features.caseload.answers_page import AnswersPage
from desktop.features.caseload.page import CaseloadPage
from desktop.features.court.page import CourtPage
from desktop.features.court.report_page import ReportPage
from desktop.features.court_documents.page import CourtDocumentsPage
from desktop.features.entry.page import EntryPanel
from desktop.features.everywhere.page import EverywherePage
from desktop.features.find.page import FindPage
from desktop.features.lists.page import ListsPage
from desktop.features.people.page import PeoplePage
from desktop.features.proceedings.page import ProceedingsPage
from desktop.features.record.page import RecordPage
from desktop.features.supervision.page import SupervisionPage
from desktop.features.team.page import TeamPage
from desktop.features.this_week.page import ThisWeekPage
from desktop.features.writing.page import WritingPage
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import (
    Allocations,
    Back,
    CaseDiscussions,
    CourtChronology,
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
    OpenChild,
    PeopleOfChild,
    ProceedingsOfChild,
    Referrals,
    SearchEverywhere,
    ShowEntry,
    StaffAndTeams,
    ThisWeek,
    WhatIsMissing,
    Wish,
    WritingHelp,
)
from desktop.models.role_words import ROLE_WORDS
from desktop.shell.main_window import MainWindow
from desktop.widgets.banner import News
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

_PagesOfFile = (
    CourtPage | ReportPage | CourtDocumentsPage | PeoplePage | ProceedingsPage | HeldPage | AnswersPage | PageOfLooks
)
"""Pages that stand on an open file."""


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
        self.files: dict[UUID, RecordPage] = {}
        self.beside = Beside(desk, self.files, open_file=self._open, basis=self._basis, parent=self)
        self.unfinished = Unfinished(window, desk, self)
        self.court = CourtPlaces(window, desk, self.files, open_file=self._open, parent=self)
        self.allocation = AllocationPlaces(window, desk, (self.caseload.talks, self.court.work.talks), self)
        self.answers = AnswerPlaces(window, desk, self.files, open_file=self._open, parent=self)
        self.team = Place(window, desk, MyTeam, TeamPage)
        self.missing = MissingPlaces(window, desk, self.files, open_file=self._open, parent=self)
        self.looks = LooksPlaces(window, desk, self)
        self.looks.shut.connect(self._shut_files)
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
        self.courts: dict[UUID, CourtPage] = {}
        self.people: dict[UUID, PeoplePage] = {}
        self.proceedings: dict[UUID, ProceedingsPage] = {}
        window.navigation.wanted.connect(self._go)
        window.navigation.file_wanted.connect(self.show_file)
        window.navigation.setVisible(True)
        others = {act for act, wish in _PLACES.items() if window.navigation.lacks(type(wish))}
        window.menus.leave_out(others | {Act.AWAY} if Act.DRAFTS in others else others)
        window.asked.connect(self._act)
        desk.tasks.reached.connect(self._say_reach)
        self._say_reach(True)
        self.home = self._begins()
        self._go(self.home)
        self.told, self.sealing = ToldLine(desk), SealingAudit(desk, self)
        if window.page is not None:
            window.page.body.insertWidget(0, self.told)
        if self.home in (MyCourtWork(), ThisWeek()):
            self.caseload.read()

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
            case _ if not any(one.go(wish) for one in (self.unfinished, self.beside, self.court, *self._leaving)):
                self._go_in_file(wish)

    def _go_in_file(self, wish: object) -> None:
        match wish:
            case OpenChild():
                self._open(wish)
            case ShowEntry():
                self._show_entry(wish)
            case CourtChronology():
                self._court(wish)
            case PeopleOfChild():
                self._people(wish)
            case ProceedingsOfChild():
                self._proceedings(wish)
            case Back():
                self.show_file(wish.child_id)

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

    # Files.

    def _open(self, wish: OpenChild) -> None:
        if wish.child_id in self.files:
            self.show_file(wish.child_id)
            return
        page = RecordPage(self._desk, wish)
        self.files[wish.child_id] = page
        self._window.navigation.add_file(wish.child_id, wish.name)
        self.show_file(wish.child_id)
        page.begin()

    def _show_entry(self, wish: ShowEntry) -> None:
        """Go to one entry of a file, opened first where it is not: on record, with a reason where one is due."""
        self._open(OpenChild(wish.child_id, wish.name, wish.basis))
        page = self.files[wish.child_id]
        go = partial(page.show_entry, wish.order_key, wish.words, wish.then)
        if page.is_open:
            go()
        else:
            page.opened.connect(go, Qt.ConnectionType.SingleShotConnection)

    def show_file(self, child_id: UUID) -> None:
        """Bring an open file to the front."""
        page: Page | None = self.files.get(child_id)
        if page is not None:
            self._window.navigation.show_place(child_id)
            self._window.show_page(page)

    def _close_file(self) -> None:
        page = self._window.page
        if isinstance(page, _PagesOfFile):
            self.show_file(page.child_id)
            return
        if not isinstance(page, RecordPage):
            return
        child = page.child_id
        standing = (
            page, self.people.get(child), self.proceedings.get(child), self.courts.get(child),
            self.allocation.held.get(child), self.looks.of_file(child), *self.court.reports_of(child),
        )  # fmt: skip
        held = next((one for one in standing if one is not None and one.unsaved), None)
        if held is not None:
            self._window.show_page(held)
            held.ask_about_unsaved()
            return
        self.beside.settle_file(child)
        del self.files[page.child_id]
        self._window.navigation.drop_file(page.child_id)
        self._go(self.home)
        self._window.drop_page(page)
        leaving: tuple[_PagesOfFile | None, ...] = (
            self.courts.pop(page.child_id, None), self.people.pop(page.child_id, None),
            self.proceedings.pop(page.child_id, None), self.court.documents.pop(page.child_id, None),
            self.allocation.drop_file(page.child_id),
            self.answers.drop_file(page.child_id),
            self.looks.drop_file(page.child_id),
            *self.court.drop_reports(page.child_id),
        )  # fmt: skip
        for beside in leaving:
            if beside is not None:
                beside.close_page()
                self._window.drop_page(beside)

    def _shut_files(self, children: frozenset[UUID]) -> None:
        """The person knows the family: these files are open to them no more."""
        for child_id in children & self.files.keys():
            self.show_file(child_id)
            self._close_file()
        what = "The file is" if len(children) == 1 else f"{len(children)} files of this family are"
        words = f"{what} shut to you from now on, and the manager of the team is told. Thank you for saying so."
        self._window.banner.say(News.NOTE, words)

    # Writing, and papers for the court.

    def panel_of(self, child_id: UUID) -> EntryPanel | None:
        """The form that stands beside a child's chronology, if one does."""
        return self.beside.panel_of(child_id)

    def _basis(self, child_id: UUID) -> str:
        """One's access as the list of my children says it; the server tells of the others."""
        known = {line.child_id: line.basis for line in self.court.lines}
        known |= {line.child_id: line.basis for line in self.caseload.table.lines.records}
        return known.get(child_id, "")

    def _court(self, wish: CourtChronology) -> None:
        file = self.files.get(wish.child_id)
        if file is None or not file.is_open:  # from the drafts one comes without the file
            self._open(OpenChild(wish.child_id, wish.name, self._basis(wish.child_id)))
            file = self.files[wish.child_id]
            file.opened.connect(partial(self._court_late, file, wish), Qt.ConnectionType.SingleShotConnection)
            return
        page = self.courts.get(wish.child_id)
        if page is None:
            page = CourtPage(self._desk, wish)
            self.courts[wish.child_id] = page
        else:
            page.go(wish)
        self._window.navigation.show_place(wish.child_id)
        self._window.show_page(page)

    def _people(self, wish: PeopleOfChild) -> None:
        page = self.people.get(wish.child_id)
        if page is None:
            page = PeoplePage(self._desk, wish)
            self.people[wish.child_id] = page
        self._window.show_page(page)

    def _proceedings(self, wish: ProceedingsOfChild) -> None:
        page = self.proceedings.get(wish.child_id)
        if page is None:
            page = ProceedingsPage(self._desk, wish)
            self.proceedings[wish.child_id] = page
        self._window.show_page(page)

    def _court_late(self, file: RecordPage, wish: CourtChronology) -> None:
        """Unless one went elsewhere while the file opened."""
        if file is self._window.page:
            self._court(wish)

    # The window's own acts.

    def _act(self, act: Act) -> None:
        match act:
            case _ if act in _PLACES:
                self._go(_PLACES[act])
            case Act.CLOSE_FILE:
                self._close_file()
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
        leaving: list[_PagesOfFile] = [*self.courts.values(), *self.people.values(), *self.proceedings.values()]
        leaving += [*self.court.documents.values(), *self.court.reports.values()]
        for beside in leaving:
            beside.close_page()
        for places in (*self._leaving, self.learning, self.second, self.told, self.sealing):
            places.leave()
        self.settle()
