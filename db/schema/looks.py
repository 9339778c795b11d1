"""Who asked who looked, what was answered to looks that deserve a question, and who said that they know a family."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, ChildRef, ClientKey, Counter, Now, RandomKey, StaffRef, Words, Xid8


class LookTicket(Base):
    """The record that a person asked who looked at a file, or without a child for the lists of looks.

    It counts once committed. Append-only.
    """

    __tablename__ = "look_ticket"
    __table_args__ = (Index(None, "staff_id", "child_id", "expires_at"),)
    ticket_id: Mapped[RandomKey]
    staff_id: Mapped[StaffRef]
    child_id: Mapped[UUID | None] = mapped_column(ForeignKey("core.file.child_id"))
    opened_at: Mapped[Now]
    expires_at: Mapped[datetime]
    opened_xid: Mapped[int] = mapped_column(Xid8(), server_default=text("pg_current_xact_id()"))


class LookThreshold(Base):
    """From how many times on, and of how many weeks, looks deserve a question. Append-only.

    A change is a new version; `changed_by` is empty where it is the program's own (`resources/signals`).
    """

    __tablename__ = "look_threshold"
    __table_args__ = (
        CheckConstraint("times between 1 and 999", name="times"),
        CheckConstraint("weeks between 1 and 52", name="weeks"),
    )
    question: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    times: Mapped[int]
    weeks: Mapped[int]
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("core.staff.staff_id"))
    changed_at: Mapped[Now]


class LookAnswer(Base):
    """What a manager or auditor noted to a question about somebody's looks. Append-only.

    `about` is the newest look behind the question then: when another stands there, the answer was to something else.
    """

    __tablename__ = "look_answer"
    __table_args__ = (Index(None, "staff_id", "question"),)
    answer_id: Mapped[ClientKey]
    question: Mapped[str]
    staff_id: Mapped[StaffRef]
    child_id: Mapped[UUID | None] = mapped_column(ForeignKey("core.file.child_id"))
    about: Mapped[Counter] = mapped_column(ForeignKey("core.ticket.ticket_id"))
    note: Mapped[str]
    said_by: Mapped[StaffRef]
    said_at: Mapped[Now]


class DeclaredInterest(Base):
    """That a member of staff knows a family: the file is shut to them until a manager of it lifts that."""

    __tablename__ = "declared_interest"
    __table_args__ = (Index(None, "child_id", "staff_id"),)
    interest_id: Mapped[ClientKey]
    child_id: Mapped[ChildRef]
    staff_id: Mapped[StaffRef]
    why: Mapped[str]
    declared_at: Mapped[Now]
    lifted_by: Mapped[UUID | None] = mapped_column(ForeignKey("core.staff.staff_id"))
    lifted_at: Mapped[datetime | None]
    lifted_why: Mapped[Words]
