"""The columns of the drafts, and the words for what state each is in."""

from __future__ import annotations

from datetime import date, datetime

from db.domain.draft import (
    ALLOCATION_ANSWER,
    ALLOCATION_TALK,
    CHALLENGE,
    CONTACT,
    CONTACT_DECISION,
    PROPOSAL,
    Draft,
    DraftState,
)
from db.queries.drafts import ColleaguesDraft
from desktop.models import note_draft
from desktop.models.document_kinds import kind_words
from desktop.models.record_table import RecordColumn
from desktop.models.words import age_in_words, count, distance, with_marks

_SAID = 160
_DESK = {
    CONTACT: "contact being entered",
    CONTACT_DECISION: "decision on a contact",
    PROPOSAL: "proposal being written",
    ALLOCATION_TALK: "talk about an allocation",
    ALLOCATION_ANSWER: "answer to a proposal",
}


def child_in_words(draft: Draft) -> str:
    """The child, and below it the age and the reference, as far as they are known."""
    if draft.document in _DESK:
        return f"{with_marks(draft.child) or 'No child named yet'}\n{_DESK[draft.document]}"
    if draft.child_id is None:
        return f"{with_marks(draft.child) or 'No child named'}\nchild still to be chosen"
    known = draft.born or draft.expected_on
    age = age_in_words(draft.born, draft.expected_on, date.today(), draft.born_latest) if known else ""
    return f"{with_marks(draft.child)}\n{' · '.join(part for part in (age, draft.reference) if part)}"


def said(draft: Draft) -> str:
    """What the draft says: its first words, after what it is where it is no new entry."""
    values = draft.values
    if draft.document == CHALLENGE:
        return f"Against an entry\n{_short(values.get('text', '') or values.get('said_by', ''))}"
    if draft.document in _DESK:
        first = ("headline", "why", "detail", "agreed0", "capacity", "urgent0", "looked_for")
        return _short(next((text for key in first if (text := values.get(key, ""))), "")) or "no words yet"
    if draft.document:
        return f"{document_in_words(draft)}\n{with_marks(draft.values.get('case_number', '')[:_SAID])}".rstrip()
    if note_draft.is_note(draft):
        name = values.get(note_draft.NAME) or "Pasted text"
        return f"Inbox: {with_marks(name)}\n{_short(values.get(note_draft.TEXT, ''))}"
    told = next(
        (text for key in ("headline", "detail", "words", "outcome") if (text := values.get(key, "").strip())), ""
    )
    words = _short(told) or _others(draft)
    return f"Amendment: {words}" if draft.base_version else words


def document_in_words(draft: Draft) -> str:
    """What kind of document for the court it is."""
    return kind_words(draft.document)


def _others(draft: Draft) -> str:
    papers = count(len(draft.papers), "document")
    return papers if draft.papers else "no words yet"


def _short(text: str) -> str:
    words = " ".join(text[: 4 * _SAID].split())
    return with_marks(words if len(words) <= _SAID else f"{words[:_SAID].rstrip()}…")


def state_in_words(draft: Draft) -> str:
    """How the draft stands."""
    if draft.state is DraftState.WAITING:
        at = (draft.finished_at or draft.typed_at).astimezone()
        return f"waits for the server since {moment(at, short=True)}, goes off by itself"
    if draft.state is DraftState.HELD:
        return f"sent back: {draft.trouble}"
    if draft.document in _DESK:
        return "not finished"
    if draft.document:
        return "not noted yet" if draft.document == CHALLENGE else "not saved as a version"
    if note_draft.is_note(draft):
        return "entries are being chosen" if note_draft.is_read(draft) else "not looked through yet"
    return "not finished"


def moment(at: datetime, *, short: bool = False) -> str:
    """Return "today at 14:05", "3 days ago at 09:12"; in short "14:05" for a moment of today."""
    here = at.astimezone()
    day = distance(here.date(), date.today())
    return f"{here:%H:%M}" if short and day == "today" else f"{day} at {here:%H:%M}"


COLUMNS: tuple[RecordColumn[Draft], ...] = (
    RecordColumn("Child", child_in_words, lambda draft: draft.child.casefold(), 20, strong=lambda _: True),
    RecordColumn("What it says", said, lambda draft: said(draft).casefold(), 28),
    RecordColumn("Typed", lambda draft: moment(draft.typed_at), lambda draft: draft.typed_at, 11),
    RecordColumn("State", state_in_words, lambda draft: str(draft.state), 20),
)
COLLEAGUES: tuple[RecordColumn[ColleaguesDraft], ...] = (
    RecordColumn(
        "Whose",
        lambda one: f"{with_marks(one.author)}\n{one.job_title}".rstrip(),
        lambda one: one.author.casefold(),
        17,
        strong=lambda _: True,
    ),
    RecordColumn(
        "Child", lambda one: with_marks(one.child) or "not named to you", lambda one: one.child.casefold(), 17
    ),
    RecordColumn("Typed", lambda one: moment(one.typed_at), lambda one: one.typed_at, 13),
    RecordColumn(
        "Why it is here",
        lambda one: f"handed to you: {with_marks(one.note)}".rstrip(": ") if one.handed else "left by somebody away",
        lambda one: one.handed,
        26,
    ),
)
