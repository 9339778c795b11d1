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
    made = [_choice(candidate, fields, span) for candidate in candidates]
    ordered: list[Choice] = []
    for _day, group in groupby(made, key=lambda choice: choice.candidate.content.occurred.earliest):
        day = list(group)
        ordered += [day[number] for number in sorted(range(len(day)), key=lambda number: _place(day, number, fields))]
    return tuple(ordered)


def _choice(candidate: Candidate, fields: Mapping[str, str], span: Span) -> Choice:
    said = {what: fields.get(field_of(what, candidate.entry_id), "") for what in (IN, RELIED, WORDING, REFERENCE)}
    relied = said[RELIED] == YES
    by_itself = span.holds(candidate.content)
    included = said[IN] == YES or (said[IN] != NO and (by_itself or relied))
    return Choice(candidate, included, by_itself, relied, said[WORDING].strip(), said[REFERENCE].strip())


def _place(day: Sequence[Choice], number: int, fields: Mapping[str, str]) -> tuple[int, int]:
    """Where an entry stands among those of its day: the place that it was given, or the one that it has."""
    given = fields.get(field_of(PLACE, day[number].candidate.entry_id), "").strip()
    return (int(given) if given.isascii() and given.isdigit() and len(given) < 10 else number, number)


def moved(day: Sequence[Choice], number: int, by: int) -> dict[str, str]:
    """The fields that set an entry before or after its neighbour of the same day; nothing at the day's ends.

    `day` is a row of choices as `choices` gives them.
    """
    other = number + by
    if not 0 <= other < len(day) or _day(day[number]) != _day(day[other]):
        return {}
    same = [choice.candidate.entry_id for choice in day if _day(choice) == _day(day[number])]
    here, there = (same.index(day[at].candidate.entry_id) for at in (number, other))
    same[here], same[there] = same[there], same[here]
    return {field_of(PLACE, entry_id): str(place) for place, entry_id in enumerate(same)}


def _day(choice: Choice) -> date:
    return choice.candidate.content.occurred.earliest
