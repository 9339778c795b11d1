"""Who is around a child and what they are to one another: added, connected, corrected, ended, and found to be one.

The client makes the ids, so that sending a value again lands it once; every one says how we know.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from db.call import call
from db.commands.changes import Changes
from db.commands.writing import done
from db.domain.entry import clean_text, cleaned
from db.session import Session


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person who is new to the record."""

    given: str
    family: str
    sex: str = "U"
    pronouns: str = ""
    born_earliest: date | None = None
    born_latest: date | None = None
    born_words: str = ""
    expected_on: date | None = None
    died_earliest: date | None = None
    died_latest: date | None = None
    died_words: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """What one person is to another, and how we know."""

    kind: str
    how_known: str
    parental_responsibility: bool = False
    responsibility_how: str = ""
    certain: bool = True
    same_household: bool = False
    from_on: date | None = None
    from_words: str = ""
    to_on: date | None = None
    to_words: str = ""
    source_entry: UUID | None = None


@dataclass(frozen=True, slots=True)
class AddPerson:
    """Connects a person with the child; `facts` is None for somebody who was found in the record."""

    child_id: UUID
    person_id: UUID
    relationship_id: UUID
    tie: Tie
    facts: PersonFacts | None = None


@dataclass(frozen=True, slots=True)
class Relate:
    """A relationship between two people who are both around the child."""

    child_id: UUID
    relationship_id: UUID
    person_id: UUID
    other_id: UUID
    tie: Tie


@dataclass(frozen=True, slots=True)
class CorrectRelationship:
    """A relationship as it should read, in place of the one that stands."""

    child_id: UUID
    relationship_id: UUID
    new_id: UUID
    tie: Tie


@dataclass(frozen=True, slots=True)
class EndRelationship:
    """From this day on the relationship is over."""

    child_id: UUID
    relationship_id: UUID
    new_id: UUID
    to_on: date
    to_words: str
    how_known: str


@dataclass(frozen=True, slots=True)
class ProposeMerge:
    """Two people who seem to be one."""

    child_id: UUID
    merge_id: UUID
    kept_id: UUID
    gone_id: UUID
    why: str


@dataclass(frozen=True, slots=True)
class DecideMerge:
    """A manager's decision on a proposal, and why."""

    child_id: UUID
    merge_id: UUID
    one_person: bool
    why: str


def add_person(session: Session, wish: AddPerson) -> Changes:
    """Adds a person to the child. Refused for missing facts, NotPermitted for somebody one may not know of."""
    facts = sa.literal(None if wish.facts is None else _packed(wish.facts), JSONB(none_as_null=True))
    return done(
        session, wish.child_id, "add_person_to_child",
        person=wish.person_id, relationship=wish.relationship_id, facts=facts, tie=_json(wish.tie),
    )  # fmt: skip


def relate(session: Session, wish: Relate) -> Changes:
    """Records what two people around the child are to one another."""
    return done(
        session, wish.child_id, "relate",
        relationship=wish.relationship_id, person=wish.person_id, other=wish.other_id, tie=_json(wish.tie),
    )  # fmt: skip


def correct_relationship(session: Session, wish: CorrectRelationship) -> Changes:
    """Replaces a relationship; Conflict if somebody did so meanwhile."""
    return done(
        session, wish.child_id, "correct_relationship",
        relationship=wish.relationship_id, new=wish.new_id, tie=_json(wish.tie),
    )  # fmt: skip


def end_relationship(session: Session, wish: EndRelationship) -> Changes:
    """Ends a relationship; Conflict if somebody changed it meanwhile."""
    return done(
        session, wish.child_id, "end_relationship",
        relationship=wish.relationship_id, new=wish.new_id, to_on=wish.to_on, to_words=clean_text(wish.to_words),
        how=clean_text(wish.how_known),
    )  # fmt: skip


def propose_merge(session: Session, wish: ProposeMerge) -> Changes:
    """Proposes that two people are one; who of them has a file is kept."""
    return done(
        session, wish.child_id, "propose_merge",
        merge=wish.merge_id, kept=wish.kept_id, gone=wish.gone_id, why=clean_text(wish.why),
    )  # fmt: skip


def decide_merge(session: Session, wish: DecideMerge) -> Changes:
    """Decides on a proposal of somebody else's; Conflict if another manager did meanwhile."""
    decision = "merged" if wish.one_person else "distinct"
    wanted = sa.select(call("decide_merge", merge=wish.merge_id, decision=decision, why=clean_text(wish.why)))
    session.write(lambda connection: connection.execute(wanted))
    return Changes(frozenset({"people"}), frozenset({wish.child_id}))


def _packed(value: Any) -> dict[str, Any]:
    return {key: _plain(getattr(value, key)) for key in value.__slots__}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, date | UUID) else cleaned(value)


def _json(tie: Tie) -> sa.ColumnElement[Any]:
    return sa.literal(_packed(tie), JSONB)
