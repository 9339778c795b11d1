"""Names, facts and the photograph of a person, corrected from a child's file; what stood before stays on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from db.call import call
from db.commands.changes import Changes
from db.commands.periods import span
from db.domain.entry import clean_text, cleaned
from db.domain.partial_date import PartialDate
from db.session import Session


@dataclass(frozen=True, slots=True)
class AddName:
    """A further name of the child or of somebody connected; kind legal, birth, known_as, former or alias."""

    name_id: UUID
    child_id: UUID
    person_id: UUID
    kind: str
    given: str
    family: str
    how_known: str
    since: date | None = None
    until: date | None = None
    entry_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CorrectName:
    """A name as it should have stood, or that it ended, in place of `replaces`."""

    name_id: UUID
    replaces: UUID
    child_id: UUID
    person_id: UUID
    kind: str
    given: str
    family: str
    how_known: str
    since: date | None = None
    until: date | None = None
    entry_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CorrectPerson:
    """A fact of a person (sex, pronouns, born, expected_on, died, ethnicity, first_language, communication_needs,
    nhs_number, upn): text, or a date. `base` is the `source_id` that the value before was shown with."""

    change_id: UUID
    child_id: UUID
    person_id: UUID
    field: str
    value: str | PartialDate | None
    how_known: str
    base: UUID | None = None
    entry_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SetPhotograph:
    """A photograph of the child as a small PNG, or no bytes to take it away."""

    photograph_id: UUID
    child_id: UUID
    content: bytes
    taken_on: date | None = None


def add_name(session: Session, wish: AddName) -> Changes:
    """Saves it once, however often it is sent. NotPermitted, Refused."""
    return _changed(session, call("add_name", **_name(wish)), wish.child_id)


def correct_name(session: Session, wish: CorrectName) -> Changes:
    """As add_name; Conflict if somebody corrected the same name meanwhile."""
    return _changed(session, call("correct_name", replaces=wish.replaces, **_name(wish)), wish.child_id)


def correct_person(session: Session, wish: CorrectPerson) -> Changes:
    """Saves it once. NotPermitted, Refused, Conflict if somebody corrected the same fact meanwhile."""
    value = {"date": span(wish.value)} if isinstance(wish.value, PartialDate) else {"text": wish.value or ""}
    wanted = call(
        "correct_person",
        change=wish.change_id,
        child=wish.child_id,
        person=wish.person_id,
        field=wish.field,
        value=sa.literal(cleaned(value), JSONB),
        how=clean_text(wish.how_known),
        stood=wish.base,
        entry=wish.entry_id,
    )
    return _changed(session, wanted, wish.child_id)


def set_photograph(session: Session, wish: SetPhotograph) -> Changes:
    """Saves it once. NotPermitted, Refused if it is no small PNG."""
    wanted = call(
        "set_photograph",
        photograph=wish.photograph_id,
        child=wish.child_id,
        content=sa.literal(wish.content, sa.LargeBinary),
        taken_on=wish.taken_on,
    )
    return _changed(session, wanted, wish.child_id)


def _name(wish: AddName | CorrectName) -> dict[str, Any]:
    return {
        "name": wish.name_id,
        "child": wish.child_id,
        "person": wish.person_id,
        "kind": wish.kind,
        "given": clean_text(wish.given),
        "family": clean_text(wish.family),
        "how": clean_text(wish.how_known),
        "from": wish.since,
        "to": wish.until,
        "entry": wish.entry_id,
    }


def _changed(session: Session, wanted: sa.ColumnElement[Any], child_id: UUID) -> Changes:
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return Changes(frozenset({"fact"}), frozenset({child_id}))
