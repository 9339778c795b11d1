"""The audit is sealed in the normal course of work: every window that is signed in does it now and then, unseen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer

from db.commands.looks import seal_audit
from db.errors import ThroughlineError
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane

FIRST_MS = 45_000
"""After signing in, when the first page has long been read."""
EVERY_MS = 600_000


class SealingAudit(QObject):
    """One window's; a sealing never waits for another's, and no save waits for it."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._lane = desk, Lane()
        self._timer = QTimer(self)
        self._timer.setInterval(FIRST_MS)
        self._timer.timeout.connect(self.seal)
        self._timer.start()

    def seal(self) -> None:
        """Seal what waits, beside everything else."""
        self._timer.setInterval(EVERY_MS)
        self._desk.tasks.read(
            partial(seal_audit, self._desk.signed_in.session), self._sealed, self._not_now, self._lane
        )

    def _sealed(self, _lines: int) -> None:
        """Nobody is told: it is nothing that one does."""

    def _not_now(self, _error: ThroughlineError) -> None:
        """The next time, here or in another window."""

    def leave(self) -> None:
        """The person has gone."""
        self._timer.stop()
        self._lane.drop()
