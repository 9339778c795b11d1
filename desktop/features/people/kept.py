"""Confidential details while they are open: asked for with a reason, read again after each change, gone with the hour.

They are kept apart from the other facts of the page, so that whatever reads those cannot show these.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from db.commands.confidential import OpenConfidential, open_confidential
from db.errors import NotPermitted, ThroughlineError
from db.queries.people import ConfidentialDetail, confidential_details
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


class Kept(QObject):
    """The open details of a child's people; none until their own ticket is taken."""

    opened = Signal(object)
    """Until when they are open."""
    changed = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, child_id: UUID, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._session, self._child_id = desk, desk.signed_in.session, child_id
        self._lane = Lane()
        self.details: tuple[ConfidentialDetail, ...] | None = None

    def open(self, reason: str) -> None:
        """Take the ticket with this reason, and read."""
        wish = OpenConfidential(self._child_id, reason)
        self._desk.tasks.write(partial(open_confidential, self._session, wish), self._open, self.failed.emit)

    def _open(self, until: datetime) -> None:
        self.opened.emit(until)
        self._read()

    def refresh(self) -> None:
        """Read again, if they are open."""
        if self.details is not None:
            self._read()

    def drop(self) -> None:
        """Nobody waits for them any more."""
        self._lane.drop()

    def _read(self) -> None:
        work = partial(confidential_details, self._session, self._child_id)
        self._desk.tasks.read(work, self._show, self._closed, self._lane)

    def _show(self, details: tuple[ConfidentialDetail, ...]) -> None:
        self.details = details
        self.changed.emit()

    def _closed(self, error: ThroughlineError) -> None:
        """The hour is over, or they cannot be read: what was shown of them goes."""
        self.details = None
        self.changed.emit()
        if not isinstance(error, NotPermitted):
            self.failed.emit(error)
