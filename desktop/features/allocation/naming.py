"""The form that gives somebody access to a file by name: a chair, a reviewing officer, legal, an inspector."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID, uuid4

from db.commands.access import NameAccess, name_access
from db.commands.sealed import AskToRemove, ask_to_remove
from db.queries.allocation import Named
from db.queries.staff import Colleague
from desktop.infra.codes import code_list
from desktop.widgets.asking import Answers, Asked, Save, swap
from desktop.widgets.form import Field, Kind

_NOT_NAMED = ("sealed_member", "cover")
"""Capacities that come by other ways: who seals a file names its members, and cover is proposed and talked about."""


def ask_to_name(child_id: UUID, people: tuple[Colleague, ...]) -> Asked:
    """To give somebody access by name."""
    access_id = uuid4()

    def save(answers: Answers) -> Save:
        begins = answers.to_come("from")
        ends = answers.to_come("until")
        wish = NameAccess(
            access_id,
            child_id,
            UUID(answers.text("who", "Choose the person.")),
            answers.text("capacity", "Choose in which capacity."),
            answers.text("why", "Say why."),
            answers.text("level"),
            _start_of(begins) if begins and begins > date.today() else None,
            _start_of(ends + timedelta(days=1)) if ends else None,
        )
        return partial(swap, name_access, wish)

    who = tuple((str(one.staff_id), ", ".join(p for p in (one.name, one.job_title, one.team) if p)) for one in people)
    what = tuple((code.code, code.label) for code in code_list("access_capacity") if code.code not in _NOT_NAMED)
    fields = (
        Field("who", "Who", Kind.CHOICE, choices=(("", "Choose the person"), *who)),
        Field("capacity", "In which capacity", Kind.CHOICE, choices=(("", "Choose the capacity"), *what)),
        Field("level", "May", Kind.RADIO, choices=(("read", "Read"), ("record", "Read and record"))),
        Field("from", "From", hint="today, or a later day"),
        Field("until", "Until", hint="the last day; empty until it is ended", beside=True),
        Field("why", "Why", Kind.TEXT, lines=2),
    )
    note = "In a sealed file it counts once a second manager among its members confirms it."
    return Asked("Name somebody for this file", fields, (("level", "read"), ("from", "today")), save, "Name", note)


def ask_to_remove_member(child_id: UUID, one: Named) -> Asked:
    """To ask that a member of a sealed file be removed."""
    removal_id = uuid4()

    def save(answers: Answers) -> Save:
        wish = AskToRemove(removal_id, one.access_id, child_id, answers.text("why", "Say why."))
        return partial(swap, ask_to_remove, wish)

    note = "They stay a member until a second manager among the members confirms it."
    return Asked(f"Remove {one.name}", (Field("why", "Why", Kind.TEXT, lines=2),), (), save, "Ask for it", note)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()
