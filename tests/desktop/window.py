"""A hand on the real window: signing in, opening files, pressing keys, and waiting as a person would wait.

Nothing is replaced: the window talks to the test's own record on the run's real server.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.call import call
from db.session import ServerAddress
from desktop.app.program import Program, Start
from desktop.app.window_of_one import WindowOfOne
from desktop.app.workspace import Workspace
from desktop.features.entry.page import EntryPanel
from desktop.features.entry.sitting import Sitting
from desktop.features.record.page import RecordPage
from desktop.infra.connection import Place, dsn_of
from desktop.infra.credentials import Person
from desktop.infra.settings import Settings
from desktop.widgets.page import Page
from tests.record import Record

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
PATIENCE_MS = 60_000


class StoppedClock:
    """A clock that only a test moves on."""

    def __init__(self) -> None:
        self.minutes = 0.0

    def __call__(self) -> float:
        """What it shows, in seconds."""
        return 60 * self.minutes


class Hand:
    """Drives one window of one program."""

    def __init__(
        self,
        qtbot: QtBot,
        record: Record,
        folder: Path,
        people: tuple[Person, ...] = (),
        address: ServerAddress | None = None,
    ) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.qtbot = qtbot
        self._remembered = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        settings = Settings(self._remembered)
        start = Start(Place(dsn_of(address or record.address)), people)
        self.record = record
        self.program = Program(application, start, settings, folder / "drafts")
        self.wall, self.running = StoppedClock(), StoppedClock()
        """The clocks by which it is seen whether somebody is there: of the day, and of the computer while it runs."""
        self.program.idle.wall, self.program.idle.running = self.wall, self.running
        self.opened: WindowOfOne = self.program.open_window()
        self.opened.window.resize(1280, 800)
        self.opened.window.activateWindow()
        self.until(self.opened.window.isActiveWindow)
        self.program.boot()
        self.until(lambda: self.program.ready)

    def close(self) -> None:
        """End the program of this test."""
        windows = [opened.window for opened in self.program.windows]
        self.program.close()
        for window in windows:
            window.leaving = True
            window.close()
            window.deleteLater()
        self.program.appearance.deleteLater()
        self.program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        del self.opened, self.program  # a later test's worker must find nothing of this window to collect
        gc.collect()

    def begin(self) -> None:
        """Clear up after the test before: nothing begun, no file open, nothing remembered, my children in front."""
        while front := QApplication.activePopupWidget() or QApplication.activeModalWidget():
            front.close()
            front.deleteLater()
        self._remembered.clear()
        if self.program.appearance.scale != 1.0:
            self.program.appearance.set_scale(1.0)
        self.opened.window.resize(1280, 800)
        if self.opened.workspace is not None:
            self._close_files()
            self.workspace.beside.sitting = Sitting()
            self.press(Qt.Key.Key_1, CTRL)

    def _close_files(self) -> None:
        workspace = self.workspace
        for people in workspace.on_files.people.values():
            people.halves.take_away()
        for proceedings in workspace.on_files.proceedings.values():
            proceedings.beside.take_away()
        for child, page in list(workspace.files.items()):
            page.room.take_away()
            workspace.show_file(child)
            self.press(Qt.Key.Key_W, CTRL)
        assert not workspace.files
        desk = workspace._desk
        for draft in desk.drafts.drafts:
            desk.drafts.drop(draft.draft_id)

    def until(self, reached: Callable[[], bool]) -> None:
        """Wait until something has come about."""
        self.qtbot.waitUntil(reached, timeout=PATIENCE_MS)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        self.in_front()
        QTest.keyClick(self.focus, key, modifier)
        QApplication.processEvents()

    def type(self, words: str) -> None:
        """Type words where the keyboard is."""
        self.in_front()
        QTest.keyClicks(self.focus, words)

    def in_front(self) -> None:
        """Have the window in front of the screen, as a desktop gives it back when what stood before it has closed.

        The offscreen platform leaves that place to a dialog that is gone, or to a list that dropped down and was shut
        before its turn came, and in a window that is not in front no key is a shortcut.
        """
        window, before = self.opened.window, QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if before is None and not window.isActiveWindow():
            window.activateWindow()
            self.until(window.isActiveWindow)

    def tab_to(self, widget: QWidget) -> None:
        """Press Tab until the keyboard is in a field, as somebody does who looks and counts."""
        for _ in range(20):
            if self.focus is widget or widget.isAncestorOf(self.focus):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError("Tab does not come to this field")

    def choose(self, words: str, page: Page) -> None:
        """Press one of the choices that a page's banner offers."""
        next(choice for choice in page.banner.choices if choice.text().startswith(words)).click()

    @property
    def focus(self) -> QWidget:
        """The widget that has the keyboard: in what has dropped down from the window, or in the window itself."""
        front = QApplication.activePopupWidget() or self.opened.window
        return front.focusWidget() or front

    @property
    def workspace(self) -> Workspace:
        """The signed-in half of the window."""
        assert self.opened.workspace is not None
        return self.opened.workspace

    def sign_in(self, login: str, password: str = "") -> Workspace:
        """Have somebody signed in: by typing name and password, where it is not their window already."""
        if self.opened.workspace is not None:
            if self.workspace.signed_in.session.login == login:
                return self.workspace
            self.workspace.sign_out()
        form = self.opened.sign_in.form
        form.put("login", login)
        form.put("password", password or self.record.password)
        self.opened.sign_in.sign_in()
        self.until(lambda: self.opened.workspace is not None)
        return self.workspace

    def open_mine(self, child: UUID) -> RecordPage:
        """Open one of my children with Enter from the list."""
        self._opened_mine(child)
        return self.file(child)

    def open_file_without_entries(self, child: UUID) -> RecordPage:
        """Open one of my children in whose file nothing is recorded yet."""
        page = self._opened_mine(child)
        self.until(lambda: "0 entries" in page.chronology.said)
        return page

    def _opened_mine(self, child: UUID) -> RecordPage:
        mine = self.workspace.caseload
        if child not in [line.child_id for line in mine.table.lines.records]:
            mine.arrive()
        self.until(lambda: child in [line.child_id for line in mine.table.lines.records])
        row = next(n for n in range(mine.table.lines.rowCount()) if self._child_at(n) == child)
        mine.table.setCurrentIndex(mine.table.lines.index(row, 0))
        mine.table.setFocus()
        self.press(Qt.Key.Key_Return)
        self.until(lambda: child in self.workspace.files)
        return self.workspace.files[child]

    def file(self, child: UUID) -> RecordPage:
        """The open file, once its entries are counted."""
        self.until(lambda: child in self.workspace.files)
        page = self.workspace.files[child]
        self.until(lambda: page.chronology.said.endswith("newest first"))
        return page

    def panel(self, child: UUID) -> EntryPanel:
        """The form beside a child's chronology, opened with Ctrl+N if it is not there."""
        if self.workspace.panel_of(child) is None:
            self.press(Qt.Key.Key_N, CTRL)
        panel = self.workspace.panel_of(child)
        assert panel is not None
        return panel

    def write(self, panel: EntryPanel, headline: str, when: str = "today", **values: str) -> None:
        """Fill the form: what is needed to save, and more if wished."""
        for key, words in {"when": when, "headline": headline, "how": "seen_or_heard", **values}.items():
            panel.form.put(key, words)

    def _child_at(self, row: int) -> UUID | None:
        line = self.workspace.caseload.table.lines.record(row)
        return line.child_id if line else None


