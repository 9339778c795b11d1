"""Reads date words, as people write them in England and Wales, into a span of days.

Why: workers write "15/3/26", "about Oct 98", "between March and June 2020" and "last Tuesday"; each is understood as
what it says, day before month, and never as something more exact. Nothing here depends on the machine's locale.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from db.domain.date_atoms import MONTH, read_atom
from db.domain.date_clock import ABOUT, DURING, TIME_FIRST, TIME_LAST, timed
from db.domain.date_relative import WEEKDAY, weekday_number
from db.domain.date_span import MONTHS, WEEKDAYS, DateNotUnderstood, Precision, Span, part_of

LONGEST = 200
_GENERIC = (
    "The date was not understood. Write it like 15/3/2026, March 2026, summer 2019, about 2016, "
    "12 to 14 May 2021 or before Christmas 2020."
)
_ORDINAL = re.compile(r"(?<![0-9])(?P<day>[0-9]{1,2})(?:st|nd|rd|th)\b")
_MONTH_NEXT = re.compile(rf"[ ,./-]*(?:of )?(?:{MONTH}\b|(?:to|until|till|through|and|[-&/]) ?(?:the )?[0-9])")
_MONTH_BEFORE = re.compile(rf"\b{MONTH}[ ,./-]*(?:the )?$")
_LEADING_ABOUT = re.compile(rf"(?:{ABOUT}|some ?time in) ?(?=[^ ])(?P<rest>.+)")
_TRAILING_ABOUT = re.compile(rf"(?P<rest>.+?) ?(?:{ABOUT}|or so|or thereabouts|time)")
_BOUND = re.compile(
    r"(?P<word>on or before|before|prior to|by|until|till|up to|after|following|since|from) (?P<rest>.+?)"
    r"(?: (?:onwards?|on|to date|to present|- present|ongoing|-))?"
)
_ONWARDS = re.compile(r"(?P<rest>.+?) (?:onwards?|ongoing|to date|to present|- present)")
_BETWEEN = re.compile(r"between (?P<left>.+?) (?:and|to|-) (?P<right>.+)")
_SEPARATORS = tuple(
    re.compile(pattern) for pattern in (r" (?:to|until|till|through) ", r" - ", r"-", r" ?(?:&|and|/) ?(?=[a-z0-9])")
)
_PARTS = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid",
    "late": "late", "end": "late",
}  # fmt: skip
_PART = re.compile(rf"(?P<part>{'|'.join(_PARTS)})[ -]*(?:in |on )?(?P<rest>.+)")
_WEEKDAY_FIRST = re.compile(rf"(?P<weekday>{WEEKDAY})(?: ?- ?| )(?P<rest>.+)")
_WEEKDAY_LAST = re.compile(rf"(?P<rest>.+) (?P<weekday>{WEEKDAY})")
_BARE_HOURS = re.compile(r"(?P<date>.+) (?:from )?(?P<hours>[0-9]{1,2} ?(?:-|to|until|till) ?[0-9]{1,2})")
_MOST_SPLITS = 6


def read_span(text: str, today: date) -> Span:
    """What the words mean; raises DateNotUnderstood, and nothing else, whatever the text (at most 200 characters)."""
    if len(text) > LONGEST:
        raise DateNotUnderstood(f"That is too long to be a date: more than {LONGEST} characters.")
    words = _tidy(text)
    if not words or words in {"-", "n/a", "n/k", "nk", "unknown", "not known", "tbc", "?"}:
        raise DateNotUnderstood("No date is given.")
    try:
        _refuse_bare_hours(words, today)
        span = _whole(words, today)
    except DateNotUnderstood:
        raise
    except (ValueError, OverflowError):
        span = None
    if span is None:
        raise DateNotUnderstood(_GENERIC)
    return span


def _refuse_bare_hours(words: str, today: date) -> None:
    """ "21/11 11-1" is a morning, and nothing of 2011."""
    found = _BARE_HOURS.fullmatch(words)
    day = _day_of(found["date"], today) if found else None
    if found and day:
        raise DateNotUnderstood(f"“{found['hours']}” seems to be hours: write them like 11:00 to 13:00.", day)


def _tidy(text: str) -> str:
    """Lower case, plain dashes, quotes and spaces, without ordinal endings, articles and brackets."""
    words = unicodedata.normalize("NFKC", text).casefold()[: 2 * LONGEST]
    words = re.sub("[\u2010-\u2015\u2212]", "-", words)
    words = re.sub("[\u2018\u2019\u02bc`]", "'", words)
    words = re.sub(r"\b([ap])\.m\b\.?", r"\1m", words)
    words = re.sub(r"(?<=[0-9])t(?=[0-9]{2}:)", " ", words)
    words = re.sub(r"(?<=[a-z])\.", " ", words)
    words = re.sub(r"[,;()\[\]\"\u201c\u201d]|\b(?:the|of)\b", " ", words)
    words = re.sub(r"\s+", " ", words).strip(" .")
    return _ORDINAL.sub(lambda found: found["day"] if _is_in_month(found) else f"{found['day']}th", words)


def _is_in_month(found: re.Match[str]) -> bool:
    """Whether the month of a "13th" stands beside it, or beside the other end of its range."""
    return bool(_MONTH_NEXT.match(found.string, found.end()) or _MONTH_BEFORE.search(found.string, 0, found.start()))


def _whole(words: str, today: date, abouts: int = 2) -> Span | None:
    for reader in (_bound, _side, _between, _range, _onwards):
        span = _read_by(reader, words, today)
        if span is not None:
            return span
    about = _about(words) if abouts else None
    inner = _whole(about["rest"], today, abouts - 1) if about else None
    return _roughly(words, about["rest"], inner) if about and inner else None


def _read_by(reader: Callable[[str, date], Span | None], words: str, today: date) -> Span | None:
    """What a reader makes of the words; trouble with an end of a range or bound leaves nothing sure of the whole."""
    try:
        return reader(words, today)
    except DateNotUnderstood as error:
        if reader is not _side:
            error.sure = None
        raise


def _about(words: str) -> re.Match[str] | None:
    return _LEADING_ABOUT.fullmatch(words) or _TRAILING_ABOUT.fullmatch(words)


def _roughly(words: str, rest: str, span: Span) -> Span:
    """ "14 May 2021 14:30 approx" has a rough time; "about 14 May 2021, 14:30" a rough day, whose time says nothing."""
    if span.precision is Precision.MINUTE and not words.startswith(rest):
        return replace(span, precision=Precision.DAY, minute=None, approximate=True)
    return replace(span, approximate=True)


def _bound(words: str, today: date) -> Span | None:
    """ "before", "by", "after", "since": the bound is the nearest day of what is named."""
    found = _BOUND.fullmatch(words)
    if not found or (found["word"] == "from" and _range(found["rest"], today)):
        return None
    named = _side(found["rest"], today)
    if named is None:
        return None
    word = found["word"]
    if named.precision is Precision.MINUTE and word in {"since", "from"}:  # it began about then
        return replace(named, approximate=True)
    if named.precision is Precision.MINUTE:  # on that day all the same: the words keep the rest
        return replace(named, precision=Precision.DAY, minute=None, approximate=False)
    early = word in {"before", "prior to", "since", "from"}
    precision = Precision.AFTER if word in {"after", "following", "since", "from"} else Precision.BEFORE
    return _at(named.earliest if early else named.latest, precision, named)


def _onwards(words: str, today: date) -> Span | None:
    found = _ONWARDS.fullmatch(words)
    named = _side(found["rest"], today) if found else None
    return _at(named.earliest, Precision.AFTER, named) if named else None


def _at(day: date, precision: Precision, named: Span) -> Span:
    return Span(day, day, precision, approximate=named.approximate, relative=named.relative)


def _one(words: str, today: date) -> Span | None:
    """One date, perhaps with a weekday, a time, a part of the day, or as a part ("early") of something longer."""
    words = re.sub(r"^(?:on|in|during|dated|at) (?![0-9]{1,2}[:.])", "", words)
    for reader in (read_atom, _with_time, _with_weekday, _with_part_of_day, _with_part):
        span = reader(words, today)
        if span is not None:
            return span
    return None


def _with_time(words: str, today: date) -> Span | None:
    for pattern in (TIME_LAST, TIME_FIRST):
        found = pattern.fullmatch(words)
        day = _day_of(found["date"], today) if found else None
        if found and day:
            return timed(day, found)
    return None


def _day_of(words: str, today: date, parts: int = 2) -> Span | None:
    """The exact day that a time belongs to; a time alone is today's. `parts`: how many words of a part of it follow."""
    words = words.strip().removeprefix("on ").removesuffix(" -")
    if not words:
        return Span(today, today, Precision.DAY, relative=True)
    day = read_atom(words, today) or _with_weekday(words, today) or _with_part_of_day(words, today, parts)
    return day if day and day.precision is Precision.DAY and not day.approximate else None


