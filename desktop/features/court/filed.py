"""The filings of the document that is open: read, shown as they were filed, saved as a file, compared with what is."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog

from db.errors import ThroughlineError
from db.queries.filing import ChangedEntry, FiledVersion, changes_since_filing, filed_pdf, filed_versions
from db.session import Session
from desktop.infra.saving import write_whole
from desktop.infra.tasks import Lane
from desktop.models.words import count
from desktop.reporting.report import RenderedPdf
from desktop.widgets.banner import News

if TYPE_CHECKING:
    from uuid import UUID

    from desktop.features.court.document_page import DocumentPage


class Filed(QObject):
    """What the pane of filings does."""

    def __init__(self, page: DocumentPage) -> None:
        super().__init__(page)
        self._page, self._lane = page, Lane()
        self._session = page.desk.signed_in.session
        self.pane = page.panes.filed
        self.pane.shown.connect(self._show)
        self.pane.kept.connect(self._ask_where)
        self.pane.compared.connect(self._compare)

    def read(self) -> None:
        """Read the filings of the document, if it was ever saved."""
        keeping = self._page.keeping
        if keeping is not None and keeping.version:
            work = partial(filed_versions, self._session, self._page.child_id, keeping.document_id)
            self._page.desk.tasks.read(work, self._came, self._failed, self._lane)
        else:
            self._came(())

    def _came(self, filed: tuple[FiledVersion, ...]) -> None:
        self.pane.show_filed(filed)
        self._page.panes.name_filed(len(filed))

    def _failed(self, error: ThroughlineError) -> None:
        self._page.banner.trouble(error, (("Try again", self.read),))

    def _show(self, filed: FiledVersion) -> None:
        work = partial(filed_pdf, self._session, self._page.child_id, filed.filed_id)
        self._page.desk.tasks.read(work, partial(self._shown, filed), self._failed)

    def _shown(self, filed: FiledVersion, pdf: bytes) -> None:
        page = self._page
        page.panes.preview.show_document(RenderedPdf(pdf, filed.pages, filed.sha256, ()))
        page.panes.show_pane(page.panes.preview)
        page.panes.preview.arrive()
        words = f"These are the pages that were filed as number {filed.number}."
        page.banner.say(News.NOTE, words, (("To the present pages", self._to_present),))

    def _to_present(self) -> None:
        self._page.banner.clear()
        self._page.laying.now()

    def _ask_where(self, filed: FiledVersion) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"{self._page.file_name}-filed-{filed.number}.pdf"
        path, _kind = QFileDialog.getSaveFileName(
            self._page, "Save the filed pages", str(Path(folder) / name), "PDF (*.pdf)"
        )
        if path:
            self.save_to(filed, Path(path if path.lower().endswith(".pdf") else path + ".pdf"))

    def save_to(self, filed: FiledVersion, path: Path) -> None:
        """Save the bytes as they were filed; that they were taken is on record."""
        work = partial(_save, self._session, self._page.child_id, filed.filed_id, path)
        self._page.desk.tasks.write(work, self._saved, self._failed)

    def _saved(self, path: Path) -> None:
        self._page.banner.say(News.GOOD, f"Saved as {path}.")

    def _compare(self, filed: FiledVersion) -> None:
        work = partial(changes_since_filing, self._session, self._page.child_id, filed.filed_id)
        self._page.desk.tasks.read(work, partial(self._compared, filed), self._failed)

    def _compared(self, filed: FiledVersion, changes: tuple[ChangedEntry, ...]) -> None:
        """Say how many entries are others, and have them marked where the page lists them."""
        page = self._page
        marked = page.show_changed({change.entry_id: change.what for change in changes})
        words = f"{count(len(changes), 'entry', 'entries')} changed since filing {filed.number}."
        if marked:
            words += f" {'They are' if marked == len(changes) else f'{marked:,} of them are'} marked in the list."
        page.banner.say(News.NOTE, words, (("Read the file again", page.read_again),))


def _save(session: Session, child_id: UUID, filed_id: UUID, path: Path) -> Path:
    write_whole(path, filed_pdf(session, child_id, filed_id))
    return path