def suspend(record: Record, login: str) -> None:
    """The administrator suspends somebody. The login is the cluster's, so that it must be reinstated afterwards."""
    _administer(record, "suspend_staff", login)


def reinstate(record: Record, login: str) -> None:
    """The administrator lets somebody work again."""
    _administer(record, "reinstate_staff", login)


def _administer(record: Record, function: str, login: str) -> None:
    session = record.session("tl_administrator")
    wanted = call(function, login=login, reason="a test")
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    session.close()


@pytest.fixture(scope="module")
def window_of_module(
    qapp: object, request: pytest.FixtureRequest, shared_record: Record, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hand]:
    """One window on the module's one record."""
    assert qapp is not None
    found = Hand(QtBot(request), shared_record, tmp_path_factory.mktemp("window"))
    yield found
    found.close()


@pytest.fixture
def shared_hand(window_of_module: Hand) -> Iterator[Hand]:
    """The module's one window as if nobody had worked in it: it is named `hand` where each test has its own child."""
    window_of_module.begin()
    yield window_of_module
    sessions = window_of_module.record.sessions
    while sessions:
        sessions.pop().close()


@pytest.fixture
def shared_sign_in(shared_hand: Hand) -> Hand:
    """The module's one window at its sign-in page, for pages that keep what was looked for until one signs out."""
    if shared_hand.opened.workspace is not None:
        shared_hand.workspace.sign_out()
    return shared_hand


@pytest.fixture
def hand(qtbot: QtBot, record: Record, tmp_path: Path) -> Iterator[Hand]:
    """The program at its sign-in page, on this test's record."""
    found = Hand(qtbot, record, tmp_path)
    yield found
    found.close()
