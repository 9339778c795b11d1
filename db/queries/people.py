"""Who is around a child, who stands in the record already, and which two people may be one.

The server answers with JSON that is read here once into frozen values; its shapes are those of `api.people_of`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.call import call, day_or_null, rows
from db.domain.entry import clean_text
from db.domain.people import ChildsPeople, Contact, FactChange, Name, Person, Relationship, Residence, Warning
from db.session import Session


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody who stands in the record; `connected` names those of my children that they are connected with."""

    person_id: UUID
    name: str
    born: date | None
    born_words: str
    sex: str
    likeness: str
    connected: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two people who may be one."""

    person_id: UUID
    name: str
    born: date | None
    other_id: UUID
    other_name: str
    other_born: date | None
    connected: str
    proposed: bool


@dataclass(frozen=True, slots=True)
class MergeToDecide:
    """A proposal that two people are one; `mine` ones wait for another manager."""

    merge_id: UUID
    kept_id: UUID
    kept: str
    kept_born: date | None
    gone_id: UUID
    gone: str
    gone_born: date | None
    why: str
    proposed_by: str
    proposed_at: datetime
    child_id: UUID
    child: str
    mine: bool


@dataclass(frozen=True, slots=True)
class ConfidentialDetail:
    """A detail that somebody must not learn, from whom it is kept and why."""

    person: str
    kind: str
    value: str
    postcode: str
    hidden_from: str
    why: str
    from_on: date | None
    to_on: date | None
    detail_id: UUID
    person_id: UUID


def people_of(session: Session, child_id: UUID) -> ChildsPeople:
    """Everyone around the child and what they are to one another. NotPermitted without a ticket."""
    wanted = sa.select(call("people_of", child=child_id))
    said: dict[str, Any] = session.read(lambda connection: connection.execute(wanted).scalar_one())
    return ChildsPeople(
        UUID(said["child_id"]),
        tuple(_person(each) for each in said["people"]),
        tuple(_relationship(each) for each in said["relationships"]),
        said["may_record"],
        said["sees_confidential"],
        said["manages"],
    )


def find_person(session: Session, child_id: UUID, words: str, born: date | None = None) -> tuple[FoundPerson, ...]:
    """At most 20 people whose name fits by beginning, spelling, sound or likeness, or who were born on that day."""
    wanted = rows(call("find_person", child=child_id, words=clean_text(words), born=day_or_null(born)))
    return session.read(lambda connection: tuple(FoundPerson(*row) for row in connection.execute(wanted)))


def duplicates_of(session: Session, child_id: UUID) -> tuple[Duplicate, ...]:
    """People around the child who may stand in the record twice; at most 20 pairs."""
    wanted = rows(call("duplicates_of", child=child_id))
    return session.read(lambda connection: tuple(Duplicate(*row) for row in connection.execute(wanted)))


def merges_to_decide(session: Session) -> tuple[MergeToDecide, ...]:
    """What waits for a manager's decision, for the files that this manager manages."""
    wanted = rows(call("merges_to_decide"))
    return session.read(lambda connection: tuple(MergeToDecide(*row) for row in connection.execute(wanted)))


def confidential_details(session: Session, child_id: UUID) -> tuple[ConfidentialDetail, ...]:
    """What is kept from somebody. NotPermitted without the ticket of `open_confidential`."""
    wanted = rows(call("confidential_details", child=child_id))
    return session.read(lambda connection: tuple(ConfidentialDetail(*row) for row in connection.execute(wanted)))


_DAYS = ("born_earliest", "born_latest", "expected_on", "died_earliest", "died_latest", "from_on", "to_on", "review_on")
_KEYS = ("person_id", "other_id", "relationship_id", "source_entry", "residence_id", "address_id", "contact_id",
         "warning_id", "name_id", "change_id")  # fmt: skip


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    """The values of one JSON object as ids, days and moments."""
    made = dict(said)
    for key in _DAYS:
        if made.get(key):
            made[key] = date.fromisoformat(made[key])
    for key in _KEYS:
        if made.get(key):
            made[key] = UUID(made[key])
    if made.get("at"):
        made["at"] = datetime.fromisoformat(made["at"])
    return made


def _warnings(said: list[dict[str, Any]]) -> tuple[Warning, ...]:
    return tuple(Warning(**_plain(each)) for each in said)


def _residence(said: dict[str, Any]) -> Residence:
    return Residence(**{**_plain(said), "warnings": _warnings(said["warnings"])})


def _person(said: dict[str, Any]) -> Person:
    parts = {
        "names": tuple(Name(**_plain(each)) for each in said["names"]),
        "addresses": tuple(_residence(each) for each in said["addresses"]),
        "contacts": tuple(Contact(**_plain(each)) for each in said["contacts"]),
        "warnings": _warnings(said["warnings"]),
        "changes": tuple(FactChange(**_plain(each)) for each in said["changes"]),
    }
    return Person(**{**_plain(said), **parts})


def _relationship(said: dict[str, Any]) -> Relationship:
    return Relationship(**_plain(said))
