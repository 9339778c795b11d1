"""What a note proposes as the list shows it, and what becomes of a proposal that is added."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from db.commands.entries import RecordEntry
from db.domain.draft import Draft, DraftPaper
from db.domain.entry import ChildPart, EntryContent, HowKnown, Source
from db.domain.quick_words import agency_of
from db.interchange.agency_notes import Proposal
from db.local.outbox import command_json
from desktop.infra.codes import labels
from desktop.models import note_draft
from desktop.models.note_draft import Decision, Did
from desktop.models.record_table import RecordColumn
from desktop.models.words import day_in_words, with_marks

_DID = {
    Did.ADDED: "✓ added",
    Did.EDITED: "✎ in a form",
    Did.SAVED: "✓ saved",
    Did.DISCARDED: "✕ left out",
}
_WHEN = 21
"""Characters of the column for the date: the longest day."""
_SEEN = {"alone": "seen alone", "seen": "seen, not alone", "no": "not seen"}


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal, what was decided of it, whether the file may have it already, and whether I saw it myself."""

    proposal: Proposal
    decision: Decision | None = None
    known: bool = False
    own: bool = False

    @property
    def key(self) -> str:
        """Its place in the note."""
        return key_of(self.proposal)


def key_of(proposal: Proposal) -> str:
    """The place of a proposal in its note, which tells it from every other."""
    return f"{proposal.start}-{proposal.end}-{proposal.when.earliest}"


def when_in_words(line: Line) -> str:
    """The date, and whether its year was inferred and from what."""
    words, year = line.proposal.when.in_words(), _year(line.proposal)
    return f"{words}\nyear {year}" if year else words


def _year(proposal: Proposal) -> str:
    if not proposal.year_inferred:
        return ""
    if proposal.year_of is None:
        return "inferred from the note"
    report = "the report of " if proposal.year_of == proposal.report_date else ""
    return f"inferred from {report}{day_in_words(proposal.year_of)}"


def marks(line: Line) -> str:
    """What it is good to know at a glance."""
    found = (
        _DID[line.decision.did] if line.decision else "",
        _SEEN.get(line.proposal.seen.get("seen", ""), ""),
        "told by others" if line.proposal.hearsay else "",
        "child’s words" if line.proposal.child_words else "",
        "date to be asked" if line.proposal.doubt else "",
        "may be recorded already" if line.known and line.decision is None else "",
    )
    return "\n".join(part for part in (found[0], " · ".join(part for part in found[1:] if part)) if part)


def about(line: Line) -> list[tuple[str, str]]:
    """Label and text of what the list has no room for."""
    proposal = line.proposal
    how = "Told by others, as this note says" if proposal.hearsay else "From a document: this note"
    how = "Seen or heard by me, as my own note says" if line.own else how
    found = [
        ("From", with_marks(proposal.source.in_words()) or "not named in the note"),
        ("How it is known", how),
        ("Year", _year(proposal)),
        ("Written", f"“{with_marks(proposal.when.as_given)}”. {proposal.doubt}" if proposal.doubt else ""),
        ("The child was", _seen_in_words(proposal)),
        ("The child’s words", f"“{with_marks(proposal.child_words)}”" if proposal.child_words else ""),
        ("Report of", day_in_words(proposal.report_date) if proposal.report_date else ""),
    ]
    if line.known:
        found.append(("Perhaps twice", "An entry of that day with this headline is in the file."))
    return [(words, text) for words, text in found if text]


def _seen_in_words(proposal: Proposal) -> str:
    seen = proposal.seen
    why, present = seen.get("not_seen_why", ""), seen.get("present", "")
    parts = (_SEEN.get(seen.get("seen", ""), ""), why, f"with {present}" if present else "", seen.get("observed", ""))
    return with_marks("; ".join(part for part in parts if part))


def _when(line: Line) -> str:
    """The day, and below it the time and whether the year was inferred; or both ends of a range."""
    day, _, time = line.proposal.when.in_words().partition(", ")
    if " to " in day and len(day) > _WHEN:
        return day.replace(" to ", " to\n", 1)
    below = " · ".join(part for part in (time, "year inferred" if line.proposal.year_inferred else "") if part)
    return f"{day}\n{below}".rstrip()


COLUMNS: tuple[RecordColumn[Line], ...] = (
    RecordColumn(
        "When",
        _when,
        lambda line: line.proposal.start,
        _WHEN,
        spoken=when_in_words,
        strong=lambda line: line.decision is None,
    ),
    RecordColumn(
        "What happened",
        lambda line: with_marks(line.proposal.headline),
        lambda line: line.proposal.start,
        25,
        strong=lambda line: line.decision is None,
    ),
    RecordColumn("Kind", lambda line: _kind(line.proposal.kind), lambda line: line.proposal.kind, 12),
    RecordColumn("Marks", marks, lambda line: line.proposal.start, 21),
)


def _kind(code: str) -> str:
    return labels("entry_kind").get(code, code)


# What becomes of it.


