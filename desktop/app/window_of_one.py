"""One window of the program: its sign-in page, and whoever is signed in there, with threads, session and drafts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from db.errors import ThroughlineError
from desktop.features.sign_in.page import SignInPage
from desktop.infra import clipboard, connection
from desktop.infra.acts import Act
from desktop.infra.connection import SignedIn
from desktop.infra.desk import Desk
from desktop.infra.draft_desk import DraftDesk
from desktop.infra.navigation import Navigator
from desktop.infra.tasks import Lane, Tasks
from desktop.infra.writer import Writer
from desktop.shell.lock import Lock
from desktop.shell.main_window import MainWindow
from desktop.widgets.banner import News

if TYPE_CHECKING:
    from db.session import Session
    from desktop.app.offline import Offline
    from desktop.app.program import Program
    from desktop.app.workspace import Workspace


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
            self.workspace.learning.minutes()

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
