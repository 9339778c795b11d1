"""How full somebody is as a line of a table and as a text to read: numbers and sentences, and no rank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.queries.workload import EVERYBODY, HeldOn, TeamWeight, Workload
from desktop.models.record_table import RecordColumn
from desktop.models.words import count, day_in_words, short_day, with_marks
from desktop.models.workload_words import holds, number, spends, weighs

_KINDS = {
    "in_proceedings": "in proceedings",
    "child_protection": "on a child protection plan",
    "looked_after": "looked after",
    "child_in_need": "on a child in need plan",
    "other_work": "other work with a child",
    "second_worker": "as second worker",
    "cover": "as cover",
}


@dataclass(frozen=True, slots=True)
class Weight:
    """A measure as it stands, with all that stood before it, the newest first."""

    now: TeamWeight
    stood: tuple[TeamWeight, ...]


def shown(found: Sequence[Workload]) -> tuple[Workload, ...]:
    """The lines, with the whole team as one above those of several workers."""
    workers = tuple(one for one in found if one.staff_id != EVERYBODY)
    team = (one for one in found if one.staff_id == EVERYBODY and len(workers) > 1)
    whole = (replace(one, name="Everybody", job_title=count(len(workers), "worker")) for one in team)
    return (*whole, *workers)


def weights(found: Sequence[TeamWeight]) -> tuple[Weight, ...]:
    """The measures, each with its history."""
    measures = dict.fromkeys(one.measure for one in found)
    each = [tuple(one for one in found if one.measure == measure) for measure in measures]
    return tuple(Weight(stood[0], stood) for stood in each)


def _as_read(_one: object) -> int:
    """The order of the server."""
    return 0


def _spoken(words: str) -> str:
    return words.replace("\n", ", ")


def _who(one: Workload) -> str:
    return with_marks(f"{one.name}\n{one.job_title}".rstrip())


def _holds(one: Workload) -> str:
    court = f"{one.in_proceedings} in proceedings" if one.in_proceedings else ""
    return f"{count(one.children, 'child', 'children')}\n{court}".rstrip()


def _weighs(one: Workload) -> str:
    if one.staff_id == EVERYBODY:
        return ""
    return f"{number(one.weight)}\nusual {number(one.usual_from)}–{number(one.usual_to)}"


def absence(one: Workload) -> str:
    """When somebody is not at work, in words; empty where nothing is known."""
    if not one.at_work:
        return "Not at work here now"
    if one.away_from is None:
        return ""
    until = f" until {day_in_words(one.away_until)}" if one.away_until else ", not known until when"
    return f"Away{until}" if one.away else f"Away from {day_in_words(one.away_from)}{until}"


def _beside(one: Workload) -> str:
    said = [
        *([absence(one)] if absence(one) else []),
        *(_capital(f"{note.what}, {number(note.hours)} h a week") for note in one.notes),
        *([f"{one.proposed} more proposed"] if one.proposed else []),
    ]
    return with_marks("\n".join(said[:2]) if len(said) < 3 else f"{said[0]}\nand {len(said) - 1} more")


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


PEOPLE: tuple[RecordColumn[Workload], ...] = (
    RecordColumn("Who", _who, lambda one: (one.staff_id != EVERYBODY, one.name.casefold()), 26,
                 lambda one: _spoken(_who(one)), lambda _: True),
    RecordColumn("Holds", _holds, lambda one: one.children, 16, lambda one: _spoken(_holds(one)), whole=True),
    RecordColumn("Weight", _weighs, lambda one: one.weight, 11, lambda one: _spoken(_weighs(one)) or "not added up",
                 whole=True),
    RecordColumn("What else", _beside, _beside, 18, lambda one: _spoken(_beside(one)) or "nothing noted"),
)  # fmt: skip


def _changed(one: Weight) -> str:
    if one.now.changed_at is None:
        return "as everywhere"
    return with_marks(f"{one.now.changed_by}\n{short_day(one.now.changed_at.astimezone().date())}")


WEIGHTS: tuple[RecordColumn[Weight], ...] = (
    RecordColumn("What is measured", lambda one: one.now.label, _as_read, 24),
    RecordColumn("Weight", lambda one: number(one.now.weight), _as_read, 9),
    RecordColumn("Changed by", _changed, _as_read, 16, lambda one: _spoken(_changed(one))),
    RecordColumn("Why", lambda one: with_marks(one.now.why), _as_read, 22,
                 lambda one: with_marks(one.now.why) or "not changed here"),
)  # fmt: skip
MONTHS: tuple[RecordColumn[HeldOn], ...] = (
    RecordColumn("At the end of", lambda one: month(one.day), lambda one: one.day, 18),
    RecordColumn("Children held", lambda one: str(one.children), lambda one: one.children, 14),
)


def month(day: date) -> str:
    """Return "March 2026", or that it is today."""
    return "today" if day == date.today() else day_in_words(day).partition(" ")[2]


def told(one: Workload) -> str:
    """Everything about one line."""
    return with_marks("\n".join(_told(one)))


def _told(one: Workload) -> Iterator[str]:
    yield ", ".join(part for part in (one.name, one.job_title) if part)
    yield f"Holds {holds(one.children, one.in_proceedings, one.other_parts)}."
    if one.proposed:
        yield f"{one.proposed} more {'is' if one.proposed == 1 else 'are'} proposed and not yet answered."
    if one.staff_id != EVERYBODY:
        yield from _of_one(one)
    yield f"\n{over_the_year(one.months)}"
    yield "Children with a sealed file are not counted."


def _of_one(one: Workload) -> Iterator[str]:
    yield f"\n{_capital(weighs(one.weight, one.usual_from, one.usual_to))}."
    for each in one.counted:
        yield f"    {each.children} {_KINDS.get(each.measure, each.measure)}, at {number(each.weight)}"
    if one.counted:
        yield "Each child counts once, as the work that weighs most."
    if absence(one) or one.notes:
        yield ""
    if absence(one):
        yield f"{absence(one)}."
    for note in one.notes:
        begins = f"from {day_in_words(note.from_on)}, " if note.from_on > date.today() else ""
        yield f"{_capital(spends(note))} ({begins}noted by {note.by})."


def over_the_year(months: Sequence[HeldOn]) -> str:
    """The year in a sentence."""
    if not months:
        return "Nothing is known of the year before."
    first, last = months[0], months[-1]
    most, least = max(months, key=lambda one: one.children), min(months, key=lambda one: one.children)
    said = f"{count(first.children, 'child', 'children')} at the end of {month(first.day)}, {last.children} today"
    if most.children > max(first.children, last.children):
        said += f"; most at the end of {month(most.day)}, {most.children}"
    if least.children < min(first.children, last.children):
        said += f"; fewest at the end of {month(least.day)}, {least.children}"
    return f"{said}."


def history(one: Weight) -> str:
    """What a measure is and was in the team, and why."""
    return with_marks("\n".join(_history(one)))


def _history(one: Weight) -> Iterator[str]:
    yield f"{one.now.label}: {number(one.now.weight)}"
    for stood in one.stood:
        if stood.changed_at is None:
            yield f"\nEverywhere else it is {number(stood.weight)}."
        else:
            yield f"\n{number(stood.weight)} since {day_in_words(stood.changed_at.astimezone().date())}"
            yield f"{stood.changed_by}: {stood.why}"
