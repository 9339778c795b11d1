"""The forms of looks: to review broken glass, to answer a question, to say that one knows a family, to lift that."""

from __future__ import annotations

from functools import partial
from uuid import UUID, uuid4

from db.commands.looks import (
    AnswerLooks,
    DeclareInterest,
    LiftInterest,
    ReviewGlass,
    answer_looks,
    declare_interest,
    lift_interest,
    review_glass,
)
from db.queries.looks import GlassOpening, Interest, LookQuestion
from db.queries.siblings import Sibling
from desktop.features.looks.lines import asks, short_moment
from desktop.models.words import short_day
from desktop.widgets.asking import Answers, Asked, Save, swap, ticked
from desktop.widgets.form import Field, Kind


def ask_for_finding(one: GlassOpening) -> Asked:
    """What was found about an opening by broken glass."""

    def save(answers: Answers) -> Save:
        return partial(swap, review_glass, ReviewGlass(one.ticket_id, answers.text("finding", "Say what you found.")))

    hint = "for example: asked her; the police rang at night, the team was told next morning"
    fields = (Field("finding", "What did you find?", Kind.TEXT, hint=hint, lines=5),)
    title = f"{one.who}, file {one.reference}, {short_moment(one.opened_at)}: “{one.reason}”"
    note = "It stays on record with your name, and nobody can change it, not even you."
    return Asked(title, fields, (), save, "Record the review", note)


def ask_for_answer(one: LookQuestion) -> Asked:
    """What is known about looks that deserve a question."""
    answer_id = uuid4()

    def save(answers: Answers) -> Save:
        note = answers.text("note", "Say what is known.")
        wish = AnswerLooks(answer_id, one.question, one.staff_id, one.child_id, one.about, note)
        return partial(swap, answer_looks, wish)

    hint = "for example: asked him; not related, covered the duty desk that week"
    fields = (Field("note", "What is known?", Kind.TEXT, hint=hint, lines=4),)
    note = "It stays on record with your name, and holds until a newer look stands behind the question."
    return Asked(f"{asks(one)}.", fields, (), save, "Answer", note)


def ask_to_lift(one: Interest) -> Asked:
    """Why somebody who knows a family may open the file again."""

    def save(answers: Answers) -> Save:
        why = answers.text("why", "Say why.")
        return partial(swap, lift_interest, LiftInterest(one.interest_id, one.child_id, why))

    fields = (Field("why", "Why may they open it again?", Kind.TEXT, lines=3),)
    note = "They get back what they would have without it, and nothing more."
    return Asked(f"{one.who} knows the family of file {one.reference}: “{one.why}”", fields, (), save, "Lift it", note)


def ask_how_known(child_id: UUID, name: str, siblings: tuple[Sibling, ...] | None) -> Asked:
    """How one knows a family, and whose files of it; None where the file is not open, and nobody is told of them."""
    interest_id, others = uuid4(), tuple((uuid4(), one) for one in siblings or ())

    def save(answers: Answers) -> Save:
        why = answers.text("why", "Say in a few words how you know them.")
        also = tuple((own_id, one.child_id) for own_id, one in others if answers.ticked(str(one.child_id)))
        return partial(swap, declare_interest, DeclareInterest(interest_id, child_id, why, also))

    hint = "for example: the mother is my cousin; we live in the same street"
    ticks = tuple(Field(str(one.child_id), f"also {_sibling(one)}", Kind.CHECK) for _, one in others)
    fields = (Field("why", "How do you know them?", Kind.TEXT, hint=hint, lines=3), *ticks)
    first = tuple((tick.key, ticked(True)) for tick in ticks)
    which = f"The file of {name} is shut to you from that moment, and no other."
    if siblings is None:
        which = f"{which} If brothers or sisters have files, say it there too."
    elif siblings:
        which = (
            f"The file of {name} is shut to you from that moment, and with it those of the brothers and sisters ticked "
            "below. Take the tick from a child whose family you do not know."
        )
    note = (
        f"{which} The manager of the team is told, and can lift it. "
        "Nobody thinks ill of it: it protects the family, and you."
    )
    words = "Say so, and shut the files to me" if siblings else "Say so, and shut the file to me"
    return Asked("I know this family", fields, first, save, words, note)


def _sibling(one: Sibling) -> str:
    """A brother or sister, so that nobody takes one for another."""
    day = one.born or one.expected_on
    when = f", {'born' if one.born else 'expected'} {short_day(day)}" if day is not None else ""
    return f"{one.name}{when} · {one.reference} · {one.team}"
