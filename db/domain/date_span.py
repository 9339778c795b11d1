"""Spans of days and the calendar behind them: months, seasons, named days, parts of a month or year.

Why: the words of a date and the value that keeps it must agree on what "summer" or "late March" covers,
so that a date is never stored more exactly than it was said.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.domain.partial_date import PartialDate

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
FIRST_YEAR, LAST_YEAR = 1800, 2199


class Precision(StrEnum):
    """How exactly a date is known."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    RANGE = "range"
    BEFORE = "before"
    AFTER = "after"


class DateNotUnderstood(ValueError):
    """The words do not make a date; `text` says why. It never repeats the words, which may be case text.

    `sure` is what can be relied on all the same (the month of a 31 February), None when nothing can; `nearest` is that
    as a date with the words as typed, for whoever keeps the words and asks instead of refusing them.
    """

    def __init__(self, text: str, sure: Span | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.sure = sure
        self.nearest: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """What date words mean: first and last possible day, and how exact that is.

    `minute` is the minute of the day (0 to 1439). `relative` says that the meaning leans on the day of reading,
    as "yesterday" and "3 March" (without a year) do.
    """

    earliest: date
    latest: date
    precision: Precision
    minute: int | None = None
    approximate: bool = False
    relative: bool = False


def day_span(year: int, month: int, day: int) -> Span:
    """One day; raises DateNotUnderstood with the trouble named when the calendar has no such day."""
    month_of = month_span(year, month)
    last = month_of.latest.day
    if not 1 <= day <= last:
        text = f"{MONTHS[month - 1]} {year} has {last} days, so there is no day {day} in it."
        raise DateNotUnderstood(text, replace(month_of, approximate=True))
    only = date(year, month, day)
    return Span(only, only, Precision.DAY)


def month_span(year: int, month: int) -> Span:
    """A whole month."""
    check_year(year)
    if not 1 <= month <= 12:
        text = f"There is no month {month}. The day comes first, as in 15/3/2026."
        raise DateNotUnderstood(text, replace(year_span(year), approximate=True))
    return Span(date(year, month, 1), month_end(year, month), Precision.MONTH)


def season_span(season: str, year: int) -> Span:
    """A whole season of three months; winter is named by the year in whose December it begins."""
    check_year(year)
    first = SEASONS[season]
    end = month_end(year + 1, 2) if season == "winter" else month_end(year, first + 2)
    return Span(date(year, first, 1), end, Precision.SEASON)


def year_span(year: int) -> Span:
    """A whole year."""
    check_year(year)
    return Span(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)


def check_year(year: int) -> None:
    """Refuse a year that can only be a slip of the keys."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateNotUnderstood(f"The year {year} cannot be right.")


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm of Meeus, Astronomical Algorithms)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    skipped, leap = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - skipped - moon + 15) % 30
    fours, rest = divmod(of_century, 4)
    weekday = (32 + 2 * leap + 2 * fours - epact - rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


_FIXED_DAYS = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26),
    "new year": (1, 1), "new year's day": (1, 1), "new year's eve": (12, 31), "halloween": (10, 31),
    "bonfire night": (11, 5), "valentine's day": (2, 14),
}  # fmt: skip
_FROM_EASTER = {"easter": 0, "easter sunday": 0, "easter day": 0, "good friday": -2, "easter monday": 1}
NAMED_DAYS = (*_FIXED_DAYS, *_FROM_EASTER)


def named_day(name: str, year: int) -> date:
    """The date of a named day (one of NAMED_DAYS) in a year."""
    check_year(year)
    if name in _FIXED_DAYS:
        month, day = _FIXED_DAYS[name]
        return date(year, month, day)
    return easter(year) + timedelta(days=_FROM_EASTER[name])


PARTS = ("early", "mid", "late")


def part_of(part: str, whole: Span) -> Span | None:
    """The early, mid or late third of a month, season or year, as an approximate range; None for anything else."""
    index = PARTS.index(part)
    first, year = whole.earliest, whole.earliest.year
    if whole.precision is Precision.MONTH:
        start = date(year, first.month, 1 + 10 * index)
        end = whole.latest if part == "late" else date(year, first.month, 10 + 10 * index)
    elif whole.precision is Precision.YEAR:
        start, end = date(year, 1 + 4 * index, 1), month_end(year, 4 + 4 * index)
    elif whole.precision is Precision.SEASON:
        years, month = divmod(first.month - 1 + index, 12)
        start, end = date(year + years, month + 1, 1), month_end(year + years, month + 1)
    else:
        return None
    return Span(start, end, Precision.RANGE, approximate=True, relative=whole.relative)


def part_words(earliest: date, latest: date) -> str | None:
    """ "early March 2026", "mid 2016", "late winter 2019/20" when the days are exactly such a third, else None."""
    wholes = (
        (month_span(earliest.year, earliest.month), f"{MONTHS[earliest.month - 1]} {earliest.year}"),
        (year_span(earliest.year), str(earliest.year)),
        season_around(earliest),
    )
    for whole, words in wholes:
        for part in PARTS:
            third = part_of(part, whole)
            if third is not None and (third.earliest, third.latest) == (earliest, latest):
                return f"{part} {words}"
    return None


def season_around(day: date) -> tuple[Span, str]:
    """The season that a day falls in, and its words ("winter 2019/20")."""
    year = day.year - 1 if day.month <= 2 else day.year
    name = next(name for name, first in reversed(SEASONS.items()) if first <= day.month or day.month <= 2)
    first = date(year, SEASONS[name], 1)
    if name != "winter":
        return Span(first, month_end(year, first.month + 2), Precision.SEASON), f"{name} {year}"
    following = f"{(year + 1) % 100:02}" if (year + 1) % 100 else str(year + 1)
    return Span(first, month_end(year + 1, 2), Precision.SEASON), f"{name} {year}/{following}"
