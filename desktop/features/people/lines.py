"""The people around a child as lines of a table and as a text to read: the same facts as the genogram, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from db.domain.people import ChildsPeople, Person, Relationship, kinship, through_whom, to_the_child
from desktop.infra.codes import labels
from desktop.models.record_table import RecordColumn
from desktop.models.words import NOT_RECORDED, age_in_words, day_in_words, short_day, with_marks

if TYPE_CHECKING:
    from db.queries.people import ConfidentialDetail

_ORDER = ("parent", "carer", "sibling", "grandparent", "aunt", "cousin", "couple", "child", "other", "professional")


NAME_KINDS = (("legal", "Legal name"), ("birth", "Name at birth"), ("known_as", "Known as"),
              ("former", "Former name"), ("alias", "Alias"))  # fmt: skip
_FACTS = {"sex": "Sex", "pronouns": "Pronouns", "born": "Birth", "expected_on": "Expected", "died": "Death",
          "first_language": "First language", "communication_needs": "What helps in talking and writing"}  # fmt: skip


def name_kind(code: str) -> str:
    """What kind of name it is, inside a sentence."""
    return dict(NAME_KINDS).get(code, code).casefold()


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person as the list shows them on a day."""

    person_id: UUID
    name: str
    role: str
    born: str
    responsible: str
    household: str
    since: str
    telephone: str
    marks: str
    professional: bool
    order: tuple[int, str]
    current: bool


def lines_of(facts: ChildsPeople, day: date) -> tuple[PersonLine, ...]:
    """The child, and everyone else who was there on that day, family before friends."""
    found = [_line(facts, person, day) for person in facts.people]
    return tuple(sorted((line for line in found if line is not None), key=lambda line: line.order))


def direct_ties(facts: ChildsPeople, person_id: UUID) -> tuple[Relationship, ...]:
    """What is recorded between a person and the child, what stands first."""
    pair = {person_id, facts.child_id}
    ties = [tie for tie in facts.relationships if {tie.person_id, tie.other_id} == pair]
    return tuple(sorted(ties, key=lambda tie: (tie.to_on is not None, tie.person_id != person_id)))


def _line(facts: ChildsPeople, person: Person, day: date) -> PersonLine | None:
    child = person.person_id == facts.child_id
    ties = () if child else direct_ties(facts, person.person_id)
    begun = [tie for tie in ties if tie.from_on is None or tie.from_on <= day or kinship(tie.kind).tie == "birth"]
    if (ties and not begun) or not (child or person.awaited(day)):
        return None
    roles = to_the_child(facts, person.person_id, day)
    standing = [tie for tie in begun if tie.holds(day) and tie.person_id == person.person_id]
    kinds = [kinship(tie.kind) for tie in begun] or [kinship("other connected person")]
    place = min(_ORDER.index(kind.group) if kind.group in _ORDER else 8 for kind in kinds)
    responsible = next((tie for tie in standing if tie.parental_responsibility), None)
    since = min((tie.from_on for tie in standing if tie.from_on), default=None)
    uncertain = any(not tie.certain for tie in standing)
    role = "the child" if child else ", ".join(roles) or through_whom(facts, person.person_id, day)
    return PersonLine(
        person.person_id,
        with_marks(person.called),
        with_marks(role + (" (not certain)" if uncertain else "")),
        born_in_words(person, day),
        f"yes, {responsible.responsibility_how}".rstrip(", ") if responsible else "",
        "yes" if any(tie.same_household for tie in standing) else "",
        short_day(since) if since else "",
        with_marks(_telephone(person)),
        _marks(person),
        all(kind.professional for kind in kinds),
        (-1 if child else place, person.called.casefold()),
        bool(standing) or not ties,
    )


def born_in_words(person: Person, day: date) -> str:
    """Age and birth, or that the person is awaited, or has died."""
    if person.died_by(day):
        return f"died {person.died_words or day_in_words(person.died_earliest or day)}"
    if not person.awaited(day):
        return "not yet expected on this day"
    if person.unborn(day):
        due = person.expected_on or person.born_earliest
        return age_in_words(None, due, day) if due else "unborn"
    if person.born_earliest is None:
        return ""
    if person.born_latest != person.born_earliest:
        return person.born_words or f"born about {person.born_earliest.year}"
    return f"{age_in_words(person.born_earliest, None, day)}\n{short_day(person.born_earliest)}"


def _telephone(person: Person) -> str:
    return next((contact.value for contact in person.contacts if contact.to_on is None), "")


def _marks(person: Person) -> str:
    warned = person.warnings or any(home.warnings for home in person.addresses)
    return "\n".join(
        words for words in ("! warning" if warned else "", "confidential" if person.confidential else "") if words
    )


def _standing(one: PersonLine) -> str:
    """Parental responsibility and the household in two short lines."""
    return "\n".join(
        words for words in ("PR" if one.responsible else "", "lives with" if one.household else "") if words
    )


def _plain(text: str) -> str:
    return text.replace("\n", ", ")


