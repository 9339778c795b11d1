"""The places for who works here: staff and teams, one's own password, and what waits when somebody is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer

from db.commands.changes import Changes
from db.errors import ThroughlineError
from db.queries.staff import gone_in_words
from db.queries.staffing import LeftBehind, left_behind
from desktop.features.password.page import PasswordPage
from desktop.features.staff.page import StaffPage
from desktop.infra.desk import Desk
from desktop.infra.navigation import Allocations, MyPassword, StaffAndTeams
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
        self._lane = Lane()
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
        if not changes.what.isdisjoint({"allocation", "staff"}):
            self.read()

    def read(self) -> None:
        """Ask whose children wait for a manager because their worker is gone."""
        work = partial(left_behind, self._desk.signed_in.session)
        self._desk.tasks.read(work, self._know_left, self._not_read, self._lane)

    def _not_read(self, _error: ThroughlineError) -> None:
        """The list of children says when the server cannot be reached."""

    def _know_left(self, found: tuple[LeftBehind, ...]) -> None:
        words = in_words(found)
        if words == self._told:
            return
        self._told = words
        if words:
            ways = (("Allocate them", partial(self._desk.navigator.go, Allocations())),)
            self._home.say(News.CARE, with_marks(words), ways, stays=True)
        else:
            self._home.clear()

    def leave(self) -> None:
        """The person has gone: nothing is asked any more."""
        self._timer.stop()
        self._lane.drop()
        if self.page is not None:
            self.page.close_page()
        if self.password is not None:
            self.password.close_page()


def in_words(left: Sequence[LeftBehind]) -> str:
    """For whom one stands in; empty for nobody."""
    by_worker = Counter((child.worker, gone_in_words(child.state, child.state_on)) for child in left)
    who = [f"{name} ({count(held, 'child', 'children')}; {gone})" for (name, gone), held in by_worker.items()]
    return f"You stand in for {listed(who)}." if who else ""
