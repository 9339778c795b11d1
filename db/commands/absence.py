"""Saying that somebody is away, so that what waits for them reaches their manager."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from db.call import call, day_or_null
from db.commands.changes import Changes
from db.session import Session

_STAFF = Changes(frozenset({"staff"}))


@dataclass(frozen=True, slots=True)
class SetAbsence:
    """Oneself or, for a manager, somebody of the own team is away; without `to_on` until it is ended."""

    absence_id: UUID
    staff_id: UUID
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class EndAbsence:
    """The person is back."""

    absence_id: UUID


def set_absence(session: Session, wish: SetAbsence) -> Changes:
    """NotPermitted for somebody of another team, Refused for an odd time; sending it again changes nothing."""
    wanted = call(
        "set_absence",
        absence=wish.absence_id,
        staff=wish.staff_id,
        from_on=wish.from_on,
        to_on=day_or_null(wish.to_on),
    )
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return _STAFF


def end_absence(session: Session, wish: EndAbsence) -> Changes:
    """As set_absence; ending it again changes nothing."""
    session.write(lambda connection: connection.execute(sa.select(call("end_absence", absence=wish.absence_id))))
    return _STAFF
