"""The forms of parties, carers and guardians, and of what is hidden of them."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from db.commands.proceedings import PartyFacts, RecordParty, record_party
from db.domain.people import Person
from db.queries.proceedings import Party
from desktop.features.proceedings.asking import HOW, MISTAKEN, STAYS, About, Standing, choices
from desktop.widgets.asking import Answers, Asked, Mistake, Save, swap, ticked, typed
from desktop.widgets.form import Field, Kind


def ask_for_party(about: About, standing: Standing[Party], people: tuple[Person, ...]) -> Asked:
    """To record a party, or to put one right; `people` are those around the child."""
    stood = standing.item
    names = {str(one.person_id): one.called for one in people}

    def save(answers: Answers) -> Save:
        person = answers.text("person")
        name = answers.text("name") or names.get(person, "")
        if not name:
            raise Mistake("name", "Type the name, or choose somebody from the child’s people.")
        hidden = answers.text("hidden")
        facts = PartyFacts(
            name, answers.text("part"), answers.text("representative"), hidden,
            answers.text("hidden_from", "Say from whom.") if hidden else "",
            answers.text("hidden_why", "Say why.") if hidden else "",
            standing.item.ended_on if standing.item else None, standing.item.mistaken if standing.item else False,
        )  # fmt: skip
        return _party_save(about, standing, facts, answers.how, UUID(person) if person else None)

    fields = (
        Field("part", "Part in the proceedings", Kind.CHOICE, choices=choices("party_part")),
        Field("person", "Who", Kind.CHOICE, choices=(("", "Not one of the child’s people"), *names.items())),
        Field("name", "Name", hint="empty: the name of the person above"),
        Field("representative", "Represented by", hint="solicitor and firm, or empty"),
        Field("hidden", "What must not be told to somebody", Kind.CHOICE,
              choices=(("", "Nothing is hidden"), *choices("hidden_part"))),
        Field("hidden_from", "From whom", hint="for example: from the father; from everybody", given="hidden"),
        Field("hidden_why", "Why", given="hidden"),
        HOW,
    )  # fmt: skip
    if stood is None:
        return Asked("A party, a carer or a guardian", fields, (), save)
    first = (
        ("part", stood.part), ("person", str(stood.person_id or "")), ("name", stood.name),
        ("representative", stood.representative), ("hidden", stood.hidden), ("hidden_from", stood.hidden_from),
        ("hidden_why", stood.hidden_why),
    )  # fmt: skip
    return Asked("Correct the party, or what is hidden", fields, first, save, note=STAYS)


def ask_to_end_party(about: About, standing: Standing[Party]) -> Asked:
    """To say that somebody is no party any more, or never was."""

    def save(answers: Answers) -> Save:
        stood = standing.item
        assert stood is not None  # noqa: S101 (only what stands can end)
        wrong = answers.ticked("mistaken")
        facts = PartyFacts(
            stood.name, stood.part, stood.representative, stood.hidden, stood.hidden_from, stood.hidden_why,
            None if wrong else answers.exact("ended_on", "" if stood.ended_on or stood.mistaken else "Say since when."),
            wrong,
        )  # fmt: skip
        return _party_save(about, standing, facts, answers.how, stood.person_id)

    fields = (Field("ended_on", "No longer a party since", hint="a date"), MISTAKEN, HOW)
    party = standing.item
    if party is None or not (party.ended_on or party.mistaken):
        return Asked("No longer a party", fields, (("ended_on", "today"),), save, "End it", STAYS)
    first = (("ended_on", typed(party.ended_on)), ("mistaken", ticked(party.mistaken)))
    return Asked("No longer a party", fields, first, save, note=f"Without day and tick they are a party. {STAYS}")


def _party_save(
    about: About, standing: Standing[Party], facts: PartyFacts, how: str, person: UUID | None
) -> Save:  # fmt: skip
    wish = RecordParty(
        standing.op_id, standing.item_id, about.proceedings_id, about.child_id, facts, how, person, standing.base
    )  # fmt: skip
    return partial(swap, record_party, wish)
