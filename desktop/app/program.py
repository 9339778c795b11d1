"""The program: one application, its windows, and the order of its start.

The first window is painted before this file is imported (`app.opening`); the database half and, where wanted, the
server on this computer come up in a worker while the person already looks at the sign-in page.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from db.errors import ThroughlineError
from desktop.features.sign_in.page import SignInPage
from desktop.infra import clipboard, codes, connection, crash, idle
from desktop.infra.acts import Act
from desktop.infra.assets import Appearance, icon
from desktop.infra.changes import ChangeNews
from desktop.infra.connection import LocalRecord, Place, SignedIn
from desktop.infra.credentials import Person, people_of
from desktop.infra.desk import Desk
from desktop.infra.draft_desk import DraftDesk
from desktop.infra.garbage import Collector
from desktop.infra.navigation import Navigator
from desktop.infra.settings import Settings
from desktop.infra.tasks import Lane, Tasks
from desktop.infra.writer import Writer
from desktop.shell import lock
from desktop.shell.lock import Lock
from desktop.shell.main_window import MainWindow
from desktop.widgets.banner import News

if TYPE_CHECKING:
    from db.session import Session
    from desktop.app.offline import Offline
    from desktop.app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Start:
    """How to start: where the record is (empty: on this computer), and the people who can be tried there."""

    place: Place
    people: tuple[Person, ...] = ()

    @classmethod
    def from_environment(cls, server: str) -> Start:
        """The server of --server, else of PGHOST, else the one on this computer."""
        place = Place(server) if server else Place.from_environment(os.environ)
        return cls(place, people_of(os.environ.get("THROUGHLINE_PEOPLE")))


class Program(QObject):
    """Holds what all windows share."""

    _progress = Signal(str)

    def __init__(
        self, application: QApplication, start: Start, settings: Settings | None = None, drafts: Path | None = None
    ) -> None:
        super().__init__(application)
        self.drafts = drafts
        """The folder of everybody's drafts on this computer, if not the usual one."""
        self.start_with = start
        self.settings = settings or Settings()
        codes.recall(self.settings)
        self.appearance = Appearance(application, self.settings)
        self.news = ChangeNews(self)
        self.windows: list[WindowOfOne] = []
        self.local: LocalRecord | None = None
        self.ready = False
        self._boot_tasks = Tasks(self)
        self._collector = Collector(self)
        self.idle = idle.Idle(self.settings, self._lock_idle, self)
        self.idle.looked.connect(self._clear_what_came, Qt.ConnectionType.QueuedConnection)
        self._progress.connect(self._say_progress)
        application.aboutToQuit.connect(self.close)
        crash.news.happened.connect(self._say_crash)

    def open_window(self, painted: MainWindow | None = None) -> WindowOfOne:
        """Another window, or the one that is painted already, at its sign-in page."""
        opened = WindowOfOne(self, painted or MainWindow(self.settings))
        self.windows.append(opened)
        opened.window.closing.connect(partial(self._window_closed, opened))
        opened.window.show()
        self.idle.watch(opened.window.windowHandle())
        if self.ready:
            self._offer(opened)
        else:
            opened.sign_in.starting("Starting…")
            opened.sign_in.start_again.connect(self.boot)
        return opened

    def boot(self) -> None:
        """Bring up what the sign-in needs, off the interface thread."""
        for opened in self.windows:
            opened.sign_in.starting("Starting…")
        local = not self.start_with.place.dsn and not os.environ.get("PGHOST")
        work: Callable[[], LocalRecord | None] = partial(_bring_up, local, self._progress.emit)
        self._boot_tasks.write(work, self._up, self._not_up)
        QTimer.singleShot(0, self._set_icon)

    def _set_icon(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setWindowIcon(icon())

    def _say_progress(self, words: str) -> None:
        for opened in self.windows:
            opened.sign_in.starting(words)

    def _up(self, local: LocalRecord | None) -> None:
        self.local, self.ready = local, True
        for opened in self.windows:
            self._offer(opened)
        self._boot_tasks.read(connection.warm_the_rest, self._warm, self._not_warm)

    def _warm(self, _done: None) -> None:
        """The pages will find everything imported."""

    def _not_warm(self, _error: ThroughlineError) -> None:
        """The pages import what they need themselves."""

    @property
    def people(self) -> tuple[Person, ...]:
        """The people who can be tried."""
        return self.local.people if self.local is not None else self.start_with.people

    def _offer(self, opened: WindowOfOne) -> None:
        if self.local is not None:
            opened.sign_in.offer(self.local.dsn, self.local.people, local=True)
        else:
            opened.sign_in.offer(self.start_with.place.dsn, self.start_with.people, local=False)

    def _not_up(self, error: ThroughlineError) -> None:
        for opened in self.windows:
            opened.sign_in.failed_to_start(error)

    def _say_crash(self, reference: str) -> None:
        for opened in self.windows:
            opened.window.say_crash(reference)

    # Locking.

    def lock(self, idle_minutes: int = 0) -> bool:
        """Lock every window in which somebody is signed in; whether there was one that was open."""
        if all(opened.is_shut for opened in self.windows):
            return False
        lock.clear_front()
        for opened in self.windows:
            if opened.lock.lock(idle_minutes) and opened.drafts is not None:
                opened.drafts.hasten()
        clipboard.clear()
        return True

    def shut_out(self, whose: SignedIn) -> None:
        """Hide the windows of somebody who was suspended; what is typed there reaches the disk."""
        lock.clear_front()
        for opened in self.windows:
            if opened.is_of(whose.session):
                opened.lock.shut_out()
                if opened.drafts is not None:
                    opened.drafts.hasten()
        clipboard.clear()

    def _lock_idle(self) -> bool:
        return self.lock(idle.minutes(self.settings))

    def _clear_what_came(self) -> None:
        lock.clear_what_came()

    def unlock(self, signed_in: SignedIn) -> None:
        """Open the windows of this person, who is there."""
        self.idle.somebody()
        for opened in self.windows:
            opened.unlock(signed_in.session)

    def _window_closed(self, opened: WindowOfOne) -> None:
        if opened in self.windows:
            self.windows.remove(opened)
            opened.close()

    def close(self) -> None:
        """Let saves end, close sessions, and leave the server on this computer."""
        for opened in list(self.windows):
            opened.close()
        self.windows.clear()
        self._boot_tasks.close()
        self._collector.stop()
        self.idle.stop()
        if self.local is not None:
            self.local.close()
            self.local = None
        clipboard.let_go()


class WindowOfOne(QObject):
    """A window with its own sign-in, threads and session."""

    def __init__(self, program: Program, window: MainWindow) -> None:
        super().__init__(program)
        self._program = program
        self.tasks = Tasks(self)
        """The threads of this sitting; the sign-in page has its own."""
        self.window = window
        window.furnish(program.appearance)
        at_the_door = self._at_the_door = Tasks(self)
        self.sign_in = SignInPage(at_the_door, program.settings, program.drafts)
        self.sign_in.signed_in.connect(self._signed_in)
        self.sign_in.without_server.connect(self._write_without)
        self.window.asked.connect(self._asked)
        self.workspace: Workspace | None = None
        self.offline: Offline | None = None
        self.drafts: DraftDesk | None = None
        self._desk: Desk | None = None
        self._wondering = Lane()
        self.lock = Lock(window, at_the_door, self._whose, self)
        self.lock.opened.connect(program.unlock)
        self.lock.left.connect(partial(window.do, Act.SIGN_OUT))
        self.window.show_page(self.sign_in)

    def _signed_in(self, signed_in: SignedIn) -> None:
        # The pages stand on the database half, which must not delay the first paint.
        from desktop.app.workspace import Workspace  # noqa: PLC0415

        self._program.settings.belong_to(signed_in.session.login)
        self.workspace = Workspace(self.window, self._furnish(signed_in, signed_in.session))
        self.workspace.signed_out.connect(self._sign_out)

    def _furnish(self, signed_in: SignedIn, session: Session | None) -> Desk:
        from desktop.shell.departure import Departure  # noqa: PLC0415 (stands on the database half too)

        program = self._program
        if session is not None:
            self.tasks.refused.connect(partial(self._ask_whether_at_work, signed_in))
        drafts = self.drafts = DraftDesk(self.tasks, signed_in.store, session, self)
        writer = Writer(program.settings, signed_in.me.role, self.tasks, drafts)
        ways = Navigator(self)
        self.window.departure = Departure(self.window, drafts, self.tasks, session, self._settle)
        shared = program.news, program.appearance, program.settings
        desk = self._desk = Desk(self.tasks, signed_in, ways, *shared, drafts, writer)
        return desk

    def _sign_out(self) -> None:
        sitting: Workspace | Offline | None = self.workspace or self.offline
        self.workspace = self.offline = None
        clipboard.clear()
        self.sign_in.forget()
        try:
            if sitting is not None:
                self._end_sitting(sitting)
        finally:
            self.lock.lift()

    # Locking.

    def _whose(self) -> SignedIn | None:
        return self._desk.signed_in if self._desk is not None else None

    @property
    def is_shut(self) -> bool:
        """Whether nothing of anybody is seen here: it is locked, or nobody is signed in."""
        return self._desk is None or self.lock.card is not None

    def is_of(self, session: Session) -> bool:
        """Whether the person of this session is signed in here."""
        whose = self._whose()
        return whose is not None and (whose.session.login, whose.session.address) == (session.login, session.address)

    def _ask_whether_at_work(self, signed_in: SignedIn) -> None:
        """Something was refused: perhaps all is, which no page can tell."""
        if not self.is_shut:
            work = partial(connection.may_work, signed_in)
            self._at_the_door.read(work, partial(self._at_work, signed_in), self._not_told, self._wondering)

    def _at_work(self, signed_in: SignedIn, may: bool) -> None:
        if not may and self._whose() is signed_in:
            self._program.shut_out(signed_in)

    def _not_told(self, _error: ThroughlineError) -> None:
        """Whether they are at work is asked again at the next refusal."""

    def unlock(self, proved: Session) -> None:
        """Go on, if this is the window of the person who proved to be there."""
        if not self.is_of(proved):
            return
        if self.window.departure is not None and self.window.covered:
            self.window.departure.stay()
        self.lock.lift()
        if self.workspace is not None:
            self.workspace.learn_minutes()

    def _end_sitting(self, sitting: Workspace | Offline) -> None:
        """Whatever goes wrong on the way, nothing of the person stays, and nothing under way comes back."""
        try:
            self.window.show_page(self.sign_in)
            sitting.leave()
        finally:
            self.window.vacate(self.sign_in)
            self.tasks.let_go()
            self.tasks = Tasks(self)
            self._close_session()
            sitting.deleteLater()
            self._put_drafts_away()

    def _close_session(self) -> None:
        desk, self._desk = self._desk, None
        if desk is not None:
            desk.signed_in.session.close()
            desk.navigator.deleteLater()

    # While the server is away.

    def _write_without(self, signed_in: SignedIn, sign_in: object) -> None:
        from desktop.app.offline import Offline, as_known  # noqa: PLC0415 (after the first paint)

        settings = self._program.settings
        settings.belong_to(signed_in.session.login)
        known = as_known(signed_in, settings.text(settings.personal("role")))
        self.offline = Offline(self.window, self._furnish(known, None), sign_in)  # type: ignore[arg-type]
        self.offline.answered.connect(self._server_answers)
        self.offline.signed_out.connect(self._sign_out)

    def _server_answers(self, signed_in: SignedIn) -> None:
        """Go over to the whole window, and on with what is being written; the disk may not have taken it."""
        offline, self.offline, earlier = self.offline, None, self.drafts
        resumed = offline.resumed if offline is not None else None
        if offline is not None:
            self._end_sitting(offline)
        self._signed_in(signed_in)
        if earlier is not None and self.drafts is not None:
            self.drafts.take_over(earlier)
        self.window.banner.say(News.GOOD, "The server answers again.")
        if self.workspace is not None:  # whose files are open without a reason is known with my children
            go_on = partial(self.workspace.unfinished.go_on, resumed)
            self.workspace.caseload.shown.connect(go_on, Qt.ConnectionType.SingleShotConnection)

    def _settle(self) -> None:
        """What can still be taken back is decided: it goes off, or is gone."""
        if self.workspace is not None:
            self.workspace.settle()
        if self.offline is not None:
            self.offline.settle()

    def _put_drafts_away(self) -> None:
        drafts, self.drafts = self.drafts, None
        if drafts is not None:
            drafts.close()
            drafts.deleteLater()

    def _asked(self, act: Act) -> None:
        if act is Act.NEW_WINDOW:
            self._program.open_window()
        elif act is Act.LOCK:
            self._program.lock()

    def close(self) -> None:
        """Let what is typed reach the disk and saves end, close the session, and leave no page behind."""
        self._settle()
        self._put_drafts_away()
        for tasks in self.findChildren(Tasks, options=Qt.FindChildOption.FindDirectChildrenOnly):
            tasks.close()
        self._close_session()
        self.window.vacate(self.sign_in)
        self.window.deleteLater()


def _bring_up(local: bool, progress: Callable[[str], None]) -> LocalRecord | None:
    connection.warm()
    return connection.open_local_record(progress) if local else None
