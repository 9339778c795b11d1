"""Where one goes on: what is kept here, else the newest chronology, one that is not filed first; or a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from db.domain.court_chronology import Choice, Span, choices
from db.domain.draft import Draft
from db.queries.court_documents import (
    CourtDocument,
    FindingAnswer,
    court_document,
    court_documents,
    finding_answers,
)
from db.session import Session
from desktop.features.court.selection import KIND, CourtFacts, beginning, read_facts, span_of

WRITERS = ("practitioner", "court_adviser", "manager")


@dataclass(frozen=True, slots=True)
class Opened:
    """The file, what of the document is kept here and on the server, and what was said of its findings."""

    facts: CourtFacts
    kept: Draft | None
    document_id: UUID
    document: CourtDocument | None
    saved_at: datetime | None
    filed: int
    answers: tuple[FindingAnswer, ...]
    fields: Mapping[str, str] = field(repr=False)
    span: Span
    choices: tuple[Choice, ...] = field(repr=False)

    @property
    def may_save(self) -> bool:
        """Whether one may save documents in this file."""
        return self.facts.child.may_record and self.facts.me.role in WRITERS

    @property
    def issued_on(self) -> date | None:
        """The day of issue, which the check asks after for the initial chronology alone."""
        case = self.facts.case
        return case.issued_on if case is not None and not self.filed else None


def kept_of(
    drafts: Iterable[Draft], child_id: UUID, draft_id: UUID | None = None, document_id: UUID | None = None
) -> Draft | None:
    """What is kept here of a child's chronology: this draft, or of this document, or else the one typed last."""
    ours = [draft for draft in drafts if draft.document == KIND and draft.child_id == child_id]
    if document_id is not None:
        ours = [draft for draft in ours if draft.entry_id == document_id]
    named = [draft for draft in ours if draft.draft_id == draft_id]
    return next(reversed(named or ours), None)


def open_chronology(session: Session, child_id: UUID, kept: Draft | None, document_id: UUID | None = None) -> Opened:
    """Read all that the page shows; runs off the interface thread."""
    facts = read_facts(session, child_id)
    lines = [line for line in court_documents(session, child_id) if line.kind == KIND]
    if kept is not None:
        line = next((line for line in lines if line.document_id == kept.entry_id), None)
    elif document_id is not None:
        line = next((line for line in lines if line.document_id == document_id), None)
    else:
        line = next((line for line in lines if line.unfiled), next(iter(lines), None))
    document = court_document(session, child_id, line.document_id) if line is not None else None
    if kept is not None:
        fields: Mapping[str, str] = kept.values
    else:
        fields = document.fields if document is not None else beginning(facts, date.today())
    span = span_of(fields, date.today())
    return Opened(
        facts=facts,
        kept=kept,
        document_id=kept.entry_id
        if kept is not None
        else line.document_id
        if line is not None
        else document_id or uuid4(),
        document=document,
        saved_at=document.saved_at if document is not None else None,
        filed=line.filed if line is not None else 0,
        answers=finding_answers(session, child_id, line.document_id) if line is not None else (),
        fields={name: text for name, text in fields.items() if text},
        span=span,
        choices=choices(facts.candidates, fields, span),
    )


def draft_of(opened: Opened) -> Draft:
    """A draft of the document, of which nothing is kept yet."""
    child, document = opened.facts.child, opened.document
    return Draft(
        child.child_id,
        child.name,
        child.reference,
        child.born,
        child.expected_on,
        child.born_latest,
        entry_id=opened.document_id,
        values=opened.fields,
        base_version=document.version if document is not None else 0,
        base_values=opened.fields if document is not None else {},
        document=KIND,
    )
