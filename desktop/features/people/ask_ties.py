"""Forms about who somebody is: a person is connected with the child, or a relationship corrected or ended.

A person who was found is connected, and only somebody new asks for a name and a birth.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID, uuid4

from db.commands.people import (
    AddPerson,
    CorrectRelationship,
    EndRelationship,
    PersonFacts,
    Relate,
    add_person,
    correct_relationship,
    end_relationship,
    relate,
)
from db.domain.partial_date import PartialDate
from db.domain.people import ChildsPeople, Person, Relationship, kinships
from desktop.features.people.asking import SEXES, tie_of
from desktop.widgets.asking import HOW, Answers, Asked, Save, swap, ticked, typed
from desktop.widgets.form import Field, Kind


def _kinds() -> tuple[tuple[str, str], ...]:
    return (("", "Choose…"), *((kind.code, kind.label) for kind in kinships().values()))


def _tie_fields(question: str, *, ends: bool) -> tuple[Field, ...]:
    return (
        Field("kind", question, Kind.CHOICE, choices=_kinds()),
        Field("responsible", "Has parental responsibility", Kind.CHECK),
        Field(
            "responsible_how",
            "How it was acquired",
            hint="birth, marriage, birth certificate, agreement, order …",
            given="responsible",
        ),
        Field("together", "Lives with the child", Kind.CHECK),
        Field("uncertain", "It is not certain", Kind.CHECK),
        Field("since", "Since when", hint="a date, “about 2019”, or empty"),
        *((Field("until", "Until when", hint="empty while it lasts"),) if ends else ()),
        HOW,
    )


def ask_for_known(facts: ChildsPeople, person_id: UUID, name: str) -> Asked:
    """To connect somebody who was found in the record."""
    relationship = uuid4()

    def save(answers: Answers) -> Save:
        return partial(swap, add_person, AddPerson(facts.child_id, person_id, relationship, tie_of(answers)))

    fields = _tie_fields(f"Who is {name} to {facts.child.called}?", ends=False)
    return Asked(f"{name}, already in the record", fields, (), save, "Add to this child")


def ask_for_new(facts: ChildsPeople, words: str, born: str) -> Asked:
    """To make a new person, with what was typed for finding them."""
    person, relationship = uuid4(), uuid4()
    given, _, family = words.strip().rpartition(" ") if " " in words.strip() else (words.strip(), "", "")

    def save(answers: Answers) -> Save:
        birth, death = answers.when("born"), answers.when("died")
        awaited = birth is not None and birth.earliest > date.today()
        new = PersonFacts(
            answers.text("given", "A given name, or what the person is called."), answers.text("family"),
            answers.text("sex"), "", *((None, None, "") if awaited else _span(birth, answers.said("born"))),
            birth.earliest if birth and awaited else None, *_span(death, answers.said("died")),
        )  # fmt: skip
        return partial(swap, add_person, AddPerson(facts.child_id, person, relationship, tie_of(answers), new))

    fields = (
        Field("given", "Given names"),
        Field("family", "Family name"),
        Field("sex", "Sex", Kind.RADIO, choices=SEXES),
        Field("born", "Born, or expected", hint="a date, “about 1985”; a date to come for an unborn child"),
        Field("died", "Died", hint="empty while living"),
        *_tie_fields(f"Who is this to {facts.child.called}?", ends=False),
    )
    first = (("given", given), ("family", family), ("sex", "U"), ("born", born))
    return Asked("A person who is new to the record", fields, first, save, "Add this person")


def _span(when: PartialDate | None, words: str) -> tuple[date | None, date | None, str]:
    return (when.earliest, when.latest, words) if when is not None else (None, None, "")


def ask_to_correct(facts: ChildsPeople, tie: Relationship) -> Asked:
    """To correct a relationship."""
    person, other = facts.person(tie.person_id), facts.person(tie.other_id)
    name = person.called if person else ""
    new = uuid4()

    def save(answers: Answers) -> Save:
        wish = CorrectRelationship(facts.child_id, tie.relationship_id, new, tie_of(answers))
        return partial(swap, correct_relationship, wish)

    first = (
        ("kind", tie.kind), ("responsible", ticked(tie.parental_responsibility)),
        ("responsible_how", tie.responsibility_how), ("together", ticked(tie.same_household)),
        ("uncertain", ticked(not tie.certain)), ("since", tie.from_words or typed(tie.from_on)),
        ("until", tie.to_words or typed(tie.to_on)),
    )  # fmt: skip
    fields = _tie_fields(f"Who is {name} to {other.called if other else ''}?", ends=True)
    return Asked(f"Correct: {name}", fields, first, save, note="What stood is kept as history.")


def ask_to_end(facts: ChildsPeople, tie: Relationship) -> Asked:
    """To end a relationship."""
    person, other = facts.person(tie.person_id), facts.person(tie.other_id)
    new = uuid4()

    def save(answers: Answers) -> Save:
        day = answers.day("until", "Say when it ended.")
        wish = EndRelationship(facts.child_id, tie.relationship_id, new, day, answers.said("until"), answers.how)
        return partial(swap, end_relationship, wish)

    title = f"{person.called if person else ''} is no longer {tie.kind} of {other.called if other else ''}"
    fields = (Field("until", "Until when", hint="a date"), HOW)
    return Asked(title, fields, (("until", "today"),), save, "End it", "It stays in the history.")


def ask_to_relate(facts: ChildsPeople, person: Person) -> Asked:
    """To say what a person is to somebody else around the child."""
    others = tuple((str(one.person_id), one.called) for one in facts.people if one.person_id != person.person_id)
    relationship = uuid4()

    def save(answers: Answers) -> Save:
        other = UUID(answers.text("other", "Choose to whom."))
        wish = Relate(facts.child_id, relationship, person.person_id, other, tie_of(answers))
        return partial(swap, relate, wish)

    fields = (
        Field("other", "To whom", Kind.CHOICE, choices=others),
        *_tie_fields(f"{person.called} is their", ends=False),
    )
    return Asked(f"{person.called} and somebody else", fields, (), save)
