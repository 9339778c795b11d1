"""How full everybody is: what each holds and weighs, what takes their hours, and what a worker would hold with more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class TimeNote:
    """Hours of each week that somebody spends on something from a day until a day, and who noted it."""

    note_id: UUID
    what: str
    hours: Decimal
    from_on: date
    until_on: date
    by: str


@dataclass(frozen=True, slots=True)
class Counted:
    """So many children who count as one kind of work (a code of `work_weight`), and what each of them weighs."""

    measure: str
    children: int
    weight: Decimal


@dataclass(frozen=True, slots=True)
class HeldOn:
    """How many children somebody held at the end of a day."""

    day: date
    children: int


EVERYBODY = UUID(int=0)
"""Of the line that tells of the whole team."""


@dataclass(frozen=True, slots=True)
class Workload:
    """What one worker holds, in numbers. `at_work` is false of somebody suspended; the absence is now or comes next.

    `counted` adds up to `weight`; `months` are the ends of the last twelve months, and today.
    """

    staff_id: UUID
    name: str
    role: str
    job_title: str
    at_work: bool
    away_from: date | None
    away_until: date | None
    away: bool
    children: int
    in_proceedings: int
    other_parts: int
    proposed: int
    weight: Decimal
    counted: tuple[Counted, ...]
    usual_from: Decimal
    usual_to: Decimal
    notes: tuple[TimeNote, ...]
    months: tuple[HeldOn, ...]


@dataclass(frozen=True, slots=True)
class WouldHold:
    """What a worker would hold with more children, and beside it what is so today."""

    children: int
    in_proceedings: int
    other_parts: int
    weight: Decimal
    proposed: int
    children_now: int
    weight_now: Decimal
    usual_from: Decimal
    usual_to: Decimal
    notes: tuple[TimeNote, ...]


@dataclass(frozen=True, slots=True)
class TeamWeight:
    """What a measure was or is in my team; version 0 is what stands for everybody."""

    measure: str
    label: str
    version: int
    weight: Decimal
    why: str
    changed_by: str
    changed_at: datetime | None


def team_workload(session: Session) -> tuple[Workload, ...]:
    """My team's workers by name and then what all of them hold together, for a manager; oneself for a worker.

    A child whom several of them hold counts once in the line of EVERYBODY.
    """
    return session.read(
        lambda connection: tuple(_workload(row) for row in connection.execute(rows(call("team_workload"))))
    )


def would_hold(session: Session, staff_id: UUID, part: str, children: Sequence[UUID]) -> WouldHold:
    """What this worker would hold with these children; NotPermitted unless one manages them all."""
    wanted = rows(
        call("would_hold", staff=staff_id, part=part, children=sa.literal(list(children), sa.ARRAY(sa.Uuid())))
    )

    def read(connection: sa.Connection) -> WouldHold:
        row = connection.execute(wanted).one()
        return WouldHold(**{**row._mapping, "notes": _notes(row.notes)})

    return session.read(read)


def team_weights(session: Session) -> tuple[TeamWeight, ...]:
    """The measures of my team in their order, each the newest first."""
    return session.read(
        lambda connection: tuple(TeamWeight(*row) for row in connection.execute(rows(call("team_weights"))))
    )


def _workload(row: Any) -> Workload:
    told = {
        "staff_id": row.staff_id or EVERYBODY,
        "counted": tuple(Counted(one["measure"], one["children"], Decimal(str(one["weight"]))) for one in row.counted),
        "notes": _notes(row.notes),
        "months": tuple(HeldOn(date.fromisoformat(one["day"]), one["children"]) for one in row.months),
    }
    return Workload(**{**row._mapping, **told})


def _notes(found: Iterable[Mapping[str, Any]]) -> tuple[TimeNote, ...]:
    return tuple(
        TimeNote(
            UUID(one["note_id"]),
            one["what"],
            Decimal(str(one["hours"])),
            date.fromisoformat(one["from_on"]),
            date.fromisoformat(one["until_on"]),
            one["by"],
        )
        for one in found
    )
