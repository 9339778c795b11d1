"""The forms of hearings and of meetings before proceedings: listed, put right, not held."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

from db.commands.proceedings import HearingFacts, RecordHearing, record_hearing
from db.queries.proceedings import Hearing
from desktop.features.proceedings.asking import HOW, STAYS, About, Standing, choices
from desktop.widgets.asking import Answers, Asked, Mistake, Save, swap, typed
from desktop.widgets.form import Field, Kind

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?", re.IGNORECASE)


def ask_for_hearing(about: About, standing: Standing[Hearing], where: str = "") -> Asked:
    """To list a hearing, or to put its day and outcome right; `where` is the court."""
    stood = standing.item

    def save(answers: Answers) -> Save:
        outcome = answers.text("outcome")
        day = answers.exact if outcome else answers.to_come  # without a year: what has no outcome yet is still to come
        listed_on = day("listed_on", "Say the day of the hearing.") or date.today()
        facts = HearingFacts(
            answers.text("kind"), listed_on, clock(answers.text("listed_at")), answers.text("venue"),
            answers.text("status") if stood else "", outcome,
        )  # fmt: skip
        return _hearing_save(about, standing, facts, answers.how)

    fields = (
        Field("kind", "Kind of hearing", Kind.CHOICE, choices=choices("hearing_type")),
        Field("listed_on", "Date", hint="for example 4 December 2026"),
        Field("listed_at", "Time", hint="for example 10:30", beside=True),
        Field("venue", "Where"),
        Field("outcome", "Outcome", Kind.TEXT, lines=3, hint="empty until it was held"),
    )
    if stood is None:
        begun = (("kind", "cmh"), ("venue", where))
        return Asked("A hearing, or a meeting before proceedings", (*fields, HOW), begun, save)
    status = Field(
        "status", "What became of it", Kind.CHOICE, choices=(("", "Held, or to be held"), *choices("hearing_status"))
    )
    first = (
        ("kind", stood.kind), ("listed_on", typed(stood.listed_on)), ("listed_at", stood.listed_at),
        ("venue", stood.venue), ("outcome", stood.outcome), ("status", stood.status),
    )  # fmt: skip
    return Asked("Correct the hearing: another day, its outcome", (*fields, status, HOW), first, save, note=STAYS)


def ask_to_end_hearing(about: About, standing: Standing[Hearing]) -> Asked:
    """To say that a hearing was adjourned, will not be held, or was recorded by mistake."""

    def save(answers: Answers) -> Save:
        stood = standing.item
        assert stood is not None  # noqa: S101 (only what stands can end)
        why = answers.text("outcome", "Say why.")
        facts = HearingFacts(
            stood.kind, stood.listed_on, stood.listed_at, stood.venue, answers.text("status"), why
        )  # fmt: skip
        return _hearing_save(about, standing, facts, answers.how)

    fields = (
        Field("status", "What became of it", Kind.RADIO, choices=choices("hearing_status")),
        Field("outcome", "Why", Kind.TEXT, lines=2),
        HOW,
    )
    note = "If it has a new day already, correct the hearing instead: the old day stays on record."
    return Asked("The hearing will not be held as listed", fields, (("status", "vacated"),), save, note=note)


def _hearing_save(about: About, standing: Standing[Hearing], facts: HearingFacts, how: str) -> Save:
    wish = RecordHearing(
        standing.op_id, standing.item_id, about.proceedings_id, about.child_id, facts, how, standing.base
    )  # fmt: skip
    return partial(swap, record_hearing, wish)


def clock(words: str) -> str:
    """A time as somebody types it, as hours and minutes: "10.30", "2 pm"."""
    if not words:
        return ""
    found = _CLOCK.fullmatch(words.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if found and found[3]:
        hour = hour % 12 + (12 if found[3].casefold() == "pm" else 0)
    if hour > 23 or minute > 59:
        raise Mistake("listed_at", "Say the time as hours and minutes, such as 10:30.")
    return f"{hour:02}:{minute:02}"
