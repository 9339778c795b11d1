"""Giving somebody access to a child's file by name, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from db.call import call
from db.commands.changes import Changes
from db.domain.entry import clean_text
from db.session import Session


@dataclass(frozen=True, slots=True)
class NameAccess:
    """Somebody may read or record in a file, in a capacity of access_capacity, from now or later, with a reason.

    The client makes `access_id`, so that sending it again lands once.
    """

    access_id: UUID
    child_id: UUID
    staff_id: UUID
    capacity: str
    reason: str
    level: str = "read"
    begins: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class EndAccess:
    """It ends at once."""

    access_id: UUID
    child_id: UUID


def name_access(session: Session, wish: NameAccess) -> Changes:
    """NotPermitted unless one manages the file, Refused with what is missing; sent again it lands once."""
    wanted = call(
        "name_access",
        child=wish.child_id,
        staff=wish.staff_id,
        capacity=wish.capacity,
        level=wish.level,
        until=_moment_or_null(wish.ends),
        reason=clean_text(wish.reason),
        access=wish.access_id,
        **({} if wish.begins is None else {"from": _moment_or_null(wish.begins)}),
    )
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return Changes(frozenset({"access"}), frozenset({wish.child_id}))


def end_access(session: Session, wish: EndAccess) -> Changes:
    """NotPermitted unless one manages the file."""
    session.write(lambda connection: connection.execute(sa.select(call("end_access", access=wish.access_id))))
    return Changes(frozenset({"access"}), frozenset({wish.child_id}))


def _moment_or_null(moment: datetime | None) -> sa.Cast[datetime]:
    return sa.cast(sa.null() if moment is None else moment, sa.TIMESTAMP(timezone=True))
