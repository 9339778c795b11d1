"""What people are to one another: the kinds of relationship with their inverse, generation and side.

One list in `resources/codes` feeds the server's checks, the forms and the genogram, so that a word means the same
in all of them.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from db.domain.partial_date import PartialDate
from resources import resource

_PREGNANCY = timedelta(days=285)
_LATE = timedelta(weeks=3)

KIN = frozenset({"parent", "carer", "sibling", "grandparent", "aunt", "cousin", "child", "cared for", "grandchild",
                 "niece", "couple"})  # fmt: skip
"""The groups that have a place among the generations."""


@dataclass(frozen=True, slots=True)
class Kinship:
    """One kind of relationship. `generation` counts from the other person: a mother is -1, a daughter 1; None if none.

    `tie` is birth, adoptive, step, half, foster or guardian; `side` is maternal or paternal where the word says so.
    """

    code: str
    label: str
    group: str = "other"
    generation: int | None = None
    sex: str = ""
    tie: str = ""
    side: str = ""
    ended: bool = False
    professional: bool = False
    care: bool = False
    inverses: tuple[tuple[str, str], ...] = ()

    def inverse(self, sex: str) -> str:
        """What the other person, of this sex, is in return: a mother's boy is her son. Empty where there is no word."""
        words = dict(self.inverses)
        return words.get(sex) or words.get("U", "")


@dataclass(frozen=True, slots=True)
class Name:
    """One of a person's names."""

    name_id: UUID
    kind: str
    given: str
    family: str
    from_on: date | None
    to_on: date | None
    how_known: str
    by: str
    at: datetime

    @property
    def whole(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True, slots=True)
class Warning:
    """A warning that stands, with the day on which it is looked at again."""

    warning_id: UUID
    kind: str
    text: str
    review_on: date
    how_known: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Residence:
    """An address that may be known, from when to when somebody lived there."""

    residence_id: UUID
    address_id: UUID
    kind: str
    lines: str
    postcode: str
    from_on: date | None
    from_words: str
    to_on: date | None
    to_words: str
    how_known: str
    by: str
    at: datetime
    warnings: tuple[Warning, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """A telephone number or an address of e-mail that may be known."""

    contact_id: UUID
    kind: str
    value: str
    from_on: date | None
    to_on: date | None
    how_known: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact of a person that was corrected: as it stood, as it stands, and how we know."""

    change_id: UUID
    field: str
    before: str
    after: str
    how_known: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody around the child; `step` is 0 for the child, 1 for who is connected, 2 for who belongs to those."""

    person_id: UUID
    step: int
    name: str
    known_as: str = ""
    sex: str = "U"
    pronouns: str = ""
    born_earliest: date | None = None
    born_latest: date | None = None
    born_words: str = ""
    expected_on: date | None = None
    died_earliest: date | None = None
    died_latest: date | None = None
    died_words: str = ""
    confidential: bool = False
    names: tuple[Name, ...] = ()
    addresses: tuple[Residence, ...] = ()
    contacts: tuple[Contact, ...] = ()
    warnings: tuple[Warning, ...] = ()
    first_language: str = ""
    communication_needs: str = ""
    changes: tuple[FactChange, ...] = ()

    @property
    def called(self) -> str:
        """The name that the person goes by, in full."""
        family = self.name.rpartition(" ")[2] if " " in self.name else ""
        return f"{self.known_as} {family}".strip() if self.known_as else self.name or "name not recorded"

    def corrected(self, field: str) -> UUID | None:
        """The last correction of a fact, which the next one must name; None if it stands as first recorded."""
        return next((change.change_id for change in reversed(self.changes) if change.field == field), None)

    def unborn(self, day: date) -> bool:
        """Whether the person is expected and not born on that day."""
        if self.born_earliest is not None:
            return self.born_earliest > day
        return self.expected_on is not None

    def awaited(self, day: date) -> bool:
        """Whether the person was born or expected by that day; somebody of unknown birth is taken to have been."""
        begins = self.born_earliest or self.expected_on
        return begins is None or begins - _PREGNANCY <= day

    def died_by(self, day: date) -> bool:
        """Whether the person had died by that day."""
        return self.died_earliest is not None and self.died_earliest <= day


def is_late(expected_on: date, day: date) -> bool:
    """Whether a child should have been born three weeks before that day (the rule of wall.wanted_children)."""
    return expected_on + _LATE <= day


@dataclass(frozen=True, slots=True)
class Relationship:
    """`person_id` is `kind` of `other_id`."""

    relationship_id: UUID
    person_id: UUID
    other_id: UUID
    kind: str
    parental_responsibility: bool = False
    responsibility_how: str = ""
    certain: bool = True
    same_household: bool = False
    from_on: date | None = None
    from_words: str = ""
    to_on: date | None = None
    to_words: str = ""
    how_known: str = ""
    source_entry: UUID | None = None
    by: str = ""
    at: datetime | None = None

    def holds(self, day: date) -> bool:
        """Whether it stood on that day; one whose beginning is not recorded has always stood."""
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or self.to_on > day)

    def ended(self, day: date) -> bool:
        """Whether it was over by that day."""
        return self.to_on is not None and self.to_on <= day


