"""The dates that a piece of running text names, each with its place and what it means on the day of the report.

Why: "the 11th", "28 December" and "on Tuesday" mean a day only beside the day on which they were written. What the
reader of dates does not understand is left alone rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from db.domain.date_span import Precision, Span
from db.domain.partial_date import PartialDate
from db.interchange.agency_notes.counted import counted, from_event, in_week, of_month, season_of
from db.interchange.agency_notes.date_reading import WEEKDAY_AT_FRONT, month_of_impossible, parsed
from db.interchange.agency_notes.date_shapes import (
    CONNECTED,
    MAY_HOLD_A_DATE,
    SHAPES,
    TIME_AFTER,
    TIME_BEFORE,
    WEEKDAYS_ALONE,
)

_YEAR = re.compile(r"(?:19|20)[0-9]{2}|[/.\-][0-9]{1,2}[/.\-][0-9]{2}\b|[a-z.,]\s'?[0-9]{2}$", re.IGNORECASE)
_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_IN_MONTHS = 31
_LONG_BEFORE, _SOON_AFTER = 240, 120
_MOST_IN_ONE = 40
"""Dates of one sentence: one with more is a calendar."""
_READ_IN = date(2059, 12, 31)
"""Where the day of writing is not known, years of two figures up to 60 are of this century."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date in the text: its place, its meaning, and whether its year or its weekday had to be worked out.

    `doubt` says why a day cannot be; then only its month is meant. `year_of` is the day that an inferred year is from.
    """

    start: int
    end: int
    span: Span
    kind: str
    words: str
    year_inferred: bool = False
    doubt: str = ""
    year_of: date | None = None

    @property
    def explicit(self) -> bool:
        """Whether it says its year itself."""
        return not self.span.relative and not self.year_inferred

    @property
    def is_day(self) -> bool:
        """Whether it is a single day."""
        return self.span.earliest == self.span.latest

    def as_partial(self) -> PartialDate:
        """The date as an entry keeps it, with its words as written."""
        span = self.span
        return PartialDate(
            span.earliest,
            span.latest,
            span.precision,
            span.minute,
            span.approximate,
            " ".join(self.words.split()).strip(" .,-*•"),
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """What dates without a year lean on: the day of writing, and the last date named before them.

    In a row `written` is the row's day, and `known` the later day on which the whole was written.
    """

    written: date | None = None
    before: date | None = None
    before_inferred: bool = False
    known: date | None = None

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
        moments += [replace(one, year_of=_year_of(one, frame)) for one in read]
        if read:
            frame = replace(frame, before=read[-1].span.earliest, before_inferred=read[-1].year_inferred)
    return Found(tuple(moments), undated)


def _year_of(moment: Moment, frame: Frame) -> date | None:
    """The day from which its year was worked out: the one that it was written on, else the last one named."""
    if not moment.year_inferred:
        return None
    since_row = frame.written is not None and moment.span.earliest > frame.written
    return frame.known if since_row and frame.known else frame.written or frame.before


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
        yield from _impossible(kind, found, frame)
        return
    start, end = found.span()
    words = found[0]
    inferred = span.relative and kind not in {*_FROM_WRITING, "from_event"}
    inferred = inferred or (kind == "from_event" and frame.before_inferred)
    timed = _timed(kind, found, text, span, frame)
    if timed:
        start, end, span = timed
        words = text[start:end]
    yield Moment(start, end, span, kind, words, inferred)


def _impossible(kind: str, found: re.Match[str], frame: Frame) -> Iterator[Moment]:
    """A day that its month does not have: roughly that month, and to be asked about."""
    known = frame.anchor or (_READ_IN if _YEAR.search(found[0]) else None)
    sure = month_of_impossible(found[0], known) if kind == "day" and known else None
    if sure:
        yield Moment(*found.span(), sure[0], "day", found[0], sure[0].relative, sure[1])


def _is_score(found: re.Match[str], text: str) -> bool:
    """ "7/10" and "24/7" are days only where the words before them say so."""
    before = text[max(found.start() - 12, 0) : found.start()]
    timed = TIME_AFTER.match(text, found.end(), found.end() + 20)
    return found[0] == "24/7" or not (timed or found[0][0].isalpha() or _BEFORE_A_DAY.search(before))


_BEFORE_A_DAY = re.compile(
    r"(?:\b(?:on|since|from|between|and|to|until|till|by|of|the|for|next|sch|school|hv|visit|appt|late|dated)"
    r"|[\n,(\[:&-]|^)\s*$",
    re.IGNORECASE,
)
_KINDS = (
    *(
        "in_week",
        "nth",
        "season",
        "week",
        "span",
        "listed",
        "day",
        "month",
        "slashed",
        "alone",
        "bare",
        "year",
        "feast",
    ),
    *("relative", "from_event"),
)
_FROM_WRITING = frozenset({"relative", "weekday", "in_week", "season"})


def _meaning(kind: str, found: re.Match[str], frame: Frame) -> Span | None:
    words, anchor = found[0], frame.anchor
    if kind == "from_event":
        return from_event(words, frame.before)
    if kind in _FROM_WRITING:
        return _from_writing(kind, words, frame.written) if frame.written else None
    if kind == "nth":
        return of_month(found["which"], found["what"], found["of"], anchor, parsed) if anchor else None
    if kind == "alone":
        return _day_alone(words, frame)
    if anchor is None:
        span = parsed(words, _READ_IN) if _YEAR.search(words) else None
        return None if span is None or span.relative else span
    span = parsed(words, anchor)
    return _since_the_row(span, words, frame) or span


def _since_the_row(span: Span | None, words: str, frame: Frame) -> Span | None:
    """A day without a year that is long before its row, but soon after it by the day on which the whole was written."""
    if span is None or not span.relative or not frame.known or not frame.written:
        return None
    if (frame.written - span.latest).days < _LONG_BEFORE:
        return None
    later = parsed(words, frame.known)
    return later if later and 0 <= (later.earliest - frame.written).days <= _SOON_AFTER else None


def _from_writing(kind: str, words: str, written: date) -> Span | None:
    if kind == "in_week":
        return in_week(words, written)
    return season_of(words, written, parsed) if kind == "season" else counted(words, written, parsed)


def _timed(kind: str, found: re.Match[str], text: str, span: Span, frame: Frame) -> tuple[int, int, Span] | None:
    """The day with the time beside it, if there is one."""
    if kind not in {"day", "slashed"} or span.precision is not Precision.DAY:
        return None
    start, end = found.span()
    after = TIME_AFTER.match(text, end, end + 40)
    before = TIME_BEFORE.search(text[max(start - 40, 0) : start])
    clock = after[0] if after else before[0] if before else ""
    timed = parsed(f"{span.earliest.isoformat()} {_CLOCK_WORDS.sub(' ', clock).strip()}", frame.anchor or _READ_IN)
    if not clock or timed is None or timed.minute is None:
        return None
    whole = replace(span, precision=Precision.MINUTE, minute=timed.minute)
    return (start, after.end(), whole) if after else (start - len(clock), end, whole)


_CLOCK_WORDS = re.compile(r"\b(?:at|on|the|from|around|about|abt|approx|approximately)\b|[,@]", re.IGNORECASE)


def _each_listed(found: re.Match[str], text: str, frame: Frame) -> Iterator[Moment]:
    """ "the 5th and 12th of May": each day; "21st / 22nd November", "12-13 May": the days from first to last."""
    parts = list(CONNECTED.finditer(found[0]))
    whole = parsed(parts[-1]["part"], frame.anchor) if parts and frame.anchor else None
    if whole is None and parts and _YEAR.search(parts[-1]["part"]):
        whole = parsed(parts[-1]["part"], _READ_IN)
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
    named = WEEKDAY_AT_FRONT.match(words)
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
