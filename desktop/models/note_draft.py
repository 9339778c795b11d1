"""Another agency's note while it is worked through: kept as a draft, word for word, with what was decided of it.

It lies among the drafts so that it is sealed, copied and never lost like them; it is never sent to the record itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid5

from db.domain.draft import Draft, DraftState

TEXT, NAME, READ, DECIDED, BEGUN = "note", "note name", "note read", "note decided", "note begun as"
FROM_DAY = "note counts from"
"""The day that dates without a year count from, in a note that does not say when it was written."""
WRITER, SOMEBODY = "note written by", "somebody else"
"""Who of us wrote the note, by name, or that it was somebody else."""


class Did(StrEnum):
    """What the worker decided of a proposal."""

    ADDED = "added"
    EDITED = "edited"
    SAVED = "saved"
    DISCARDED = "discarded"


_FURTHEST = (Did.SAVED, Did.ADDED, Did.EDITED, Did.DISCARDED)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of one proposal, and the draft that came of it; `with_note` if the note went with that entry."""

    did: Did
    draft_id: UUID | None = None
    with_note: bool = False


def is_note(draft: Draft) -> bool:
    """Whether the draft is a note under way and not an entry."""
    return TEXT in draft.values and not draft.document


def is_read(draft: Draft) -> bool:
    """Whether entries were looked for in the note, so that its text stands still."""
    return bool(draft.values.get(READ))


def from_day(draft: Draft) -> date | None:
    """The day that dates without a year count from, if the worker had to say it."""
    try:
        return date.fromisoformat(draft.values.get(FROM_DAY, ""))
    except ValueError:
        return None


def written_by(draft: Draft) -> str:
    """The name of the worker whose own note it is; empty if it is somebody else's or was not said."""
    said = draft.values.get(WRITER, "")
    return "" if said == SOMEBODY else said


def begun(draft: Draft) -> Draft:
    """A new note, which tells also where it goes on as two what they began as."""
    return replace(draft, values={**draft.values, TEXT: "", BEGUN: str(draft.draft_id)})


def same_text(one: Draft, other: Draft) -> bool:
    """Whether both are the same note for the same child, looked through or not."""
    return one.child_id == other.child_id and one.values.get(TEXT) == other.values.get(TEXT)


def joined(draft: Draft, other: Draft, is_undone: Callable[[UUID], bool]) -> Draft:
    """The note with what was decided in two windows; what came further stands, and what was taken back does not."""
    found = decisions(other)
    for key, one in decisions(draft).items():
        if key not in found or _FURTHEST.index(one.did) <= _FURTHEST.index(found[key].did):
            found[key] = one
    made = {key: one for key, one in found.items() if one.draft_id is None or not is_undone(one.draft_id)}
    read = {READ: "yes"} if is_read(draft) or is_read(other) else {}
    said = {key: words for key in (FROM_DAY, WRITER) if (words := draft.values.get(key) or other.values.get(key))}
    return decided(replace(draft, values={**draft.values, **read, **said}), made)


def written(draft: Draft, **values: str) -> Draft:
    """The note with some of its values set, as typed now."""
    keys = {"text": TEXT, "name": NAME, "read": READ, "from_day": FROM_DAY, "writer": WRITER}
    named = {keys[key]: value for key, value in values.items()}
    return _now(draft, {**draft.values, **named})


def decisions(draft: Draft) -> dict[str, Decision]:
    """What was decided so far, by the place of each proposal in the text."""
    try:
        found = json.loads(draft.values.get(DECIDED) or "{}")
        return {str(key): _decision(value) for key, value in found.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def decided(draft: Draft, found: Mapping[str, Decision]) -> Draft:
    """The note with these decisions."""
    packed = {
        key: {"did": one.did, "draft": str(one.draft_id) if one.draft_id else "", "note": one.with_note}
        for key, one in found.items()
    }
    return _now(draft, {**draft.values, DECIDED: json.dumps(packed)})


def id_for(draft: Draft, key: str, what: str) -> UUID:
    """The same id each time for the same proposal of a note, so that adding it again adds it once.

    Also after a crash, and in another window where the note goes on as a draft of its own.
    """
    return uuid5(UUID(draft.values.get(BEGUN) or str(draft.draft_id)), f"{key} {what}")


def _now(draft: Draft, values: Mapping[str, str]) -> Draft:
    return replace(draft, values=values, typed_at=datetime.now().astimezone(), state=DraftState.WRITING)


def _decision(value: Mapping[str, object]) -> Decision:
    draft = str(value["draft"])
    return Decision(Did(str(value["did"])), UUID(draft) if draft else None, bool(value["note"]))
