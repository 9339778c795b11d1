"""The proceedings of a child: stage, hearings, parties, and all that was ever recorded of them.

Of a hidden party others than those who may see it are told only what is kept: see `Party.kept`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa

from db.call import call
from db.session import Session


@dataclass(frozen=True, slots=True)
class CourtChild:
    """Another child whom the proceedings concern."""

    child_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Hearing:
    """A version of a hearing; `kind` and `status` are codes, the status empty while nothing became of it."""

    hearing_id: UUID
    version: int
    kind: str
    listed_on: date
    listed_at: str
    venue: str
    status: str
    outcome: str
    how_known: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Party:
    """A version of a party; `kept` is what is not told to the reader: nothing, "contact", "name" or "party".

    `hidden` is what must not be told of outside, `hidden_from` and `hidden_why` only for those who may see it.
    """

    party_id: UUID
    version: int
    kept: str
    part: str
    name: str
    representative: str
    person_id: UUID | None
    hidden: str
    hidden_from: str
    hidden_why: str
    ended_on: date | None
    mistaken: bool
    how_known: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Proceedings:
    """A version of proceedings; `children` are the others whom they concern and of whom the reader is told.

    `weeks_26_on` is 26 weeks from the issue in public law, `due_on` another day if the court set one.
    """

    proceedings_id: UUID
    version: int
    case_number: str
    court: str
    law: str
    application: str
    stage: str
    letter_on: date | None
    issued_on: date | None
    due_on: date | None
    due_why: str
    weeks_26_on: date | None
    ended_on: date | None
    outcome: str
    mistaken: bool
    children: tuple[CourtChild, ...]
    how_known: str
    by: str
    at: datetime
    hearings: tuple[Hearing, ...] = ()
    parties: tuple[Party, ...] = ()

    @property
    def running(self) -> bool:
        """Whether they go on."""
        return self.ended_on is None and not self.mistaken

    @property
    def ends_by(self) -> date | None:
        """The day by which they should end."""
        return self.due_on or self.weeks_26_on

    def next_hearing(self, today: date) -> Hearing | None:
        """The next hearing or meeting that is listed."""
        to_come = (one for one in self.hearings if one.listed_on >= today and not one.status)
        return next(to_come, None) if self.running else None


Version = Proceedings | Hearing | Party


@dataclass(frozen=True, slots=True)
class ChildsProceedings:
    """All proceedings of a child, running ones first, and what the reader may do.

    `may_list`: to record hearings; `may_record`: the rest too; `sees_hidden`: what is hidden of parties.
    """

    proceedings: tuple[Proceedings, ...]
    may_list: bool
    may_record: bool
    sees_hidden: bool

    @property
    def every(self) -> Iterator[Version]:
        """All of it: proceedings, hearings and parties."""
        for case in self.proceedings:
            yield case
            yield from case.hearings
            yield from case.parties


def proceedings_of(session: Session, child_id: UUID) -> ChildsProceedings:
    """The proceedings of an opened file; NotPermitted without a ticket."""
    wanted = sa.select(call("proceedings_of", child=child_id))
    found = session.read(lambda connection: connection.execute(wanted).scalar_one())
    cases = tuple(_proceedings(case) for case in found["proceedings"])
    return ChildsProceedings(cases, found["may_list"], found["may_record"], found["sees_hidden"])


def history_of_proceedings(session: Session, child_id: UUID, proceedings_id: UUID) -> tuple[Version, ...]:
    """Every version of the proceedings, their hearings and parties, newest first."""
    wanted = sa.select(call("history_of_proceedings", child=child_id, proceedings=proceedings_id))
    found = session.read(lambda connection: connection.execute(wanted).scalar_one())
    return tuple(_version(said) for said in found)


def _version(said: Mapping[str, Any]) -> Version:
    if "hearing_id" in said:
        return _made(Hearing, said)
    return _made(Party, said) if "party_id" in said else _proceedings(said)


def _proceedings(said: Mapping[str, Any]) -> Proceedings:
    return _made(
        Proceedings,
        said,
        children=tuple(_made(CourtChild, child) for child in said["children"]),
        hearings=tuple(_made(Hearing, hearing) for hearing in said.get("hearings", ())),
        parties=tuple(_made(Party, party) for party in said.get("parties", ())),
    )


T = TypeVar("T")


def _made(kind: type[T], said: Mapping[str, Any], **others: Any) -> T:
    """A value out of JSON: ids, days and moments by the endings of their names."""
    names = [field.name for field in fields(kind) if field.name not in others]  # type: ignore[arg-type]
    return kind(**{name: _read(name, said[name]) for name in names if name in said}, **others)


def _read(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name.endswith("_id"):
        return UUID(value)
    if name.endswith("_on"):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if name == "at" else value
