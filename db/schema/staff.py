"""Who works here: teams, staff and what changed about them. A person's database login is the person."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, ClientKey, Counter, Flag, Now, RandomKey, StaffRef, Words


class Team(Base):
    """A team that files can belong to."""

    __tablename__ = "team"
    team_id: Mapped[RandomKey]
    name: Mapped[str] = mapped_column(unique=True)
    active: Mapped[bool] = mapped_column(server_default="true")


class Staff(Base):
    """One login, one person. `front_door` may open any unsealed file, `duty` those of the own team."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint(
            "role in ('practitioner', 'court_adviser', 'manager', 'support', 'administrator', 'auditor')",
            name="role",
        ),
        CheckConstraint("state in ('active', 'suspended', 'left')", name="state"),
    )
    staff_id: Mapped[RandomKey]
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    job_title: Mapped[Words]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("core.team.team_id"), index=True)
    front_door: Mapped[Flag]
    duty: Mapped[Flag]
    state: Mapped[str] = mapped_column(server_default="active")
    added_at: Mapped[Now]


class StaffChange(Base):
    """What was changed about a member of staff, by whom; append-only."""

    __tablename__ = "staff_change"
    __table_args__ = (Index(None, "staff_id", "changed_at"),)
    change_id: Mapped[Counter] = mapped_column(Identity(always=True), primary_key=True)
    staff_id: Mapped[StaffRef]
    what: Mapped[str]
    reason: Mapped[Words]
    changed_by: Mapped[str] = mapped_column(server_default=func.session_user())
    changed_at: Mapped[Now]


class ServerDraft(Base):
    """A copy of an unfinished entry, encrypted by its author's client and private to the author."""

    __tablename__ = "server_draft"
    draft_id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[StaffRef] = mapped_column(index=True)
    child_id: Mapped[UUID | None] = mapped_column(ForeignKey("core.file.child_id"))
    sealed_text: Mapped[bytes]
    typed_at: Mapped[datetime]
    stored_at: Mapped[Now]


class SavedFilter(Base):
    """A filter of the chronology that somebody keeps under a name; private to that person."""

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("staff_id", "name"),)
    filter_id: Mapped[ClientKey]
    staff_id: Mapped[StaffRef]
    name: Mapped[str]
    filter: Mapped[dict[str, Any]]
    saved_at: Mapped[Now]