def _with_weekday(words: str, today: date) -> Span | None:
    """A day with its weekday; refused when the two do not fit, since one of them must be wrong."""
    found = _WEEKDAY_FIRST.fullmatch(words) or _WEEKDAY_LAST.fullmatch(words)
    day = read_atom(found["rest"], today) if found else None
    if not found or not day or day.precision is not Precision.DAY:
        return None
    said, only = weekday_number(found["weekday"]), day.earliest
    if only.weekday() != said:
        when = f"{only.day} {MONTHS[only.month - 1]} {only.year}"
        text = f"{when} is a {WEEKDAYS[only.weekday()]}, not a {WEEKDAYS[said]}."
        raise DateNotUnderstood(text, replace(day, approximate=True))
    return day


def _with_part_of_day(words: str, today: date, parts: int = 2) -> Span | None:
    for pattern in DURING if parts else ():
        found = pattern.fullmatch(words)
        day = _day_of(found["date"], today, parts - 1) if found else None
        if day:
            return day
    return None


def _with_part(words: str, today: date) -> Span | None:
    found = _PART.fullmatch(words)
    whole = read_atom(found["rest"], today) if found else None
    return part_of(_PARTS[found["part"]], whole) if found and whole else None


def _between(words: str, today: date) -> Span | None:
    found = _BETWEEN.fullmatch(words)
    sides = _sides(found["left"], found["right"], today) if found else None
    return _joined(*sides) if sides else None


