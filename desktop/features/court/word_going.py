"""A Word copy that goes out for editing elsewhere, marked as a copy; and one that comes back, decided piece by piece.

What stands in it, and how it is compared, its subclasses say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog

from db.commands.files import NoteExport, note_export
from db.errors import Refused, ThroughlineError
from db.session import Session
from desktop.features.court.keeping import Fields
from desktop.features.court.return_pane import Incoming, ReturnPane
from desktop.infra.saving import write_whole
from desktop.infra.tasks import Lane
from desktop.models.words import count
from desktop.widgets.banner import News

if TYPE_CHECKING:
    from desktop.features.court.document_page import DocumentPage

_FILTER = "Word (*.docx)"
_LARGEST = 100 * 1024 * 1024
Compare = Callable[[bytes], Incoming]
"""Compares what a file says with the document; Refused where it is no copy of it."""


class WordGoing(QObject):
    """Both ways, of one document."""

    def __init__(self, page: DocumentPage) -> None:
        super().__init__(page)
        self._page, self._lane = page, Lane()
        self.pane: ReturnPane | None = None
        self._path = Path()
        self._out: Path | None = None

    # What a subclass says.

    def copy_of(self, version: int, fields: Fields) -> Callable[[], bytes] | None:
        """What makes the copy of this version, in a worker; None while nothing is open."""
        raise NotImplementedError

    def comparing(self, fields: Fields) -> Compare | None:
        """What compares a copy with these fields, in a worker; None while nothing is open."""
        raise NotImplementedError

    # Out.

    def ask_out(self) -> None:
        """Ask where the copy is to be."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        path, _kind = QFileDialog.getSaveFileName(
            self._page, "Save a Word copy", str(Path(folder) / f"{self._page.called} copy.docx"), _FILTER
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
        made = self.copy_of(page.keeping.version, dict(page.keeping.start)) if page.keeping is not None else None
        if made is not None:
            work = partial(_write, page.session, page.about, made, path)
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
        compare = self.comparing(dict(page.keeping.fields)) if page.keeping is not None else None
        if compare is not None:
            page.desk.tasks.read(partial(_read, compare, path), self._show, self._failed, self._lane)

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


def of_which(version: int | None) -> str:
    """What came back is a copy of, in words."""
    return f"a copy of version {version}." if version else "it does not say of which version."


def not_taken_over(numbers: Mapping[str, int]) -> str:
    """What came along in the file and is left there, by what it is; empty where nothing did."""
    told = ", ".join(count(number, what) for what, number in numbers.items() if number)
    return f"Not taken over: {told}." if told else ""


def _write(session: Session, children: tuple[UUID, ...], made: Callable[[], bytes], path: Path) -> Path:
    data = made()
    for child in children:
        note_export(session, NoteExport(child, "word_copy", 1, hashlib.sha256(data).hexdigest()))
    write_whole(path, data)
    return path


def _read(compare: Compare, path: Path) -> Incoming:
    try:
        if path.stat().st_size > _LARGEST:
            raise Refused("This file is larger than 100 MB, which no Word copy is.")
        data = path.read_bytes()
    except OSError:
        raise Refused("This file cannot be read. Look whether it is still there, and not open elsewhere.") from None
    came = compare(data)
    return replace(came, told=f"{path.name}: {came.told}")
