"""What of a file stands in a court chronology, by the fields of the document: in or out, wording, reference, order.

Practice Direction 12A: mainly the last two years before the issue, and older events where they are relied on. The
record itself is never changed by any of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from db.domain.date_span import month_end
from db.domain.entry import ChildPart, EntryContent

IN, RELIED, WORDING, REFERENCE, PLACE = "in", "relied", "wording", "reference", "place"
"""The names of what is said of one entry; a field is called by one of them, a colon and the entry's id."""
YES, NO = "yes", "no"


def field_of(what: str, entry_id: UUID) -> str:
    """The name of the field that says this of an entry."""
    return f"{what}:{entry_id}"


@dataclass(frozen=True, slots=True)
class Span:
    """Which entries are in unless something else is said of one: those of a span of days, significant ones alone."""

    since: date | None = None
    until: date | None = None
    significant: bool = True

    def holds(self, content: EntryContent) -> bool:
        """Whether the entry is in by itself. One that reaches into the span is in."""
        occurred = content.occurred
        return (
            (content.significant or not self.significant)
            and (self.since is None or occurred.latest >= self.since)
            and (self.until is None or occurred.earliest <= self.until)
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry of the file that may be chosen, with this child's part alone, as it stands now."""

    entry_id: UUID
    version: int
    content: EntryContent
    author: str

    @property
    def part(self) -> ChildPart:
        """What the entry means for this child."""
        return self.content.children[0]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is said of an entry. `by_itself` tells whether it would be in without anything being said."""

    candidate: Candidate
    included: bool
    by_itself: bool
    relied: bool
    wording: str
    reference: str


def two_years_before(day: date) -> date:
    """The usual beginning (Practice Direction 12A)."""
    year = day.year - 2
    return day.replace(year=year, day=min(day.day, month_end(year, day.month).day))


def choices(candidates: Sequence[Candidate], fields: Mapping[str, str], span: Span) -> tuple[Choice, ...]:
    """What is said of each entry, in the order of the record but for entries of one day that were given places."""
    said = _by_entry(fields)
    made = [_choice(candidate, said.get(candidate.entry_id, {}), span) for candidate in candidates]
    ordered: list[Choice] = []
    for _day, group in groupby(made, key=_day_of):
        day = list(group)
        given = [said.get(choice.candidate.entry_id, {}).get(PLACE, "").strip() for choice in day]
        ordered += [day[number] for number in sorted(range(len(day)), key=lambda number: _place(given, number))]
    return tuple(ordered)


def choice_of(candidate: Candidate, fields: Mapping[str, str], span: Span) -> Choice:
    """What is said of one entry, without looking at the others."""
    said = {what: fields.get(field_of(what, candidate.entry_id), "") for what in (IN, RELIED, WORDING, REFERENCE)}
    return _choice(candidate, said, span)


def entry_of(name: str) -> tuple[str, UUID] | None:
    """What the field of this name says, and of which entry; None for the fields of the whole document."""
    what, _, entry_id = name.partition(":")
    try:
        return (what, UUID(entry_id)) if what in (IN, RELIED, WORDING, REFERENCE, PLACE) else None
    except ValueError:
        return None


def _by_entry(fields: Mapping[str, str]) -> dict[UUID, dict[str, str]]:
    """What is said, entry by entry: few of a hundred thousand are spoken of."""
    said: dict[UUID, dict[str, str]] = {}
    for name, text in fields.items():
        found = entry_of(name)
        if found is not None:
            said.setdefault(found[1], {})[found[0]] = text
    return said


def _choice(candidate: Candidate, said: Mapping[str, str], span: Span) -> Choice:
    relied = said.get(RELIED) == YES
    by_itself = span.holds(candidate.content)
    included = said.get(IN) == YES or (said.get(IN) != NO and (by_itself or relied))
    wording, reference = said.get(WORDING, "").strip(), said.get(REFERENCE, "").strip()
    return Choice(candidate, included, by_itself, relied, wording, reference)


def _place(given: Sequence[str], number: int) -> tuple[int, int]:
    """Where an entry stands among those of its day: the place that it was given, or the one that it has."""
    place = given[number]
    return (int(place) if place.isascii() and place.isdigit() and len(place) < 10 else number, number)


def turned(choice: Choice) -> dict[str, str]:
    """The fields that take an entry in, or leave it out."""
    name = field_of(IN, choice.candidate.entry_id)
    if choice.included:
        return {name: NO if choice.by_itself or choice.relied else ""}
    return {name: "" if choice.by_itself or choice.relied else YES}


def relied_on(choice: Choice) -> dict[str, str]:
    """The fields that rely on an older entry, which is in then, or do so no more."""
    entry_id = choice.candidate.entry_id
    if choice.relied:
        return {field_of(RELIED, entry_id): ""}
    return {field_of(RELIED, entry_id): YES, **({} if choice.included else {field_of(IN, entry_id): ""})}


def moved(day: Sequence[Choice], number: int, by: int) -> dict[str, str]:
    """The fields that set an entry before or after its neighbour of the same day; nothing at the day's ends.

    `day` is a row of choices as `choices` gives them.
    """
    other = number + by
    if not 0 <= other < len(day) or _day_of(day[number]) != _day_of(day[other]):
        return {}
    same = [choice.candidate.entry_id for choice in day if _day_of(choice) == _day_of(day[number])]
    here, there = (same.index(day[at].candidate.entry_id) for at in (number, other))
    same[here], same[there] = same[there], same[here]
    return {field_of(PLACE, entry_id): str(place) for place, entry_id in enumerate(same)}


def _day_of(choice: Choice) -> date:
    return day_of(choice.candidate)


def day_of(candidate: Candidate) -> date:
    """The day within which an entry has its place among others."""
    return candidate.content.occurred.earliest
