"""Saves a copy of a paper where the person says: for their eyes alone (0600), and on record as a look.

A paper is never opened inside this window and never stands in a temporary file: whoever wants to see it takes a copy.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from db.errors import ThroughlineError
from db.queries.documents import document_bytes
from db.session import Session
from desktop.infra.desk import Desk
from desktop.infra.saving import write_whole

_STRANGE = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class CopySaver(QObject):
    """Asks where, takes the bytes from the server and writes them."""

    saved = Signal(str)
    """The name of the file that was written."""
    failed = Signal(ThroughlineError)

    def __init__(self, parent: QWidget, desk: Desk, child_id: UUID) -> None:
        super().__init__(parent)
        self._over, self._tasks, self._session = parent, desk.tasks, desk.signed_in.session
        self._child_id = child_id
        self._document: UUID | None = None
        self.dialog: QFileDialog | None = None

    def ask(self, document_id: UUID, name: str) -> None:
        """Ask where a copy of this paper is to be kept."""
        self._document = document_id
        self.dialog = QFileDialog(self._over, "Save a copy of the document")
        self.dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.dialog.selectFile(harmless_name(name))
        self.dialog.fileSelected.connect(self.save)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def save(self, path: str) -> None:
        """Write the copy there."""
        if self._document is not None and path:
            work = partial(_save, self._session, self._child_id, self._document, Path(path))
            self._tasks.read(work, self._saved, self._failed)

    def _saved(self, path: Path) -> None:
        self.saved.emit(path.name)

    def _failed(self, error: ThroughlineError) -> None:
        self.failed.emit(error)


def harmless_name(name: str) -> str:
    """The name of a paper as a file may have it: no folders, nothing that commands or disguises."""
    return _STRANGE.sub("_", name).strip(" .")[:200] or "document"


def _save(session: Session, child_id: UUID, document_id: UUID, path: Path) -> Path:
    content = document_bytes(session, child_id, document_id)
    write_whole(path, content)
    return path
