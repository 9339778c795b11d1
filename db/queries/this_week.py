"""The week of support staff: meetings about the team's children, and what is missing in files that they may add."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class WeekLine:
    """Something to do about a child.

    `task` and `code`: "meeting" and "minutes" with a code of the list `planned`; "paper" with "entry", "plan" or
    "legal_status"; "date" with the rule of a statutory day; "person" with "parents", "gp" or "school". `words` tell it
    further; `order_key` leads to the entry whose paper is missing; `siblings` are those among the same children.
    """

    task: str
    child_id: UUID
    reference: str
    name: str
    basis: str
    worker: str
    code: str
    words: str
    on_day: date | None
    at_time: str
    place: str
    invited: str
    period_id: UUID | None
    entry_id: UUID | None
    order_key: int | None
    siblings: tuple[UUID, ...]


def this_week(session: Session) -> tuple[WeekLine, ...]:
    """By day; what has no day comes last. For support staff."""
    wanted = rows(call("this_week"))
    return session.read(
        lambda connection: tuple(WeekLine(*(*row[:-1], tuple(row[-1]))) for row in connection.execute(wanted))
    )
