"""Office days and school days of England and Wales, near enough for a story: weekends, bank holidays, school holidays.

Kept by rule and not by list, so that the sample can be made for any day; only the extra holidays had to be named.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

ASSESSMENT_DAYS = 45
"""Working days within which an assessment has to be finished."""
_ONE = timedelta(days=1)
_EXTRA = frozenset({
    date(2011, 4, 29), date(2012, 6, 4), date(2012, 6, 5), date(2020, 5, 8), date(2022, 6, 2), date(2022, 6, 3),
    date(2022, 9, 19), date(2023, 5, 8),
})  # fmt: skip


@cache
def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian rule."""
    century, of_century = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of a year; one that falls on a weekend is kept on the next free weekday."""
    sunday, found = easter(year), {day for day in _EXTRA if day.year == year}
    found |= {sunday - 2 * _ONE, sunday + _ONE}
    for first_free in (date(year, 5, 7), date(year, 5, 31), date(year, 8, 31)):
        found.add(first_free - timedelta(days=first_free.weekday()))
    always = {date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)}
    found |= always
    for fixed in sorted(always):
        kept = fixed
        while kept.weekday() > 4 or (kept in found and kept != fixed):
            kept += _ONE
        found.add(kept)
    return frozenset(found)


@cache
def office_day(day: date) -> bool:
    """Whether offices are open."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


@cache
def school_day(day: date) -> bool:
    """Whether schools are open: not in August, not about Christmas, not in the fortnight about Easter."""
    christmas = (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 3)
    about_easter = -9 <= (day - easter(day.year)).days <= 7
    return office_day(day) and day.month != 8 and not christmas and not about_easter


def on_or_before(day: date, suits: Callable[[date], bool]) -> date:
    """The day itself if it suits, or the last one before that does."""
    while not suits(day):
        day -= _ONE
    return day


def on_or_after(day: date, suits: Callable[[date], bool]) -> date:
    """The day itself if it suits, or the next one that does."""
    while not suits(day):
        day += _ONE
    return day


def assessment_due(begun: date) -> date:
    """The last day of an assessment begun on that day."""
    left, day = ASSESSMENT_DAYS, begun
    while left:
        day += _ONE
        left -= office_day(day)
    return day
