"""The brothers and sisters whom an entry may concern too.

Apart from the people of a file, because this also says who works with them, and never names a sealed one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class Sibling:
    """A brother or sister with an unsealed file of their own; `may_open` if that file is open to me without glass."""

    child_id: UUID
    name: str
    born: date | None
    expected_on: date | None
    reference: str
    team: str
    worker: str
    may_open: bool
    born_latest: date | None = None


def siblings_of(session: Session, child_id: UUID) -> tuple[Sibling, ...]:
    """The brothers and sisters of a child whose file is open, the eldest first; NotPermitted without a ticket."""
    wanted = rows(call("siblings", child=child_id))
    return session.read(lambda connection: tuple(Sibling(*row) for row in connection.execute(wanted)))
