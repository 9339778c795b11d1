"""What is missing about the children on one's list, and how complete each fact was over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that a child needs and nobody recorded; `weeks` where it is an entry that is missing for so long."""

    child_id: UUID
    reference: str
    name: str
    known_as: str
    born: date | None
    expected_on: date | None
    basis: str
    team: str
    worker: str
    fact: str
    weeks: int | None
    born_latest: date | None = None
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """Of how many children a fact was recorded at a moment, which lies on `day`, and how many it applied to."""

    at: datetime
    day: date
    fact: str
    children: int
    recorded: int

    @property
    def percent(self) -> int:
        """The share in whole per cent: a hundred only where nothing is missing, none only where nothing is there."""
        if self.recorded in (0, self.children):
            return 100 if self.recorded else 0
        return min(max(round(100 * self.recorded / self.children), 1), 99)


def missing_facts(session: Session) -> tuple[MissingFact, ...]:
    """What is missing about one's own children, for managers and support about the team's; by name."""
    wanted = rows(call("missing_facts"))
    return session.read(lambda connection: tuple(MissingFact(*row) for row in connection.execute(wanted)))


def fact_shares(session: Session, months: int) -> tuple[Share, ...]:
    """The shares of the same children by fact and time: at the beginning of each of these months, and now."""
    wanted = rows(call("fact_shares", months=months))
    return session.read(lambda connection: tuple(Share(*row) for row in connection.execute(wanted)))
