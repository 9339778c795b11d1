"""Forms about a person's own facts: names, birth, death, sex and languages, corrected with how we know.

Only what was changed is sent, each fact with the correction that it follows, so that a colleague's is never lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import uuid4

from db.commands.changes import Changes
from db.commands.person import AddName, CorrectName, CorrectPerson, add_name, correct_name, correct_person
from db.domain.partial_date import PartialDate
from db.domain.people import ChildsPeople, Name, Person, kinship
from db.session import Session
from desktop.features.people.asking import SEXES
from desktop.features.people.lines import NAME_KINDS, direct_ties
from desktop.widgets.asking import HOW, Answers, Asked, Mistake, Save, swap, typed
from desktop.widgets.form import Field, Kind

_YOUNG_DAYS = 9500
_TEXTS = (("pronouns", "Pronouns"), ("first_language", "First language"),
          ("communication_needs", "What helps in talking and writing"))  # fmt: skip
_DATES = (("born", "Born"), ("expected_on", "Expected, while unborn"), ("died", "Died"))
_REFUSED = (
    "This cannot be changed from this file. Names and facts of a brother or sister, of a young person, of anybody"
    " with a file of their own, or of somebody whose tie with this child has ended are corrected by somebody who may"
    " record in a file where that person has their place. Tell their worker;"
    " what you typed is still here."
)
_NOTE = "What stood is kept as history."
_NOTE_YOUNG = (
    f"{_NOTE} Facts of brothers, sisters and the young are corrected in a file of their own: from here it is accepted"
    " only if there is one and you may record in it."
)


def ask_to_correct_facts(facts: ChildsPeople, person: Person) -> Asked:
    """To put birth, death, sex and languages right."""
    first = _standing(person)
    ids = {key: uuid4() for key in first}

    def save(answers: Answers) -> Save:
        changed = [key for key, stood in first.items() if answers.text(key) != stood]
        if not changed:
            raise Mistake(next(iter(first)), "Nothing is changed yet.")
        values = {key: _value(answers, key) for key in changed}
        how = answers.how
        wishes = [
            CorrectPerson(ids[key], facts.child_id, person.person_id, key, value, how, person.corrected(key))
            for key, value in values.items()
        ]
        return partial(_correct_all, wishes)

    fields = (
        *(Field(key, words, hint="a date, or “about 1985”; empty if there is none") for key, words in _DATES),
        Field("sex", "Sex", Kind.RADIO, choices=SEXES),
        *(Field(key, words) for key, words in _TEXTS),
        HOW,
    )
    title = f"Facts of {person.called}"
    return Asked(title, fields, tuple(first.items()), save, note=_note(facts, person), refused=_REFUSED)


def _standing(person: Person) -> dict[str, str]:
    """What the form holds at first."""
    exact = person.born_earliest if person.born_earliest == person.born_latest else None
    died = person.died_earliest if person.died_earliest == person.died_latest else None
    return {
        "born": person.born_words or typed(exact),
        "expected_on": typed(person.expected_on),
        "died": person.died_words or typed(died),
        "sex": person.sex,
        **{key: getattr(person, key) for key, _ in _TEXTS},
    }


def _value(answers: Answers, key: str) -> str | PartialDate | None:
    if key not in dict(_DATES):
        return answers.text(key)
    when = answers.when(key)
    if key != "expected_on" and when is not None and when.earliest > date.today():
        raise Mistake(key, "That day is still to come.")
    return when


def _correct_all(wishes: list[CorrectPerson], session: Session) -> Changes:
    """One after the other; sent again, those that have landed land no second time."""
    made = [correct_person(session, wish) for wish in wishes]
    return Changes(made[0].what | {"people"}, made[0].children)


def _note(facts: ChildsPeople, person: Person) -> str:
    """That it may be refused, where what everybody sees makes that likely."""
    if person.person_id == facts.child_id:
        return _NOTE
    sibling = any(kinship(tie.kind).group == "sibling" for tie in direct_ties(facts, person.person_id))
    born = person.born_latest
    young = person.expected_on is not None or (born is not None and (date.today() - born).days < _YOUNG_DAYS)
    return _NOTE_YOUNG if sibling or young else _NOTE


def _name_fields() -> tuple[Field, ...]:
    return (
        Field("kind", "Which name", Kind.CHOICE, choices=NAME_KINDS),
        Field("given", "Given names"),
        Field("family", "Family name"),
        Field("since", "Since when", hint="a date, or empty"),
        Field("until", "Until when", hint="empty while it lasts"),
        HOW,
    )


def ask_for_name(facts: ChildsPeople, person: Person) -> Asked:
    """To add a further name."""
    new = uuid4()

    def save(answers: Answers) -> Save:
        said = _Name.of(answers)
        wish = AddName(
            new,
            facts.child_id,
            person.person_id,
            said.kind,
            said.given,
            said.family,
            answers.how,
            said.since,
            said.until,
        )
        return partial(swap, add_name, wish)

    title = f"Another name of {person.called}"
    first = (("kind", "known_as"),)
    return Asked(title, _name_fields(), first, save, note=_note(facts, person), refused=_REFUSED)


def ask_to_correct_name(facts: ChildsPeople, person: Person, name: Name) -> Asked:
    """To put a name right, or say that it ended."""
    new = uuid4()

    def save(answers: Answers) -> Save:
        said = _Name.of(answers)
        wish = CorrectName(
            new, name.name_id, facts.child_id, person.person_id, said.kind, said.given, said.family, answers.how,
            said.since, said.until,
        )  # fmt: skip
        return partial(swap, correct_name, wish)

    first = (
        ("kind", name.kind), ("given", name.given), ("family", name.family), ("since", typed(name.from_on)),
        ("until", typed(name.to_on)),
    )  # fmt: skip
    title = f"Correct the name {name.whole}"
    return Asked(title, _name_fields(), first, save, note=_note(facts, person), refused=_REFUSED)


@dataclass(frozen=True, slots=True)
class _Name:
    """What the form of a name says."""

    kind: str
    given: str
    family: str
    since: date | None
    until: date | None

    @staticmethod
    def of(answers: Answers) -> _Name:
        given, family = answers.text("given"), answers.text("family")
        if not (given or family):
            raise Mistake("given", "Type a given or a family name.")
        since, until = answers.when("since"), answers.when("until")
        if since and until and until.earliest < since.earliest:
            raise Mistake("until", "It cannot end before it begins.")
        return _Name(
            answers.text("kind"), given, family, since.earliest if since else None, until.earliest if until else None
        )
