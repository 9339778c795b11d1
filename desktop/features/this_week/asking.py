"""The forms of the week: one books a day, the other says time and place of a meeting and who is to be invited."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID, uuid4

from db.commands.meetings import ArrangeMeeting, BookDay, arrange_meeting, book_day
from db.domain.date_clock import read_times, times_in_words
from db.domain.partial_date import DateNotUnderstood
from desktop.features.this_week.lines import PLANNED, Work, names, what
from desktop.infra.codes import code_list
from desktop.models.words import day_in_words, with_marks
from desktop.widgets.asking import Answers, Asked, Mistake, Save, swap
from desktop.widgets.form import Field, Kind

_TIMES = "Say the time as “14:00”, “2pm” or “14:00 to 15:30”."


def ask_day(work: Work) -> Asked:
    """The form that books a day, in the file of each child."""
    reasons = tuple((code.label, code.label) for code in code_list("purpose"))
    why = "Why is the file opened?" if len(work.lines) == 1 else "Why are the files opened?"
    fields = (
        Field("on", "For which day", hint="3 March, “next Tuesday”"),
        Field("purpose", why, Kind.CHOICE, choices=(("", "Choose the reason"), *reasons)),
        Field("how", "How do we know?", hint="agreed with the chair on 3 March"),
    )
    by = f" The law wants it by {day_in_words(work.one.on_day)}." if work.one.on_day else ""
    note = f"The day stands in the file of each child; that it was opened is kept with the reason.{by}"
    keys = tuple(uuid4() for _ in work.lines)
    title = f"{what(work).partition(chr(10))[0]}, {names(work)}"
    return Asked(title, fields, (), partial(_booked, work, keys), words="Book the day", note=note)


def _booked(work: Work, keys: tuple[UUID, ...], answers: Answers) -> Save:
    on = answers.to_come("on", "Say for which day.")
    if on is None or on < date.today():
        raise Mistake("on", "This day is past. For which day is it booked?")
    children = tuple(line.child_id for line in work.lines)
    purpose = answers.text("purpose", "Choose why the files are opened.")
    wish = BookDay(keys, children, PLANNED[work.one.code], on, answers.how, purpose)
    return partial(swap, book_day, wish)


def ask_meeting(work: Work) -> Asked:
    """The form of a meeting."""
    one = work.one
    fields = (
        Field("at", "Time", hint="14:00 to 15:30"),
        Field("place", "Place", hint="Civic Centre, room 2 · by video"),
        Field("invited", "Who is to be invited", Kind.TEXT, hint="mother; class teacher; health visitor; GP", lines=4),
    )
    day = day_in_words(one.on_day) if one.on_day else ""
    title = f"{what(work).partition(chr(10))[0]}, {names(work)}, {day}"
    note = "Whoever reads the file reads this. To put the day off, open the file and correct the date that is planned."
    first = (("at", one.at_time), ("place", one.place), ("invited", one.invited))
    keys = tuple(uuid4() for _ in work.lines)
    return Asked(title, fields, first, partial(_arranged, work, keys), note=note)


def _arranged(work: Work, keys: tuple[UUID, ...], answers: Answers) -> Save:
    wish = ArrangeMeeting(
        keys,
        frozenset(line.child_id for line in work.lines),
        tuple(line.period_id for line in work.lines if line.period_id is not None),
        _time(answers),
        answers.text("place"),
        answers.text("invited"),
    )
    return partial(swap, arrange_meeting, wish)


def _time(answers: Answers) -> str:
    """When it begins and ends, in words that are read the same by everybody; empty where nothing is typed."""
    words = answers.text("at")
    try:
        times = read_times(words)
    except DateNotUnderstood as trouble:
        raise Mistake("at", f"{trouble.text} {_TIMES}") from None
    if words and not times:
        raise Mistake("at", _TIMES)
    if times[1:] and times[1] <= times[0]:
        raise Mistake("at", f"{times_in_words(times)}: the end has to be after the beginning.")
    return times_in_words(times)


def kept(answers: Answers) -> str:
    """What one of the two forms has kept, in words."""
    if "at" not in answers.form.fields:
        return "Kept. The day stands in the head of the child’s file too."
    place = ", ".join(said for said in (_time(answers), answers.text("place")) if said)
    invited = answers.text("invited")
    if place:
        also = ", with who is to be invited" if invited else ""
        return with_marks(f"Kept{also}. In the head of the child’s file too: {place}.")
    return f"Kept: no time and no place, {'only who is' if invited else 'and nobody'} to be invited."
