"""What was changed about a team, where staff live, what two people settle about a sealed file,
and what somebody is told once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Identity, Index, Uuid, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, ClientKey, Counter, Now, RandomKey, StaffRef, Words


class TeamChange(Base):
    """What was changed about a team, by whom and why; append-only."""

    __tablename__ = "team_change"
    __table_args__ = (Index(None, "team_id", "changed_at"),)
    change_id: Mapped[Counter] = mapped_column(Identity(always=True), primary_key=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("core.team.team_id"))
    what: Mapped[str]
    reason: Mapped[Words]
    changed_by: Mapped[str] = mapped_column(server_default=func.session_user())
    changed_at: Mapped[Now]


class StaffAddress(Base):
    """Where a member of staff lives, only so that their looks at files of that address raise a question.

    A house and its postcode, folded as those of `Address` are: no more than the question needs, and no history.
    """

    __tablename__ = "staff_address"
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("core.staff.staff_id"), primary_key=True)
    house: Mapped[str]
    house_sort: Mapped[str | None] = mapped_column(
        Computed("btrim(lower(regexp_replace(house, '[^[:alnum:]]+', ' ', 'g')))", persisted=True)
    )
    postcode: Mapped[str]
    postcode_sort: Mapped[str | None] = mapped_column(
        Computed("lower(regexp_replace(postcode, '[^[:alnum:]]+', '', 'g'))", persisted=True)
    )


class AccessRemoval(Base):
    """That one manager asked to remove a member of a sealed file; a second removes them, or they are kept.

    `outcome` is empty while it waits.
    """

    __tablename__ = "access_removal"
    __table_args__ = (
        CheckConstraint("outcome in ('', 'removed', 'kept')", name="outcome"),
        Index("ix_access_removal_waits", "access_id", unique=True, postgresql_where=text("outcome = ''")),
    )
    removal_id: Mapped[ClientKey]
    access_id: Mapped[UUID] = mapped_column(ForeignKey("core.named_access.access_id"))
    reason: Mapped[str]
    asked_by: Mapped[StaffRef]
    asked_at: Mapped[Now]
    outcome: Mapped[Words]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("core.staff.staff_id"))
    settled_at: Mapped[datetime | None]


class Sealing(Base):
    """That one manager asked to seal a file for these members, or to unseal it; a second lets it come about.

    `members` are staff beside who asked; none of an unsealing. `outcome` is empty while it waits.
    """

    __tablename__ = "sealing"
    __table_args__ = (
        CheckConstraint("outcome in ('', 'done', 'dropped')", name="outcome"),
        Index("ix_sealing_waits", "child_id", "asked_by", unique=True, postgresql_where=text("outcome = ''")),
    )
    sealing_id: Mapped[ClientKey]
    child_id: Mapped[UUID] = mapped_column(ForeignKey("core.file.child_id"))
    unseals: Mapped[bool]
    members: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    reason: Mapped[str]
    asked_by: Mapped[StaffRef]
    asked_at: Mapped[Now]
    outcome: Mapped[Words]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("core.staff.staff_id"))
    settled_at: Mapped[datetime | None]


class Told(Base):
    """That somebody is told once of what another did, until they have read it; db.queries.told says of what."""

    __tablename__ = "told"
    __table_args__ = (
        CheckConstraint(
            "what in ('password', 'colleague_password', 'child_ended', 'child_passed', 'file_taken',"
            " 'proposal_withdrawn', 'family_known', 'family_known_holds', 'child_at_once',"
            " 'cover_taken_back', 'proposed_to_gone', 'proposed_by_gone')",
            name="what",
        ),
        Index("ix_told_unread", "staff_id", postgresql_where=text("read_at is null")),
    )
    told_id: Mapped[RandomKey]
    staff_id: Mapped[StaffRef]
    what: Mapped[str]
    by_id: Mapped[StaffRef]
    reason: Mapped[Words]
    child_id: Mapped[UUID | None] = mapped_column(ForeignKey("core.file.child_id"))
    about_id: Mapped[UUID | None] = mapped_column(ForeignKey("core.staff.staff_id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("core.team.team_id"))
    told_at: Mapped[Now]
    read_at: Mapped[datetime | None]
