"""What there is to do this week as lines of a table, each with where it is done."""

from __future__ import annotations

from datetime import date, timedelta

from db.queries.this_week import WeekLine
from desktop.infra.codes import labels
from desktop.models.record_table import RecordColumn
from desktop.models.words import count, distance, listed, short_day, with_marks

TASKS = ("meeting", "minutes", "paper", "date", "person")
_FAR = date(2999, 1, 1)
_RULES = {
    "conference": "Initial child protection conference",
    "review_conference": "Review child protection conference",
    "review": "Review",
}
_PEOPLE = {"parents": "parents", "gp": "GP", "school": "school"}
_PAPERS = {"plan": "The plan itself", "legal_status": "The order itself"}


def is_this_week(one: WeekLine, today: date) -> bool:
    """Whether a meeting is from Monday to Sunday of this week."""
    monday = today - timedelta(days=today.weekday())
    return one.on_day is not None and monday <= one.on_day <= monday + timedelta(days=6)


def rank(one: WeekLine) -> int:
    """Groups of the table, the highest first: meetings, minutes, papers, then days and people to enter."""
    return len(TASKS) - TASKS.index(one.task)


def what(one: WeekLine) -> str:
    """What is to be done, and below it what it is about."""
    match one.task:
        case "meeting" | "minutes":
            named = labels("planned").get(one.code, one.code)
            said = one.words if one.words.casefold() != named.casefold() else ""
            head = named if one.task == "meeting" else f"Minutes: {named}"
            below = said if one.task == "minutes" else _where(one)
            return with_marks(f"{head}\n{below}")
        case "paper" if one.code == "entry":
            return with_marks(f"Paper of an entry\n{one.words}")
        case "paper":
            return with_marks(f"{_PAPERS[one.code]}\n{one.words}")
        case "date":
            return f"{_RULES.get(one.code, one.code)}: no day booked\nthe law wants it by the day beside"
        case _:
            return f"Not recorded: {listed([_PEOPLE[code] for code in one.code.split()])}"


def _where(one: WeekLine) -> str:
    place = ", ".join(part for part in (one.at_time, one.place) if part)
    return place or "time and place not recorded"


def invited(one: WeekLine) -> str:
    """Who is to be invited to a meeting, where somebody said so."""
    if one.task != "meeting":
        return ""
    return with_marks(one.invited.replace("\n", ", ")) or "not recorded"


def _day(one: WeekLine) -> str:
    if one.on_day is None:
        return ""
    return f"{one.on_day:%a} {short_day(one.on_day)}\n{distance(one.on_day, date.today())}"


def _child(one: WeekLine) -> str:
    return with_marks(f"{one.name}\n{one.reference}")


_DOES = {
    "meeting": "time, place, invited…", "minutes": "write the minutes", "paper": "add the paper",
    "date": "book the day", "person": "add the people",
}  # fmt: skip


def _does(one: WeekLine) -> str:
    """What Enter does."""
    return "add the school" if one.task == "person" and one.code == "school" else _DOES[one.task]


def _spoken(words: str) -> str:
    return words.replace("\n", ", ")


COLUMNS: tuple[RecordColumn[WeekLine], ...] = (
    RecordColumn(
        "Day", _day, lambda one: (one.on_day or _FAR, one.name.casefold()), 15, lambda one: _spoken(_day(one))
    ),
    RecordColumn("What", what, lambda one: (one.task, one.code), 34, lambda one: _spoken(what(one)), lambda _one: True),
    RecordColumn("Child", _child, lambda one: one.name.casefold(), 22, lambda one: _spoken(_child(one))),
    RecordColumn("To be invited", invited, lambda one: one.invited.casefold(), 26),
    RecordColumn(
        "Worker", lambda one: with_marks(one.worker) or "nobody allocated", lambda one: one.worker.casefold(), 18
    ),
    RecordColumn("Enter:", _does, lambda one: TASKS.index(one.task), 18),
)


def summary(found: tuple[WeekLine, ...], today: date) -> str:
    """What the week holds, in a sentence."""
    of = {task: [one for one in found if one.task == task] for task in TASKS}
    now = sum(is_this_week(one, today) for one in of["meeting"])
    told = (
        (now, "meeting", "meetings", "this week"), (len(of["meeting"]) - now, "meeting", "meetings", "next week"),
        (len(of["minutes"]), "set of minutes", "sets of minutes", "to take"),
        (len(of["paper"]), "paper", "papers", "to add"),
        (len(of["date"]), "day", "days", "to book"),
        (len(of["person"]), "child with people or a school", "children with people or a school", "to enter"),
    )  # fmt: skip
    said = [f"{count(number, one, many)} {rest}" for number, one, many, rest in told if number]
    return f"{listed(said)}." if said else "Nothing waits for you in your team’s files this week."
