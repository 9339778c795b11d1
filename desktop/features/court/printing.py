"""A copy of the pages as a file, which is put on record, and says on each page that it is not what was filed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog

from db.commands.files import NoteExport, note_export
from db.errors import ThroughlineError
from db.session import Session
from desktop.features.court.laying import Draw
from desktop.infra.saving import write_whole
from desktop.reporting.report import never
from desktop.widgets.banner import News

if TYPE_CHECKING:
    from desktop.features.court.document_page import DocumentPage


class Printing(QObject):
    """A copy of the pages where the person says."""

    def __init__(self, page: DocumentPage) -> None:
        super().__init__(page)
        self._page = page

    def ask(self) -> None:
        """Ask where."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        path, _kind = QFileDialog.getSaveFileName(
            self._page,
            f"Save the {self._page.called}",
            str(Path(folder) / f"{self._page.file_name}.pdf"),
            "PDF (*.pdf)",
        )
        if path:
            self.save_to(Path(path if path.lower().endswith(".pdf") else path + ".pdf"))

    def save_to(self, path: Path) -> None:
        """Save the pages as they stand; that they left the record is itself put on record, first."""
        wanted = self._page.wanted()
        if wanted is not None and self._page.pdf_button.isEnabled():
            what = f"court_{self._page.called}"
            work = partial(_save, self._page.desk.signed_in.session, self._page.about, what, wanted.draw_copy, path)
            self._page.desk.tasks.write(work, self._saved, self._not_saved)

    def _saved(self, path: Path) -> None:
        self._page.banner.say(News.GOOD, f"Saved as {path}, marked on each page as not filed.")

    def _not_saved(self, error: ThroughlineError) -> None:
        self._page.banner.trouble(error, (("Save elsewhere…", self.ask),))


def _save(session: Session, children: tuple[UUID, ...], what: str, draw: Draw, path: Path) -> Path:
    document = draw(never, _untold).document
    for child in children:
        note_export(session, NoteExport(child, what, document.pages, document.sha256))
    write_whole(path, document.pdf)
    return path


def _untold(_drawn: int, _pages: int) -> None:
    """Nobody waits for its single pages."""
