"""The pages: what is laid out and checked, and a copy of them as a file, which is put on record."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog

from db.commands.files import NoteExport, note_export
from db.domain.findings import Finding, of_chronology
from db.errors import ThroughlineError
from db.session import Session
from desktop.features.court.checking import texts_of
from desktop.features.court.hidden import Shown
from desktop.features.court.laying import Wanted, included
from desktop.features.court.opening import Opened
from desktop.features.court.selection import report_of
from desktop.infra.saving import write_whole
from desktop.infra.writer import careful_words
from desktop.reporting.report import RenderedPdf
from desktop.widgets.banner import News

if TYPE_CHECKING:
    from db.domain.court_chronology import Choice
    from desktop.features.court.page import CourtPage


def wanted_of(page: CourtPage) -> Wanted | None:
    """What is to be laid out and checked, as it stands now; None while nothing is open."""
    facts, opened, keeping = page.facts, page.opened, page.keeping
    if facts is None or opened is None or keeping is None:
        return None
    fields, chosen = dict(keeping.fields), tuple(page.lines.choices)
    version = "" if not keeping.version else f"{keeping.version}{', changed since' if keeping.touched else ''}"
    report = partial(report_of, facts, fields, page.choosing.span, chosen, version=version)
    profession, inside = page.desk.writer.profession, included(chosen)
    shown = Shown(
        title=fields.get("title", "Chronology"),
        children=(facts.child.child_id,),
        entries={choice.candidate.entry_id: choice.candidate.version for choice in inside},
        texts=texts_of(fields, inside),
        as_at=facts.as_at,
        audit_seq=facts.head.seq,
        audit_head=facts.head.hash,
    )
    return Wanted(report, partial(_check, opened, inside, profession), shown)


def _check(opened: Opened, chosen: tuple[Choice, ...], profession: str) -> tuple[Finding, ...]:
    return of_chronology(chosen, issued_on=opened.issued_on, profession=profession, words=careful_words())


class Printing(QObject):
    """A copy of the pages where the person says."""

    def __init__(self, page: CourtPage) -> None:
        super().__init__(page)
        self._page = page

    def ask(self) -> None:
        """Ask where."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        path, _kind = QFileDialog.getSaveFileName(
            self._page, "Save the chronology", str(Path(folder) / "chronology.pdf"), "PDF (*.pdf)"
        )
        if path:
            self.save_to(Path(path if path.lower().endswith(".pdf") else path + ".pdf"))

    def save_to(self, path: Path) -> None:
        """Save the pages that are shown; that they left the record is itself put on record, first."""
        document = self._page.panes.preview.document
        if document is not None and self._page.pdf_button.isEnabled():
            work = partial(_save, self._page.desk.signed_in.session, self._page.child_id, document, path)
            self._page.desk.tasks.write(work, self._saved, self._not_saved)

    def _saved(self, path: Path) -> None:
        self._page.banner.say(News.GOOD, f"Saved as {path}.")

    def _not_saved(self, error: ThroughlineError) -> None:
        self._page.banner.trouble(error, (("Save elsewhere…", self.ask),))


def _save(session: Session, child_id: UUID, document: RenderedPdf, path: Path) -> Path:
    note_export(session, NoteExport(child_id, "court_chronology", document.pages, document.sha256))
    write_whole(path, document.pdf)
    return path
