"""All that is kept of one member of staff, what was changed about a team, and whose worker is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was changed, why, by whom and when."""

    what: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """How many children of a team somebody holds, and the manager who stands in if they are not at work."""

    team: str
    children: int
    manager: str


@dataclass(frozen=True, slots=True)
class Member:
    """One member of staff, as administrators read it; of the children that they hold nothing but how many.

    `last_manager`: nobody else manages a team that holds files or has contacts waiting; `last_of_sealed`: a
    sealed file would keep fewer than two managers without them. `last_change` is for a change that is based on this.
    Where they live stays empty for auditors.
    """

    login: str
    name: str
    role: str
    job_title: str
    team: str
    front_door: bool
    duty: bool
    state: str
    state_on: date | None
    added_at: datetime
    own_password: bool
    last_change: int
    own_house: str
    own_postcode: str
    last_manager: bool
    last_of_sealed: bool
    proposed: int
    holds: tuple[Held, ...]
    away: tuple[tuple[date, date | None], ...]
    changes: tuple[Change, ...]

    @property
    def children(self) -> int:
        """How many children they hold."""
        return sum(one.children for one in self.holds)


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A child whose worker is suspended or has left, for the manager who stands in."""

    child_id: UUID
    reference: str
    child: str
    worker: str
    state: str
    state_on: date | None


def staff_member(session: Session, login: str) -> Member:
    """One member of staff; NotPermitted for anybody but administrators and auditors."""
    return _member(
        session.read(lambda connection: connection.execute(sa.select(call("staff_member", login=login))).scalar_one())
    )


def team_changes(session: Session, team_id: UUID) -> tuple[Change, ...]:
    """What was changed about a team, the newest first."""
    return session.read(
        lambda connection: tuple(Change(*row) for row in connection.execute(rows(call("team_changes", team=team_id))))
    )


def left_behind(session: Session) -> tuple[LeftBehind, ...]:
    """The children whose files I manage and whose worker is gone."""
    return session.read(
        lambda connection: tuple(LeftBehind(*row) for row in connection.execute(rows(call("left_behind"))))
    )


def _member(told: dict[str, Any]) -> Member:
    changes = (Change(one["what"], one["reason"], one["by"], datetime.fromisoformat(one["at"]))
               for one in told["changes"])  # fmt: skip
    return Member(
        **told | {
            "state_on": told["state_on"] and date.fromisoformat(told["state_on"]),
            "added_at": datetime.fromisoformat(told["added_at"]),
            "holds": tuple(Held(**one) for one in told["holds"]),
            "away": tuple((date.fromisoformat(one["from"]), one["until"] and date.fromisoformat(one["until"]))
                          for one in told["away"]),
            "changes": tuple(changes),
        }
    )  # fmt: skip
