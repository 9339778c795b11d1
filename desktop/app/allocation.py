"""The places of allocation: the conversations, who held a case, and the line on the home pages that leads there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import cast
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from db.commands.changes import Changes
from db.errors import ThroughlineError
from db.queries.allocation import Discussion, allocation_news
from desktop.features.allocation.held_page import HeldPage
from desktop.features.allocation.lines import emergencies
from desktop.features.allocation.page import ROLES, AllocationPage
from desktop.infra.desk import Desk
from desktop.infra.navigation import Allocations, WhoHeld
from desktop.infra.tasks import Lane
from desktop.models.words import count
from desktop.shell.main_window import MainWindow
from desktop.widgets.banner import Banner, News

NEAR_MS, FAR_MS = 15_000, 25_000
"""Between questions while the window is in front, and otherwise: as a file asks for news of itself."""


class AllocationPlaces(QObject):
    """Both pages of one window; `homes` are the lines above the lists with which people begin."""

    def __init__(self, window: MainWindow, desk: Desk, homes: Sequence[Banner], parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._desk, self._homes = window, desk, homes
        self.page = AllocationPage(desk)
        self.held: dict[UUID, HeldPage] = {}
        self._told = ""
        self.page.read_anew.connect(self._tell)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.ask)
        self._lane = Lane()
        self._said_at: datetime | None = None
        self._asked = False
        if desk.signed_in.me.role in ROLES:
            self.page.read()
            self.ask()

    def go(self, wish: object) -> bool:
        """Do what a wish asks, if it is one of these."""
        match wish:
            case Allocations():
                self._window.navigation.show_place(None, Allocations)
                self._window.show_page(self.page)
                if wish.draft_id is not None:
                    self.page.resume(wish.draft_id)
            case WhoHeld():
                page = self.held.get(wish.child_id)
                if page is None:
                    page = self.held[wish.child_id] = HeldPage(self._desk, wish)
                self._window.show_page(page)
            case _:
                return False
        return True

    def ask(self) -> None:
        """Ask whether something was said in the meantime, and go on asking now and then."""
        self._timer.stop()
        work = partial(allocation_news, self._desk.signed_in.session)
        self._desk.tasks.read(work, self._heard, self._not_heard, self._lane)

    def _heard(self, said_at: datetime | None) -> None:
        before, self._said_at = self._said_at, said_at
        if self._asked and said_at != before:
            self._desk.news.announce(Changes(frozenset({"access", "allocation"})))
        self._asked = True
        self._timer.start(NEAR_MS if self._window.isActiveWindow() else FAR_MS)

    def _not_heard(self, _error: ThroughlineError) -> None:
        """The pages say when the server cannot be reached; this goes on asking."""
        self._timer.start(FAR_MS)

    def _tell(self, told: object) -> None:
        """Say at home what waits, and beside the place how much."""
        found = cast("tuple[Discussion, ...]", told)
        waits = [one for one in found if one.waits_for_me]
        owed = [one for one in found if one.owes_talk]
        self._window.navigation.tell(Allocations, len({one.discussion_id for one in (*waits, *owed)}))
        words = in_words(waits, owed)
        if words == self._told:
            return
        self._told = words
        for home in self._homes:
            if words:
                home.say(News.NOTE, words, (("Show", partial(self._go_to, (waits or owed)[0])),), stays=True)
            else:
                home.clear()

    def _go_to(self, one: Discussion) -> None:
        self.page.board.stand_on(one.discussion_id)
        self._desk.navigator.go(Allocations())

    def of_file(self, child_id: UUID) -> tuple[HeldPage, ...]:
        """The page that stands on this file, if one does."""
        return (self.held[child_id],) if child_id in self.held else ()

    def drop_file(self, child_id: UUID) -> None:
        """The file is closed: its page is open no more."""
        self.held.pop(child_id, None)

    def leave(self) -> None:
        """The person has gone: nothing is asked any more."""
        self._timer.stop()
        self._lane.drop()
        self.page.close_page()
        for page in self.held.values():
            page.close_page()


def in_words(waits: Sequence[Discussion], owed: Sequence[Discussion]) -> str:
    """Return "2 proposals wait for your answer", and which emergency is not yet accepted; empty for nothing."""
    answers = sum(one.waits_for_answer for one in waits)
    decisions = sum(not one.mine for one in waits)
    said = []
    if answers:
        said.append(f"{count(answers, 'proposal')} {'waits' if answers == 1 else 'wait'} for your answer.")
    if decisions:
        said.append(f"{count(decisions, 'proposal')} {'was' if decisions == 1 else 'were'} declined: you decide.")
    said += [f"{words}." for words in emergencies(owed)]
    return " ".join(said)