COLUMNS: tuple[RecordColumn[PersonLine], ...] = (
    RecordColumn("Name", lambda one: one.name, lambda one: one.order, 18, strong=lambda one: one.current),
    RecordColumn("To the child", lambda one: one.role, lambda one: one.role, 14),
    RecordColumn("Age, born", lambda one: one.born, lambda one: one.born, 13,
                 lambda one: _plain(one.born) or NOT_RECORDED),
    RecordColumn("PR, home", _standing, _standing, 10, lambda one: ", ".join((
        f"parental responsibility: {one.responsible or 'none recorded'}",
        "lives with the child" if one.household else "does not live with the child"))),
    RecordColumn("Telephone", lambda one: one.telephone, lambda one: one.telephone, 10),
    RecordColumn("Marks", lambda one: one.marks, lambda one: not one.marks, 13,
                 lambda one: _plain(one.marks) or "none"),
)  # fmt: skip
_SINCE: RecordColumn[PersonLine] = RecordColumn("Since", lambda one: one.since, lambda one: one.since, 11)
PROFESSIONALS = (*COLUMNS[:2], _SINCE, *COLUMNS[4:])


def told(facts: ChildsPeople, person: Person, details: tuple[ConfidentialDetail, ...] | None) -> str:
    """Everything that is recorded of a person, with how we know; `details` once their own ticket is taken."""
    parts = [person.name, *_names(person), *_own(person), *_ties(facts, person), *_homes(person), *_warnings(person)]
    parts += [
        f"{contact.kind.capitalize()}: {contact.value}{_span(contact.from_on, contact.to_on)}{_how(contact)}"
        for contact in person.contacts
    ]
    if person.confidential and details is None:
        parts.append("Confidential: something is kept from somebody. It opens with a reason of its own.")
    for detail in details or ():
        if detail.person_id == person.person_id:
            kept = f"kept from {detail.hidden_from}" if detail.hidden_from else "kept from everybody outside"
            where = ", ".join(part for part in (detail.value, detail.postcode) if part)
            ended = f" (no longer kept since {short_day(detail.to_on)})" if detail.to_on else ""
            parts.append(f"CONFIDENTIAL {detail.kind}: {where}{ended}\n    {kept}: {detail.why}")
    return with_marks("\n".join(parts))


def _names(person: Person) -> Iterator[str]:
    for name in person.names:
        if name.whole != person.name:
            yield f"{name_kind(name.kind).capitalize()}: {name.whole}{_span(name.from_on, name.to_on)}{_how(name)}"


def _own(person: Person) -> Iterator[str]:
    """Languages, and what was corrected of the person, the newest first."""
    for key in ("pronouns", "first_language", "communication_needs"):
        if getattr(person, key):
            yield f"{_FACTS[key]}: {getattr(person, key)}"
    for change in reversed(person.changes):
        before = change.before or "not recorded"
        fact = _FACTS.get(change.field, change.field)
        yield f"{fact} corrected: {change.after or 'taken away'}, before: {before}{_how(change)}"


def _ties(facts: ChildsPeople, person: Person) -> Iterator[str]:
    child = facts.child_id
    nearest = sorted(
        facts.relationships, key=lambda one: (child not in (one.person_id, one.other_id), one.to_on is not None)
    )
    for tie in nearest:
        if tie.person_id == person.person_id:
            other = facts.person(tie.other_id)
            yield f"{tie.kind.capitalize()} of {other.called if other else 'somebody'}{_facts_of(tie)}{_how(tie)}"
        elif tie.other_id == person.person_id and tie.person_id != facts.child_id:
            other = facts.person(tie.person_id)
            yield f"{other.called if other else 'Somebody'} is their {tie.kind}{_facts_of(tie)}{_how(tie)}"


def _facts_of(tie: Relationship) -> str:
    words = [
        "" if tie.certain else "not certain",
        f"parental responsibility {tie.responsibility_how}".strip() if tie.parental_responsibility else "",
        "same household" if tie.same_household else "",
    ]
    said = "".join(f", {word}" for word in words if word)
    return said + _span(tie.from_on, tie.to_on, tie.from_words, tie.to_words)


def _homes(person: Person) -> Iterator[str]:
    for home in person.addresses:
        where = ", ".join(part for part in (home.lines, home.postcode) if part)
        span = _span(home.from_on, home.to_on, home.from_words, home.to_words)
        yield f"{'Lives at' if home.to_on is None else 'Lived at'} {where}{span}{_how(home)}"
        for warning in home.warnings:
            review = f"(look again on {short_day(warning.review_on)})"
            yield f"! Warning on this address: {warning.text} {review}{_how(warning)}"


def _warnings(person: Person) -> Iterator[str]:
    for warning in person.warnings:
        kind = labels("warning").get(warning.kind, warning.kind)
        yield f"! {kind}: {warning.text} (look again on {short_day(warning.review_on)}){_how(warning)}"


def _span(since: date | None, until: date | None, since_words: str = "", until_words: str = "") -> str:
    begins = since_words or (day_in_words(since) if since else "")
    ends = until_words or (day_in_words(until) if until else "")
    return (f", since {begins}" if begins and not ends else f", from {begins}" if begins else "") + (
        f", until {ends}" if ends else ""
    )


def _how(fact: object) -> str:
    how, by, at = getattr(fact, "how_known", ""), getattr(fact, "by", ""), getattr(fact, "at", None)
    when = f" on {short_day(at.date())}" if at is not None else ""
    return f"\n    {how or 'how we know is not recorded'} · recorded by {by}{when}"
