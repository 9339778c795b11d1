"""What is decided of a note's proposals: kept at each step, taken back where that is still possible, and sent.

What is added rests for ten seconds among the drafts before it goes to the server, so that it can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from db.domain.draft import Draft, DraftState
from db.interchange.agency_notes import Proposal
from desktop.features.inbox.proposals import entry_of, form_of, key_of, name_of, paper_of_note
from desktop.infra.draft_desk import DraftDesk
from desktop.infra.paper import kind_by_name
from desktop.models import note_draft
from desktop.models.note_draft import Decision, Did

UNDO_MS = 10_000


class Deciding(QObject):
    """The decisions of the note that is in front; `note` is its draft."""

    changed = Signal()

    def __init__(self, drafts: DraftDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self.note: Draft | None = None
        self.bytes_of_note: Callable[[], bytes | None] = lambda: None
        """The note itself, as it goes with the first entry."""
        self.written: date | None = None
        """The day of the note, as far as it says that itself."""
        self._sending = False
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(UNDO_MS)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)  # what rested is not asked a moment too early
        self._clock.timeout.connect(self._send_rested)
        drafts.sent.connect(self._on_server)
        drafts.changed.connect(self._look)

    @property
    def decisions(self) -> dict[str, Decision]:
        """What is decided, by proposal; what was discarded in its form counts as undecided again.

        What went off from another window is saved.
        """
        if self.note is None:
            return {}
        there = {draft.draft_id for draft in self._drafts.drafts}
        found = {}
        for key, one in note_draft.decisions(self.note).items():
            gone = one.draft_id if one.draft_id not in there else None
            if one.did in (Did.ADDED, Did.EDITED) and gone is not None and self._drafts.was_sent(gone):
                found[key] = replace(one, did=Did.SAVED)
            elif one.did is not Did.EDITED or gone is None:
                found[key] = one
        return found

    def add(self, proposal: Proposal) -> None:
        """Confirm it as it stands."""
        if self.note is not None:
            draft = entry_of(self.note, proposal)
            self._begin(proposal, draft, Did.ADDED)
            self._clock.start()

    def edit(self, proposal: Proposal) -> UUID | None:
        """Begin an entry with it for the form; answers which draft that is."""
        before = self.decisions.get(key_of(proposal))
        if before is not None and before.did is Did.EDITED:
            return before.draft_id
        if self.note is None or (before is not None and not self._taken_back(before)):
            return None
        draft = form_of(self.note, proposal)
        self._begin(proposal, draft, Did.EDITED)
        self._drafts.hasten()
        return draft.draft_id

    def discard(self, proposal: Proposal) -> None:
        """Leave it out."""
        before = self.decisions.get(key_of(proposal))
        if before is None or self._taken_back(before):
            self._note(proposal, Decision(Did.DISCARDED))

    def undo(self, proposal: Proposal) -> bool:
        """Let it be undecided again; False if it is on its way to the record already."""
        before = self.decisions.get(key_of(proposal))
        if before is not None and not self._taken_back(before):
            return False
        self._note(proposal, None)
        return True

    def _begin(self, proposal: Proposal, draft: Draft, did: Did) -> None:
        """The entry is kept first, then the decision, so that a crash between leaves it to be decided again."""
        content = None if self._went_with() else self.bytes_of_note()
        draft = replace(draft, typed_at=datetime.now().astimezone())
        if content is not None and self.note is not None:
            kind = kind_by_name(name_of(self.note)) or "other"
            paper = paper_of_note(self.note, draft.entry_id, kind, self.written)
            self._drafts.put_paper(draft.draft_id, paper.paper_id, content)
            draft = replace(draft, papers=(*draft.papers, paper))
        self._drafts.keep(draft)
        self._note(proposal, Decision(did, draft.draft_id, content is not None))

    def _went_with(self) -> bool:
        return any(one.with_note for one in self.decisions.values())

    def _taken_back(self, decision: Decision) -> bool:
        """Whether what came of it is gone again, or nothing ever did."""
        if decision.draft_id is None:
            return True
        draft = self._draft(decision.draft_id)
        if draft is None or draft.state is not DraftState.WRITING:
            return False
        self._drafts.drop(decision.draft_id)
        return True

    def _draft(self, draft_id: UUID) -> Draft | None:
        return next((one for one in self._drafts.drafts if one.draft_id == draft_id), None)

    def _note(self, proposal: Proposal, decision: Decision | None) -> None:
        if self.note is None:
            return
        found = {key: one for key, one in self.decisions.items() if key != key_of(proposal)}
        self.note = note_draft.decided(self.note, found | ({key_of(proposal): decision} if decision else {}))
        self.note = self._drafts.keep(self.note)
        self.changed.emit()

    # Sending.

    def send(self) -> None:
        """Have everything that was added sent, of every note; also what a crash or a closed window left."""
        self._send(self._drafts.drafts)

    def _send_rested(self) -> None:
        """What a window before left is sent; what was added just now, in this window or another, has its time."""
        now = datetime.now().astimezone()
        ages = {draft.draft_id: 1000 * (now - draft.typed_at).total_seconds() for draft in self._drafts.drafts}
        self._send([draft for draft in self._drafts.drafts if not 0 <= ages[draft.draft_id] < UNDO_MS])

    def _send(self, drafts: Sequence[Draft]) -> None:
        if self._sending:  # each one that is sent changes the list, which asks here again
            return
        self._clock.stop()
        self._sending = True
        rested = {draft.draft_id: draft for draft in drafts}
        for decision in self._to_go():
            draft = self._draft(decision.draft_id) if decision.draft_id else None
            if draft is None or draft.state is not DraftState.WRITING or not _untouched(draft):
                continue
            if draft.draft_id in rested:
                self._drafts.send(draft)
            else:
                self._clock.start()
        self._sending = False

    def _to_go(self) -> list[Decision]:
        """What was added; also what another window or desk saved while it was added here, which lands once."""
        notes = [note for note in self._drafts.drafts if note_draft.is_note(note)]
        made = [one for note in notes for one in note_draft.decisions(note).values()]
        return [one for one in made if one.did in (Did.ADDED, Did.SAVED)]

    def _look(self) -> None:
        if not self._clock.isActive():
            self._send_rested()

    def _on_server(self, draft: Draft, _changes: object) -> None:
        """An entry that was gone over in the form is on the server."""
        for note in self._drafts.drafts:
            found = note_draft.decisions(note) if note_draft.is_note(note) else {}
            for key, one in found.items():
                if one.draft_id == draft.draft_id:
                    self._saved(note, found | {key: replace(one, did=Did.SAVED)})

    def _saved(self, note: Draft, found: dict[str, Decision]) -> None:
        after = self._drafts.keep(note_draft.decided(note, found))
        if self.note is not None and self.note.draft_id == note.draft_id:
            self.note = after
        self.changed.emit()


def _untouched(draft: Draft) -> bool:
    """Whether it still says what was added; one that was gone over in the form has no command any more."""
    return draft.sending is not None
