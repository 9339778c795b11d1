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

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from db.errors import ThroughlineError
from desktop.app.window_of_one import WindowOfOne
from desktop.infra import clipboard, codes, connection, crash, idle
from desktop.infra.assets import Appearance, icon
from desktop.infra.changes import ChangeNews
from desktop.infra.connection import LocalRecord, Place, SignedIn
from desktop.infra.credentials import Person, people_of
from desktop.infra.garbage import Collector
from desktop.infra.settings import Settings
from desktop.infra.tasks import Tasks
from desktop.shell import lock
from desktop.shell.main_window import MainWindow


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


def _bring_up(local: bool, progress: Callable[[str], None]) -> LocalRecord | None:
    connection.warm()
    return connection.open_local_record(progress) if local else None
