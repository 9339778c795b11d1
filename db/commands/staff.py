"""What administrators do with staff and teams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
import sqlalchemy as sa

from db.call import call
from db.commands.changes import Changes
from db.domain.entry import clean_text
from db.passwords import scram_verifier
from db.session import Session

_STAFF = Changes(frozenset({"staff"}))


@dataclass(frozen=True, slots=True)
class AddStaff:
    """A new member of staff with the login and the first password; the password leaves this side as a verifier."""

    login: str
    name: str
    role: str
    team: str
    password: str
    job_title: str = ""
    front_door: bool = False
    duty: bool = False
    own_house: str = ""
    own_postcode: str = ""


def add_staff(session: Session, person: AddStaff) -> Changes:
    """Makes the login and the member of staff; Refused for a taken login, an unknown role or team."""

    def added(connection: sa.Connection) -> Any:
        wanted = call(
            "add_staff",
            login=person.login,
            name=person.name,
            role=person.role,
            team=person.team,
            verifier=_verifier(connection, person.login, person.password),
            job_title=person.job_title,
            front_door=person.front_door,
            duty=person.duty,
            own_house=clean_text(person.own_house),
            own_postcode=clean_text(person.own_postcode),
        )
        return connection.execute(sa.select(wanted)).scalar_one()

    session.write_once(added)
    return _STAFF


def suspend_staff(session: Session, login: str, reason: str) -> Changes:
    """Ends a person's access at once, also in open sessions."""
    return _act(session, "suspend_staff", login=login, reason=reason)


def reinstate_staff(session: Session, login: str, reason: str) -> Changes:
    """Lets a suspended person work again."""
    return _act(session, "reinstate_staff", login=login, reason=reason)


def add_team(session: Session, name: str) -> Changes:
    """Adds a team; Refused if there is one of this name."""
    return _act(session, "add_team", name=name)


def reset_password(session: Session, login: str, password: str, reason: str) -> Changes:
    """Gives somebody a new password."""

    def reset(connection: sa.Connection) -> None:
        verifier = _verifier(connection, login, password)
        connection.execute(sa.select(call("reset_password", login=login, verifier=verifier, reason=reason)))

    session.write(reset)
    return _STAFF


def change_password(session: Session, password: str) -> None:
    """Changes one's own password; a given one with the proof that one signed in with it, else PasswordGiven."""

    def changed(connection: sa.Connection) -> None:
        salt = str(connection.execute(sa.select(call("given_salt"))).scalar_one())
        proof = session.proof(salt) if salt else ""
        verifier = _verifier(connection, session.login, password)
        connection.execute(sa.select(call("change_password", verifier=verifier, proof=proof)))

    session.write_once(changed)
    session.use_password(password)


def _act(session: Session, function: str, **arguments: Any) -> Changes:
    session.write_once(lambda connection: connection.execute(sa.select(call(function, **arguments))))
    return _STAFF


def _verifier(connection: sa.Connection, login: str, password: str) -> str:
    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)  # noqa: S101 (what this engine's driver makes)
    return scram_verifier(raw, login, password)
