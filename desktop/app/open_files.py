"""The open files: the page of each, and the pages that stand on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal

from desktop.features.court.page import CourtPage
from desktop.features.people.page import PeoplePage
from desktop.features.proceedings.page import ProceedingsPage
from desktop.features.record.page import RecordPage
from desktop.infra.desk import Desk
from desktop.infra.navigation import Back, CourtChronology, OpenChild, PeopleOfChild, ProceedingsOfChild, ShowEntry
from desktop.shell.main_window import MainWindow
from desktop.widgets.banner import News
from desktop.widgets.page import Page


class StandsOnFiles(Protocol):
    """Whoever keeps pages that stand on open files."""

    def of_file(self, child_id: UUID) -> Sequence[Page]:
        """The pages that stand on this file."""

    def drop_file(self, child_id: UUID) -> None:
        """The file is closed: its pages are open no more."""


class OpenFiles(QObject):
    """Opens files, shows what stands on them and closes both; `basis` tells one's access as far as it is known here."""

    closing = Signal(UUID)
    """Whose file is about to be closed."""
    closed = Signal()

    def __init__(self, window: MainWindow, desk: Desk, basis: Callable[[UUID], str], parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._desk, self._basis = window, desk, basis
        self.files: dict[UUID, RecordPage] = {}
        self.courts: dict[UUID, CourtPage] = {}
        self.people: dict[UUID, PeoplePage] = {}
        self.proceedings: dict[UUID, ProceedingsPage] = {}
        self._others: tuple[StandsOnFiles, ...] = ()

    def share(self, *others: StandsOnFiles) -> None:
        """With these, whose pages stand on the files too and are closed with them."""
        self._others = others

    def go(self, wish: object) -> bool:
        """Do what a wish asks, if it is about one file."""
        match wish:
            case OpenChild():
                self.open(wish)
            case ShowEntry():
                self._show_entry(wish)
            case CourtChronology():
                self._court(wish)
            case PeopleOfChild():
                self._people(wish)
            case ProceedingsOfChild():
                self._proceedings(wish)
            case Back():
                self.show(wish.child_id)
            case _:
                return False
        return True

    # Opening.

    def open(self, wish: OpenChild) -> None:
        """Bring a file to the front, opened first where it is not."""
        if wish.child_id in self.files:
            self.show(wish.child_id)
            return
        page = RecordPage(self._desk, wish)
        self.files[wish.child_id] = page
        self._window.navigation.add_file(wish.child_id, wish.name)
        self.show(wish.child_id)
        page.begin()

    def show(self, child_id: UUID) -> None:
        """Bring an open file to the front."""
        page = self.files.get(child_id)
        if page is not None:
            self._window.navigation.show_place(child_id)
            self._window.show_page(page)

    def _show_entry(self, wish: ShowEntry) -> None:
        """Go to one entry of a file, opened first where it is not: on record, with a reason where one is due."""
        self.open(OpenChild(wish.child_id, wish.name, wish.basis))
        page = self.files[wish.child_id]
        go = partial(page.show_entry, wish.order_key, wish.words, wish.then)
        if page.is_open:
            go()
        else:
            page.opened.connect(go, Qt.ConnectionType.SingleShotConnection)

    # What stands on a file.

    def _court(self, wish: CourtChronology) -> None:
        file = self.files.get(wish.child_id)
        if file is None or not file.is_open:  # from the drafts one comes without the file
            self.open(OpenChild(wish.child_id, wish.name, self._basis(wish.child_id)))
            file = self.files[wish.child_id]
            file.opened.connect(partial(self._court_late, file, wish), Qt.ConnectionType.SingleShotConnection)
            return
        page = self.courts.get(wish.child_id)
        if page is None:
            page = self.courts[wish.child_id] = CourtPage(self._desk, wish)
        else:
            page.go(wish)
        self._window.navigation.show_place(wish.child_id)
        self._window.show_page(page)

    def _court_late(self, file: RecordPage, wish: CourtChronology) -> None:
        """Unless one went elsewhere while the file opened."""
        if file is self._window.page:
            self._court(wish)

    def _people(self, wish: PeopleOfChild) -> None:
        page = self.people.get(wish.child_id)
        if page is None:
            page = self.people[wish.child_id] = PeoplePage(self._desk, wish)
        self._window.show_page(page)

    def _proceedings(self, wish: ProceedingsOfChild) -> None:
        page = self.proceedings.get(wish.child_id)
        if page is None:
            page = self.proceedings[wish.child_id] = ProceedingsPage(self._desk, wish)
        self._window.show_page(page)

    def _standing_on(self, child_id: UUID) -> list[Page]:
        own = (self.people.get(child_id), self.proceedings.get(child_id), self.courts.get(child_id))
        return [page for page in own if page is not None] + [
            page for other in self._others for page in other.of_file(child_id)
        ]

    def leave(self) -> None:
        """The person has gone: what stands on the files asks for nothing any more."""
        for page in (*self.courts.values(), *self.people.values(), *self.proceedings.values()):
            page.close_page()

    # Closing.

    def close_front(self) -> None:
        """From what stands on a file back to it; the file itself is closed, unless words would be lost."""
        front = self._window.page
        if isinstance(front, RecordPage):
            self._close(front)
        else:
            below = (child for child in self.files if front in self._standing_on(child))
            if (child := next(below, None)) is not None:
                self.show(child)

    def _close(self, file: RecordPage) -> None:
        child = file.child_id
        standing = self._standing_on(child)
        held = next((page for page in (file, *standing) if page.unsaved), None)
        if held is not None:
            self._window.show_page(held)
            held.ask_about_unsaved()
            return
        self.closing.emit(child)
        del self.files[child]
        self._window.navigation.drop_file(child)
        self.closed.emit()
        self._window.drop_page(file)
        for page in standing:
            page.close_page()
            self._window.drop_page(page)
        for pages in (self.courts, self.people, self.proceedings):
            pages.pop(child, None)
        for other in self._others:
            other.drop_file(child)

    def shut(self, children: frozenset[UUID]) -> None:
        """The person knows the family: these files are open to them no more."""
        for child in children & self.files.keys():
            self.show(child)
            self.close_front()
        what = "The file is" if len(children) == 1 else f"{len(children)} files of this family are"
        words = f"{what} shut to you from now on, and the manager of the team is told. Thank you for saying so."
        self._window.banner.say(News.NOTE, words)
