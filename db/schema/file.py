"""A child's file and the dated facts about the child from which the head of the file is derived."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, ChildRef, Counter, Flag, Now, StaffRef, Words


class File(Base):
    """A child's file. It always has a responsible team, from first contact until disposal."""

    __tablename__ = "file"
    __table_args__ = (
        CheckConstraint("state in ('open', 'closed', 'disposed')", name="state"),
        Index("ix_file_sealed", "child_id", postgresql_where=text("sealed")),
    )
    child_id: Mapped[UUID] = mapped_column(ForeignKey("core.person.person_id"), primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("core.team.team_id"), index=True)
    state: Mapped[str] = mapped_column(server_default="open")
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    closure_reason: Mapped[Words]
    sealed: Mapped[Flag]
    sealed_why: Mapped[Words]
    legal_hold: Mapped[Flag]
    retention_class: Mapped[str] = mapped_column(server_default="standard")
    retain_until: Mapped[date | None]
    last_number: Mapped[Counter] = mapped_column(server_default="0")


class Period(Base):
    """A dated fact: involvement, assessment, legal status, plan, placement, school … with its code and source.

    `planned_on` holds a date that is still to come (a conference, a review). A correction is a new row that
    `replaces` the old one, so that the history stays.
    """

    __tablename__ = "period"
    __table_args__ = (
        Index(None, "child_id", "kind", "begins_earliest"),
        Index("ix_period_replaces", "replaces", unique=True, postgresql_where=text("replaces is not null")),
    )
    period_id: Mapped[UUID] = mapped_column(primary_key=True)
    child_id: Mapped[ChildRef]
    kind: Mapped[str]
    code: Mapped[Words]
    category: Mapped[Words]
    description: Mapped[Words]
    begins_earliest: Mapped[date | None]
    begins_latest: Mapped[date | None]
    begins_words: Mapped[Words]
    ends_earliest: Mapped[date | None]
    ends_latest: Mapped[date | None]
    ends_words: Mapped[Words]
    ended_why: Mapped[Words]
    planned_on: Mapped[date | None]
    source_entry: Mapped[UUID | None] = mapped_column(ForeignKey("core.entry.entry_id"))
    replaces: Mapped[UUID | None] = mapped_column(ForeignKey("core.period.period_id"))
    how_known: Mapped[Words]
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]
