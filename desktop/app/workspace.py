"""A signed-in window: makes the pages, and turns their wishes into places.

Imported only once the database half is here, since the pages' commands and queries stand on it.
"""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.features.caseload.page import CaseloadPage
from desktop.features.court.page import CourtPage
from desktop.features.entry.page import EntryPanel
from desktop.features.find.page import FindPage
from desktop.features.record.page import RecordPage
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import (
    AmendEntry,
    Back,
    CourtChronology,
    FindChild,
    MyChildren,
    NewEntry,
    OpenChild,
)
from desktop.shell.main_window import MainWindow
from desktop.widgets.page import Page


class Workspace(QObject):
    """The pages of one window for one person."""

    signed_out = Signal()

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self.signed_in = desk.signed_in
        desk.navigator.wanted.connect(self._go)
        self.caseload = CaseloadPage(desk)
        self.find = FindPage(desk)
        self.files: dict[UUID, RecordPage] = {}
        self.courts: dict[UUID, CourtPage] = {}
        window.navigation.wanted.connect(self._go)
        window.navigation.file_wanted.connect(self.show_file)
        window.navigation.setVisible(True)
        window.asked.connect(self._act)
        desk.tasks.reached.connect(self._say_reach)
        self._say_reach(True)
        self._go(MyChildren())

    def _say_reach(self, answers: bool) -> None:
        me = self.signed_in.me
        where = " · ".join(part for part in (me.authority, me.team) if part)
        if answers:
            self._window.say_connection(f"Connected · {me.name}, {me.job_title or me.role.replace('_', ' ')} · {where}")
        else:
            self._window.say_connection("The server cannot be reached just now; what you typed is kept")

    def _go(self, wish: object) -> None:
        match wish:
            case MyChildren():
                self._window.navigation.show_place(None)
                self._window.show_page(self.caseload)
            case FindChild():
                self._window.navigation.show_place(None, finding=True)
                self._window.show_page(self.find)
            case OpenChild():
                self._open(wish)
            case NewEntry():
                self._write(wish.child_id, self._panel(wish.child_id, wish.name))
            case AmendEntry():
                panel = self._panel(wish.child_id, wish.name)
                self._write(wish.child_id, panel)
                panel.load(wish.entry_id)
            case CourtChronology():
                self._court(wish)
            case Back():
                self.show_file(wish.child_id)

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

    def show_file(self, child_id: UUID) -> None:
        """Bring an open file to the front."""
        page: Page | None = self.files.get(child_id)
        if page is not None:
            self._window.navigation.show_place(child_id)
            self._window.show_page(page)

    def _close_file(self) -> None:
        page = self._window.page
        if isinstance(page, CourtPage):
            self.show_file(page.child_id)
            return
        if not isinstance(page, RecordPage):
            return
        if page.unsaved:
            page.ask_about_unsaved()
            return
        del self.files[page.child_id]
        court = self.courts.pop(page.child_id, None)
        self._window.navigation.drop_file(page.child_id)
        self._go(MyChildren())
        self._window.drop_page(page)
        if court is not None:
            court.close_page()
            self._window.drop_page(court)

    # Writing, and papers for the court.

    def _panel(self, child_id: UUID, name: str) -> EntryPanel:
        panel = EntryPanel(self._desk, child_id, name)
        panel.finished.connect(self._panel_finished)
        return panel

    def panel_of(self, child_id: UUID) -> EntryPanel | None:
        """The form that stands beside a child's chronology, if one does."""
        page = self.files.get(child_id)
        panel = page.beside if page is not None else None
        return panel if isinstance(panel, EntryPanel) else None

    def _write(self, child_id: UUID, panel: EntryPanel) -> None:
        page = self.files.get(child_id)
        if page is not None:
            page.room.put_beside(panel)

    def _panel_finished(self) -> None:
        for page in self.files.values():
            if page.beside is self.sender():
                page.room.take_away()

    def _court(self, wish: CourtChronology) -> None:
        page = self.courts.get(wish.child_id)
        if page is None:
            page = CourtPage(self._desk, wish)
            self.courts[wish.child_id] = page
        self._window.show_page(page)

    # The window's own acts.

    def _act(self, act: Act) -> None:
        match act:
            case Act.MY_CHILDREN:
                self._go(MyChildren())
            case Act.FIND:
                self._go(FindChild())
            case Act.CLOSE_FILE:
                self._close_file()
            case Act.SIGN_OUT:
                self.sign_out()
            case Act.RESET_SIZES:
                self._reset_sizes()
            case Act.BACK if not isinstance(self._window.page, RecordPage):
                self._go(MyChildren())

    def _reset_sizes(self) -> None:
        self._desk.settings.forget_sizes()
        self._desk.appearance.changed.emit()
        for page in self.files.values():
            page.room.fold()

    def sign_out(self) -> None:
        """Close the files and the session, unless words would be lost."""
        held = [page for page in self._window.all_pages() if page.unsaved]
        if held:
            self._window.show_page(held[0])
            held[0].ask_about_unsaved()
            return
        self.signed_out.emit()

    def leave(self) -> None:
        """Take all pages away."""
        self._window.asked.disconnect(self._act)
        self._window.navigation.wanted.disconnect(self._go)
        self._window.navigation.file_wanted.disconnect(self.show_file)
        self._desk.tasks.reached.disconnect(self._say_reach)
        for child_id in list(self.files):
            self._window.navigation.drop_file(child_id)
        pages: list[Page] = [self.caseload, self.find, *self.files.values(), *self.courts.values()]
        for court in self.courts.values():
            court.close_page()
        for page in pages:
            self._window.drop_page(page)
        self._window.navigation.setVisible(False)
        self._window.say_connection("Not signed in")
