"""Who holds a case, and the talk between manager and worker that came before."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, ChildRef, Now, StaffRef, Words


class AllocationDiscussion(Base):
    """The conversation: why this worker, what is urgent, what was agreed, what the worker said and answered."""

    __tablename__ = "allocation_discussion"
    __table_args__ = (CheckConstraint("answer in ('open', 'accepted', 'declined')", name="answer"),)
    discussion_id: Mapped[UUID] = mapped_column(primary_key=True)
    proposed_by: Mapped[StaffRef]
    proposed_to: Mapped[StaffRef] = mapped_column(index=True)
    proposed_at: Mapped[Now]
    why_them: Mapped[Words]
    urgent: Mapped[Words]
    held_then: Mapped[Words]
    talked_on: Mapped[date | None]
    took_part: Mapped[Words]
    agreed_first: Mapped[Words]
    agreed_by: Mapped[date | None]
    capacity_said: Mapped[Words]
    answer: Mapped[str] = mapped_column(server_default="open")
    answer_reason: Mapped[Words]
    answered_at: Mapped[datetime | None]


class DiscussionChild(Base):
    """One child of a discussion, with the line about that child."""

    __tablename__ = "discussion_child"
    discussion_id: Mapped[UUID] = mapped_column(
        ForeignKey("core.allocation_discussion.discussion_id"), primary_key=True
    )
    child_id: Mapped[UUID] = mapped_column(ForeignKey("core.file.child_id"), primary_key=True)
    line: Mapped[Words]


class Allocation(Base):
    """Who is responsible for a child, in which part, from when to when, and why it changed.

    An emergency allocation has no discussion yet and carries `emergency_until`; every other one has.
    """

    __tablename__ = "allocation"
    __table_args__ = (
        CheckConstraint("part in ('allocated_worker', 'second_worker', 'court_adviser', 'cover')", name="part"),
        CheckConstraint("discussion_id is not null or emergency_until is not null", name="talked_about"),
        Index(None, "child_id", "to_at"),
        Index(None, "staff_id", "to_at"),
    )
    allocation_id: Mapped[UUID] = mapped_column(primary_key=True)
    child_id: Mapped[ChildRef]
    staff_id: Mapped[StaffRef]
    part: Mapped[str] = mapped_column(server_default="allocated_worker")
    discussion_id: Mapped[UUID | None] = mapped_column(ForeignKey("core.allocation_discussion.discussion_id"))
    emergency_until: Mapped[datetime | None]
    from_at: Mapped[Now]
    to_at: Mapped[datetime | None]
    change_reason: Mapped[Words]
    handover_note: Mapped[Words]
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]
