"""The places of court work: one's cases, the documents of a child, reports, and the files that must be open first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Qt

from db.queries.court_documents import CourtWork
from desktop.features.court.report_page import ReportPage
from desktop.features.court_documents.page import CourtDocumentsPage
from desktop.features.court_work.page import CourtWorkPage
from desktop.features.record.page import RecordPage
from desktop.infra.desk import Desk
from desktop.infra.navigation import CourtDocuments, MyCourtWork, OpenChild, OpenCourtDocument, WithFiles
from desktop.shell.main_window import MainWindow
from desktop.widgets.page import Page


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
        self.work = CourtWorkPage(desk)
        self.documents: dict[UUID, CourtDocumentsPage] = {}
        self.reports: dict[UUID, ReportPage] = {}
        """The reports that are open, by the ids of their documents."""
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
            case OpenCourtDocument():
                self._show_report(wish)
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

    def _show_report(self, wish: OpenCourtDocument) -> None:
        file = self._files.get(wish.child_id)
        if file is None or not file.is_open:  # from the drafts one comes without the file
            self._open_all(WithFiles((OpenChild(wish.child_id, wish.name, ""),), wish))
            return
        page = self._report(wish)
        if page is None:
            page = ReportPage(self._desk, wish)
            self.reports[page.document_id] = page
        else:
            page.go(wish)
        self._window.navigation.show_place(wish.child_id)
        self._window.show_page(page)

    def _report(self, wish: OpenCourtDocument) -> ReportPage | None:
        """The page of a document; of a new one, that of this kind in which nothing is written yet."""
        if wish.document_id is not None:
            return self.reports.get(wish.document_id)
        new = (page for page in self.reports.values() if (page.child_id, page.kind) == (wish.child_id, wish.kind))
        return next((page for page in new if page.untouched), None)

    def of_file(self, child_id: UUID) -> tuple[Page, ...]:
        """The list of a child's documents and those that are written, as far as they are open."""
        listed = (self.documents[child_id],) if child_id in self.documents else ()
        return (*listed, *self._reports_of(child_id))

    def drop_file(self, child_id: UUID) -> None:
        """The file is closed: its documents are open no more."""
        self.documents.pop(child_id, None)
        for page in self._reports_of(child_id):
            del self.reports[page.document_id]

    def leave(self) -> None:
        """The person has gone: nothing is asked any more."""
        for page in (*self.documents.values(), *self.reports.values()):
            page.close_page()

    def _reports_of(self, child_id: UUID) -> list[ReportPage]:
        return [page for page in self.reports.values() if page.child_id == child_id]

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
