"""Whom a filter can be about, and the filters that a person keeps under names.

A kept filter belongs to the login and to no child, so it is as good in the next file as in this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from db.call import call, rows
from db.domain.filters import Filter
from db.session import Session


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody a filter can ask for; `told` is how they are related to the child, or their job."""

    id: UUID
    name: str
    told: str


@dataclass(frozen=True, slots=True)
class PeopleOfFilter:
    """The child's people, and those who wrote in the file."""

    people: tuple[PersonChoice, ...]
    authors: tuple[PersonChoice, ...]


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter under its name."""

    filter_id: UUID
    name: str
    filter: Filter


def filter_people(session: Session, child_id: UUID) -> PeopleOfFilter:
    """The choices for "person involved" and for the author."""

    def found(connection: sa.Connection) -> PeopleOfFilter:
        lines = connection.execute(rows(call("filter_people", child=child_id))).all()
        chosen = {
            part: tuple(PersonChoice(id_, name, told) for which, id_, name, told in lines if which == part)
            for part in ("person", "author")
        }
        return PeopleOfFilter(chosen["person"], chosen["author"])

    return session.read(found)


def saved_filters(session: Session) -> tuple[SavedFilter, ...]:
    """The caller's filters by name; one that this version cannot read is left out."""

    def kept(connection: sa.Connection) -> tuple[SavedFilter, ...]:
        lines = connection.execute(rows(call("saved_filters"))).all()
        read = [(id_, name, _read(value)) for id_, name, value, _saved in lines]
        return tuple(SavedFilter(id_, name, value) for id_, name, value in read if value is not None)

    return session.read(kept)


def _read(value: dict[str, object]) -> Filter | None:
    try:
        return Filter.from_json(value)
    except (KeyError, ValueError):
        return None