@dataclass(frozen=True, slots=True)
class ChildsPeople:
    """Everyone around a child and what they are to one another."""

    child_id: UUID
    people: tuple[Person, ...]
    relationships: tuple[Relationship, ...]
    may_record: bool = False
    sees_confidential: bool = False
    manages: bool = False
    _by_id: dict[UUID, Person] = field(default_factory=dict, repr=False, compare=False)

    def person(self, person_id: UUID) -> Person | None:
        """The person of an id."""
        if not self._by_id:
            self._by_id.update({person.person_id: person for person in self.people})
        return self._by_id.get(person_id)

    @property
    def child(self) -> Person:
        """The child in focus."""
        return next(person for person in self.people if person.person_id == self.child_id)


@cache
def kinships() -> dict[str, Kinship]:
    """All kinds of relationship by their code, in the order of the list."""
    with resource("codes", "relationship.csv").open(encoding="utf-8", newline="") as file:
        found = sorted((row for row in csv.DictReader(file) if not row["to_on"]), key=lambda row: int(row["sort"]))
    return {row["code"]: _kinship(row["code"], row["label"], json.loads(row["attributes"] or "{}")) for row in found}


def kinship(code: str) -> Kinship:
    """The kind of a code; a word that is not of the list is somebody connected in another way."""
    return kinships().get(code) or Kinship(code, code)


def _kinship(code: str, label: str, said: dict[str, Any]) -> Kinship:
    inverse = tuple(said.pop("inverse", {}).items())
    return Kinship(code, label, inverses=inverse, **said)


def to_the_child(facts: ChildsPeople, person_id: UUID, day: date) -> tuple[str, ...]:
    """Who a person is to the child on a day, in the words recorded; of what ended, until when."""
    words: dict[str, bool] = {}
    ended: dict[str, Relationship] = {}
    for tie in sorted(facts.relationships, key=_nearest):
        if tie.from_on is not None and tie.from_on > day:
            continue
        if tie.person_id == person_id and tie.other_id == facts.child_id:
            kind = tie.kind
        elif tie.other_id == person_id and tie.person_id == facts.child_id:
            person = facts.person(person_id)
            kind = kinship(tie.kind).inverse(person.sex if person else "U") or tie.kind
        else:
            continue
        words[kind] = words.get(kind, False) or not tie.ended(day)
        if kind not in ended or (ended[kind].to_on or date.min) < (tie.to_on or date.min):
            ended[kind] = tie
    kinds = _most_telling([kind for kind, stands in words.items() if stands])
    return tuple(kinds) or tuple(f"{kind}, {_until(ended[kind])}" for kind in words)


def _until(tie: Relationship) -> str:
    if tie.to_on is None:
        return "no longer"
    return f"until {tie.to_words or PartialDate.on(tie.to_on).in_words()}"


def _nearest(tie: Relationship) -> tuple[bool, int, str]:
    """The order in which relationships tell who somebody is: what stands first, parents before partners and others."""
    order = ("parent", "child", "couple", "sibling")
    group = kinship(tie.kind).group
    return tie.to_on is not None, order.index(group) if group in order else len(order), str(tie.relationship_id)


def _most_telling(kinds: list[str]) -> list[str]:
    """Drop "sister" where "half-sister" is said too: the nearer word tells more."""
    said = {(kinship(kind).group, kinship(kind).tie) for kind in kinds}
    return [
        kind for kind in kinds
        if not (kinship(kind).group == "sibling" and kinship(kind).tie == "birth" and ("sibling", "half") in said)
    ]  # fmt: skip


def through_whom(facts: ChildsPeople, person_id: UUID, day: date) -> str:
    """Who a person is who is connected with the child through somebody: "mother of Sarah Kaya"."""
    for tie in sorted(facts.relationships, key=_nearest):
        if tie.from_on is not None and tie.from_on > day:
            continue
        if tie.person_id == person_id and (other := facts.person(tie.other_id)):
            return f"{tie.kind} of {other.called}"
        if tie.other_id == person_id and (other := facts.person(tie.person_id)):
            person = facts.person(person_id)
            return f"{kinship(tie.kind).inverse(person.sex if person else 'U') or tie.kind} of {other.called}"
    return "connected"
