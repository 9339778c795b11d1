"""The caseload: one line a child, with what stands out, what was answered to it, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db.call import call, rows
from db.domain.signals import Signal, StatutoryDate, in_order, signal_of, statutory_date_of
from db.queries.files import ChildLine
from db.session import Session


@dataclass(frozen=True, slots=True)
class CaseLine(ChildLine):
    """A child on the caseload. `siblings` are the brothers and sisters among the same children.

    `moves` of home and changes of `schools` are those of a year.
    """

    last_words: date | None
    siblings: tuple[UUID, ...]
    signals: tuple[Signal, ...]
    statutory: tuple[StatutoryDate, ...]
    may_answer: bool
    moves: int
    schools: int


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What was once answered to a signal about a child."""

    answer_id: UUID
    signal: str
    what: str
    note: str = field(repr=False)
    until: date
    said_by: str
    said_at: datetime


def caseload(session: Session) -> tuple[CaseLine, ...]:
    """My allocated and named children, and those of my team where I manage, support or do duty; by name."""
    return session.read(lambda connection: tuple(_line(row) for row in connection.execute(rows(call("caseload")))))


def signal_answers(session: Session, child_id: UUID) -> tuple[GivenAnswer, ...]:
    """All that was answered about the child of an opened file, newest first; NotPermitted without a ticket."""
    wanted = rows(call("signal_answers", child=child_id))
    return session.read(lambda connection: tuple(GivenAnswer(*row) for row in connection.execute(wanted)))


def _line(row: Any) -> CaseLine:
    told = {
        "siblings": tuple(row.siblings),
        "signals": in_order(map(signal_of, row.signals)),
        "statutory": tuple(map(statutory_date_of, row.statutory)),
    }
    return CaseLine(**{**row._mapping, **told})
