"""When something about a child is told on a caseload, what was answered to it, and the days by which things are due.

A change is a new version; `changed_by` is empty where it is the program's own (`resources/signals`).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, ChildRef, ClientKey, Now, StaffRef, Words


class SignalThreshold(Base):
    """From how many times, and in how many weeks or after how many, a signal is told. Append-only."""

    __tablename__ = "signal_threshold"
    __table_args__ = (
        CheckConstraint("times between 0 and 99", name="times"),
        CheckConstraint("weeks between 0 and 520", name="weeks"),
    )
    signal: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    times: Mapped[int]
    weeks: Mapped[int]
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("core.staff.staff_id"))
    changed_at: Mapped[Now]


class StatutoryStep(Base):
    """How long after its beginning, or after the last one, the next step of a rule has to be. Append-only."""

    __tablename__ = "statutory_step"
    __table_args__ = (
        CheckConstraint("number between 1 and 520", name="number"),
        CheckConstraint("unit in ('working days', 'weeks', 'months')", name="unit"),
    )
    rule: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    unit: Mapped[str]
    authority: Mapped[Words]
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("core.staff.staff_id"))
    changed_at: Mapped[Now]


class BankHoliday(Base):
    """A bank holiday of England and Wales; an empty name takes it back. Append-only."""

    __tablename__ = "bank_holiday"
    day: Mapped[date] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Words]
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("core.staff.staff_id"))
    changed_at: Mapped[Now]


class SignalAnswer(Base):
    """What somebody said to a signal about a child, and until when that holds. Append-only.

    `what` tells signals of one kind apart; `about` is the newest thing behind the signal then, an entry or a period:
    when something newer stands behind it, the answer was to something else.
    """

    __tablename__ = "signal_answer"
    __table_args__ = (Index(None, "child_id", "signal"),)
    answer_id: Mapped[ClientKey]
    child_id: Mapped[ChildRef]
    signal: Mapped[str]
    what: Mapped[Words]
    about: Mapped[UUID | None]
    note: Mapped[str]
    until_on: Mapped[date]
    said_by: Mapped[StaffRef]
    said_at: Mapped[Now]
