"""Where one goes on with a report: the document as it is on the server, what is kept of it here, or a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from db.domain.document_template import DocumentTemplate
from db.domain.draft import Draft
from db.errors import NotPermitted, Refused
from db.queries.court_documents import (
    CourtDocument,
    FindingAnswer,
    court_document,
    court_documents,
    finding_answers,
    page_limits,
)
from db.queries.document_templates import templates_here
from db.queries.documents import DocumentLine, documents_of_child
from db.queries.files import ChildSummary, child_summary
from db.queries.proceedings import proceedings_of
from db.queries.siblings import Sibling, siblings_of
from db.queries.staff import who_am_i
from db.session import Session
from desktop.features.court.written import in_order

_WRITERS = ("practitioner", "court_adviser", "manager")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be opened: a document by its id, which a new one has too, and the other children of a new one."""

    child_id: UUID
    document_id: UUID
    kind: str
    others: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenedReport:
    """A document with its template, its children, the one of this file first, and the papers of their files."""

    role: str
    template: DocumentTemplate
    heads: Mapping[UUID, ChildSummary]
    kept: Draft | None
    document_id: UUID
    document: CourtDocument | None
    saved_at: datetime | None
    answers: tuple[FindingAnswer, ...]
    fields: Mapping[str, str] = field(repr=False)
    page_limit: int | None
    papers: tuple[DocumentLine, ...]
    siblings: tuple[Sibling, ...]
    proceedings_id: UUID | None

    @property
    def children(self) -> tuple[UUID, ...]:
        """The children, the one in whose file it is read first."""
        return tuple(self.heads)

    @property
    def names(self) -> dict[UUID, str]:
        """The names of the children."""
        return {child: head.name for child, head in self.heads.items()}

    @property
    def may_save(self) -> bool:
        """Whether one may save documents in all these files."""
        return self.role in _WRITERS and all(head.may_record for head in self.heads.values())


@dataclass(frozen=True, slots=True)
class Shut:
    """It is about others too whose files are not all open: their names, as far as they are known here."""

    others: Mapping[UUID, str]


def kept_of(drafts: Iterable[Draft], document_id: UUID, draft_id: UUID | None) -> Draft | None:
    """What is kept here of a document: this draft, or else the one typed last."""
    ours = [draft for draft in drafts if draft.document and draft.entry_id == document_id]
    named = [draft for draft in ours if draft.draft_id == draft_id]
    return next(reversed(named or ours), None)


def open_report(session: Session, asked: Asked, kept: Draft | None) -> OpenedReport | Shut:
    """Read all that the page shows; runs off the interface thread. Refused where there is no template any more."""
    child_id = asked.child_id
    lines = {line.document_id: line for line in court_documents(session, child_id)}
    line = lines.get(asked.document_id)
    others = line.children if line is not None else tuple(kept.concerned) if kept is not None else asked.others
    head = child_summary(session, child_id)
    try:
        heads = {child_id: head} | {one: child_summary(session, one) for one in in_order(child_id, others)[1:]}
        document = court_document(session, child_id, line.document_id) if line is not None else None
    except NotPermitted:
        if len(in_order(child_id, others)) == 1:
            raise
        known = {one.child_id: one.name for one in siblings_of(session, child_id)}
        return Shut({one: known.get(one, "a child") for one in in_order(child_id, others)[1:]})
    template = templates_here(session).template(asked.kind)
    if template is None:
        raise Refused("There is no template for this kind of document any more; ask an administrator.")
    case = next((case for case in proceedings_of(session, child_id).proceedings if case.running), None)
    begun = {"case_number": case.case_number, "court": case.court} if case is not None else {}
    fields = kept.values if kept is not None else document.fields if document is not None else begun
    limit = page_limits(session).get(template.page_limit)
    return OpenedReport(
        role=who_am_i(session).role,
        template=template,
        heads=heads,
        kept=kept,
        document_id=asked.document_id,
        document=document,
        saved_at=document.saved_at if document is not None else None,
        answers=finding_answers(session, child_id, line.document_id) if line is not None else (),
        fields={name: text for name, text in fields.items() if text},
        page_limit=limit.pages if limit is not None else None,
        papers=tuple(paper for child in heads for paper in documents_of_child(session, child)),
        siblings=siblings_of(session, child_id),
        proceedings_id=document.proceedings_id if document is not None else case.proceedings_id if case else None,
    )


def draft_of(opened: OpenedReport) -> Draft:
    """A draft of the document, of which nothing is kept yet."""
    child, document = next(iter(opened.heads.values())), opened.document
    return Draft(
        child.child_id,
        child.name,
        child.reference,
        child.born,
        child.expected_on,
        child.born_latest,
        entry_id=opened.document_id,
        values=opened.fields,
        concerned={one: name for one, name in opened.names.items() if one != child.child_id},
        base_version=document.version if document is not None else 0,
        base_values=opened.fields if document is not None else {},
        document=opened.template.kind,
    )
