"""The places for what is not settled yet: drafts, notes of other agencies, and contacts at the front door."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Qt

from db.commands.changes import Changes
from desktop.features.drafts.page import DraftsPage
from desktop.features.inbox.page import InboxPage
from desktop.features.record.page import RecordPage
from desktop.features.referrals.page import ReferralsPage
from desktop.infra.desk import Desk
from desktop.infra.navigation import (
    Allocations,
    CaseDiscussions,
    Drafts,
    FindChild,
    Inbox,
    ListsAndLimits,
    Looks,
    MyChildren,
    MyCourtWork,
    MyTeam,
    Referrals,
    SearchEverywhere,
    StaffAndTeams,
    ThisWeek,
    WhatIsMissing,
)
from desktop.shell.main_window import MainWindow
from desktop.widgets.banner import News

_ROLES_WITHOUT_RECORD = ("administrator", "auditor")


def _places(role: str) -> tuple[type, ...]:
    """The places for this role: support staff prepare nothing for the court and hold no case, some open no record."""
    if role == "administrator":
        return StaffAndTeams, ListsAndLimits, FindChild
    if role == "auditor":
        return Looks, FindChild
    own = (ThisWeek,) if role == "support" else (MyCourtWork, Allocations, MyTeam, CaseDiscussions)
    desk = () if role == "court_adviser" else (Referrals,)
    looks = (Looks,) if role == "manager" else ()
    return MyChildren, Drafts, Inbox, *own, *desk, WhatIsMissing, *looks, FindChild, SearchEverywhere


class Unfinished(QObject):
    """These pages, and how many wait there, beside their places in the navigation."""

    def __init__(self, window: MainWindow, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._drafts, self._news = window, desk.drafts, desk.news
        desk.drafts.sent.connect(self._landed)
        self.drafts, self.inbox = DraftsPage(desk), InboxPage(desk)
        self.drafts.counted.connect(self._count_drafts)
        self.inbox.counted.connect(self._count_notes)
        self.referrals = ReferralsPage(desk)
        self.referrals.counted.connect(self._count_contacts)
        self._count_drafts(len(desk.drafts.drafts))
        self._count_notes(0)
        desk.settings.remember_text(desk.settings.personal("role"), desk.signed_in.me.role)
        window.navigation.offer(_places(desk.signed_in.me.role))
        if desk.signed_in.unkept:
            window.banner.say(News.CARE, desk.signed_in.unkept)
        if desk.signed_in.locked:
            self._say_locked(desk.signed_in.locked, lambda: desk.navigator.go(Drafts()))
            desk.drafts.all_open.connect(partial(window.banner.unsay, desk.signed_in.locked))

    @property
    def pages(self) -> tuple[DraftsPage, InboxPage]:
        """The two pages on which something can still be taken back."""
        return self.drafts, self.inbox

    def go(self, wish: object) -> bool:
        """Do what a wish asks, if it is one of these."""
        match wish:
            case Drafts():
                self._window.navigation.show_place(None, Drafts)
                self._window.show_page(self.drafts)
            case Inbox():
                self.inbox.go(self._for_file(wish))
                self._window.navigation.show_place(None, Inbox)
                self._window.show_page(self.inbox)
            case Referrals():
                self._window.navigation.show_place(None, Referrals)
                self._window.show_page(self.referrals)
                if wish.draft_id is not None:
                    self.referrals.resume(wish.draft_id)
            case _:
                return False
        return True

    def _for_file(self, wish: Inbox) -> Inbox:
        """From an open file one comes with its child."""
        page = self._window.page
        if wish != Inbox() or not isinstance(page, RecordPage):
            return wish
        head = page.ways.head
        return Inbox(None, page.child_id, page.name, head.reference if head is not None else "")

    def go_on(self, draft_id: UUID | None) -> None:
        """After writing without the server: on with the draft that one was in, once the drafts are read."""
        draft = next((one for one in self._drafts.drafts if one.draft_id == draft_id), None)
        if draft is None and draft_id is not None:
            self._drafts.changed.connect(partial(self.go_on, draft_id), Qt.ConnectionType.SingleShotConnection)
        elif draft is not None:
            if draft.child_id is None:
                self.go(Drafts())
            self.drafts.open(draft)

    def settle(self) -> None:
        """One leaves: what was added goes off, what was discarded is gone."""
        for page in self.pages:
            page.settle()

    def _landed(self, _draft: object, changes: Changes) -> None:
        """What was a draft is in the record now: pages read anew."""
        self._news.announce(changes)

    def _count_drafts(self, number: int) -> None:
        self._window.navigation.tell(Drafts, number)

    def _count_notes(self, number: int) -> None:
        self._window.navigation.tell(Inbox, number)

    def _count_contacts(self, number: int) -> None:
        self._window.navigation.tell(Referrals, number)

    def _say_locked(self, words: str, show: Callable[[], None]) -> None:
        def go() -> None:
            self._window.banner.clear()
            show()

        self._window.banner.say(News.CARE, words, (("Show", go),))
