"""Who I am, who my colleagues are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.call import call, rows
from db.domain.partial_date import PartialDate
from db.session import Session


@dataclass(frozen=True, slots=True)
class Me:
    """The signed-in person; `authority` names the organisation, `country` is E or W."""

    staff_id: UUID
    login: str
    name: str
    role: str
    job_title: str
    team: str
    front_door: bool
    authority: str
    country: str


@dataclass(frozen=True, slots=True)
class Team:
    """A team and how many active staff it has."""

    team_id: UUID
    name: str
    active: bool
    staff: int


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody at work here."""

    staff_id: UUID
    login: str
    name: str
    role: str
    job_title: str
    team: str


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One member of staff, as administrators list them."""

    login: str
    name: str
    role: str
    job_title: str
    team: str
    front_door: bool
    duty: bool
    state: str
    state_on: date | None


@dataclass(frozen=True, slots=True)
class Absence:
    """That a colleague is or will be away; without `to_on` it is not known until when."""

    absence_id: UUID
    staff_id: UUID
    name: str
    from_on: date
    to_on: date | None


def gone_in_words(state: str, on: date | None) -> str:
    """Return "left on 22 November 2026" or "suspended since 22 November 2026"; empty for who is at work."""
    if state == "active":
        return ""
    said = "left" if state == "left" else "suspended"
    return said if on is None else f"{said} {'on' if state == 'left' else 'since'} {PartialDate.on(on).in_words()}"


def who_am_i(session: Session) -> Me:
    """The signed-in person; NotPermitted if suspended."""
    return session.read(lambda connection: Me(*connection.execute(rows(call("who_am_i"))).one()))


def own_address(session: Session) -> str:
    """Where I live, as it is kept of me: "12, LS6 2AB"; empty where it is not."""
    return session.read(
        lambda connection: ", ".join(part for row in connection.execute(rows(call("own_address"))) for part in row)
    )


def colleagues(session: Session) -> tuple[Colleague, ...]:
    """Everybody at work here, by name; says nothing of what they hold."""
    return session.read(
        lambda connection: tuple(Colleague(*row) for row in connection.execute(rows(call("colleagues"))))
    )


def list_teams(session: Session) -> tuple[Team, ...]:
    """All teams by name."""
    return session.read(lambda connection: tuple(Team(*row) for row in connection.execute(rows(call("list_teams")))))


def list_staff(session: Session) -> tuple[StaffLine, ...]:
    """All staff by name; for administrators and auditors."""
    return session.read(
        lambda connection: tuple(StaffLine(*row) for row in connection.execute(rows(call("list_staff"))))
    )


def absences(session: Session) -> tuple[Absence, ...]:
    """Who of my team is or will be away, the earliest first."""
    return session.read(lambda connection: tuple(Absence(*row) for row in connection.execute(rows(call("absences")))))
