"""Dates as people know them: a day, "about October 1998", "summer 2019", "before Christmas 2020".

Why: a date that was said vaguely must be kept vaguely, with the words it was said in; stored as an exact day it
would become a false fact in court.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from db.domain.date_span import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTHS,
    DateNotUnderstood,
    Precision,
    Span,
    month_end,
    part_words,
    season_around,
)
from db.domain.date_words import read_span

__all__ = ["DateNotUnderstood", "PartialDate", "Precision", "doubts", "parse_partial_date"]

_OLDEST_LIKELY_YEARS = 110
_PREGNANCY = timedelta(weeks=40)
_LONG_AGO = timedelta(days=300)
"""A day without a year so long ago was more likely meant to come."""
_IN_THE_NIGHT = re.compile(r"(?<![0-9:./])[1-5][:.][0-9]{2}(?![0-9:./])")
_HALF_SAID = re.compile(
    r"[ap]\.?m\b|morning|afternoon|\baft\b|evening|\beve\b|ni(?:ght|te)|hrs?\b|hours", re.IGNORECASE
)
_ONE_DAY = frozenset({Precision.MINUTE, Precision.DAY, Precision.BEFORE, Precision.AFTER})


@dataclass(frozen=True, slots=True)
class PartialDate:
    """When something happened, as exactly as it is known.

    `earliest` and `latest` are the first and last possible day, both included; for "before" and "after" both are the
    bound itself, so that the entry sorts there. `minute` is the minute of the day in local time (0 to 1439), given
    exactly when the precision is MINUTE. `approximate` is "about". `as_given` keeps the words as typed.
    """

    earliest: date
    latest: date
    precision: Precision
    minute: int | None = None
    approximate: bool = False
    as_given: str = ""

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise ValueError("A date cannot end before it begins.")
        if (self.minute is not None) != (self.precision is Precision.MINUTE):
            raise ValueError("A minute belongs to the precision “minute” and to no other.")
        if self.minute is not None and not 0 <= self.minute < 24 * 60:
            raise ValueError("The minute of the day is 0 to 1439.")
        if self.precision in _ONE_DAY and self.earliest != self.latest:
            raise ValueError("A minute, a day, “before” and “after” name one day.")

    @classmethod
    def on(cls, day: date, minute: int | None = None) -> Self:
        """One exact day, or one minute of it (0 to 1439); its words are those of `in_words`."""
        precision = Precision.DAY if minute is None else Precision.MINUTE
        words = _day(day) if minute is None else f"{_day(day)}, {_clock(minute)}"
        return cls(day, day, precision, minute, False, words)

    @property
    def sort_key(self) -> tuple[date, int]:
        """Place in a chronology: first possible day, then minute of the day (0 when not known)."""
        return self.earliest, self.minute or 0

    def in_words(self) -> str:
        """Plain words, which `parse_partial_date` reads back to the same date: "about October 1998"."""
        return _WORDS[self.precision](self)

    def to_json(self) -> dict[str, Any]:
        """Keys earliest and latest (ISO dates), precision, minute, approximate, as_given."""
        return {
            "earliest": self.earliest.isoformat(),
            "latest": self.latest.isoformat(),
            "precision": self.precision.value,
            "minute": self.minute,
            "approximate": self.approximate,
            "as_given": self.as_given,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """The inverse of `to_json`; raises KeyError or ValueError when the value is not a date of ours."""
        minute = value["minute"]
        return cls(
            date.fromisoformat(value["earliest"]),
            date.fromisoformat(value["latest"]),
            Precision(value["precision"]),
            None if minute is None else int(minute),
            bool(value["approximate"]),
            str(value["as_given"]),
        )


def parse_partial_date(text: str, *, today: date, needs_year: bool = False) -> PartialDate:
    """Read a date as people write it, day before month; what it says relatively ("last Tuesday") counts from `today`.

    With `needs_year`, for files written at some other time, a date that says no year or leans on today is refused.
    Raises DateNotUnderstood, whose `text` says what the trouble is, and nothing else, whatever the text; where part of
    an impossible date is sure, its `nearest` is that part.
    """
    words = "".join(c for c in text if c != "\0" and not "\ud800" <= c <= "\udfff").strip()
    try:
        span = read_span(words, today)
    except DateNotUnderstood as error:
        if error.sure and not (needs_year and error.sure.relative):
            error.nearest = _partial(error.sure, words)
        raise
    if needs_year and span.relative:
        raise DateNotUnderstood("The date does not say which year, or counts from a day that is not known here.")
    return _partial(span, words)


def _partial(span: Span, words: str) -> PartialDate:
    return PartialDate(span.earliest, span.latest, span.precision, span.minute, span.approximate, words)


def doubts(
    when: PartialDate,
    today: date,
    born: date | None = None,
    expected_on: date | None = None,
    *,
    minute: int | None = None,
) -> tuple[str, ...]:
    """Plain questions to ask about a date that can be right but is unlikely: to come, very old, or "winter 2019".

    With `minute`, the minute of the day that it is now, also a time later today. With `born`, also one that is before
    the child's birth; not within the pregnancy of a child known while still unborn (`expected_on`), nor for one who is
    not born yet.
    """
    asked: list[str] = []
    later_today = when.earliest == today and minute is not None and (when.minute or 0) > minute
    if when.earliest > today or later_today:
        asked.append(f"{_first_upper(when.in_words())} is still to come. Is that right?")
    if when.minute is not None and _IN_THE_NIGHT.search(when.as_given) and not _HALF_SAID.search(when.as_given):
        early, late = _clock(when.minute), _clock((when.minute + 12 * 60) % (24 * 60))
        if early < late:
            asked.append(f"{early} is in the night. Is that right, or is {late} meant?")
    if when.latest < today - _LONG_AGO and when.precision in (Precision.DAY, Precision.MINUTE) and _leans(when, today):
        asked.append(f"No year is given, and {when.in_words()} was understood. Is that right?")
    if when.latest.year < today.year - _OLDEST_LIKELY_YEARS:
        asked.append(f"{_first_upper(when.in_words())} is more than {_OLDEST_LIKELY_YEARS} years ago. Is that right?")
    if when.precision is Precision.SEASON and when.earliest.month == 12 and "/" not in when.as_given:
        months = f"December {when.earliest.year} to February {when.latest.year}"
        asked.append(f"The winter was read as {months}. Is that right?")
    if born and _is_before(when, born) and not (expected_on and when.latest >= expected_on - _PREGNANCY):
        words = _first_upper(when.in_words())
        asked.append(f"{words} is before the child was born, on {_day(born)}. Is that right?")
    return tuple(asked)


def _leans(when: PartialDate, today: date) -> bool:
    """Whether the words of a date say no year."""
    try:
        parse_partial_date(when.as_given, today=today, needs_year=True)
    except DateNotUnderstood:
        return True
    return False


def _is_before(when: PartialDate, day: date) -> bool:
    """Whether it can only have been before the day; what was “before” a day was so on the day before at the latest."""
    if when.precision is Precision.AFTER:
        return False
    return when.latest < day or (when.precision is Precision.BEFORE and when.latest == day)


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _day(day: date) -> str:
    return f"{day.day} {_month(day)}"


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _about(when: PartialDate, words: str) -> str:
    return f"about {words}" if when.approximate else words


def _minute_words(when: PartialDate) -> str:
    return f"{_day(when.earliest)}, {_about(when, _clock(when.minute or 0))}"


def _season_words(when: PartialDate) -> str:
    return _about(when, season_around(when.earliest)[1])


def _range_words(when: PartialDate) -> str:
    first, last = when.earliest, when.latest
    third = part_words(first, last) if when.approximate and FIRST_YEAR <= first.year <= LAST_YEAR else None
    return third or _about(when, _first_to_last(first, last))


def _first_to_last(first: date, last: date) -> str:
    same_month = (first.year, first.month) == (last.year, last.month)
    whole_months = first.day == 1 and last == month_end(last.year, last.month) and not same_month
    if whole_months and (first.month, last.month) == (1, 12) and first.year < last.year:
        return f"{first.year} to {last.year}"
    if whole_months and first.year == last.year:
        return f"{MONTHS[first.month - 1]} to {_month(last)}"
    if whole_months:
        return f"{_month(first)} to {_month(last)}"
    if first == last:
        return _day(first)
    return f"{first.day} to {_day(last)}" if same_month else f"{_day(first)} to {_day(last)}"


def _bound_words(when: PartialDate) -> str:
    return f"{when.precision.value} {_about(when, _day(when.earliest))}"


_WORDS: dict[Precision, Callable[[PartialDate], str]] = {
    Precision.MINUTE: _minute_words,
    Precision.DAY: lambda when: _about(when, _day(when.earliest)),
    Precision.MONTH: lambda when: _about(when, _month(when.earliest)),
    Precision.SEASON: _season_words,
    Precision.YEAR: lambda when: _about(when, str(when.earliest.year)),
    Precision.RANGE: _range_words,
    Precision.BEFORE: _bound_words,
    Precision.AFTER: _bound_words,
}
