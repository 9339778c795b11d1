"""Case discussions: the next ones agreed, and what became of what was decided in one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class CaseDiscussion:
    """A child of one's own or of the team: when the case was discussed last, and when the next time is agreed for.

    `entry_id` and `order_key` lead to the last discussion; children with the same entry were discussed together.
    `worker_away` says until when the worker is away; empty for one at work.
    """

    child_id: UUID
    reference: str
    name: str
    basis: str
    worker: str
    entry_id: UUID | None
    order_key: int | None
    held_on: date | None
    next_on: date | None
    open_decisions: int
    worker_away: str


@dataclass(frozen=True, slots=True)
class CaseDecision:
    """A line of what was decided, whether it is done, what came of it, and who said so when."""

    number: int
    words: str
    done: bool
    note: str
    said_by: str
    said_at: datetime | None


def case_discussions(session: Session) -> tuple[CaseDiscussion, ...]:
    """A line a child, by name: of the team for its manager, else of one's own. Not for support."""
    wanted = rows(call("case_discussions"))
    return session.read(lambda connection: tuple(CaseDiscussion(*row) for row in connection.execute(wanted)))


def case_decisions(session: Session, child_id: UUID, entry_id: UUID) -> tuple[CaseDecision, ...]:
    """What was decided in a case discussion; NotPermitted without a ticket or if it does not stand in this file."""
    wanted = rows(call("case_decisions", child=child_id, entry=entry_id))
    return session.read(lambda connection: tuple(CaseDecision(*row) for row in connection.execute(wanted)))
