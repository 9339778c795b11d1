"""What becomes of the note in hand in another window or at another desk: worked on there, or put away.

Where both worked on one text it stays one note, with the decisions of both; where they wrote two texts there are two
notes, and that is said.
"""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from db.domain.draft import Draft
from desktop.features.inbox.holding import Holding
from desktop.infra.draft_desk import DraftDesk
from desktop.models import note_draft

NEWER = "This note is written on in another window or at another desk as well. What stands here now is the newest."
PARTED = (
    "This note was written on in another window or at another desk as well. Both texts are kept: what stands here goes "
    "on as a note of its own, and the other is under “Notes under way”. An event added from both is recorded once."
)
GONE = (
    "This note was put away in another window or at another desk, or discarded under Drafts. Its text stands only here."
)


class Following(QObject):
    """Has the newest of the note in hand, and tells how it stands."""

    newer = Signal()
    """It was worked on elsewhere: what is in hand now is the newest."""
    parted = Signal()
    """Another text was written in it elsewhere: both are notes."""
    gone = Signal()
    """It is not among the notes any more; told once."""

    def __init__(self, drafts: DraftDesk, holding: Holding, parent: QObject) -> None:
        super().__init__(parent)
        self._drafts, self._holding = drafts, holding
        self._apart: dict[UUID, UUID] = {}
        """The notes that parted, each with the one that it was."""
        self._gone: UUID | None = None
        drafts.parted.connect(self._goes_on_as)

    def look(self) -> None:
        """See how the note in hand stands."""
        for own_id, other_id in [*self._apart.items(), *self._left_over()]:
            self._bring_together(own_id, other_id)
        note = self._holding.note
        listed = self._holding.one(note.draft_id) if note is not None else None
        if note is None:
            self._gone = None
        elif listed is None:
            self._find_again(note)
        elif not note.knows(listed):
            self._take(note, listed)

    def _left_over(self) -> list[tuple[UUID, UUID]]:
        """The notes that lie beside the one that they began as, though their text is the same."""
        notes = self._holding.all()
        first = {str(note.draft_id): note for note in notes}
        beside = [note for note in notes if note.values.get(note_draft.BEGUN, "") not in ("", str(note.draft_id))]
        pairs = [(note, first.get(note.values[note_draft.BEGUN])) for note in beside]
        return [(own.draft_id, one.draft_id) for own, one in pairs if one and note_draft.same_text(own, one)]

    def _find_again(self, note: Draft) -> None:
        """Where it had parted, another window may have put it together again with the one that it began as."""
        first = next(
            (one for one in self._holding.all() if str(one.draft_id) == note.values.get(note_draft.BEGUN)), None
        )
        if first is not None and note_draft.same_text(note, first):
            self._holding.take(first)
            self.newer.emit()
        elif self._gone != note.draft_id:
            self._gone = note.draft_id
            self.gone.emit()

    def _take(self, note: Draft, listed: Draft) -> None:
        """The newer one, or the one that this has become where both wrote."""
        if listed.knows(note):
            self._holding.take(listed)
            self.newer.emit()
        elif self._holding.one(note.parted().draft_id) is not None:
            self._goes_on_as(note.draft_id, note.parted())
            self._bring_together(note.parted().draft_id, note.draft_id)

    def _goes_on_as(self, note_id: UUID, kept: Draft) -> None:
        """What is typed here goes on as a note of its own, until one sees what the other says."""
        note = self._holding.note
        if note is not None and note.draft_id == note_id and note.hand == kept.hand:
            self._holding.take(note.parted())
        if note_draft.is_note(kept):
            self._apart[kept.draft_id] = note_id

    def _bring_together(self, own_id: UUID, other_id: UUID) -> None:
        own, other = self._holding.one(own_id), self._holding.one(other_id)
        if own is not None and other is None:  # not seen yet
            return
        self._apart.pop(own_id, None)
        note = self._holding.note
        in_hand = note is not None and note.draft_id == own_id
        if own is None or other is None:
            return
        if note_draft.same_text(own, other):
            joined = self._drafts.put_together(note_draft.joined(other, own, self._is_undone), own)
            if in_hand:
                self._holding.take(joined)
        if in_hand:
            (self.newer if note_draft.same_text(own, other) else self.parted).emit()

    def _is_undone(self, draft_id: UUID) -> bool:
        """Whether what was decided was taken back: neither is it among the drafts, nor in the record."""
        there = any(draft.draft_id == draft_id for draft in self._drafts.drafts)
        return not there and not self._drafts.was_sent(draft_id)
