"""Ages, distances and dates in the words that the screens use.

They are plain functions, so that a table cell, a label and a screen reader say the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from db.domain.date_span import MONTHS
from db.domain.decisions import day_to_come
from db.domain.filters import months_before
from db.domain.partial_date import DateNotUnderstood, PartialDate, parse_partial_date
from db.domain.people import is_late

NOT_RECORDED = "not recorded"
ONE_MORE_LETTER = "Single letters find only children of your own: one more letter looks in the whole office."
"""Said where a child is looked for by single letters alone."""
_NEAR_MONTHS = 10
_FEW = {
    word: number for number, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight"], 1)
} | {"a": 1}
_TIMED = re.compile(r"(.+?),? (?:at )?(\d{1,2}[:.]\d{2}(?: ?[ap]m)?|\d{1,2} ?[ap]m)", re.IGNORECASE)
"""A day with a time behind it."""
_AHEAD = re.compile(rf"(?:in )?({'|'.join(_FEW)}|\d{{1,3}}) (day|week|month)s?(?: from (?:now|today))?")
_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b")


def day_in_words(day: date) -> str:
    """Return "4 March 2019"."""
    return PartialDate.on(day).in_words()


def short_day(day: date) -> str:
    """Return "4 Mar 2019", for narrow columns."""
    number, month, year = day_in_words(day).split(" ")
    return f"{number} {month[:3]} {year}"


def near_day(day: date, today: date) -> str:
    """Return "4 Mar" of a day in the next ten months, of which there is one only; else "4 Mar 2019"."""
    year_goes_without_saying = today <= day < months_before(today, -_NEAR_MONTHS)
    return short_day(day).rpartition(" ")[0] if year_goes_without_saying else short_day(day)


def lasting_day(words: str, typed: date) -> str:
    """The words of a day as they are still right on another one: "yesterday" as the day that it was."""
    try:
        return parse_partial_date(words, today=typed).in_words()
    except DateNotUnderstood:
        return words


def coming_day(words: str, typed: date) -> str:
    """The words of a day that is still to come, as they are right on another one: "20 January" is the next one."""
    if ahead := _AHEAD.fullmatch(words.strip().casefold()):
        number = _FEW.get(ahead[1]) or int(ahead[1])
        days = {"day": 1, "week": 7}.get(ahead[2])
        return day_in_words(typed + timedelta(days=number * days) if days else months_before(typed, -number))
    if timed := _TIMED.fullmatch(words.strip()):
        return f"{coming_day(timed[1], typed)} {timed[2]}"
    found = day_to_come(words, typed)
    return found.in_words() if found is not None else words


def short_months(words: str) -> str:
    """The words of a date with short months: "about 4 Mar 2019, 14:05"."""
    return _MONTH.sub(lambda found: found[0][:3], words)


def age_in_words(born: date | None, expected_on: date | None, today: date, latest: date | None = None) -> str:
    """Return the age in years and months, in weeks for a baby, or when an unborn child is expected.

    Three weeks after that day nobody knows whether the child is unborn still: it says that no birth is recorded.
    With the `latest` day of a birth that is not known to the day it says no more than is known: "about 9".
    """
    if born is None:
        return "age not recorded" if expected_on is None else _awaited(expected_on, today)
    if latest is not None and latest > born:
        return _about(born, latest, today)
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    if months < 0:
        return "born in the future?"
    if months < 3:
        return _count(max((today - born).days // 7, 0), "week")
    years, rest = divmod(months, 12)
    if years == 0:
        return _count(months, "month")
    return f"{years} y {rest} m" if rest and years < 18 else _count(years, "year")


def _awaited(expected_on: date, today: date) -> str:
    state = "birth not recorded" if is_late(expected_on, today) else "unborn"
    return f"{state}, expected {short_day(expected_on)}"


def _about(earliest: date, latest: date, today: date) -> str:
    """The years of an age that is not known to the day, as of the middle of the days that the birth may be."""
    oldest, years = years_between(earliest, today), years_between(middle_of(earliest, latest), today)
    return f"about {max(years, 1)}" if oldest > 0 else "under 1 year"


def years_between(born: date, day: date) -> int:
    """Whole years from a birth to a day; below 0 before it."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def middle_of(earliest: date, latest: date) -> date:
    """The day from which years are counted where a birth is not known to the day."""
    return earliest + (latest - earliest) / 2


def distance(day: date, today: date) -> str:
    """Return how far a day is: "today", "3 days ago", "in 10 days", "5 months ago"."""
    days = (today - day).days
    if days in (-1, 0, 1):
        return {0: "today", 1: "yesterday", -1: "tomorrow"}[days]
    far = abs(days)
    if far < 120:
        words = _count(far, "day")
    elif far < 730:
        words = _count(round(far / 30.44), "month")
    else:
        words = _count(far // 365, "year")
    return f"{words} ago" if days > 0 else f"in {words}"


def seen_in_words(day: date | None, today: date, between: str = " · ") -> str:
    """Return "6 days ago · 16 Nov 2026", or that no such visit is recorded."""
    return NOT_RECORDED if day is None else f"{distance(day, today)}{between}{short_day(day)}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def count(number: int, what: str, many: str = "") -> str:
    """Return "1 entry", "12 entries"."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {many or what + 's'}"


_ECHOED = 60
_UNSEEN = {code: f"⟦U+{code:04X}⟧" for code in (*range(9), *range(0x0E, 0x1C), 0x7F)}
_BIDI = {code: f"⟦U+{code:04X}⟧" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}
_MARKS = _UNSEEN | _BIDI


def listed(parts: Sequence[str]) -> str:
    """Return "Amira, Elif and Yusuf"; the one alone, and nothing of none."""
    *others, last = parts or ("",)
    return f"{', '.join(others)} and {last}" if others else last


def names_together(names: Sequence[str]) -> str:
    """Names in a row: "Maja and Łucja Wróblewski", whole names where they are called differently."""
    words = [name.split() for name in names]
    shared = 0
    while all(len(name) > shared + 1 and name[-1 - shared] == words[0][-1 - shared] for name in words):
        shared += 1
    if len(words) == 1 or not shared:
        return listed([" ".join(name) for name in words])
    return f"{listed([' '.join(name[:-shared]) for name in words])} {' '.join(words[0][-shared:])}"


def with_marks(text: str) -> str:
    """Return the text with NUL and marks that turn its direction made visible, so that nothing is disguised by them."""
    return text.translate(_MARKS)


def without_marks(text: str) -> str:
    """Return the text without NUL and marks that turn its direction: a proposal that nothing disguises."""
    return text.translate(dict.fromkeys(_MARKS))


def echoed(text: str) -> str:
    """Return the beginning of what somebody typed, with its marks made visible, as a sentence repeats it."""
    return with_marks(text if len(text) <= _ECHOED else f"{text[:_ECHOED].rstrip()}…")
