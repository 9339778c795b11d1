"""Proceedings, and the documents that are made out of the record for the court and kept as filed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, ClientKey, Counter, Flag, Now, RandomKey, StaffRef, Words


class Proceedings(Base):
    """One set of family proceedings; the 26 weeks run from `issued_on` unless the court has said otherwise."""

    __tablename__ = "proceedings"
    proceedings_id: Mapped[RandomKey]
    case_number: Mapped[Words] = mapped_column(index=True)
    court: Mapped[Words]
    law: Mapped[str] = mapped_column(server_default="public")
    application: Mapped[Words]
    stage: Mapped[Words]
    issued_on: Mapped[date | None]
    due_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    outcome: Mapped[Words]
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]


class ProceedingsChild(Base):
    """A child whom the proceedings concern."""

    __tablename__ = "proceedings_child"
    proceedings_id: Mapped[UUID] = mapped_column(ForeignKey("core.proceedings.proceedings_id"), primary_key=True)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("core.file.child_id"), primary_key=True, index=True)


class Party(Base):
    """A party, representative or children's guardian; `hidden` parties must not be told of to the others."""

    __tablename__ = "party"
    party_id: Mapped[RandomKey]
    proceedings_id: Mapped[UUID] = mapped_column(ForeignKey("core.proceedings.proceedings_id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("core.person.person_id"))
    name: Mapped[Words]
    part: Mapped[str]
    representative: Mapped[Words]
    hidden: Mapped[Flag]
    hidden_from: Mapped[Words]
    hidden_why: Mapped[Words]


class Hearing(Base):
    """A hearing, past or listed. Listing slips, so the date may be changed; the audit keeps the old one."""

    __tablename__ = "hearing"
    hearing_id: Mapped[RandomKey]
    proceedings_id: Mapped[UUID] = mapped_column(ForeignKey("core.proceedings.proceedings_id"), index=True)
    kind: Mapped[str]
    listed_on: Mapped[date]
    listed_at: Mapped[Words]
    outcome: Mapped[Words]
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]


class CourtDocument(Base):
    """A document being made: what it is, for whom, and the settings of its pages."""

    __tablename__ = "court_document"
    court_document_id: Mapped[ClientKey]
    kind: Mapped[str]
    title: Mapped[str]
    child_id: Mapped[UUID] = mapped_column(ForeignKey("core.file.child_id"), index=True)
    proceedings_id: Mapped[UUID | None] = mapped_column(ForeignKey("core.proceedings.proceedings_id"))
    settings: Mapped[dict[str, Any]]
    created_by: Mapped[StaffRef]
    created_at: Mapped[Now]


class CourtDocumentVersion(Base):
    """The sections of a document as they stood from one moment on."""

    __tablename__ = "court_document_version"
    court_document_id: Mapped[UUID] = mapped_column(
        ForeignKey("core.court_document.court_document_id"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    op_id: Mapped[UUID] = mapped_column(unique=True)
    sections: Mapped[dict[str, Any]]
    author_id: Mapped[StaffRef]
    recorded_at: Mapped[Now]


class CourtDocumentEntry(Base):
    """An entry chosen for a document: in or out, its court wording and its reference; the record never changes."""

    __tablename__ = "court_document_entry"
    court_document_id: Mapped[UUID] = mapped_column(
        ForeignKey("core.court_document.court_document_id"), primary_key=True
    )
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("core.entry.entry_id"), primary_key=True)
    included: Mapped[bool]
    relied_on: Mapped[Flag]
    wording: Mapped[Words]
    reference: Mapped[Words]
    position: Mapped[Counter | None]


class FiledVersion(Base):
    """The bytes that were filed, for good: their hash, the record's state, and the audit head printed in them."""

    __tablename__ = "filed_version"
    filed_id: Mapped[RandomKey]
    court_document_id: Mapped[UUID] = mapped_column(ForeignKey("core.court_document.court_document_id"), index=True)
    version: Mapped[int]
    pdf: Mapped[bytes]
    sha256: Mapped[bytes]
    pages: Mapped[int]
    record_as_at: Mapped[datetime]
    audit_seq: Mapped[Counter]
    audit_head: Mapped[bytes]
    filed_by: Mapped[StaffRef]
    filed_at: Mapped[Now]


class PageLimit(Base):
    """How many sides of A4 the court usually allows, from a date on; it warns and never blocks."""

    __tablename__ = "page_limit"
    __table_args__ = (CheckConstraint("pages > 0", name="pages"), Index(None, "kind", "from_on", unique=True))
    limit_id: Mapped[RandomKey]
    kind: Mapped[str]
    from_on: Mapped[date]
    pages: Mapped[int]
    authority: Mapped[Words]
