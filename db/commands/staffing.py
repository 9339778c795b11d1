"""What administrators change about staff and teams after they were added, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.call import call
from db.commands.changes import Changes
from db.domain.entry import clean_text
from db.session import Session

_STAFF = Changes(frozenset({"staff"}))


@dataclass(frozen=True, slots=True)
class ChangeStaff:
    """How somebody is to stand from now on; `last_change` is the newest change that was seen when it was decided."""

    login: str
    name: str
    role: str
    job_title: str
    team: str
    front_door: bool
    duty: bool
    reason: str
    last_change: int
    own_house: str
    own_postcode: str


@dataclass(frozen=True, slots=True)
class LeaveStaff:
    """Somebody leaves; `children` is how many the administrator was told that they hold."""

    login: str
    children: int
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeTeam:
    """Something is changed about a team; `name` is for a new name only."""

    team_id: UUID
    reason: str
    name: str = ""


def change_staff(session: Session, wish: ChangeStaff) -> Changes:
    """Refused with what is in the way; Conflict if another administrator changed the person meanwhile."""
    return _act(
        session,
        "change_staff",
        login=wish.login,
        name=clean_text(wish.name),
        role=wish.role,
        job_title=clean_text(wish.job_title),
        team=wish.team,
        front_door=wish.front_door,
        duty=wish.duty,
        reason=clean_text(wish.reason),
        last_change=wish.last_change,
        own_house=clean_text(wish.own_house),
        own_postcode=clean_text(wish.own_postcode),
    )


def leave_staff(session: Session, wish: LeaveStaff) -> Changes:
    """Refused where nobody would answer for a team's files; Conflict if the person holds more or fewer by now."""
    return _act(session, "leave_staff", login=wish.login, children=wish.children, reason=clean_text(wish.reason))


def rename_team(session: Session, wish: ChangeTeam) -> Changes:
    """Refused if there is one of this name."""
    return _act(session, "rename_team", team=wish.team_id, name=clean_text(wish.name), reason=clean_text(wish.reason))


def close_team(session: Session, wish: ChangeTeam) -> Changes:
    """Refused while it holds a file, or somebody is in it."""
    return _act(session, "close_team", team=wish.team_id, reason=clean_text(wish.reason))


def reopen_team(session: Session, wish: ChangeTeam) -> Changes:
    """A closed team is there again."""
    return _act(session, "reopen_team", team=wish.team_id, reason=clean_text(wish.reason))


def _act(session: Session, function: str, **arguments: Any) -> Changes:
    session.write_once(lambda connection: connection.execute(sa.select(call(function, **arguments))))
    return _STAFF
