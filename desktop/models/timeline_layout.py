"""Where everything of the timeline strip stands: plain numbers from facts and a width, so that they can be proved.

The scale runs from pregnancy to today or the next date. What happened before the child, a mother's own childhood say,
stands together in one narrow column at the left, because it would else press the child's years into a corner.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from desktop.models.words import middle_of, years_between

if TYPE_CHECKING:
    from db.queries.timeline import MonthLine, Timeline, TimelineMark, TimelineSpan

PREGNANCY = timedelta(days=280)
AHEAD = timedelta(days=400)
"""Furthest beyond today that the scale goes."""
EARLIER_WIDTH = 18.0
CLUSTER = 5.0
"""Pixels within which events of one tone share a mark."""
BAND_KINDS = ("legal_status", "plan", "placement")
"""The bands, from above."""
SHORTEST_LABEL = 18.0

Measure = Callable[[str], float]
"""Width of words in pixels."""


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def next_month(day: date, months: int = 1) -> date:
    """The first day of the month so many months after a day's month; earlier ones with a negative number."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return next_month(day) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scale:
    """Days against pixels. `earlier` is the first day of what stands in the column at the left, if there is any."""

    first: date
    last: date
    width: float
    earlier: date | None = None

    @property
    def left(self) -> float:
        """Where the first day stands."""
        return EARLIER_WIDTH if self.earlier else 0.0

    @property
    def _days(self) -> int:
        return max((self.last - self.first).days + 1, 1)

    def x_of(self, day: date) -> float:
        """Where a day begins; days off the scale stand at its ends, earlier ones in the column at the left."""
        if day < self.first:
            return self.left / 2
        room = max(self.width - self.left, 1.0)
        return self.left + min((day - self.first).days, self._days) * room / self._days

    def day_of(self, x: float) -> date:
        """The day at a place."""
        if x < self.left and self.earlier is not None:
            return self.earlier
        room = max(self.width - self.left, 1.0)
        days = int((min(max(x, self.left), self.width) - self.left) * self._days / room)
        return self.first + timedelta(days=min(days, self._days - 1))


@dataclass(frozen=True, slots=True)
class Bar:
    """The entries of a month, or of all months before the scale; `height` is a share of the highest, from 0 to 1."""

    x: float
    width: float
    height: float
    begins: date
    ends: date
    entries: int
    significant: int


@dataclass(frozen=True, slots=True)
class MarkPlace:
    """Events of one tone that stand so close that they share a mark, oldest first."""

    x: float
    tone: str
    marks: tuple[TimelineMark, ...]


@dataclass(frozen=True, slots=True)
class BandPlace:
    """A period; its label may take `label_width` pixels from the beginning, nothing where that is too little."""

    row: int
    x: float
    width: float
    label_width: float
    span: TimelineSpan


@dataclass(frozen=True, slots=True)
class Tick:
    """A year of the calendar or of school, with as many words as fit, perhaps none."""

    x: float
    width: float
    words: str
    begins: date


@dataclass(frozen=True, slots=True)
class StripLayout:
    """Everything of the strip but its colours. `rows` are the kinds of band that there are, from above."""

    scale: Scale
    bars: tuple[Bar, ...]
    marks: tuple[MarkPlace, ...]
    bands: tuple[BandPlace, ...]
    years: tuple[Tick, ...]
    school: tuple[Tick, ...]
    rows: tuple[str, ...]

    def bar_at(self, day: date) -> Bar | None:
        """The bar of a day's month."""
        return next((bar for bar in self.bars if bar.begins <= day <= bar.ends), None)


def lay_out(facts: Timeline, width: float, measure: Measure) -> StripLayout:
    """Lay the childhood out over a width."""
    scale = scale_of(facts, width)
    rows = tuple(kind for kind in BAND_KINDS if any(span.kind == kind for span in facts.spans))
    return StripLayout(
        scale=scale,
        bars=_bars(facts.months, scale),
        marks=_marks(facts.marks, scale),
        bands=tuple(
            place for row, kind in enumerate(rows) for place in _bands(row, _of(kind, facts.spans, scale), scale, facts)
        ),
        years=_years(scale, facts, measure),
        school=_school_years(scale, facts, measure),
        rows=rows,
    )


def scale_of(facts: Timeline, width: float) -> Scale:
    """From pregnancy, or the first entry after it, to today or the next planned date."""
    day_zero = facts.born or facts.expected_on
    first_entry = facts.months[0].begins if facts.months else None
    begins = [span.begins for span in facts.spans]
    known = [day for day in (facts.born, first_entry, *begins) if day is not None]
    pregnant = day_zero - PREGNANCY if day_zero else None
    first = max(min(known, default=pregnant or facts.today), pregnant or date.min)
    newest = facts.months[-1].begins if facts.months else facts.today
    last = max(facts.today, min(max(facts.planned_on or facts.today, month_end(newest)), facts.today + AHEAD))
    if facts.expected_on and not facts.born:
        last = max(last, min(facts.expected_on, facts.today + AHEAD))
    first = month_of(min(first, facts.today))
    earlier = first_entry if first_entry is not None and first_entry < first else None
    return Scale(first, month_end(max(last, next_month(first, 11))), width, earlier)


