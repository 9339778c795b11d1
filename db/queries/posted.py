"""What colleagues posted into the files of my children from a brother's or sister's file, until I open it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry that a colleague posted, without any word of it.

    `basis` is on which I could open the file; `instead_of` names the worker who is away, for whom I am told as the
    manager, and is empty if the child is mine or nobody's.
    """

    child_id: UUID
    child: str
    reference: str
    basis: str
    entry_id: UUID
    order_key: int
    kind: str
    occurred_on: date
    posted_by: str
    posted_role: str
    team: str
    posted_at: datetime
    instead_of: str


def posted_entries(session: Session) -> tuple[Posted, ...]:
    """What was posted and not yet opened by me, newest first."""
    return session.read(
        lambda connection: tuple(Posted(*row) for row in connection.execute(rows(call("posted_entries"))))
    )
