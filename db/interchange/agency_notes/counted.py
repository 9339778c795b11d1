"""Dates that are counted: from the day of writing, from the event told just before, or within a month.

Why: "last night", "the Thursday before" and "the last week of March" are exact enough for an entry, once it is known
from which day they count. What is not exact enough gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from db.domain.date_span import Precision, Span, easter

Parse = Callable[[str, date], Span | None]

_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("", "a an one", "two couple", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
    for word in words.split()
}
_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ANY_DAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE)
_WEEKS = re.compile(r"\b(?P<number>[0-9]{1,2}|[a-z]+)\s+(?P<unit>week|fortnight)s?\s+ago\b", re.IGNORECASE)
_NTH = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3}
_BEFORE_IT = re.compile(r"\b(?:before|previous|earlier|prior|previously)\b", re.IGNORECASE)
_WORDLESS = re.compile(r"^(?:on the|on|this past|this|overnight)\s+(?=last |mon|tue|wed|thu|fri|sat|sun)")


def counted(words: str, written: date, parse: Parse) -> Span | None:
    """Words that count from the day of writing."""
    words = " ".join(words.casefold().split()).strip("*•- ")
    if "weekend" in words:
        return _weekend(words, written)
    both = _ANY_DAY.findall(words)
    if len(both) == 2:
        last = written - timedelta(days=(written.weekday() - _weekday(both[1])) % 7)
        first = last - timedelta(days=(last.weekday() - _weekday(both[0])) % 7)
        return Span(first, last, Precision.RANGE, relative=True)
    day = words.replace("earlier today", "today").replace("this lunchtime", "today")
    day = _WORDLESS.sub("", day.removesuffix("'s"))
    return parse(re.sub(r"\s+(?:am|pm|eve|teatime)$", " evening", day.removeprefix("the ")), written)


def in_week(words: str, written: date) -> Span | None:
    """ "Two weeks ago on the Thursday", "Thursday last week", "a week last Tuesday", "the week before last"."""
    words = " ".join(words.casefold().split())
    ago = _WEEKS.search(words)
    named = _ANY_DAY.search(words)
    monday = written - timedelta(days=written.weekday())
    number: int | None = 1
    if ago is not None:
        said = _number(ago["number"])
        number = said * (2 if ago["unit"] == "fortnight" else 1) if said else None
    elif "week before last" in words:
        number = 2
    elif "week last" in words and named:
        monday -= timedelta(days=7 * (_weekday(named[0]) >= written.weekday()))
    if number is None:
        return None
    first = monday - timedelta(days=7 * number)
    if named:
        day = first + timedelta(days=_weekday(named[0]))
        return _day(day) if day <= written else None
    if ago:
        return Span(written - timedelta(days=7 * number), written - timedelta(days=7 * number), Precision.DAY,
                    approximate=True, relative=True)  # fmt: skip
    return Span(first, first + timedelta(days=6), Precision.RANGE, relative=True)


def of_month(which: str, what: str, month: str, anchor: date, parse: Parse) -> Span | None:
    """ "The last week of March", "the first weekend in May 2026", "the second Monday of September"."""
    whole = parse(month, anchor)
    place = _NTH.get(which.casefold(), -1)
    if whole is None or whole.precision is not Precision.MONTH:
        return None
    first, last = whole.earliest, whole.latest
    if what.casefold() == "week":
        start = last - timedelta(days=6) if place < 0 else first + timedelta(days=7 * place)
        return Span(start, start + timedelta(days=6), Precision.RANGE, relative=whole.relative)
    weekend = what.casefold() == "weekend"
    weekday = 5 if weekend else _weekday(what)
    days = [first + timedelta(days=days) for days in range((last - first).days + 1)]
    fitting = [day for day in days if day.weekday() == weekday]
    if not -1 <= place < len(fitting):
        return None
    day = fitting[place]
    end = day + timedelta(days=weekend)
    return Span(day, end, Precision.RANGE if weekend else Precision.DAY, relative=whole.relative)


def season_of(words: str, written: date, parse: Parse) -> Span | None:
    """ "In the summer this year", "in spring of last year"."""
    words = words.casefold()
    season = re.search("spring|summer|autumn|winter", words)
    return parse(f"{season[0]} {written.year - ('last year' in words)}", written) if season else None


def from_event(words: str, before: date | None) -> Span | None:
    """ "Two days earlier", "the following day", "the Thursday before": counted from the event told just before."""
    if before is None:
        return None
    words = " ".join(words.casefold().split())
    back = bool(_BEFORE_IT.search(words))
    if "weekend" in words:
        saturday = before - timedelta(days=(before.weekday() - 5) % 7 or 7)
        return Span(saturday, saturday + timedelta(days=1), Precision.RANGE, relative=True) if back else None
    named = _ANY_DAY.search(words)
    if named and " week" in f" {words}":
        return _day(before - timedelta(days=before.weekday() - _weekday(named[0])))
    if named:
        days = (_weekday(named[0]) - before.weekday()) % 7 or 7
        return _day(before + timedelta(days=days - 7 if back and days < 7 else -7 if back else days))
    counting = re.match(r"(?P<number>[0-9]{1,2}|[a-z]+)\s+(?P<unit>day|night|week)s?\b", words)
    number = _number(counting["number"]) if counting else None
    if counting is None or number is None:
        return _day(before + timedelta(days=-1 if back else 1))
    weeks = counting["unit"] == "week"
    day = before + timedelta(days=number * (7 if weeks else 1) * (-1 if back else 1))
    return Span(day, day, Precision.DAY, approximate=weeks, relative=True)


def _day(day: date) -> Span:
    return Span(day, day, Precision.DAY, relative=True)


def _weekday(name: str) -> int:
    return _DAY_NAMES.index(name[:3].casefold())


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else _NUMBERS.get(word)


def _weekend(words: str, written: date) -> Span:
    """The last one that has begun; a bank holiday's has its Monday."""
    if "bank holiday" in words or "easter" in words:
        monday = max(day for day in _bank_holidays(written) if day <= written)
        first = monday - timedelta(days=3 if "easter" in words else 2)
        return Span(first, monday, Precision.RANGE, relative=True)
    back = (written.weekday() - 5) % 7
    if words.startswith("last") and back < 2:
        back += 7
    first = written - timedelta(days=back + 7 * ("before last" in words))
    return Span(first, first + timedelta(days=1), Precision.RANGE, relative=True)


def _bank_holidays(near: date) -> Iterator[date]:
    """The Mondays of May and August that are holidays in England and Wales, and Easter Monday."""
    for year in (near.year - 1, near.year):
        yield easter(year) + timedelta(days=1)
        for first in (date(year, 5, 1), date(year, 5, 25), date(year, 8, 25)):
            yield first + timedelta(days=-first.weekday() % 7)
