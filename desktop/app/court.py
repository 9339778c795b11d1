"""The places of court work: one's cases, the documents of a child, and the files that must be open before those."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Qt

from db.queries.court_documents import CourtWork
from desktop.features.court_documents.page import CourtDocumentsPage
from desktop.features.court_work.page import CourtWorkPage
from desktop.features.record.page import RecordPage
from desktop.infra.desk import Desk
from desktop.infra.navigation import CourtDocuments, MyCourtWork, OpenChild, WithFiles
from desktop.shell.main_window import MainWindow


class CourtPlaces(QObject):
    """Both kinds of page in one window."""

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
        self._window, self._desk, self._files, self._open_file = window, desk, files, open_file
        self.at_home = desk.signed_in.me.role == "court_adviser"
        """Whether this is where the person begins."""
        self.work = CourtWorkPage(desk)
        self.documents: dict[UUID, CourtDocumentsPage] = {}
        self._awaited: WithFiles | None = None

    @property
    def lines(self) -> tuple[CourtWork, ...]:
        """The children of one's own, each in each of its cases, as they were read last."""
        return self.work.work

    def go(self, wish: object) -> bool:
        """Do what a wish asks, if it is one of these."""
        match wish:
            case MyCourtWork():
                self._window.navigation.show_place(None, MyCourtWork)
                self._window.show_page(self.work)
            case CourtDocuments():
                self._show_documents(wish)
            case WithFiles():
                self._open_all(wish)
            case _:
                return False
        return True

    def _show_documents(self, wish: CourtDocuments) -> None:
        page = self.documents.get(wish.child_id)
        if page is None:
            page = self.documents[wish.child_id] = CourtDocumentsPage(self._desk, wish)
        self._window.navigation.show_place(wish.child_id)
        self._window.show_page(page)

    def _open_all(self, wish: WithFiles) -> None:
        """Open the next file that is not open, and go on from there; then to where one wished."""
        self._awaited = wish
        for file in wish.files:
            page = self._files.get(file.child_id)
            if page is None or not page.is_open:
                self._open_file(file)
                page = self._files[file.child_id]
                page.opened.connect(partial(self._go_on, wish, page), Qt.ConnectionType.SingleShotConnection)
                return
        self._awaited = None
        self._desk.navigator.go(wish.then)

    def _go_on(self, wish: WithFiles, page: RecordPage) -> None:
        """Unless one wished for something else, or went elsewhere, meanwhile."""
        if wish is self._awaited and self._window.page is page:
            self._open_all(wish)
