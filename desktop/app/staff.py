"""The places for who works here: staff and teams, one's own password, and what waits when somebody is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer

from db.commands.changes import Changes
from db.errors import ThroughlineError
from db.queries.sealed import SealedWait, waits_for_second
from db.queries.staff import gone_in_words
from db.queries.staffing import LeftBehind, left_behind
from desktop.features.password.page import PasswordPage
from desktop.features.staff.page import StaffPage
from desktop.infra.desk import Desk
from desktop.infra.navigation import Allocations, MyPassword, OpenChild, StaffAndTeams, WhoHeld, WithFiles
from desktop.infra.tasks import Lane
from desktop.models.words import count, listed, with_marks
from desktop.shell.main_window import MainWindow
from desktop.widgets.banner import Banner, News

_EVERY_MS = 60_000


class StaffPlaces(QObject):
    """These pages of one window, made when one goes there; `home` is the line above a manager's list of children."""

    def __init__(self, window: MainWindow, desk: Desk, home: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._desk, self._home = window, desk, home
        self.page: StaffPage | None = None
        self.password: PasswordPage | None = None
        self._lanes = Lane(), Lane()
        self._waits: tuple[SealedWait, ...] = ()
        self._left: tuple[LeftBehind, ...] = ()
        self._told = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.read)
        if desk.signed_in.me.role == "manager":
            desk.news.changed.connect(self._something_changed)
            self.read()
            self._timer.start()

    def go(self, wish: object) -> bool:
        """Do what a wish asks, if it is one of these."""
        match wish:
            case StaffAndTeams():
                if self.page is None:
                    self.page = StaffPage(self._desk)
                self._window.navigation.show_place(None, StaffAndTeams)
                self._window.show_page(self.page)
            case MyPassword():
                if self.password is None:
                    self.password = PasswordPage(self._desk)
                self._window.show_page(self.password)
            case _:
                return False
        return True

    def _something_changed(self, changes: Changes) -> None:
        if not changes.what.isdisjoint({"access", "allocation", "staff"}):
            self.read()

    def read(self) -> None:
        """Ask what waits for a manager: a second person in sealed files, and children whose worker is gone."""
        read, session = self._desk.tasks.read, self._desk.signed_in.session
        read(partial(waits_for_second, session), self._know_waits, self._not_read, self._lanes[0])
        read(partial(left_behind, session), self._know_left, self._not_read, self._lanes[1])

    def _not_read(self, _error: ThroughlineError) -> None:
        """The list of children says when the server cannot be reached."""

    def _know_waits(self, found: tuple[SealedWait, ...]) -> None:
        self._waits = tuple(one for one in found if one.may_confirm and not one.joins)
        self._tell()

    def _know_left(self, found: tuple[LeftBehind, ...]) -> None:
        self._left = found
        self._tell()

    def _tell(self) -> None:
        words = in_words(self._waits, self._left)
        if words == self._told:
            return
        self._told = words
        if not words:
            self._home.clear()
            return
        ways = []
        if self._waits:
            ways.append(("Show the file", partial(self._desk.navigator.go, _to_file(self._waits[0]))))
        if self._left:
            ways.append(("Allocate them", partial(self._desk.navigator.go, Allocations())))
        self._home.say(News.CARE, with_marks(words), ways, stays=True)

    def leave(self) -> None:
        """The person has gone: nothing is asked any more."""
        self._timer.stop()
        for lane in self._lanes:
            lane.drop()
        if self.page is not None:
            self.page.close_page()
        if self.password is not None:
            self.password.close_page()


def _to_file(one: SealedWait) -> WithFiles:
    """To who is named for the file, which is opened for that."""
    return WithFiles((OpenChild(one.child_id, one.child, ""),), WhoHeld(one.child_id, one.child))


def in_words(waits: Sequence[SealedWait], left: Sequence[LeftBehind]) -> str:
    """In which sealed file one is the second person, and for whom one stands in; empty for nothing."""
    said = []
    if waits:
        one = waits[0]
        does = f"remove {one.name}" if one.removal_id is not None else f"add {one.name}"
        more = f" {count(len(waits) - 1, 'more such change')} waits." if len(waits) > 1 else ""
        said.append(
            f"In the sealed file {one.reference}, {one.asked_by} asks to {does}; you are the second person.{more}"
        )
    by_worker = Counter((child.worker, gone_in_words(child.state, child.state_on)) for child in left)
    if by_worker:
        who = listed(
            [f"{name} ({count(held, 'child', 'children')}; {gone})" for (name, gone), held in by_worker.items()]
        )
        said.append(f"You stand in for {who}.")
    return " ".join(said)
