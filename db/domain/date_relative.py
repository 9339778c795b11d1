"""Reads the days that count from today: "yesterday", "Tuesday last week", "3 days ago", "last month".

Why apart: they are the words of somebody in a hurry, with short forms of their own ("yest", "this am"), and only they
need to know which day it is.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from db.domain.date_span import WEEKDAYS, Precision, Span, month_span, year_span

WEEKDAY = "(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
YESTERDAY = "(?:yesterday|yest|yday|y'day)"
TOMORROW = "(?:tomorrow|tmrw|tomoz)"
_NUMBERS = (
    *("a", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_UNITS = (("fortnight", 14), ("week", 7), ("wk", 7), ("day", 1))

Reader = Callable[[re.Match[str], date], Span | None]


def weekday_number(name: str) -> int:
    """0 (Monday) to 6 for a weekday's name or its short form."""
    return next(number for number, day in enumerate(WEEKDAYS) if day.casefold().startswith(name[:3]))


def _only(day: date, *, about: bool = False) -> Span:
    return Span(day, day, Precision.DAY, approximate=about, relative=True)


def _day_from_today(days: int) -> Reader:
    def read(_found: re.Match[str], today: date) -> Span:
        return _only(today + timedelta(days=days))

    return read


def _weekday(found: re.Match[str], today: date) -> Span:
    """ "Tuesday" is the most recent one, today included; "last", "gone" and "next" leave today out."""
    back = (today.weekday() - weekday_number(found["weekday"])) % 7
    which = "last" if found["gone"] else found["which"]
    days = {None: -back, "last": -(back or 7), "next": 7 - back}[which]
    return _only(today + timedelta(days=days))


def _weekday_of_week(found: re.Match[str], today: date) -> Span:
    monday = today - timedelta(days=today.weekday() + (7 if found["which"] == "last" else 0))
    return _only(monday + timedelta(days=weekday_number(found["weekday"])))


def _ago(found: re.Match[str], today: date) -> Span:
    """Days ago is a day; weeks ago about a day; months ago about a month; years ago about a year."""
    said, unit = found["number"], found["unit"]
    number = 2 if "couple" in said else int(said) if said.isdigit() else max(1, _NUMBERS.index(said.replace("an", "a")))
    length = next((days for name, days in _UNITS if unit.startswith(name)), 0)
    if length:
        return _only(today - timedelta(days=number * length), about=length > 1)
    if unit.startswith("y"):
        return replace(year_span(today.year - number), approximate=True, relative=True)
    years, month = divmod(today.year * 12 + today.month - 1 - number, 12)
    return replace(month_span(years, month + 1), approximate=True, relative=True)


def _week_from_today(found: re.Match[str], today: date) -> Span:
    monday = today - timedelta(days=today.weekday() + (7 if found["which"] == "last" else 0))
    first = monday if found["what"] in {"week", "wk"} else monday + timedelta(days=5)
    return Span(first, monday + timedelta(days=6), Precision.RANGE, relative=True)


def _month_from_today(found: re.Match[str], today: date) -> Span:
    last = found["which"] == "last"
    if found["what"] == "year":
        return replace(year_span(today.year - last), relative=True)
    years, month = divmod(today.year * 12 + today.month - 1 - last, 12)
    return replace(month_span(years, month + 1), relative=True)


RELATIVE: tuple[tuple[str, Reader], ...] = (
    (
        r"today|(?:just )?now|this (?:morning|afternoon|aft|evening|eve|am|pm|teatime|lunchtime)|tonight|tonite",
        _day_from_today(0),
    ),
    (rf"{YESTERDAY}|last (?:night|nite|evening|eve)", _day_from_today(-1)),
    (rf"day before {YESTERDAY}", _day_from_today(-2)),
    (TOMORROW, _day_from_today(1)),
    (rf"(?:(?P<which>last|next) )?(?P<weekday>{WEEKDAY})(?P<gone> (?:just )?gone| past)?", _weekday),
    (rf"(?P<weekday>{WEEKDAY}) (?:in )?(?P<which>this|last) w(?:ee)?k", _weekday_of_week),
    (
        rf"(?P<number>[0-9]{{1,4}}|an?(?: couple)?|couple|{'|'.join(_NUMBERS[1:])}) "
        r"(?P<unit>days?|weeks?|wks?|fortnights?|months?|mths?|years?|yrs?) ago",
        _ago,
    ),
    (r"(?P<which>this|last) (?P<what>week|wk|weekend|wkend)", _week_from_today),
    (r"(?P<which>this|last) (?P<what>month|year)", _month_from_today),
)
"""The notations and their readers, for `date_atoms`."""
