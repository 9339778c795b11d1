"""The program: one application, its windows, and the order of its start.

The first window is painted before this file is imported (`app.opening`); the database half and, where wanted, the
server on this computer come up in a worker while the person already looks at the sign-in page.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from db.errors import ThroughlineError
from desktop.features.sign_in.page import SignInPage
from desktop.infra import clipboard, connection, crash
from desktop.infra.acts import Act
from desktop.infra.assets import Appearance, icon
from desktop.infra.changes import ChangeNews
from desktop.infra.connection import LocalRecord, Place, SignedIn
from desktop.infra.credentials import Person, people_of
from desktop.infra.desk import Desk
from desktop.infra.garbage import Collector
from desktop.infra.navigation import Navigator
from desktop.infra.settings import Settings
from desktop.infra.tasks import Tasks
from desktop.shell.main_window import MainWindow

if TYPE_CHECKING:
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

    def __init__(self, application: QApplication, start: Start, settings: Settings | None = None) -> None:
        super().__init__(application)
        self.start_with = start
        self.settings = settings or Settings()
        self.appearance = Appearance(application, self.settings)
        self.news = ChangeNews(self)
        self.windows: list[WindowOfOne] = []
        self.local: LocalRecord | None = None
        self.ready = False
        self._boot_tasks = Tasks(self)
        self._collector = Collector(self)
        self._progress.connect(self._say_progress)
        application.aboutToQuit.connect(self.close)
        crash.news.happened.connect(self._say_crash)

    def open_window(self, painted: MainWindow | None = None) -> WindowOfOne:
        """Another window, or the one that is painted already, at its sign-in page."""
        opened = WindowOfOne(self, painted or MainWindow(self.settings))
        self.windows.append(opened)
        opened.window.closing.connect(partial(self._window_closed, opened))
        opened.window.show()
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
        self.window = window
        window.furnish(program.appearance)
        self.sign_in = SignInPage(self.tasks, program.settings)
        self.sign_in.signed_in.connect(self._signed_in)
        self.window.asked.connect(self._asked)
        self.workspace: Workspace | None = None
        self.window.show_page(self.sign_in)

    def _signed_in(self, signed_in: SignedIn) -> None:
        # The pages stand on the database half, which must not delay the first paint.
        from desktop.app.workspace import Workspace  # noqa: PLC0415

        program = self._program
        program.settings.belong_to(signed_in.session.login)
        desk = Desk(self.tasks, signed_in, Navigator(self), program.news, program.appearance, program.settings)
        self.workspace = Workspace(self.window, desk)
        self.workspace.signed_out.connect(self._sign_out)

    def _sign_out(self) -> None:
        workspace, self.workspace = self.workspace, None
        if workspace is not None:
            self.window.show_page(self.sign_in)
            workspace.leave()
            workspace.signed_in.session.close()
            workspace.deleteLater()

    def _asked(self, act: Act) -> None:
        if act is Act.NEW_WINDOW:
            self._program.open_window()

    def close(self) -> None:
        """Let saves end and close the session."""
        self.tasks.close()
        if self.workspace is not None:
            self.workspace.signed_in.session.close()


def _bring_up(local: bool, progress: Callable[[str], None]) -> LocalRecord | None:
    connection.warm()
    return connection.open_local_record(progress) if local else None
