"""For managers: drafts that a colleague handed on, or that somebody who is away left; looked for each minute."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.errors import ThroughlineError
from db.queries.drafts import ColleaguesDraft, colleagues_drafts
from desktop.features.drafts.columns import COLLEAGUES
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.words import count
from desktop.widgets.record_list import RecordList
from desktop.widgets.text import label

_EVERY_MS = 60_000


class ColleaguesList(QWidget):
    """The list; hidden from everybody but managers."""

    wanted = Signal(ColleaguesDraft)
    told = Signal()
    """How many there are is another."""

    def __init__(self, desk: Desk, *, here_only: bool = False) -> None:
        super().__init__()
        self._tasks, self._session = desk.tasks, desk.signed_in.session
        self.may_look = desk.signed_in.me.role == "manager" and not here_only
        self._lane = Lane()
        self.table = RecordList(
            desk, "Colleagues’ drafts", COLLEAGUES, place="drafts", key=lambda draft: draft.draft_id
        )
        self.table.when_chosen(self.wanted.emit)
        self._said = label("", "muted", name="How many drafts of colleagues")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(6)
        column.addWidget(label("Colleagues’ drafts", "title", wrap=False))
        column.addWidget(self._said)
        column.addWidget(self.table, 1)
        self.setVisible(self.may_look)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.read)
        if self.may_look:
            self._timer.start()
            self.read()

    @property
    def said(self) -> str:
        """How many there are, in words."""
        return self._said.text()

    def read(self) -> None:
        """Ask what waits for me."""
        if self.may_look:
            self._tasks.read(partial(colleagues_drafts, self._session), self._show, self._not_read, self._lane)

    def _show(self, found: tuple[ColleaguesDraft, ...]) -> None:
        if found != self.table.lines.records:
            self.table.show_lines(found)
        words = count(len(found), "draft") if found else "None waits for you"
        tail = (
            ". Enter opens one, with a reason."
            if found
            else "; what is handed to you, or left by an absence, comes here."
        )
        self._said.setText(words + tail)
        self.table.setVisible(bool(found))
        self.told.emit()

    def _not_read(self, error: ThroughlineError) -> None:
        self._said.setText(error.text)

    def fit(self) -> None:
        """Take sizes from the type."""
        self.table.fit()
