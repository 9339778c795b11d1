"""The genogram as a page of its own: where it is saved, and that it left the record is put on record first."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from db.commands.files import NoteExport, note_export
from db.session import Session
from desktop.infra.saving import write_whole
from desktop.reporting.family import Family


def ask_where(parent: QWidget) -> Path | None:
    """Where the page is to be saved, or None."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    start = str(Path(folder) / "genogram.pdf")
    path, _kind = QFileDialog.getSaveFileName(parent, "Save the genogram", start, "PDF (*.pdf)")
    if not path:
        return None
    return Path(path if path.lower().endswith(".pdf") else path + ".pdf")


def print_genogram(session: Session, child_id: UUID, family: Family, names: tuple[str, str], path: Path) -> Path:
    """Make the page of child and author, note the export, and save it."""
    from desktop.reporting.genogram_pdf import GenogramSheet, render_genogram  # noqa: PLC0415 (ReportLab when needed)

    document = render_genogram(family, GenogramSheet(names[0], "", names[1], date.today()))
    note_export(session, NoteExport(child_id, "genogram", document.pages, document.sha256))
    write_whole(path, document.pdf)
    return path
