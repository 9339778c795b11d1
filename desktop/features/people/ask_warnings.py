"""Forms about warnings: one is added, looked at again, or ended.

Each asks for a day on which it is looked at again, so that none outlives its cause.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from uuid import UUID, uuid4

from db.commands.warnings import AddWarning, CorrectWarning, EndWarning, add_warning, correct_warning, end_warning
from db.domain.people import ChildsPeople, Person, Warning
from desktop.infra.codes import code_list
from desktop.widgets.asking import HOW, Answers, Asked, Save, swap, typed
from desktop.widgets.form import Field, Kind


def ask_for_warning(facts: ChildsPeople, person: Person) -> Asked:
    """To warn of a person, or of an address where they live."""
    warning = uuid4()
    places = (
        ("", f"{person.called}"),
        *((str(home.address_id), home.lines) for home in person.addresses if home.to_on is None),
    )

    def save(answers: Answers) -> Save:
        place = answers.text("place")
        wish = AddWarning(
            facts.child_id, warning, answers.text("kind"), answers.text("text", "Say what to beware of."),
            answers.day("review", "Say when it is looked at again."), answers.how,
            None if place else person.person_id, UUID(place) if place else None,
        )  # fmt: skip
        return partial(swap, add_warning, wish)

    fields = (Field("place", "Warning on", Kind.CHOICE, choices=places), *_warning_fields())
    first = (("review", typed(date.today() + timedelta(days=90))),)
    return Asked(f"A warning: {person.called}", fields, first, save)


def _warning_fields() -> tuple[Field, ...]:
    kinds = tuple((code.code, code.label) for code in code_list("warning"))
    return (
        Field("kind", "What kind", Kind.CHOICE, choices=kinds),
        Field("text", "In words", Kind.TEXT, lines=2),
        Field("review", "Look at it again on", hint="a date within two years"),
        HOW,
    )


def ask_about_warning(facts: ChildsPeople, warning: Warning, *, end: bool) -> Asked:
    """To put a warning right and look at it again, or to end it."""
    new = uuid4()

    def corrected(answers: Answers) -> Save:
        wish = CorrectWarning(
            facts.child_id, warning.warning_id, new, answers.text("kind"),
            answers.text("text", "Say what to beware of."), answers.day("review", "Say when."), answers.how,
        )  # fmt: skip
        return partial(swap, correct_warning, wish)

    def ended(answers: Answers) -> Save:
        return partial(swap, end_warning, EndWarning(facts.child_id, warning.warning_id, new, answers.how))

    if end:
        return Asked(f"No longer so: {warning.text}", (HOW,), (), ended, "End the warning")
    first = (("kind", warning.kind), ("text", warning.text), ("review", typed(date.today() + timedelta(days=90))))
    return Asked("Look at the warning again", _warning_fields(), first, corrected)