def entry_of(note: Draft, proposal: Proposal) -> Draft:
    """The entry as it is proposed: ids made of the note and the place in it, and the command ready to be sent."""
    assert note.child_id is not None  # noqa: S101 (entries are looked for once the child is chosen)
    draft = _begun(note, proposal)
    draft = replace(draft, draft_id=_id(note, proposal, "added"), op_id=_id(note, proposal, "operation"))
    source = _source(note, proposal)
    detail = draft.values["detail"]
    seen = proposal.seen.get("seen", "")
    part = ChildPart(
        note.child_id,
        seen=seen != "no" if seen else None,
        seen_alone=seen == "alone" if seen else None,
        observed=proposal.seen.get("observed", ""),
        not_seen_why=proposal.seen.get("not_seen_why", ""),
        words=proposal.child_words,
    )
    content = EntryContent(
        proposal.when,
        proposal.kind,
        proposal.headline,
        source,
        detail=detail,
        present=proposal.seen.get("present", ""),
        children=(part,),
    )
    command = RecordEntry(draft.op_id, draft.entry_id, note.child_id, content)
    return replace(draft, sending=command_json(command))


def form_of(note: Draft, proposal: Proposal) -> Draft:
    """The same as the beginning of an entry that the worker goes over in the form; it is the same entry."""
    draft = _begun(note, proposal)
    return replace(draft, draft_id=_id(note, proposal, f"form {draft.typed_at}"))


def _id(note: Draft, proposal: Proposal, what: str) -> UUID:
    """Made of the note, the place in it and the words there, for this child."""
    return note_draft.id_for(note, f"{note.child_id} {key_of(proposal)} {proposal.text}", what)


def _begun(note: Draft, proposal: Proposal) -> Draft:
    source = _source(note, proposal)
    values = {
        "when": proposal.when.as_given if proposal.doubt and not proposal.year_inferred else proposal.when.in_words(),
        "headline": proposal.headline,
        "kind": proposal.kind,
        "how": str(source.how),
        "who": source.who,
        "role": source.role,
        "agency": source.agency,
        "on": source.on,
        "detail": _detail(proposal),
        "words": proposal.child_words,
        **proposal.seen,
    }
    kept = {key: value for key, value in values.items() if value or key == "detail"}
    entry_id = _id(note, proposal, "entry")
    who = (note.reference, note.born, note.expected_on, note.born_latest)
    return Draft(note.child_id, note.child, *who, entry_id=entry_id, values=kept)


def _detail(proposal: Proposal) -> str:
    """The text of the note as it stands, from where its headline ends; all of it if it begins in other words."""
    headline = re.compile(r"\s+".join(map(re.escape, proposal.headline.split())) + r"(?=\s|$)")
    begun = headline.match(proposal.text)
    return proposal.text[begun.end() :].lstrip() if begun else proposal.text


_FIRST_HAND = re.compile(
    r"\b(?:I|we|me|my|us|saw|seen|visit(?:ed)?|h/?v|met|observed|heard|noticed|spoke (?:to|with)|(?:un)?announced)\b",
    re.IGNORECASE,
)


def is_first_hand(proposal: Proposal) -> bool:
    """Whether its words say that whoever wrote them was there."""
    return not proposal.hearsay and bool(_FIRST_HAND.search(proposal.text))


def is_anybodys(proposal: Proposal) -> bool:
    """Whether the note does not say who wrote it."""
    return not (proposal.source.who or proposal.source.role or proposal.source.agency)


def is_own(note: Draft | None, proposal: Proposal) -> bool:
    """Whether I saw or heard it myself: it is in my own note and told at first hand."""
    mine = note_draft.written_by(note) if note is not None else ""
    by_me = is_anybodys(proposal) or proposal.source.who.casefold() == mine.casefold()
    return bool(mine) and by_me and is_first_hand(proposal)


def _source(note: Draft, proposal: Proposal) -> Source:
    """Seen by me; or from the note, or for hearsay from whoever told it, through whoever wrote it, with its day."""
    if is_own(note, proposal):
        return Source(HowKnown.SEEN_OR_HEARD)
    said = proposal.source
    on = day_in_words(proposal.report_date) if proposal.report_date else ""
    by = ", ".join(part for part in (said.who, said.role, said.agency) if part)
    if proposal.hearsay and said.told_by:
        who, _, role = said.told_by.partition(", ")
        role = ", ".join(part for part in (role, f"through {by}" if by else "") if part)
        return Source(HowKnown.TOLD, who, role, agency_of(said.told_by), on)
    if proposal.hearsay:
        return Source(HowKnown.TOLD, said.who or said.agency or name_of(note), said.role, said.agency_code, on)
    return Source(HowKnown.DOCUMENT, name_of(note), by, said.agency_code, on)


def name_of(note: Draft) -> str:
    """What the note is called."""
    return note.values.get(note_draft.NAME) or "Note pasted in"


def paper_of_note(note: Draft, entry_id: UUID, kind: str, written: date | None) -> DraftPaper:
    """The note itself as a document of this entry, with the day on which it was written."""
    text = note.values.get(note_draft.TEXT, "")
    own = note.papers[0] if note.papers else None
    paper_id = note_draft.id_for(note, f"{entry_id} {text}", "paper")
    if own is not None:
        return replace(own, paper_id=paper_id, dated_on=own.dated_on or written)
    return DraftPaper(paper_id, f"{name_of(note)}.txt", "text/plain", kind, written, text)


def in_file(proposal: Proposal, known: Collection[tuple[date, str]]) -> bool:
    """Whether an entry of that day with the same headline is among those that are known."""
    return (proposal.when.earliest, proposal.headline.casefold()) in known