def _range(words: str, today: date) -> Span | None:
    """ "A to B" with any of the separators, tried in order; trouble is told only when no separator makes sense."""
    words = words.removeprefix("from ")
    trouble = None
    for separator in _SEPARATORS:
        for place in list(separator.finditer(words))[:_MOST_SPLITS]:
            try:
                sides = _sides(words[: place.start()].strip(), words[place.end() :].strip(), today)
                if sides:
                    return _joined(*sides) if separator is not _SEPARATORS[-1] else _neighbours(*sides)
            except DateNotUnderstood as error:
                trouble = trouble or error
    if trouble:
        raise trouble
    return None


def _neighbours(first: Span, last: Span) -> Span:
    """ "12 and 13 May": days, months or seasons joined by "and" make a range only when nothing lies between."""
    if last.earliest - first.latest > timedelta(days=1):
        raise DateNotUnderstood("These are two dates: give each its own row, or write “… to …”.")
    return _joined(first, last)


def _joined(first: Span, last: Span) -> Span:
    if first.earliest > last.latest:
        raise DateNotUnderstood("The range ends before it begins.")
    if first.earliest == last.latest:
        return first
    return Span(
        first.earliest,
        last.latest,
        Precision.RANGE,
        approximate=first.approximate or last.approximate,
        relative=first.relative and last.relative,
    )


def _sides(left: str, right: str, today: date) -> tuple[Span, Span] | None:
    """Both ends of a range; an end that says no year, or only a day, takes the rest from the other."""
    first, last = _side(left, today), _side(right, today)
    if last and (first is None or first.relative):
        first = _completed(left, last, today, later=False) or first
    elif first and (last is None or last.relative):
        last = _completed(right, first, today, later=True) or last
    return (first, last) if first and last else None


def _side(words: str, today: date) -> Span | None:
    named = _one(words, today)
    about = None if named else _about(words)
    inner = _one(about["rest"], today) if about else None
    return _roughly(words, about["rest"], inner) if about and inner else named


def _completed(words: str, other: Span, today: date, *, later: bool) -> Span | None:
    """The end of a range with the year, or month and year, of its other end, in the right order where possible."""
    near = other.earliest if later else other.latest
    month = MONTHS[near.month - 1].casefold()
    for year in (near.year, near.year + (1 if later else -1)):
        for candidate in (f"{words} {year}", f"{words} {month} {year}"):
            span = _dated(candidate, today)
            if span and (span.earliest >= other.earliest if later else span.earliest <= other.earliest):
                return replace(span, relative=other.relative)
    return None


def _dated(words: str, today: date) -> Span | None:
    try:
        span = _side(words, today)
    except DateNotUnderstood:
        return None
    return None if span is None or span.relative else span
