"""The forms of the team: how much work weighs here, and hours of a week that go on something else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from uuid import UUID, uuid4

from db.commands.workload import NoteTime, SetTeamWeight, note_time, set_team_weight
from db.queries.workload import Workload
from desktop.features.team.lines import Weight
from desktop.models.workload_words import number
from desktop.widgets.asking import Answers, Asked, Mistake, Save, swap
from desktop.widgets.form import Field, Kind

_USUAL = ("usual_from", "usual_to")


def ask_for_weight(one: Weight) -> Asked:
    """To change what a measure is in the team."""

    def save(answers: Answers) -> Save:
        weight = _number(answers, "weight", "Say how much, such as 1.5.")
        wish = SetTeamWeight(one.now.measure, weight, answers.text("why", "Say why."))
        return partial(swap, set_team_weight, wish)

    usual = one.now.measure in _USUAL
    fields = (
        Field("weight", "Weight", hint="a number, such as 1.5"),
        Field("why", "Why", Kind.TEXT, lines=2, hint="who agreed to it, and for what reason"),
    )
    note = (
        "Between which weights most here are. Nobody is ranked by it."
        if usual
        else "How much one such child counts, from now on. A child counts once, as the work that weighs most."
    )
    return Asked(one.now.label, fields, (("weight", number(one.now.weight)),), save, "Change", note)


def ask_for_hours(people: Sequence[Workload], first: UUID) -> Asked:
    """To note what takes hours of somebody's week."""
    note_id = uuid4()

    def save(answers: Answers) -> Save:
        wish = NoteTime(
            note_id,
            UUID(answers.text("who", "Choose the person.")),
            answers.text("what", "Say what the hours are for."),
            _number(answers, "hours", "Say how many hours a week, such as 3."),
            answers.exact("from", "Say from which day.") or date.today(),
            answers.to_come("until", "Say until which day.") or date.today(),
        )
        return partial(swap, note_time, wish)

    choices = tuple((str(one.staff_id), one.name) for one in people)
    fields = (
        Field("who", "Whose hours", Kind.CHOICE, choices=choices),
        Field("what", "What for", hint="court, travel, training"),
        Field("hours", "Hours a week", hint="a number, such as 3"),
        Field("from", "From", hint="today, or another day"),
        Field("until", "Until", hint="such as 20 January", beside=True),
    )
    given = (("who", str(first)), ("from", "today"))
    note = "A note for whoever reads this page. Nothing is reckoned with it."
    return Asked("Hours beside the children", fields, given, save, "Note it", note)


def _number(answers: Answers, key: str, needed: str) -> Decimal:
    words = answers.text(key, needed).replace(",", ".").removesuffix("h").strip()
    try:
        found = Decimal(words)
    except InvalidOperation:
        raise Mistake(key, needed) from None
    if not found.is_finite():
        raise Mistake(key, needed)
    if found != round(found, 1):
        raise Mistake(key, f"At most one place after the point: {round(found, 1)}, say.")
    return found
