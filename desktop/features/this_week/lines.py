"""What there is to do this week as lines of a table, each with where it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from db.queries.this_week import WeekLine
from desktop.infra.codes import labels
from desktop.models.record_table import RecordColumn
from desktop.models.words import count, distance, listed, names_together, short_day, with_marks

TASKS = ("meeting", "minutes", "paper", "date", "person")
_FAR = date(2999, 1, 1)
_RULES = {
    "conference": "Initial child protection conference",
    "review_conference": "Review child protection conference",
    "core_group": "Core group",
    "review": "Review",
}
PLANNED = {"conference": "icpc", "review_conference": "rcpc", "core_group": "core_group", "review": "lac_review"}
"""What is planned where a statutory day is booked, in codes of the list `planned` (wall.week_gaps)."""
_PEOPLE = {"parents": "parents", "gp": "GP", "school": "school"}
_PAPERS = {"plan": "The plan itself", "legal_status": "The order itself"}


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to do: a line of the week, or of brothers and sisters all the lines that are done in one act."""

    lines: tuple[WeekLine, ...]

    @property
    def one(self) -> WeekLine:
        """The first of them, which tells what it is."""
        return self.lines[0]

    @property
    def key(self) -> frozenset[object]:
        """What it is known by when it is read anew."""
        return frozenset((line.task, line.code, line.child_id, line.period_id, line.entry_id) for line in self.lines)


def works_of(found: Iterable[WeekLine]) -> tuple[Work, ...]:
    """A meeting of brothers and sisters is booked and arranged once and has one set of minutes; an entry has one paper.

    A plan's paper is added and people are entered in each child's own file: a line for each child.
    """
    groups: list[list[WeekLine]] = []
    for line in found:
        same = (group for group in groups if _together(group, line))
        group = next(same, None)
        if group is None:
            groups.append([line])
        else:
            group.append(line)
    return tuple(Work(tuple(group)) for group in groups)


def _together(group: list[WeekLine], line: WeekLine) -> bool:
    first = group[0]
    if (first.task, first.code, first.on_day) != (line.task, line.code, line.on_day):
        return False
    if any(one.child_id == line.child_id for one in group):
        return False
    if line.entry_id is not None or first.entry_id is not None:
        return line.entry_id == first.entry_id
    return line.task in ("date", "meeting", "minutes") and any(one.child_id in line.siblings for one in group)


def is_this_week(one: WeekLine, today: date) -> bool:
    """Whether a meeting is from Monday to Sunday of this week."""
    monday = today - timedelta(days=today.weekday())
    return one.on_day is not None and monday <= one.on_day <= monday + timedelta(days=6)


def rank(work: Work) -> int:
    """Groups of the table, the highest first: meetings, minutes, papers, then days and people to enter."""
    return len(TASKS) - TASKS.index(work.one.task)


def what(work: Work) -> str:
    """What is to be done, and below it what it is about."""
    one = work.one
    match one.task:
        case "meeting" | "minutes":
            if one.task == "minutes":
                return with_marks(f"Minutes to take\n{_named(one)}")
            return with_marks(f"{_named(one)}\n{_where(one)}")
        case "paper" if one.code == "entry":
            return with_marks(f"Paper of an entry\n{one.words}")
        case "paper":
            return with_marks(f"{_PAPERS[one.code]}\n{one.words}")
        case "date":
            return f"{_RULES.get(one.code, one.code)}\nno day booked; the law wants it by then"
        case _:
            return f"Not recorded: {listed([_PEOPLE[code] for code in one.code.split()])}"


def _named(one: WeekLine) -> str:
    """What is held, and what was added when it was booked, which may begin with the same words."""
    named = labels("planned").get(one.code, one.code)
    if one.words.casefold().startswith(named.casefold()):
        return one.words
    return ", ".join(part for part in (named, one.words) if part)


def _where(one: WeekLine) -> str:
    place = ", ".join(part for part in (one.at_time, one.place) if part)
    return place or "time and place not recorded"


def invited(work: Work) -> str:
    """Who is to be invited to a meeting, where somebody said so."""
    one = work.one
    if one.task != "meeting":
        return ""
    return with_marks(one.invited.replace("\n", ", ")) or "not recorded"


def _day(work: Work) -> str:
    day = work.one.on_day
    if day is None:
        return ""
    return f"{day:%a} {short_day(day).rpartition(' ')[0]}\n{distance(day, date.today())}"


def _by_day(work: Work) -> tuple[date, str]:
    return work.one.on_day or _FAR, work.one.name.casefold()


def names(work: Work) -> str:
    """The children: "Maja and Łucja Wróblewski"."""
    return names_together([line.name for line in work.lines])


def _child(work: Work) -> str:
    return with_marks(f"{names(work)}\n{', '.join(line.reference for line in work.lines)}")


_DOES = {
    "meeting": "arrange it…", "minutes": "write them", "paper": "add the paper", "date": "book the day",
    "person": "add the people",
}  # fmt: skip


def _does(work: Work) -> str:
    """What Enter does."""
    one = work.one
    if one.task == "paper" and one.code == "entry":
        return "go to the entry"
    return "add the school" if one.code == "school" else _DOES[one.task]


def _spoken(words: str) -> str:
    return words.replace("\n", ", ")


COLUMNS: tuple[RecordColumn[Work], ...] = (
    RecordColumn("Day", _day, _by_day, 11, lambda work: _spoken(_day(work)), whole=True),
    RecordColumn(
        "What", what, lambda work: (work.one.task, work.one.code), 36, lambda work: _spoken(what(work)), lambda _: True
    ),
    RecordColumn("Child", _child, lambda work: names(work).casefold(), 24, lambda work: _spoken(_child(work))),
    RecordColumn("To be invited", invited, lambda work: work.one.invited.casefold(), 22),
    RecordColumn("Worker", lambda work: with_marks(work.one.worker) or "nobody allocated",
                 lambda work: work.one.worker.casefold(), 17),
    RecordColumn("Enter:", _does, rank, 15, whole=True),
)  # fmt: skip
BESIDE_A_FORM = 3
"""So many columns are shown while a form stands beside the list."""


def summary(found: tuple[Work, ...], today: date) -> str:
    """What the week holds, in a sentence."""
    of = {task: [work for work in found if work.one.task == task] for task in TASKS}
    now = sum(is_this_week(work.one, today) for work in of["meeting"])
    told = (
        (now, "meeting", "meetings", "this week"), (len(of["meeting"]) - now, "meeting", "meetings", "next week"),
        (len(of["minutes"]), "set of minutes", "sets of minutes", "to take"),
        (len(of["paper"]), "paper", "papers", "to add"),
        (len(of["date"]), "day", "days", "to book"),
        (len(of["person"]), "child with people or a school", "children with people or a school", "to enter"),
    )  # fmt: skip
    said = [f"{count(number, one, many)} {rest}" for number, one, many, rest in told if number]
    return f"{listed(said)}." if said else "Nothing waits for you in your team’s files this week."
