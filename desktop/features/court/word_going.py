"""A Word copy that goes out for editing elsewhere, marked as a copy; and one that comes back, decided paragraph by
paragraph."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog

from db.commands.files import NoteExport, note_export
from db.domain.document_parts import paragraphs
from db.errors import Refused, ThroughlineError
from db.queries.court_documents import court_document
from db.session import Session
from desktop.features.court.report_drawing import report_of
from desktop.features.court.report_opening import OpenedReport
from desktop.features.court.return_pane import Incoming, ReturnPane
from desktop.features.court.written import headings
from desktop.infra.saving import write_whole
from desktop.infra.tasks import Lane
from desktop.reporting.report import WrittenReport
from desktop.reporting.word_return import Fate, ParagraphChange, paragraph_changes, read_word_copy
from desktop.widgets.banner import News

if TYPE_CHECKING:
    from desktop.features.court.report_page import ReportPage

_FILTER = "Word (*.docx)"
_LARGEST = 100 * 1024 * 1024


class WordGoing(QObject):
    """Both ways, of one report."""

    def __init__(self, page: ReportPage) -> None:
        super().__init__(page)
        self._page, self._lane = page, Lane()
        self.pane: ReturnPane | None = None
        self._path = Path()
        self._out: Path | None = None

    # Out.

    def ask_out(self) -> None:
        """Ask where the copy is to be."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        path, _kind = QFileDialog.getSaveFileName(
            self._page, "Save a Word copy", str(Path(folder) / "report copy.docx"), _FILTER
        )
        if path:
            self.save_to(Path(path if path.lower().endswith(".docx") else path + ".docx"))

    def save_to(self, path: Path) -> None:
        """Save a copy of the newest version there; what is not saved yet is saved as one first."""
        page = self._page
        if page.keeping is None:
            return
        if page.keeping.touched or not page.keeping.version:
            self._out = path
            page.keeping.saved.connect(self._go_out, Qt.ConnectionType.SingleShotConnection)
            page.keeping.refused.connect(self._stay, Qt.ConnectionType.SingleShotConnection)
            page.save()
        else:
            self._save_to(path)

    def _go_out(self) -> None:
        path, self._out = self._out, None
        if path is not None:
            self._save_to(path)

    def _stay(self, _error: ThroughlineError) -> None:
        self._out = None

    def _save_to(self, path: Path) -> None:
        page = self._page
        if page.keeping is not None and page.opened is not None:
            version, fields = page.keeping.version, dict(page.keeping.start)
            report = partial(report_of, page.session, page.opened, fields, version, page.papers)
            work = partial(_write, page.session, page.opened, report, version, path)
            page.desk.tasks.write(work, self._saved, self._failed)

    def _saved(self, path: Path) -> None:
        self._page.banner.say(News.GOOD, f"Saved as {path}, marked as a copy.")

    def _failed(self, error: ThroughlineError) -> None:
        self._page.banner.trouble(error)

    # In.

    def ask_in(self) -> None:
        """Ask which copy came back."""
        path, _kind = QFileDialog.getOpenFileName(self._page, "Take in a Word copy", "", _FILTER)
        if path:
            self.read(Path(path))

    def read(self, path: Path) -> None:
        """Read a copy that came back, and show how it differs."""
        page, self._path = self._page, path
        if page.keeping is not None and page.opened is not None:
            work = partial(_read, page.session, page.opened, page.document_id, dict(page.keeping.fields), path)
            page.desk.tasks.read(work, self._show, self._failed, self._lane)

    def close(self) -> None:
        """Nobody waits for it any more."""
        self._lane.drop()

    def _show(self, incoming: Incoming) -> None:
        page = self._page
        self._take_away()
        self.pane = ReturnPane(incoming, page.asked, page.desk.appearance)
        self.pane.settled.connect(self._settle)
        self.pane.left.connect(self._leave)
        page.panes.add(self.pane, "Word copy")
        self.pane.go()

    def _settle(self, chosen: Mapping[str, str]) -> None:
        """Take in what is chosen, if the texts are still those with which the copy was compared."""
        page, pane = self._page, self.pane
        if page.keeping is None or pane is None:
            return
        if any(page.keeping.fields.get(name, "") != pane.before.get(name, "") for name in chosen):
            page.banner.say(News.CARE, "The text was changed meanwhile. The copy is compared anew: choose once more.")
            self.read(self._path)
            return
        taken = len(pane.chosen)
        self._take_away()
        page.put(chosen)
        page.show_all()
        page.stand()
        words = "1 change was" if taken == 1 else f"{taken:,} changes were"
        page.banner.say(News.GOOD, f"{words} taken in from the Word copy. Ctrl+S saves a version.")

    def _leave(self) -> None:
        self._take_away()
        self._page.stand()

    def _take_away(self) -> None:
        if self.pane is not None:
            pane, self.pane = self.pane, None
            self._page.panes.remove(pane)


def _write(
    session: Session, opened: OpenedReport, report: Callable[[], WrittenReport], version: int, path: Path
) -> Path:
    from desktop.reporting.word_copy import word_copy  # noqa: PLC0415 (python-docx on the first copy)

    data = word_copy(report(), opened.document_id, version)
    for child in opened.children:
        note_export(session, NoteExport(child, "word_copy", 1, hashlib.sha256(data).hexdigest()))
    write_whole(path, data)
    return path


def _read(session: Session, opened: OpenedReport, document_id: UUID, fields: Mapping[str, str], path: Path) -> Incoming:
    try:
        if path.stat().st_size > _LARGEST:
            raise Refused("This file is larger than 100 MB, which no Word copy is.")
        data = path.read_bytes()
    except OSError:
        raise Refused("This file cannot be read. Look whether it is still there, and not open elsewhere.") from None
    headed = headings(opened.template, opened.names, fields)
    returned = read_word_copy(data, headed, fields, document_id)
    if returned.other_document:
        raise Refused("This is a Word copy of another document. Nothing was taken in.")
    copied = fields
    if returned.version:
        copied = court_document(session, opened.children[0], document_id, returned.version).fields
        returned = read_word_copy(data, headed, copied, document_id)
    kept_as_copied = paragraph_changes(copied, returned.fields)
    touched = {change.field for change in kept_as_copied if change.fate is not Fate.KEPT}
    changes = paragraph_changes(fields, {name: text for name, text in returned.fields.items() if name in touched})
    offered = tuple(place for place, change in enumerate(changes) if _was_changed_there(change, copied, fields))
    return Incoming(path.name, returned, fields, changes, offered)


def _was_changed_there(change: ParagraphChange, copied: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether the other hand did it: what only stands otherwise here, since the copy was made, is none of theirs."""
    if change.fate is Fate.KEPT:
        return False
    then, here = ({_plain(words) for words in paragraphs(fields.get(change.field, ""))} for fields in (copied, now))
    if change.fate is Fate.GONE:
        return _plain(change.before) in then
    return _plain(change.after) not in then or _plain(change.after) in here


def _plain(words: str) -> str:
    return " ".join(words.split())
