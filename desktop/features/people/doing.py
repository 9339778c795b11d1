"""What can be done about one person, as numbered choices: what is needed most often first, then by subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from db.domain.people import ChildsPeople, Person, Relationship
from db.queries.people import ConfidentialDetail
from desktop.features.people.ask_facts import ask_for_name, ask_to_correct_facts, ask_to_correct_name
from desktop.features.people.ask_kept import ask_for_confidential, ask_to_correct_kept, ask_to_end_kept
from desktop.features.people.ask_merges import ask_for_same
from desktop.features.people.ask_ties import ask_to_correct, ask_to_end, ask_to_relate
from desktop.features.people.ask_warnings import ask_about_warning, ask_for_warning
from desktop.features.people.ask_whereabouts import (
    ask_for_address,
    ask_for_contact,
    ask_to_correct_address,
    ask_to_correct_contact,
    ask_to_end_address,
    ask_to_end_contact,
)
from desktop.features.people.lines import direct_ties, name_kind
from desktop.widgets.asking import Asked

Ask = Callable[[Asked], None]
Offer = tuple[str, Asked]


def choices_for(
    facts: ChildsPeople, person: Person, ask: Ask, details: tuple[ConfidentialDetail, ...], *, may_correct: bool
) -> list[tuple[str, str, Callable[[], None]]]:
    """The things that can be recorded about a person, each with its subject. `details` are the open confidential ones;
    support staff add and end, but correct no names and facts (then not `may_correct`)."""
    subjects = (
        ("To the child", _ties(facts, person)),
        ("Add", _additions(facts, person)),
        ("The person", _own(facts, person) if may_correct else iter(())),
        ("Addresses, telephones, warnings", _whereabouts(facts, person)),
        ("Confidential", _kept(facts, person, details)),
    )
    return [(subject, words, partial(ask, asked)) for subject, offers in subjects for words, asked in offers]


def _ties(facts: ChildsPeople, person: Person) -> Iterator[Offer]:
    ties = _standing(facts, person)[:2]
    for tie in ties:
        of = facts.person(tie.other_id)
        words = f"Correct: {tie.kind} of {of.called if of else ''}, responsibility, dates"
        yield words, ask_to_correct(facts, tie)
    for tie in ties:
        yield f"No longer: {tie.kind}", ask_to_end(facts, tie)


def _standing(facts: ChildsPeople, person: Person) -> list[Relationship]:
    """What stands between the person and the child, or else between the person and others."""
    if person.person_id == facts.child_id:
        return []
    ties = [tie for tie in direct_ties(facts, person.person_id) if tie.to_on is None]
    return ties or [tie for tie in facts.relationships if person.person_id == tie.person_id and tie.to_on is None]


def _additions(facts: ChildsPeople, person: Person) -> Iterator[Offer]:
    yield "Add an address that may be known", ask_for_address(facts, person)
    yield "Add a telephone number or e-mail", ask_for_contact(facts, person)
    yield "Add a confidential detail", ask_for_confidential(facts, person)
    yield "Add a warning", ask_for_warning(facts, person)
    yield "What they are to somebody else", ask_to_relate(facts, person)
    if len(facts.people) > 2 and person.person_id != facts.child_id:
        yield "This person is recorded twice", ask_for_same(facts, person)


def _own(facts: ChildsPeople, person: Person) -> Iterator[Offer]:
    yield "Correct birth, death, sex, languages", ask_to_correct_facts(facts, person)
    yield "Add another name", ask_for_name(facts, person)
    for name in person.names:
        yield f"Correct the name: {name.whole} ({name_kind(name.kind)})", ask_to_correct_name(facts, person, name)


def _whereabouts(facts: ChildsPeople, person: Person) -> Iterator[Offer]:
    for home in person.addresses:
        if home.to_on is None:
            yield f"No longer lives at {home.lines}", ask_to_end_address(facts, person, home)
        yield f"Correct the address {home.lines}", ask_to_correct_address(facts, person, home)
    for contact in person.contacts:
        if contact.to_on is None:
            yield f"No longer uses {contact.value}", ask_to_end_contact(facts, person, contact)
        yield f"Correct {contact.value}", ask_to_correct_contact(facts, person, contact)
    for warning in (*person.warnings, *(each for home in person.addresses for each in home.warnings)):
        yield f"Look at the warning again: {warning.text[:60]}", ask_about_warning(facts, warning, end=False)
        yield f"The warning no longer holds: {warning.text[:60]}", ask_about_warning(facts, warning, end=True)


def _kept(facts: ChildsPeople, person: Person, details: tuple[ConfidentialDetail, ...]) -> Iterator[Offer]:
    for kept in details:
        if kept.person_id == person.person_id and kept.to_on is None:
            yield f"Correct the confidential {kept.kind}", ask_to_correct_kept(facts, person, kept)
            yield f"The {kept.kind} is no longer confidential", ask_to_end_kept(facts, person, kept)
