"""Who holds a case, and the conversation between manager and worker that comes before.

All that was said is only ever added to: a proposal, the talks about it and the answers to it stay as they were given.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, ChildRef, ClientKey, Flag, Now, RandomKey, StaffRef, Words

_PARTS = "part in ('allocated_worker', 'second_worker', 'court_adviser', 'cover')"


class AllocationDiscussion(Base):
    """A conversation about one child or several: why a manager proposes this worker, and what the worker held then.

    `emergency`: the worker began at once, and the talk is still owed. `change_reason` is why the worker changes, where
    somebody holds the children; `instead_of` the conversation that this one takes the place of.
    """

    __tablename__ = "allocation_discussion"
    __table_args__ = (CheckConstraint(_PARTS, name="part"),)
    discussion_id: Mapped[ClientKey]
    proposed_by: Mapped[StaffRef]
    proposed_to: Mapped[StaffRef] = mapped_column(index=True)
    proposed_at: Mapped[Now]
    part: Mapped[str] = mapped_column(server_default="allocated_worker")
    why_them: Mapped[Words]
    held_then: Mapped[Words]
    emergency: Mapped[Flag]
    cover_from: Mapped[date | None]
    cover_until: Mapped[date | None]
    change_reason: Mapped[Words]
    instead_of: Mapped[UUID | None] = mapped_column(ForeignKey("core.allocation_discussion.discussion_id"))


class DiscussionChild(Base):
    """One child of a conversation, with what is urgent for that child."""

    __tablename__ = "discussion_child"
    discussion_id: Mapped[UUID] = mapped_column(
        ForeignKey("core.allocation_discussion.discussion_id"), primary_key=True
    )
    child_id: Mapped[UUID] = mapped_column(ForeignKey("core.file.child_id"), primary_key=True, index=True)
    urgent: Mapped[Words]


class AllocationTalk(Base):
    """That manager and worker talked: when, who took part, and what the worker said about their capacity."""

    __tablename__ = "allocation_talk"
    talk_id: Mapped[ClientKey]
    discussion_id: Mapped[UUID] = mapped_column(ForeignKey("core.allocation_discussion.discussion_id"), index=True)
    talked_on: Mapped[date]
    took_part: Mapped[Words]
    capacity_said: Mapped[Words]
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]


class TalkChild(Base):
    """What a talk agreed to do first for one child and by when, and what was handed over."""

    __tablename__ = "talk_child"
    talk_id: Mapped[UUID] = mapped_column(ForeignKey("core.allocation_talk.talk_id"), primary_key=True)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("core.file.child_id"), primary_key=True)
    agreed_first: Mapped[Words]
    agreed_by: Mapped[date | None]
    handover_note: Mapped[Words]


class AllocationAnswer(Base):
    """What became of a proposal: the worker accepts or declines, a manager withdraws; each with its reason."""

    __tablename__ = "allocation_answer"
    __table_args__ = (
        CheckConstraint("answer in ('accepted', 'declined', 'withdrawn')", name="answer"),
        Index(None, "discussion_id"),
        Index(
            "ix_allocation_answer_settled", "discussion_id", unique=True, postgresql_where=text("answer <> 'declined'")
        ),
    )
    answer_id: Mapped[RandomKey]
    discussion_id: Mapped[UUID] = mapped_column(ForeignKey("core.allocation_discussion.discussion_id"))
    answer: Mapped[str]
    reason: Mapped[Words]
    talk_id: Mapped[UUID | None] = mapped_column(ForeignKey("core.allocation_talk.talk_id"))
    answered_by: Mapped[StaffRef]
    answered_at: Mapped[Now]


class Allocation(Base):
    """Who is responsible for a child, in which part, from when to when, and why it changed.

    An emergency allocation has no discussion yet and carries `emergency_until`; every other one has. `ended_by` is the
    manager who ended it, or took cover back before it began: that ends when it begins, and was never held.
    """

    __tablename__ = "allocation"
    __table_args__ = (
        CheckConstraint(_PARTS, name="part"),
        CheckConstraint("discussion_id is not null or emergency_until is not null", name="talked_about"),
        CheckConstraint("to_at >= from_at", name="not_before"),
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
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("core.staff.staff_id"))
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]
