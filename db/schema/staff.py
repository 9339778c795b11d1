"""Who works here: teams, staff and what changed about them. A person's database login is the person."""

from __future__ import annotations

from datetime import date, datetime
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
    """One login, one person. `front_door` may open any unsealed file, `duty` those of the own team.

    Without `own_password` somebody else chose the password, and nothing can be done before it is changed. Whoever does
    that proves that they know it by `given_key`: "iterations:salt$stored key" of its verifier (RFC 5802, section 3).
    """

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
    own_password: Mapped[bool] = mapped_column(server_default="true")
    given_key: Mapped[Words]
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


class Absence(Base):
    """That somebody is away, set by themselves or their manager; while it lasts the manager is told instead."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("to_on >= from_on", name="days"),)
    absence_id: Mapped[ClientKey]
    staff_id: Mapped[StaffRef] = mapped_column(index=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    set_by: Mapped[StaffRef]
    set_at: Mapped[Now]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("core.staff.staff_id"))
    ended_at: Mapped[datetime | None]


class ServerDraft(Base):
    """A copy of an unfinished entry, private to its author, for another desk or a manager.

    It is not encrypted by the author's client: that key never leaves the author's desk, so an encrypted copy could
    serve neither another desk nor a manager, and the record itself lies on the same server. `child_id` has no foreign
    key, which would tell whether there is such a file.
    """

    __tablename__ = "server_draft"
    draft_id: Mapped[ClientKey]
    staff_id: Mapped[StaffRef] = mapped_column(index=True)
    child_id: Mapped[UUID | None]
    content: Mapped[dict[str, Any]]
    typed_at: Mapped[datetime]
    stored_at: Mapped[Now]
    handed_to_team: Mapped[UUID | None] = mapped_column(ForeignKey("core.team.team_id"), index=True)
    handed_note: Mapped[Words]
    handed_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("core.staff.staff_id"))
    settled_at: Mapped[datetime | None]


class GoneDraft(Base):
    """A draft that its author saved or dropped, so that the author's other desks let go of it too; without a word."""

    __tablename__ = "gone_draft"
    draft_id: Mapped[ClientKey]
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("core.staff.staff_id"), primary_key=True)
    versions: Mapped[dict[str, Any]]
    gone_at: Mapped[Now]


class SavedFilter(Base):
    """A filter of the chronology that somebody keeps under a name; private to that person."""

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("staff_id", "name"),)
    filter_id: Mapped[ClientKey]
    staff_id: Mapped[StaffRef]
    name: Mapped[str]
    filter: Mapped[dict[str, Any]]
    saved_at: Mapped[Now]
