"""Discarding a draft: asked once, and taken back for ten seconds; only then do the words go."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from db.domain.draft import Draft, DraftState, Versions
from desktop.infra.draft_desk import DraftDesk
from desktop.models.words import with_marks
from desktop.widgets.banner import Banner, News

UNDO_MS = 10_000


class Discarding(QObject):
    """One draft at a time; it stays on the disk until its time is over."""

    changed = Signal()
    """What is hidden is another."""

    def __init__(self, drafts: DraftDesk, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._drafts, self._banner = drafts, banner
        self.going: UUID | None = None
        """The draft that is gone for the eye, and may still be taken back."""
        self._seen: Versions = {}
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(UNDO_MS)
        self._clock.timeout.connect(self.settle)

    def ask(self, draft: Draft) -> None:
        """Ask whether the draft is to go; Keep has the keyboard."""
        whose = f" for {with_marks(draft.child)}" if draft.child else ""
        words = f"Discard this draft{whose}?"
        if draft.state is DraftState.WAITING:
            words += " It is on its way to the server: if it is there already, it stays recorded."
        choices = (("Discard", partial(self._discard, draft)), ("Keep", self._keep))
        self._banner.say(News.CARE, words, choices, stays=True)
        self._banner.choices[1].setFocus()

    def _keep(self) -> None:
        self._banner.clear()
        self.changed.emit()

    def _discard(self, draft: Draft) -> None:
        self.settle()
        self.going, self._seen = draft.draft_id, draft.versions
        self._clock.start()
        self._banner.say(News.NOTE, "Discarded.", (("Undo", self.undo),), stays=True)
        self._banner.choices[0].setFocus()
        self.changed.emit()

    def undo(self) -> None:
        """Take it back."""
        self._clock.stop()
        self.going = None
        self._banner.clear()
        self.changed.emit()

    def settle(self) -> None:
        """The time for taking it back is over. What was written in it since it was discarded stays."""
        self._clock.stop()
        going, self.going = self.going, None
        if going is not None:
            self._banner.clear()
            self._drafts.drop(going, self._seen)
