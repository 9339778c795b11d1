"""What a window learns of the office, on signing in and while it is open: lists, limits, and colleagues' names.

Nothing waits for it: until it is here, what was known before will do.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer

from db.commands.changes import Changes
from db.errors import ThroughlineError
from db.queries.codes import all_codes, idle_minutes
from db.queries.staff import Colleague, colleagues
from desktop.infra import codes, idle
from desktop.infra.desk import Desk

_EVERY_MS = 300_000
"""So often a window asks what an administrator at another desk changed."""


class Learning(QObject):
    """One window's."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._session = desk, desk.signed_in.session
        desk.news.changed.connect(self._changed)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.learn)
        self._timer.start()
        self.learn()
        desk.tasks.read(partial(colleagues, self._session), self._know_names, self._as_known)

    def learn(self) -> None:
        """Take lists and limits as they are on the server now: the next form has them."""
        learn = partial(codes.learn_all, settings=self._desk.settings)
        self._desk.tasks.read(partial(all_codes, self._session), learn, self._as_known)
        self.minutes()

    def minutes(self) -> None:
        """After how many minutes windows are locked here."""
        learn = partial(idle.learn, self._desk.settings)
        self._desk.tasks.read(partial(idle_minutes, self._session), learn, self._as_known)

    def _know_names(self, found: tuple[Colleague, ...]) -> None:
        """Colleagues are written about, and their names are no slips of spelling."""
        self._desk.writer.know(one.name for one in found)

    def _as_known(self, _error: ThroughlineError) -> None:
        """It stays as it was."""

    def _changed(self, changes: Changes) -> None:
        if not changes.what.isdisjoint({"codes", "setting"}):
            self.learn()

    def leave(self) -> None:
        """The person has gone: nothing is asked any more."""
        self._timer.stop()
