"""What colleagues posted into the files of my children from a brother's or sister's file, until I open it.

A manager's are also the children of the team whom nobody at work holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry that a colleague posted, without any word of it.

    `basis` is on which I could open the file. `held` says how the file is held: "mine", or for a manager "away" (by
    the worker named in `instead_of`, who is), "closed" or "nobody".
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
    held: str
    instead_of: str


def posted_entries(session: Session) -> tuple[Posted, ...]:
    """What was posted and not yet opened by me, newest first."""
    return session.read(
        lambda connection: tuple(Posted(*row) for row in connection.execute(rows(call("posted_entries"))))
    )
