"""Who may see a file beyond its team, and the tickets without which nothing of a file is read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, ChildRef, Counter, Now, RandomKey, StaffRef, Words, Xid8

_LEVELS = "level in ('read', 'record')"


class NamedAccess(Base):
    """Access given to one person for a capacity and a time; for a sealed file it counts once a second confirms."""

    __tablename__ = "named_access"
    __table_args__ = (CheckConstraint(_LEVELS, name="level"), Index(None, "child_id", "staff_id"))
    access_id: Mapped[RandomKey]
    child_id: Mapped[ChildRef]
    staff_id: Mapped[StaffRef] = mapped_column(index=True)
    capacity: Mapped[str]
    level: Mapped[str] = mapped_column(server_default="read")
    from_at: Mapped[Now]
    to_at: Mapped[datetime | None]
    reason: Mapped[Words]
    given_by: Mapped[StaffRef]
    given_at: Mapped[Now]
    needs_second: Mapped[bool]
    second_by: Mapped[UUID | None] = mapped_column(ForeignKey("core.staff.staff_id"))
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("core.staff.staff_id"))


class Ticket(Base):
    """The record that a person opened a file (or its confidential details) and why; append-only.

    `opened_xid` is the transaction that made it: a ticket counts only once that transaction has committed.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        CheckConstraint("scope in ('file', 'confidential')", name="scope"),
        Index(None, "staff_id", "child_id", "expires_at"),
        Index(None, "basis", "opened_at"),
        Index(None, "opened_at"),
    )
    ticket_id: Mapped[Counter] = mapped_column(Identity(always=True), primary_key=True)
    staff_id: Mapped[StaffRef]
    child_id: Mapped[ChildRef]
    scope: Mapped[str] = mapped_column(server_default="file")
    basis: Mapped[str]
    purpose: Mapped[Words]
    opened_at: Mapped[Now]
    expires_at: Mapped[datetime]
    opened_xid: Mapped[int] = mapped_column(Xid8(), server_default=text("pg_current_xact_id()"))


class BreakGlassReview(Base):
    """What a manager or auditor found about a break-glass opening; append-only."""

    __tablename__ = "break_glass_review"
    ticket_id: Mapped[int] = mapped_column(ForeignKey("core.ticket.ticket_id"), primary_key=True)
    finding: Mapped[str]
    reviewed_by: Mapped[StaffRef]
    reviewed_at: Mapped[Now]


class SearchTicket(Base):
    """The record that a person searched words in all the files open to them; it counts once committed. Append-only."""

    __tablename__ = "search_ticket"
    __table_args__ = (Index(None, "staff_id", "opened_at"),)
    search_id: Mapped[RandomKey]
    staff_id: Mapped[StaffRef]
    words: Mapped[str]
    purpose: Mapped[Words]
    opened_at: Mapped[Now]
    expires_at: Mapped[datetime]
    opened_xid: Mapped[int] = mapped_column(Xid8(), server_default=text("pg_current_xact_id()"))


class DraftTicket(Base):
    """The record that a manager opened a colleague's draft and why; it counts once committed. Append-only.

    The draft may be dropped afterwards, so its id is no foreign key.
    """

    __tablename__ = "draft_ticket"
    __table_args__ = (Index(None, "staff_id", "draft_id", "expires_at"),)
    ticket_id: Mapped[RandomKey]
    draft_id: Mapped[UUID]
    staff_id: Mapped[StaffRef]
    reason: Mapped[str]
    opened_at: Mapped[Now]
    expires_at: Mapped[datetime]
    opened_xid: Mapped[int] = mapped_column(Xid8(), server_default=text("pg_current_xact_id()"))


class SiblingNotice(Base):
    """That an entry in an open file is to be told to the members of a brother's or sister's sealed file. Append-only.

    Apart from the audit, whose sealed chain could be recomputed from guesses; and without a foreign key to the file,
    whose lock would make the author wait for work in a file that must not be told.
    """

    __tablename__ = "sibling_notice"
    event_id: Mapped[int] = mapped_column(ForeignKey("audit.event.event_id"), primary_key=True)
    child_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)


class NoticeSeen(Base):
    """That a member of a sealed file has read of a question that touched it. Append-only."""

    __tablename__ = "notice_seen"
    event_id: Mapped[int] = mapped_column(ForeignKey("audit.event.event_id"), primary_key=True)
    staff_id: Mapped[StaffRef] = mapped_column(primary_key=True)
    seen_at: Mapped[Now]
