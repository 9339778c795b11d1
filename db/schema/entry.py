"""The record itself: entries, their versions, each child's part, and documents. Nothing here is ever overwritten."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import (
    Base,
    ChildRef,
    ClientKey,
    Counter,
    EntryRef,
    Flag,
    Now,
    RandomKey,
    Small,
    StaffRef,
    Words,
)


class Entry(Base):
    """The identity of an entry; what it says is in its versions."""

    __tablename__ = "entry"
    entry_id: Mapped[ClientKey]
    created_by: Mapped[StaffRef]
    created_at: Mapped[Now]


class EntryVersion(Base):
    """What the entry said from one moment on. `occurred_minute` is a minute of the day, local time."""

    __tablename__ = "entry_version"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("char_length(headline) between 1 and 200", name="headline"),
        CheckConstraint("occurred_earliest <= occurred_latest", name="occurred"),
        CheckConstraint("occurred_minute between 0 and 1439", name="minute"),
        CheckConstraint("source_how in ('seen_or_heard', 'told', 'document')", name="source_how"),
        CheckConstraint("tone in ('harm', 'protective', 'neutral')", name="tone"),
    )
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("core.entry.entry_id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    op_id: Mapped[UUID] = mapped_column(unique=True)
    occurred_earliest: Mapped[date]
    occurred_latest: Mapped[date]
    occurred_precision: Mapped[str]
    occurred_minute: Mapped[Small | None]
    occurred_approximate: Mapped[Flag]
    occurred_words: Mapped[Words]
    kind: Mapped[str]
    headline: Mapped[str]
    detail: Mapped[Words]
    place: Mapped[Words]
    present: Mapped[Words]
    source_how: Mapped[str]
    source_who: Mapped[Words]
    source_role: Mapped[Words]
    source_agency: Mapped[Words]
    source_on: Mapped[Words]
    outcome: Mapped[Words]
    significant: Mapped[Flag]
    tone: Mapped[str] = mapped_column(server_default="neutral")
    third_party: Mapped[Flag]
    legal_advice: Mapped[Flag]
    not_to_share_with: Mapped[Words]
    not_to_share_why: Mapped[Words]
    amendment_reason: Mapped[Words]
    next_on: Mapped[date | None]
    author_id: Mapped[StaffRef]
    recorded_at: Mapped[Now]
    sha256: Mapped[bytes]


class EntryChild(Base):
    """An entry concerns a child; `number` counts the entries of that child's file and orders those of one day."""

    __tablename__ = "entry_child"
    __table_args__ = (Index(None, "child_id", "number", unique=True),)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("core.entry.entry_id"), primary_key=True)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("core.file.child_id"), primary_key=True)
    number: Mapped[Counter]


class EntryVersionChild(Base):
    """What a version says of one child: seen, alone, own words, impact. Seen and words differ between siblings."""

    __tablename__ = "entry_version_child"
    __table_args__ = (
        ForeignKeyConstraint(["entry_id", "version"], ["core.entry_version.entry_id", "core.entry_version.version"]),
        ForeignKeyConstraint(["entry_id", "child_id"], ["core.entry_child.entry_id", "core.entry_child.child_id"]),
    )
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[UUID] = mapped_column(primary_key=True)
    impact: Mapped[Words]
    seen: Mapped[bool | None]
    seen_alone: Mapped[bool | None]
    observed: Mapped[Words]
    not_seen_why: Mapped[Words]
    words: Mapped[Words]


class EntryBasis(Base):
    """The entries that an analysis rests on."""

    __tablename__ = "entry_basis"
    __table_args__ = (
        ForeignKeyConstraint(["entry_id", "version"], ["core.entry_version.entry_id", "core.entry_version.version"]),
    )
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    basis_id: Mapped[UUID] = mapped_column(ForeignKey("core.entry.entry_id"), primary_key=True)


class EntryChallenge(Base):
    """What a person said against an entry, noted beside it in one child's file and read only there."""

    __tablename__ = "entry_challenge"
    __table_args__ = (
        ForeignKeyConstraint(["entry_id", "child_id"], ["core.entry_child.entry_id", "core.entry_child.child_id"]),
        Index(None, "entry_id", "child_id"),
    )
    challenge_id: Mapped[ClientKey]
    entry_id: Mapped[UUID]
    child_id: Mapped[UUID]
    said_by: Mapped[str]
    said_on: Mapped[date]
    text: Mapped[str]
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]


class PostedEntry(Base):
    """That an entry came into a child's file from a brother's or sister's; append-only."""

    __tablename__ = "posted_entry"
    __table_args__ = (
        ForeignKeyConstraint(["entry_id", "child_id"], ["core.entry_child.entry_id", "core.entry_child.child_id"]),
        Index(None, "child_id", "posted_at"),
    )
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    child_id: Mapped[UUID] = mapped_column(primary_key=True)
    posted_by: Mapped[StaffRef]
    posted_at: Mapped[Now]


class PostedSeen(Base):
    """That somebody whose page showed a posted entry has opened it; append-only."""

    __tablename__ = "posted_seen"
    __table_args__ = (
        ForeignKeyConstraint(["entry_id", "child_id"], ["core.posted_entry.entry_id", "core.posted_entry.child_id"]),
    )
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    child_id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[StaffRef] = mapped_column(primary_key=True)
    seen_at: Mapped[Now]


class WrongFile(Base):
    """An entry that stood in the wrong file: closed to that file's readers, with its trace and where it went."""

    __tablename__ = "wrong_file"
    __table_args__ = (
        ForeignKeyConstraint(["entry_id", "child_id"], ["core.entry_child.entry_id", "core.entry_child.child_id"]),
    )
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    child_id: Mapped[UUID] = mapped_column(primary_key=True)
    reason: Mapped[str]
    moved_to: Mapped[UUID | None] = mapped_column(ForeignKey("core.file.child_id"))
    closed_by: Mapped[StaffRef]
    closed_at: Mapped[Now]


class ImportedRow(Base):
    """A row that came in from a chronology file, so that importing it again, by whomever, adds nothing."""

    __tablename__ = "imported_row"
    child_id: Mapped[UUID] = mapped_column(ForeignKey("core.file.child_id"), primary_key=True)
    row_sha256: Mapped[bytes] = mapped_column(primary_key=True)
    occurrence: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[EntryRef]


class Document(Base):
    """The bytes of a paper, its kind and date, and its text for search; `text_note` says why there is none."""

    __tablename__ = "document"
    document_id: Mapped[RandomKey]
    sha256: Mapped[bytes]
    name: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes]
    text: Mapped[Words]
    text_note: Mapped[Words]
    kind: Mapped[Words]
    dated_on: Mapped[date | None]
    superseded_by: Mapped[UUID | None] = mapped_column(ForeignKey("core.document.document_id"))
    added_by: Mapped[StaffRef]
    added_at: Mapped[Now]


class DocumentChild(Base):
    """The files in which a document may be read."""

    __tablename__ = "document_child"
    document_id: Mapped[UUID] = mapped_column(ForeignKey("core.document.document_id"), primary_key=True)
    child_id: Mapped[ChildRef] = mapped_column(primary_key=True, index=True)


class EntryDocument(Base):
    """A document attached to an entry."""

    __tablename__ = "entry_document"
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("core.entry.entry_id"), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("core.document.document_id"), primary_key=True, index=True)
    attached_at: Mapped[Now]
