"""What stands beside an entry: the entries that an analysis rests on, and what people say against it."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from db.errors import ThroughlineError
from db.queries.entries import BasisLine, Challenge, EntryView, basis_of, challenges_of
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.words import with_marks
from desktop.widgets.text import button, label

_SHOWN = 70


class Grounds(QWidget):
    """Links to the entries that are rested on; hidden where there are none. `challenges` are for the text."""

    wanted = Signal(object)
    """The order key of an entry to go to."""
    arrived = Signal()
    """What people say against the entry is here."""

    def __init__(self, desk: Desk, child_id: UUID) -> None:
        super().__init__()
        self._tasks, self._session, self._child_id = desk.tasks, desk.signed_in.session, child_id
        self._basis_lane, self._challenge_lane = Lane(), Lane()
        self._shown: tuple[UUID, int] | None = None
        self.challenges: tuple[Challenge, ...] = ()
        self.links: list[QPushButton] = []
        self._heading = label("Rests on", "label")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._heading)
        self.setVisible(False)

    def read(self, entry: EntryView | None) -> None:
        """Read what belongs to an entry, or show nothing."""
        now = (entry.entry_id, entry.version) if entry is not None else None
        if entry is None or self._shown is None or now is None or now[0] != self._shown[0]:
            self._show_basis(())
            self.challenges = ()
        self._shown = now
        self._basis_lane.drop()
        self._challenge_lane.drop()
        if entry is None:
            return
        work = partial(challenges_of, self._session, self._child_id, entry.entry_id)
        self._tasks.read(work, self._take_challenges, self._no_matter, self._challenge_lane)
        if entry.content.rests_on:
            basis = partial(basis_of, self._session, self._child_id, entry.entry_id)
            self._tasks.read(basis, self._show_basis, self._no_matter, self._basis_lane)

    def _take_challenges(self, found: tuple[Challenge, ...]) -> None:
        if found != self.challenges:
            self.challenges = found
            self.arrived.emit()

    def _no_matter(self, _error: ThroughlineError) -> None:
        """The entry itself is there; the rest is read again with the next look."""

    def _show_basis(self, lines: tuple[BasisLine, ...]) -> None:
        for old in self.links:
            self._column.removeWidget(old)
            old.setVisible(False)
            old.deleteLater()
        self.links = []
        for line in lines:
            words = f"{line.when.in_words()}: {line.headline}"
            shown = with_marks(words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()}…")
            go = partial(self.wanted.emit, line.order_key)
            self.links.append(button(shown, go, part="link", name=f"Go to {with_marks(words)}"))
            self._column.addWidget(self.links[-1])
        self.setVisible(bool(lines))
