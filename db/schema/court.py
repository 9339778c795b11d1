"""Proceedings, and the documents that are made out of the record for the court and kept as filed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, ClientKey, Counter, Flag, Now, RandomKey, StaffRef, Words


class Proceedings(Base):
    """One set of family proceedings; what is recorded of them stands in their versions."""

    __tablename__ = "proceedings"
    proceedings_id: Mapped[RandomKey]
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]


class ProceedingsVersion(Base):
    """Proceedings as they stood from one recording on; the newest counts. Append-only.

    The 26 weeks run from `issued_on`; `due_on` is another day that the court set, with its reason in `due_why`.
    """

    __tablename__ = "proceedings_version"
    __table_args__ = (CheckConstraint("law in ('public', 'private')", name="law"),)
    proceedings_id: Mapped[UUID] = mapped_column(ForeignKey("core.proceedings.proceedings_id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, server_default="1")
    op_id: Mapped[UUID] = mapped_column(unique=True, server_default=text("gen_random_uuid()"))
    case_number: Mapped[Words] = mapped_column(index=True)
    court: Mapped[Words]
    law: Mapped[str] = mapped_column(server_default="public")
    application: Mapped[Words]
    stage: Mapped[Words]
    letter_on: Mapped[date | None]
    issued_on: Mapped[date | None]
    due_on: Mapped[date | None]
    due_why: Mapped[Words]
    ended_on: Mapped[date | None]
    outcome: Mapped[Words]
    mistaken: Mapped[Flag]
    how_known: Mapped[Words]
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]


class ProceedingsChild(Base):
    """A child whom a version of the proceedings concerns. Append-only."""

    __tablename__ = "proceedings_child"
    __table_args__ = (
        ForeignKeyConstraint(
            ["proceedings_id", "version"],
            ["core.proceedings_version.proceedings_id", "core.proceedings_version.version"],
        ),
    )
    proceedings_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, server_default="1")
    child_id: Mapped[UUID] = mapped_column(ForeignKey("core.file.child_id"), primary_key=True, index=True)


class Party(Base):
    """A party, a carer or a children's guardian, as recorded in the file of `child_id`; the newest version counts.

    `hidden` says what must not be told of to the others: nothing, "contact" (address and telephone), "name", or "party"
    (that there is such a party at all); with from whom and why. Append-only.
    """

    __tablename__ = "party"
    __table_args__ = (CheckConstraint("hidden in ('', 'contact', 'name', 'party')", name="hidden"),)
    party_id: Mapped[RandomKey]
    version: Mapped[int] = mapped_column(primary_key=True, server_default="1")
    op_id: Mapped[UUID] = mapped_column(unique=True, server_default=text("gen_random_uuid()"))
    proceedings_id: Mapped[UUID] = mapped_column(ForeignKey("core.proceedings.proceedings_id"), index=True)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("core.file.child_id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("core.person.person_id"))
    name: Mapped[Words]
    part: Mapped[str]
    representative: Mapped[Words]
    hidden: Mapped[Words]
    hidden_from: Mapped[Words]
    hidden_why: Mapped[Words]
    ended_on: Mapped[date | None]
    mistaken: Mapped[Flag]
    how_known: Mapped[Words]
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]


class Hearing(Base):
    """A hearing or a meeting before proceedings, past or listed; the newest version counts. Append-only.

    Listing slips: a corrected date is a new version, and what stood stays.
    """

    __tablename__ = "hearing"
    hearing_id: Mapped[RandomKey]
    version: Mapped[int] = mapped_column(primary_key=True, server_default="1")
    op_id: Mapped[UUID] = mapped_column(unique=True, server_default=text("gen_random_uuid()"))
    proceedings_id: Mapped[UUID] = mapped_column(ForeignKey("core.proceedings.proceedings_id"), index=True)
    kind: Mapped[str]
    listed_on: Mapped[date]
    listed_at: Mapped[Words]
    venue: Mapped[Words]
    status: Mapped[Words]
    outcome: Mapped[Words]
    how_known: Mapped[Words]
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]


class CourtDocument(Base):
    """A document that is made out of a child's file: a chronology, a statement, a report. Append-only.

    `kind` is "chronology" or the name of a template. `children` are all whom it is about, the child of the file in
    which it was begun among them: who reads it must have the files of all of them open.
    """

    __tablename__ = "court_document"
    __table_args__ = (Index(None, "children", postgresql_using="gin"),)
    court_document_id: Mapped[ClientKey]
    kind: Mapped[str]
    child_id: Mapped[UUID] = mapped_column(ForeignKey("core.file.child_id"), index=True)
    children: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    proceedings_id: Mapped[UUID | None] = mapped_column(ForeignKey("core.proceedings.proceedings_id"))
    created_by: Mapped[StaffRef]
    created_at: Mapped[Now]


class CourtDocumentVersion(Base):
    """The fields of a document as they stood from one saving on, each a text under its name. Append-only."""

    __tablename__ = "court_document_version"
    court_document_id: Mapped[UUID] = mapped_column(
        ForeignKey("core.court_document.court_document_id"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    op_id: Mapped[UUID] = mapped_column(unique=True)
    fields: Mapped[dict[str, Any]]
    author_id: Mapped[StaffRef]
    recorded_at: Mapped[Now]


class FindingAnswer(Base):
    """What somebody said of a finding of the check before filing: accepted, or of a hidden detail released, and why.

    `finding` is the sha256 of what was found; an empty reason takes back what was said before. Append-only.
    """

    __tablename__ = "finding_answer"
    __table_args__ = (Index(None, "court_document_id", "finding"),)
    answer_id: Mapped[ClientKey]
    court_document_id: Mapped[UUID] = mapped_column(ForeignKey("core.court_document.court_document_id"))
    finding: Mapped[bytes]
    kind: Mapped[str]
    hidden: Mapped[bool]
    reason: Mapped[Words]
    staff_id: Mapped[StaffRef]
    answered_at: Mapped[Now]


class FiledVersion(Base):
    """The bytes that were filed, for good: their hash, the record's state, and the audit head printed in them.

    `facts` says for whom and by whom it was approved, and the findings with their reasons. Append-only.
    """

    __tablename__ = "filed_version"
    __table_args__ = (Index(None, "court_document_id", "number", unique=True),)
    filed_id: Mapped[ClientKey]
    court_document_id: Mapped[UUID] = mapped_column(ForeignKey("core.court_document.court_document_id"))
    number: Mapped[int]
    version: Mapped[int]
    pdf: Mapped[bytes]
    sha256: Mapped[bytes]
    pages: Mapped[int]
    facts: Mapped[dict[str, Any]]
    record_as_at: Mapped[datetime]
    audit_seq: Mapped[Counter]
    audit_head: Mapped[bytes]
    filed_by: Mapped[StaffRef]
    filed_at: Mapped[Now]


class FiledEntry(Base):
    """An entry that a filed version shows, in the version in which it shows it. Append-only."""

    __tablename__ = "filed_entry"
    filed_id: Mapped[UUID] = mapped_column(ForeignKey("core.filed_version.filed_id"), primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("core.entry.entry_id"), primary_key=True)
    version: Mapped[int]


class DocumentTemplate(Base):
    """A template that an administrator put in the place of one of the program's own, or beside them. Append-only.

    One that is `ended` is offered no more; documents that stand on it are opened with it.
    """

    __tablename__ = "document_template"
    kind: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    toml: Mapped[Words]
    staff_id: Mapped[StaffRef]
    put_at: Mapped[Now]
    ended: Mapped[Flag]


class PageLimit(Base):
    """How many sides of A4 the court usually allows, from a date on; it warns and never blocks."""

    __tablename__ = "page_limit"
    __table_args__ = (CheckConstraint("pages > 0", name="pages"), Index(None, "kind", "from_on", unique=True))
    limit_id: Mapped[RandomKey]
    kind: Mapped[str]
    from_on: Mapped[date]
    pages: Mapped[int]
    authority: Mapped[Words]
