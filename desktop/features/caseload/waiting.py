"""Tells a manager how many contacts wait for a decision, and for how long; asked anew every minute while in front."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.errors import ThroughlineError
from db.queries.contacts import Waiting, contacts_waiting
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import Referrals
from desktop.infra.tasks import Lane
from desktop.models.waiting_words import waiting_words
from desktop.widgets.text import button

_EVERY_MS = 60_000


class WaitingLine(QWidget):
    """A line that leads to the queue; hidden where nothing waits for this person."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._tasks, self._session = desk.tasks, desk.signed_in.session
        self._lane = Lane()
        self.go = button("", partial(desk.navigator.go, Referrals()), part="link", tip=Act.REFERRALS.keys)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        line.addStretch(1)
        self.setVisible(False)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._again)
        self._timer.start()

    def read(self) -> None:
        """Ask how many wait."""
        self._tasks.read(partial(contacts_waiting, self._session), self._show, self._not_read, self._lane)

    def _again(self) -> None:
        parent = self.parentWidget()
        if parent is not None and parent.isVisible():
            self.read()

    def _show(self, waiting: Waiting) -> None:
        words = waiting_words(waiting.waiting, waiting.hours, waiting.urgent)
        self.go.setText(words)
        self.go.setAccessibleName(words)
        self.setVisible(bool(waiting.waiting) and not waiting.mine)

    def _not_read(self, _error: ThroughlineError) -> None:
        """The list of children says when the server cannot be reached."""
