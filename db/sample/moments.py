"""Days and moments of the sample: working hours, uncertain dates, and when somebody came to write it down."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from db.domain.date_span import month_end, season_span
from db.domain.partial_date import PartialDate, Precision

PREGNANCY = timedelta(days=280)
_NIGHT_KINDS = frozenset({"police", "missing"})
_SEASONS = ("spring", "summer", "autumn")
_DELAYS = ((0, 60), (1, 24), (3, 9), (9, 4), (24, 2), (47, 1))
"""Days until recorded, with their weights."""


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def moment(day: date, kind: str, rng: Random) -> PartialDate:
    """When it happened on that day: often to five minutes, at night about the time, otherwise the day."""
    if kind in _NIGHT_KINDS:
        found = PartialDate.on(day, rng.choice((1, 2, 18, 20, 21, 22, 23)) * 60 + rng.randrange(0, 60, 5))
        return _worded(replace(found, approximate=rng.random() < 0.3))
    if rng.random() < 0.5:
        return PartialDate.on(day, rng.randrange(9 * 60, 17 * 60, 5))
    return PartialDate.on(day)


def vague(first: date, last: date, rng: Random) -> PartialDate:
    """A date between two days as somebody remembers it: about a month, a season, a year, some months, before."""
    day = first + timedelta(days=rng.randrange(max((last - first).days, 1)))
    month = PartialDate(day.replace(day=1), month_end(day.year, day.month), Precision.MONTH)
    until = month_end(day.year, day.month) + timedelta(days=75)
    season = season_span(rng.choice(_SEASONS), day.year)
    options = [
        month,
        replace(month, approximate=True),
        PartialDate(season.earliest, season.latest, Precision.SEASON),
        PartialDate(date(day.year, 1, 1), date(day.year, 12, 31), Precision.YEAR, approximate=rng.random() < 0.5),
        PartialDate(month.earliest, month_end(until.year, until.month), Precision.RANGE),
        PartialDate(day, day, Precision.BEFORE),
    ]
    fitting = [when for when in options if first <= when.earliest and when.latest <= last]
    return _worded(rng.choice(fitting)) if fitting else PartialDate.on(day)


def recorded(when: date, latest: date, rng: Random) -> datetime:
    """When it was written down: mostly the same or the next day, now and then weeks late, never after `latest`."""
    (delay,) = rng.choices([d for d, _ in _DELAYS], [w for _, w in _DELAYS])
    day = min(when + timedelta(days=delay), latest)
    return at(day, rng.randrange(17, 20) if delay == 0 else rng.randrange(8, 18), rng.randrange(60))


def _worded(when: PartialDate) -> PartialDate:
    return replace(when, as_given=when.in_words())
