"""By what a team measures how full its people are, and what else takes their hours.

A weight is the team's own; what nobody changed stands in the list `work_weight`.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, ClientKey, Now, StaffRef, Words

Tenths = Annotated[Decimal, mapped_column(Numeric(4, 1))]
"""A number with one place after the point."""


class TeamWeight(Base):
    """How much one child of a kind of work weighs in a team, or between which weights is usual there. Append-only.

    `measure` is a code of the list `work_weight`.
    """

    __tablename__ = "team_weight"
    __table_args__ = (CheckConstraint("weight between 0 and 99", name="weight"),)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("core.team.team_id"), primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    weight: Mapped[Tenths]
    why: Mapped[Words]
    changed_by: Mapped[StaffRef]
    changed_at: Mapped[Now]


class TimeNote(Base):
    """What takes hours of somebody's week beside their children, from a day to a day: court, travel, training.

    It is read and never reckoned with.
    """

    __tablename__ = "time_note"
    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="days"),
        CheckConstraint("hours > 0 and hours <= 60", name="hours"),
    )
    note_id: Mapped[ClientKey]
    staff_id: Mapped[StaffRef] = mapped_column(index=True)
    what: Mapped[Words]
    hours: Mapped[Tenths]
    from_on: Mapped[date]
    until_on: Mapped[date]
    set_by: Mapped[StaffRef]
    set_at: Mapped[Now]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("core.staff.staff_id"))
    ended_at: Mapped[datetime | None]
