"""The dates that a piece of running text names, each with its place and what it means on the day of the report.

Why: "the 11th", "28 December" and "on Tuesday" mean a day only beside the day on which they were written. What the
reader of dates does not understand is left alone rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from db.domain.date_span import DateNotUnderstood, Precision, Span, easter
from db.domain.date_words import read_span
from db.domain.partial_date import PartialDate
from db.interchange.agency_notes.date_shapes import (
    CONNECTED,
    MAY_HOLD_A_DATE,
    SHAPES,
    TIME_AFTER,
    TIME_BEFORE,
    WEEKDAYS_ALONE,
)

_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_WEEKDAY_AT_FRONT = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?:the\s+)?", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}|[/.\-][0-9]{1,2}[/.\-][0-9]{2}\b|[a-z.,]\s'?[0-9]{2}$", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"([a-z]+\.?)\s+([0-9]{1,2}(?:st|nd|rd|th)),?(.*)", re.IGNORECASE)
_PREPOSITION = re.compile(r"(?:on|of|from|and|in|during|by|the|at|over)\s+", re.IGNORECASE)
_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_IN_MONTHS = 31
_MOST_IN_ONE = 40
"""Dates of one sentence: one with more is a calendar."""
_READ_IN = date(2059, 12, 31)
"""Where the day of writing is not known, years of two figures up to 60 are of this century."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date in the text: its place, its meaning, and whether its year or its weekday had to be worked out."""

    start: int
    end: int
    span: Span
    kind: str
    words: str
    year_inferred: bool = False

    @property
    def explicit(self) -> bool:
        """Whether it says its year itself."""
        return not self.span.relative and not self.year_inferred

    def as_partial(self) -> PartialDate:
        """The date as an entry keeps it, with its words as written."""
        span = self.span
        return PartialDate(
            span.earliest,
            span.latest,
            span.precision,
            span.minute,
            span.approximate,
            " ".join(self.words.split()).rstrip(" .,"),
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """What dates without a year lean on: the day of writing, and the last date named before them."""

    written: date | None = None
    before: date | None = None
    before_inferred: bool = False

    @property
    def anchor(self) -> date | None:
        """The day that undated words count from; without a day of writing, near the last date named."""
        return self.written or (self.before + timedelta(days=183) if self.before else None)


@dataclass(frozen=True, slots=True)
class Found:
    """The dates of a piece of text, and how many more lean on a day that nobody knows."""

    moments: tuple[Moment, ...] = ()
    undated: int = 0


def moments_in(text: str, start: int, end: int, frame: Frame) -> Found:
    """All dates between two places of a text (plain dashes and spaces), in order."""
    moments: list[Moment] = []
    undated = 0
    if not MAY_HOLD_A_DATE.search(text, start, end):
        return Found()
    for found in _shapes(text, start, end)[:_MOST_IN_ONE]:
        read = list(_read(found, text, frame))
        undated += not read and frame.anchor is None
        moments += read
        if read:
            frame = replace(frame, before=read[-1].span.earliest, before_inferred=read[-1].year_inferred)
    return Found(tuple(moments), undated)


def _shapes(text: str, start: int, end: int) -> list[re.Match[str]]:
    wide = list(SHAPES.finditer(text, start, end))
    taken = {place for found in wide for place in range(found.start(), found.end())}
    narrow = [found for found in WEEKDAYS_ALONE.finditer(text, start, end) if not taken & set(range(*found.span()))]
    return sorted((*wide, *narrow), key=lambda found: found.start())


def _read(found: re.Match[str], text: str, frame: Frame) -> Iterator[Moment]:
    kind = next(name for name in _KINDS if found[name]) if found.re is SHAPES else "weekday"
    if kind == "listed":
        yield from _each_listed(found, text, frame)
        return
    span = None if kind == "slashed" and _is_score(found, text) else _meaning(kind, found, frame)
    if span is None:
        return
    start, end = found.span()
    words = found[0]
    inferred = span.relative and kind not in {"relative", "weekday", "from_event"}
    inferred = inferred or (kind == "from_event" and frame.before_inferred)
    timed = _timed(kind, found, text, span, frame)
    if timed:
        start, end, span = timed
        words = text[start:end]
    yield Moment(start, end, span, kind, words, inferred)


def _is_score(found: re.Match[str], text: str) -> bool:
    """ "7/10" and "24/7" are days only where the words before them say so."""
    before = text[max(found.start() - 12, 0) : found.start()]
    return found[0] == "24/7" or not (found[0][0].isalpha() or _BEFORE_A_DAY.search(before))


_BEFORE_A_DAY = re.compile(
    r"(?:\b(?:on|since|from|between|and|to|until|till|by|of|the|for|next|sch|school|hv|visit|appt|late|dated)"
    r"|[\n,(\[:&-]|^)\s*$",
    re.IGNORECASE,
)
_KINDS = ("week", "span", "listed", "day", "month", "slashed", "alone", "bare", "feast", "relative", "from_event")


def _meaning(kind: str, found: re.Match[str], frame: Frame) -> Span | None:
    words, anchor = found[0], frame.anchor
    if kind == "from_event":
        return _from_event(found, frame.before)
    if kind in {"relative", "weekday"}:
        return _counted(words.casefold(), frame.written) if frame.written else None
    if kind == "alone":
        return _day_alone(words, frame)
    if anchor is None:
        span = _parsed(words, _READ_IN) if _YEAR.search(words) else None
        return None if span is None or span.relative else span
    return _parsed(words, anchor)


@lru_cache(maxsize=4096)
def _parsed(words: str, anchor: date) -> Span | None:
    """What the reader of dates makes of it, with the weekday left out where it does not fit the day."""
    cut = _PREPOSITION.sub("", words, count=1) if _PREPOSITION.match(words) else words
    bare = _WEEKDAY_AT_FRONT.sub("", cut)
    turned = _MONTH_FIRST.fullmatch(bare)
    for wording in (words, cut, bare, f"{turned[2]} {turned[1]} {turned[3]}" if turned else ""):
        try:
            if wording:
                return read_span(wording, anchor)
        except DateNotUnderstood:
            continue
    return None


def _timed(kind: str, found: re.Match[str], text: str, span: Span, frame: Frame) -> tuple[int, int, Span] | None:
    """The day with the time beside it, if there is one."""
    if kind not in {"day", "slashed"} or span.precision is not Precision.DAY:
        return None
    start, end = found.span()
    after = TIME_AFTER.match(text, end, end + 40)
    before = TIME_BEFORE.search(text[max(start - 40, 0) : start])
    clock = after[0] if after else before[0] if before else ""
    timed = _parsed(f"{span.earliest.isoformat()} {_CLOCK_WORDS.sub(' ', clock).strip()}", frame.anchor or _READ_IN)
    if not clock or timed is None or timed.minute is None:
        return None
    whole = replace(span, precision=Precision.MINUTE, minute=timed.minute)
    return (start, after.end(), whole) if after else (start - len(clock), end, whole)


_CLOCK_WORDS = re.compile(r"\b(?:at|on|the|from|around|about|abt|approx|approximately)\b|[,@]", re.IGNORECASE)


def _each_listed(found: re.Match[str], text: str, frame: Frame) -> Iterator[Moment]:
    """ "the 5th and 12th of May": each day; "21st / 22nd November", "12-13 May": the days from first to last."""
    parts = list(CONNECTED.finditer(found[0]))
    whole = _parsed(parts[-1]["part"], frame.anchor) if parts and frame.anchor else None
    if whole is None and parts and _YEAR.search(parts[-1]["part"]):
        whole = _parsed(parts[-1]["part"], _READ_IN)
    if whole is None:
        return
    days = [(part, _within(part["part"], whole)) for part in parts]
    joined = {part["by"].strip() for part in parts[:-1]} <= {"-", "/", "to"} or _is_between(text, found.start())
    first, last = days[0][1], days[-1][1]
    inferred = whole.relative
    if joined and first and last and first <= last:
        span = replace(whole, earliest=first, latest=last, precision=Precision.RANGE)
        yield Moment(*found.span(), span, "span", found[0], inferred)
        return
    for part, day in days:
        if day:
            start = found.start() + part.start()
            span = replace(whole, earliest=day, latest=day)
            yield Moment(start, start + len(part["part"]), span, "day", part["part"], inferred)


def _is_between(text: str, start: int) -> bool:
    return bool(
        re.search(r"\b(?:between|from|weekend of|night of)\s+(?:the\s+)?$", text[max(start - 20, 0) : start], re.I)
    )


def _within(words: str, whole: Span) -> date | None:
    """A day by its number alone, in the month of another that comes after it."""
    number = re.search("[0-9]{1,2}", words)
    day = whole.earliest
    if number is None:
        return None
    month = day if int(number[0]) <= day.day else day.replace(day=1) - timedelta(days=1)
    try:
        return month.replace(day=int(number[0]))
    except ValueError:
        return None


def _day_alone(words: str, frame: Frame) -> Span | None:
    """ "the 7th": the first one after the date named before it, otherwise the last one by the day of writing."""
    number = re.search("([0-9]{1,2})(?:st|nd|rd|th)", words, re.IGNORECASE)
    named = _WEEKDAY_AT_FRONT.match(words)
    weekday = _DAY_NAMES.index(words[:3].casefold()) if named else None
    limit = frame.written
    if number is None or (limit is None and frame.before is None):
        return None
    forward = (
        frame.before if frame.before and (limit is None or 0 <= (limit - frame.before).days <= 2 * _IN_MONTHS) else None
    )
    ahead = [forward + timedelta(days=days) for days in range(_IN_MONTHS)] if forward else []
    base = limit or frame.before
    assert base is not None  # noqa: S101 (one of them is known)
    back = [base - timedelta(days=days) for days in range(2 * _IN_MONTHS)]
    to_come = [base + timedelta(days=days) for days in range(_IN_MONTHS)]
    past = [day for day in (*ahead, *back) if limit is None or day <= limit]
    fitting = (day for day in (*past, *to_come) if day.day == int(number[1]) and weekday in (None, day.weekday()))
    day = next(fitting, None)
    return Span(day, day, Precision.DAY, relative=True) if day else None


def _counted(words: str, written: date) -> Span | None:
    """Words that count from the day of writing."""
    if "weekend" in words:
        return _weekend(words, written)
    day = words.replace("earlier today", "today").replace("this lunchtime", "today")
    day = re.sub(r"^(?:on the|on|this past|this|overnight)\s+(?=last |mon|tue|wed|thu|fri|sat|sun)", "", day)
    return _parsed(day.removeprefix("the "), written)


def _weekend(words: str, written: date) -> Span:
    """The last one that has begun; a bank holiday's has its Monday."""
    if "bank holiday" in words or "easter" in words:
        monday = max(day for day in _bank_holidays(written) if day <= written)
        first = monday - timedelta(days=3 if "easter" in words else 2)
        return Span(first, monday, Precision.RANGE, relative=True)
    back = (written.weekday() - 5) % 7
    if words.startswith("last") and back < 2:
        back += 7
    first = written - timedelta(days=back)
    return Span(first, first + timedelta(days=1), Precision.RANGE, relative=True)


def _bank_holidays(near: date) -> Iterator[date]:
    """The Mondays of May and August that are holidays in England and Wales, and Easter Monday."""
    for year in (near.year - 1, near.year):
        yield easter(year) + timedelta(days=1)
        for first in (date(year, 5, 1), date(year, 5, 25), date(year, 8, 25)):
            yield first + timedelta(days=-first.weekday() % 7)


def _from_event(found: re.Match[str], before: date | None) -> Span | None:
    """ "two days earlier", "the following day": counted from the event told just before."""
    if before is None:
        return None
    if found["number"]:
        said = found["number"].casefold()
        number = _NUMBERS.get(said) or int(said)
        days = number * (7 if found["unit"].casefold() == "week" else 1)
        days = days if found["side"].casefold() == "later" else -days
    else:
        days = 1 if (found["near"] or "").casefold() in {"following", "next"} else -1
    day = before + timedelta(days=days)
    return Span(day, day, Precision.DAY, approximate=(found["unit"] or "").casefold() == "week", relative=True)
