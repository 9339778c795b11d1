"""Forms about details that somebody must not learn.

To correct or end one, it must be open: its own ticket has been taken with a reason.
"""

from __future__ import annotations

from functools import partial
from uuid import UUID, uuid4

from db.commands.confidential import (
    AddConfidentialDetail,
    CorrectConfidentialDetail,
    EndConfidentialDetail,
    add_confidential_detail,
    correct_confidential_detail,
    end_confidential_detail,
)
from db.domain.people import ChildsPeople, Person
from db.queries.people import ConfidentialDetail
from desktop.widgets.asking import Answers, Asked, Save, swap
from desktop.widgets.form import Field, Kind

_KEPT = (("address", "Address"), ("telephone", "Telephone"), ("e-mail", "E-mail"), ("school", "School"),
         ("nursery", "Nursery"), ("GP", "GP"), ("family time", "Where family time is"), ("placement", "Placement"),
         ("vehicle", "Vehicle"), ("other", "Other"))  # fmt: skip
_AS_BEFORE = "as before"


def ask_for_confidential(facts: ChildsPeople, person: Person) -> Asked:
    """To add a detail that somebody must not learn."""
    detail = uuid4()

    def save(answers: Answers) -> Save:
        wish = AddConfidentialDetail(
            facts.child_id, detail, person.person_id, answers.text("kind"),
            answers.text("value", "Type what is to be kept."), answers.text("how", "Say why it is kept."),
            answers.text("postcode"), _hidden(answers.text("from")),
        )  # fmt: skip
        return partial(swap, add_confidential_detail, wish)

    fields = (
        Field("kind", "What it is", Kind.CHOICE, choices=_KEPT),
        Field("value", "The detail"), Field("postcode", "Postcode"),
        Field("from", "Kept from", Kind.CHOICE, choices=_others(facts, person)),
        Field("how", "Why is it kept, and how do we know?"),
    )  # fmt: skip
    return Asked(f"Confidential detail of {person.called}", fields, (), save, "Keep it confidential")


def ask_to_correct_kept(facts: ChildsPeople, person: Person, kept: ConfidentialDetail) -> Asked:
    """To put a confidential detail right: the one that stood ends, and stays on record."""
    new = uuid4()

    def save(answers: Answers) -> Save:
        hidden = answers.text("from")
        wish = CorrectConfidentialDetail(
            facts.child_id, kept.detail_id, new, answers.text("kind"),
            answers.text("value", "Type what is to be kept."), answers.text("how", "Say why it is kept."),
            answers.text("postcode"), None if hidden == _AS_BEFORE else _hidden(hidden),
        )  # fmt: skip
        return partial(swap, correct_confidential_detail, wish)

    before = f"As before: {kept.hidden_from or 'everybody outside the service'}"
    fields = (
        Field("kind", "What it is", Kind.CHOICE, choices=_KEPT),
        Field("value", "The detail"), Field("postcode", "Postcode"),
        Field("from", "Kept from", Kind.CHOICE, choices=((_AS_BEFORE, before), *_others(facts, person))),
        Field("how", "Why is it kept, and how do we know?"),
    )  # fmt: skip
    first = (("kind", kept.kind), ("value", kept.value), ("postcode", kept.postcode), ("how", kept.why))
    note = "What stood ends today and stays on record."
    return Asked(f"Correct a confidential detail of {person.called}", fields, first, save, note=note)


def ask_to_end_kept(facts: ChildsPeople, person: Person, kept: ConfidentialDetail) -> Asked:
    """To say that a detail need not be kept from anybody any more."""

    def save(answers: Answers) -> Save:
        day = answers.day("until", "Say since when.")
        return partial(swap, end_confidential_detail, EndConfidentialDetail(facts.child_id, kept.detail_id, day))

    title = f"No longer confidential: {kept.value}, of {person.called}"
    note = "It stays on record. From that day on it is not covered any more where it stands in other places."
    fields = (Field("until", "Since when", hint="a date, not to come"),)
    return Asked(title, fields, (("until", "today"),), save, "End it", note)


def _others(facts: ChildsPeople, person: Person) -> tuple[tuple[str, str], ...]:
    return (("", "Everybody outside the service"),
            *((str(one.person_id), one.called) for one in facts.people if one is not person))  # fmt: skip


def _hidden(code: str) -> tuple[UUID, ...]:
    return (UUID(code),) if code else ()
