"""Setting what work weighs in one's team, and noting what takes hours of somebody's week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.call import call
from db.commands.changes import Changes
from db.domain.entry import clean_text
from db.session import Session

_WORKLOAD = Changes(frozenset({"workload"}))


@dataclass(frozen=True, slots=True)
class SetTeamWeight:
    """How much one child of a kind of work weighs in one's team from now on (a code of `work_weight`), and why."""

    measure: str
    weight: Decimal
    why: str


@dataclass(frozen=True, slots=True)
class NoteTime:
    """Hours a week that oneself or, for a manager, somebody of the own team spends on something until a day."""

    note_id: UUID
    staff_id: UUID
    what: str
    hours: Decimal
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class EndTimeNote:
    """These hours are free again."""

    note_id: UUID


def set_team_weight(session: Session, wish: SetTeamWeight) -> Changes:
    """NotPermitted for anybody but a manager, Refused with what is wrong; the same weight again changes nothing."""
    weight = sa.literal(wish.weight, sa.Numeric())
    return _done(session, call("set_team_weight", measure=wish.measure, weight=weight, why=clean_text(wish.why)))


def note_time(session: Session, wish: NoteTime) -> Changes:
    """NotPermitted for somebody of another team, Refused with what is wrong; sent again it lands once."""
    wanted = call(
        "note_time",
        note=wish.note_id,
        staff=wish.staff_id,
        what=clean_text(wish.what),
        hours=sa.literal(wish.hours, sa.Numeric()),
        from_on=wish.from_on,
        until_on=wish.until_on,
    )
    return _done(session, wanted)


def end_time_note(session: Session, wish: EndTimeNote) -> Changes:
    """As note_time; ending it again changes nothing."""
    return _done(session, call("end_time_note", note=wish.note_id))


def _done(session: Session, wanted: Any) -> Changes:
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return _WORKLOAD