def _bars(months: Sequence[MonthLine], scale: Scale) -> tuple[Bar, ...]:
    shown = [month for month in months if scale.first <= month.begins <= scale.last]
    before = [month for month in months if month.begins < scale.first]
    highest = max((month.entries for month in shown), default=1)
    found = []
    if before:
        entries, weighty = sum(month.entries for month in before), sum(month.significant for month in before)
        height = min(entries / highest, 1.0)
        ends = scale.first - timedelta(days=1)
        found.append(Bar(0.0, scale.left - 4, height, before[0].begins, ends, entries, weighty))
    for month in shown:
        x, following = scale.x_of(month.begins), scale.x_of(next_month(month.begins))
        bar = Bar(
            x, max(following - x, 0.0), month.entries / highest, month.begins, month_end(month.begins), month.entries,
            month.significant,
        )  # fmt: skip
        found.append(bar)
    return tuple(found)


def _marks(marks: Sequence[TimelineMark], scale: Scale) -> tuple[MarkPlace, ...]:
    found: list[MarkPlace] = []
    for tone in ("neutral", "protective", "harm"):
        cluster: list[TimelineMark] = []
        since = 0.0
        for mark in marks:
            if mark.tone != tone or mark.day > scale.last:
                continue
            x = scale.x_of(mark.day)
            if cluster and x - since >= CLUSTER:
                found.append(MarkPlace(since, tone, tuple(cluster)))
                cluster = []
            if not cluster:
                since = x
            cluster.append(mark)
        if cluster:
            found.append(MarkPlace(since, tone, tuple(cluster)))
    return tuple(sorted(found, key=lambda place: place.marks[0].order_key))


def _of(kind: str, spans: Sequence[TimelineSpan], scale: Scale) -> list[TimelineSpan]:
    shown = [
        span
        for span in spans
        if span.kind == kind and span.begins <= scale.last and (span.ends is None or span.ends >= scale.first)
    ]
    return sorted(shown, key=lambda span: span.begins)


def _bands(row: int, spans: Sequence[TimelineSpan], scale: Scale, facts: Timeline) -> list[BandPlace]:
    found = []
    starts = [max(scale.x_of(max(span.begins, scale.first)), scale.left) for span in spans] + [scale.width]
    for span, (x, following) in zip(spans, pairwise(starts), strict=True):
        ends = min(span.ends or max(facts.today, span.begins), scale.last)
        width = max(scale.x_of(max(ends, scale.first) + timedelta(days=1)) - x, 2.0)
        width = min(width, scale.width - x)
        room = min(width, following - x)
        found.append(BandPlace(row, x, width, room if room >= SHORTEST_LABEL else 0.0, span))
    return found


def _years(scale: Scale, facts: Timeline, measure: Measure) -> tuple[Tick, ...]:
    """The years, each with how old the child was, or about how old where the birth is not known to the day."""
    born, latest, word = facts.born, facts.born_latest, "age"
    if born is not None and latest is not None and latest > born:
        born, word = middle_of(born, latest), "about"
    begins = [scale.first, *(date(year, 1, 1) for year in range(scale.first.year + 1, scale.last.year + 1))]
    choices = []
    for day in begins:
        age = years_between(born, day) if born else -1
        years = (f"{day.year} · {word} {age}", f"{day.year} · {age}") if age > 0 else ()
        choices.append((*years, str(day.year)))
    return _ticks(scale, begins, choices, measure)


def _school_years(scale: Scale, facts: Timeline, measure: Measure) -> tuple[Tick, ...]:
    """Reception is the school year in which a child turns five, from September to August; year 13 the last.

    None where the days between which the birth lies belong to several school years.
    """
    firsts = {day.year + (5 if day.month >= 9 else 4) for day in (facts.born, facts.born_latest) if day is not None}
    if len(firsts) != 1:
        return ()
    (first,) = firsts
    begins, choices = [], []
    for number in range(14):
        day = date(first + number, 9, 1)
        if day > scale.last or date(first + number + 1, 9, 1) <= scale.first:
            continue
        begins.append(max(day, scale.first))
        choices.append(("Reception", "Rec", "R") if number == 0 else (f"Year {number}", f"Y{number}"))
    if not begins:
        return ()
    over = date(first + 14, 9, 1)
    return _ticks(scale, begins, choices, measure, over if over <= scale.last else None)


def _ticks(
    scale: Scale, begins: Sequence[date], choices: Sequence[Sequence[str]], measure: Measure, over: date | None = None
) -> tuple[Tick, ...]:
    """Neighbours say as much as each other: as many words as fit all whole years, else every other year's or fifth."""
    places = [scale.x_of(day) for day in begins] + [scale.x_of(over) if over else scale.width]
    widths = [after - before for before, after in pairwise(places)]
    whole = widths[1:-1] or widths
    usual = min(whole) - 6
    depth = next(
        (
            number
            for number in range(max(map(len, choices)))
            if all(measure(words[min(number, len(words) - 1)]) <= usual for words in choices)
        ),
        None,
    )
    found = []
    step = 1 if depth is not None else next((n for n in (2, 5, 10, 20) if usual * n > measure("2000")), 50)
    for place, (day, width, words) in enumerate(zip(begins, widths, choices, strict=True)):
        said = words[min(depth, len(words) - 1)] if depth is not None else words[-1]
        told = depth is not None or (day.year % step == 0)
        room = width if depth is not None else sum(widths[place : place + step])
        found.append(Tick(places[place], width, said if told and measure(said) <= room - 4 else "", day))
    return tuple(found)


def next_mark(marks: Sequence[MarkPlace], day: date, direction: int) -> MarkPlace | None:
    """The nearest mark in a month after a day's month, or before it."""
    days = [month_of(place.marks[0].day) for place in marks]
    here = month_of(day)
    if direction > 0:
        at = bisect_left(days, next_month(here))
        return marks[at] if at < len(marks) else None
    at = bisect_left(days, here)
    return marks[at - 1] if at > 0 else None
