"""The note in hand: a draft from its first word on, for a child who may be chosen before or after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from db.domain.draft import Draft, DraftPaper
from db.errors import ThroughlineError
from desktop.features.inbox.deciding import Deciding
from desktop.infra.draft_desk import DraftDesk
from desktop.infra.paper import Paper, kind_by_name
from desktop.models import note_draft
from desktop.models.pasted import pasted_text
from desktop.widgets.child_picker import Pick


class Holding:
    """Which note is in hand, and whose it is; `preset` is the child of a note that is not begun yet."""

    def __init__(self, drafts: DraftDesk, deciding: Deciding) -> None:
        self._drafts, self._deciding = drafts, deciding
        self.preset: Pick | None = None
        deciding.bytes_of_note = self.content

    @property
    def note(self) -> Draft | None:
        """The note; None while nothing is typed."""
        return self._deciding.note

    @property
    def pick(self) -> Pick | None:
        """Whose it is, as far as that is chosen."""
        if self.note is None:
            return self.preset
        return _pick(self.note) if self.note.child_id is not None else None

    def all(self) -> list[Draft]:
        """Every note under way."""
        return [one for one in self._drafts.drafts if note_draft.is_note(one)]

    def one(self, draft_id: UUID) -> Draft | None:
        """A note under way."""
        return next((note for note in self.all() if note.draft_id == draft_id), None)

    def take(self, note: Draft | None) -> None:
        """Have another note in hand, or none."""
        self._deciding.note = note

    def keep(self, note: Draft) -> None:
        """Have it as it is now, and on the disk."""
        self._deciding.note = self._drafts.keep(note)

    def type(self, text: str) -> None:
        """The text is this now."""
        self.keep(note_draft.written(self.note or self._new(), text=text))

    def choose(self, pick: Pick) -> None:
        """It is this child's."""
        if self.note is None:
            self.preset = pick
        else:
            self.keep(_for(self.note, pick))

    def read(self) -> None:
        """Entries were looked for in it: its text stands still."""
        if self.note is not None and not note_draft.is_read(self.note):
            self.keep(note_draft.written(self.note, read="yes"))

    def count_from(self, day: date) -> None:
        """Dates without a year count from this day."""
        if self.note is not None:
            self.keep(note_draft.written(self.note, from_day=day.isoformat()))

    def written_by(self, writer: str) -> None:
        """It is the note of this worker, or of somebody else."""
        if self.note is not None:
            self.keep(note_draft.written(self.note, writer=writer))

    def add(self, paper: Paper) -> Draft:
        """A note from a file, kept with the file itself; it is not in hand yet."""
        words = paper.words
        own = DraftPaper(
            uuid4(), paper.name, words.media_type, kind_by_name(paper.name) or "other", None, words.text, words.note
        )
        made = note_draft.written(self._new(), text=pasted_text(words.text), name=paper.name)
        made = replace(made, papers=(own,))
        self._drafts.put_paper(made.draft_id, own.paper_id, paper.content)
        return self._drafts.keep(made)

    def content(self) -> bytes | None:
        """The note itself, for the first entry that comes of it."""
        note = self.note
        if note is None:
            return None
        if not note.papers:
            return note.values.get(note_draft.TEXT, "").encode("utf-8", "ignore")
        try:
            return self._drafts.paper(note.draft_id, note.papers[0].paper_id)
        except ThroughlineError:
            return None

    def _new(self) -> Draft:
        draft = note_draft.begun(Draft(None))
        return _for(draft, self.preset) if self.preset is not None else draft


def _pick(note: Draft) -> Pick:
    assert note.child_id is not None  # noqa: S101 (asked before)
    return Pick(note.child_id, note.child, note.reference, note.born, note.expected_on, note.born_latest)


def _for(note: Draft, pick: Pick) -> Draft:
    return replace(
        note, child_id=pick.child_id, child=pick.name, reference=pick.reference, born=pick.born,
        expected_on=pick.expected_on, born_latest=pick.born_latest,
    )  # fmt: skip
