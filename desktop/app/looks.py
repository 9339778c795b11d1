"""The places of looks: the lists, who looked at a file, and saying that one knows a family."""

from __future__ import annotations

from functools import cached_property, partial
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from db.errors import ThroughlineError
from db.queries.looks import looks_waiting
from desktop.features.looks.file_page import WhoLookedPage
from desktop.features.looks.knowing_page import KnowingPage
from desktop.features.looks.page import ROLES, LooksPage
from desktop.infra.desk import Desk
from desktop.infra.navigation import KnowFamily, Looks, WhoLooked
from desktop.infra.tasks import Lane
from desktop.shell.main_window import MainWindow

PageOfLooks = WhoLookedPage | KnowingPage
"""Pages that stand on a file; one of them is there at a time."""
_EVERY_MS = 60_000


class LooksPlaces(QObject):
    """These pages in one window; beside their place in the navigation how many openings wait for a review."""

    shut = Signal(frozenset)
    """The files of these children are shut to the person, who knows the family."""

    def __init__(self, window: MainWindow, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._desk = window, desk
        self.front: PageOfLooks | None = None
        self._lane = Lane()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._count)
        if desk.signed_in.me.role in ROLES:
            self._count()
            self._timer.start()

    @cached_property
    def page(self) -> LooksPage:
        """Made when one goes there."""
        page = LooksPage(self._desk)
        page.counted.connect(partial(self._window.navigation.tell, Looks))
        return page

    def go(self, wish: object) -> bool:
        """Do what a wish asks, if it is one of these; words in a form that would be lost are asked about first."""
        if isinstance(wish, WhoLooked | KnowFamily) and self.front is not None and self.front.unsaved:
            self._window.show_page(self.front)
            self.front.ask_about_unsaved()
            return True
        match wish:
            case Looks():
                self._window.navigation.show_place(None, Looks)
                self._window.show_page(self.page)
            case WhoLooked():
                self._put(WhoLookedPage(self._desk, wish))
            case KnowFamily():
                page = KnowingPage(self._desk, wish)
                page.said.connect(self.shut.emit)
                self._put(page)
            case _:
                return False
        return True

    def _put(self, page: PageOfLooks) -> None:
        before, self.front = self.front, page
        self._window.show_page(page)
        if before is not None:
            before.close_page()
            self._window.drop_page(before)

    def of_file(self, child_id: UUID) -> tuple[PageOfLooks, ...]:
        """The page that stands on this file, if one does."""
        return (self.front,) if self.front is not None and self.front.child_id == child_id else ()

    def drop_file(self, child_id: UUID) -> None:
        """The file is closed: its page is open no more."""
        if self.of_file(child_id):
            self.front = None

    def _count(self) -> None:
        work = partial(looks_waiting, self._desk.signed_in.session)
        self._desk.tasks.read(work, self._tell, self._not_told, self._lane)

    def _tell(self, waiting: tuple[int, int]) -> None:
        self._window.navigation.tell(Looks, waiting[0])

    def _not_told(self, _error: ThroughlineError) -> None:
        """The page itself says when the server cannot be reached."""

    def leave(self) -> None:
        """The person has gone: nothing is asked any more."""
        self._timer.stop()
        self._lane.drop()
        if "page" in vars(self):
            self.page.close_page()
        if self.front is not None:
            self.front.close_page()
