"""The band on paper: what is read of an opened file and how it becomes the page, without Qt, for window and script."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import UUID

from db.commands.files import NoteExport, note_export
from db.queries.band import band
from db.queries.staff import who_am_i
from db.session import Session
from desktop.infra.saving import write_whole
from desktop.models.band_words import BandLine, band_words
from desktop.models.words import NOT_RECORDED
from desktop.reporting.report import PageLine, PageReport, RenderedPdf

KIND = "child_on_one_page"


def page_report(session: Session, child_id: UUID) -> PageReport:
    """Read what the page needs of an opened file."""
    as_at = datetime.now().astimezone()
    me, found = who_am_i(session), band(session, child_id)
    words = band_words(found, as_at.date())
    groups = (
        ("Who", words.about),
        ("Now", (*words.main, words.said, words.warnings)),
        ("Before", (words.known,)),
        ("Nobody recorded", (words.unrecorded,)),
    )
    return PageReport(
        title="The child on one page",
        child=words.who,
        reference=found.head.reference,
        authority=me.authority,
        author=me.name,
        author_role=me.job_title,
        record_as_at=as_at,
        groups=tuple((name, tuple(map(_line, lines))) for name, lines in groups),
    )


def print_band(session: Session, child_id: UUID, path: Path) -> Path:
    """Make the page, note on record that it left, and save it."""
    document = rendered(session, child_id)
    note_export(session, NoteExport(child_id, KIND, document.pages, document.sha256))
    write_whole(path, document.pdf)
    return path


def rendered(session: Session, child_id: UUID) -> RenderedPdf:
    """The page as a PDF."""
    from desktop.reporting.one_page import render_page_of_child  # noqa: PLC0415 (ReportLab on the first page)

    return render_page_of_child(page_report(session, child_id))


def _line(line: BandLine) -> PageLine:
    source = "" if line.key == "unrecorded" else line.source.replace("\n", "; ")
    return PageLine(line.label, line.words or NOT_RECORDED, source)
