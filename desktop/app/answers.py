"""The place of the answers to what stood out about a child; it stands on the open file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Qt

from desktop.features.caseload.answers_page import AnswersPage
from desktop.features.record.page import RecordPage
from desktop.infra.desk import Desk
from desktop.infra.navigation import AnswersOfChild, OpenChild
from desktop.shell.main_window import MainWindow


class AnswerPlaces(QObject):
    """A page for each child whose answers were looked at, for as long as its file is open."""

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        files: Mapping[UUID, RecordPage],
        *,
        open_file: Callable[[OpenChild], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._desk, self._files, self._open = window, desk, files, open_file
        self.pages: dict[UUID, AnswersPage] = {}

    def go(self, wish: object) -> bool:
        """Show the answers, opening the file first if it is not: on record, with a reason where one is due."""
        if not isinstance(wish, AnswersOfChild):
            return False
        self._open(OpenChild(wish.child_id, wish.name, wish.basis))
        file = self._files[wish.child_id]
        if file.is_open:
            self._show(wish)
        else:
            file.opened.connect(partial(self._show_late, file, wish), Qt.ConnectionType.SingleShotConnection)
        return True

    def _show_late(self, file: RecordPage, wish: AnswersOfChild) -> None:
        """Unless one went elsewhere meanwhile."""
        if file is self._window.page:
            self._show(wish)

    def _show(self, wish: AnswersOfChild) -> None:
        page = self.pages.get(wish.child_id)
        if page is None:
            page = self.pages[wish.child_id] = AnswersPage(self._desk, wish)
        self._window.show_page(page)

    def of_file(self, child_id: UUID) -> tuple[AnswersPage, ...]:
        """The page that stands on this file, if one does."""
        return (self.pages[child_id],) if child_id in self.pages else ()

    def drop_file(self, child_id: UUID) -> None:
        """The file is closed: its page is open no more."""
        self.pages.pop(child_id, None)

    def leave(self) -> None:
        """The person has gone: nothing is asked any more."""
        for page in self.pages.values():
            page.close_page()
