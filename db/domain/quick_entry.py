"""Reads one line of plain typing into the fields of an entry, and says how it understood each.

Why: "yesterday 14:30 home visit, seen alone" is how workers write; the line fills the form, nothing in it is invented
or lost, and whatever can mean two things is asked about instead of guessed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from db.domain.quick_doubt import is_person, is_to_come
from db.domain.quick_kind import FoundKind, find_kind, find_later_kind, take_kind
from db.domain.quick_line import LOOKED_AT, Line, Part
from db.domain.quick_mention import ask_about, find_mention, is_of_topic
from db.domain.quick_rest import give_rest
from db.domain.quick_seen import find_place_and_present, find_seen
from db.domain.quick_source import find_source
from db.domain.quick_speech import hide_quotations
from db.domain.quick_when import FoundDate, find_date, joined, take_date
from db.domain.quick_words import PERSON

__all__ = ["Part", "QuickEntry", "read_quick"]

_FIRST_MARK = re.compile(
    r"\s*(?:(?P<mark>!!?)(?P<tone>[+-](?=\s|$))?|(?P<word>significant)(?=\W|$)\s*[,:.\u2013\u2014-]?)\s*", re.I
)
_LAST_MARK = re.compile(
    r"(?:(?:^|(?<=\s))(?P<mark>!!?)(?P<tone>[+-])?|[,.;:\u2013\u2014-]\s*(?P<word>significant)\s*[.]?)\s*$", re.I
)
_TONE_WORD = re.compile(r"\((?P<tone>harm|protective)\)", re.IGNORECASE)
_TONES = {"-": "harm", "+": "protective"}
_PLAN = re.compile(
    r"(?:plan(?:s|ned|ning)?(?: is| was)?\s*(?:[:\u2013\u2014-]|(?:to|for)\b)|next steps?\b"
    r"|(?:to ?do|actions?)\s*[:\u2013\u2014-]"
    r"|(?:i |we )?(?:(?:need|want|intend|going|have) to|hope to|must|(?-i:will))\b"
    r"|to (?:visit|see|ring|call|phone|book|arrange|do|chase|contact|meet|discuss|request|e-?mail|attend)\b)",
    re.IGNORECASE,
)
"""How a line begins that says what is to be done, and not what was."""
_BETWEEN = re.compile(
    rf"(?:[\s,;:@\u2013\u2014-]|\b(?:on|at)\b)*(?:(?:to|from|with|at)?\s*{PERSON}(?:[\s,;:\u2013\u2014-]|\b(?:on|at)\b)+)?",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s+(?:is|was|were|has|had|will|would)\b", re.IGNORECASE)
"""How a line goes on whose first word is both its day and its subject: "today is Ella's birthday"."""
_CONNECTED = re.compile(r"(?:[\s,;:@\u2013\u2014-])*(?:(?:on|at)\s+(?=\S))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QuickEntry:
    """What a line fills: the form's fields by key, which characters were understood how, and what is to be asked.

    The parts are in order and do not overlap.
    """

    values: Mapping[str, str] = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)
    questions: tuple[str, ...]


def read_quick(
    line: str, *, today: date, kinds: Mapping[str, str], minute: int | None = None, names: Collection[str] = ()
) -> QuickEntry:
    """Understand a line, whatever it holds; `kinds` is the code list of kinds, code to label.

    `minute` is the minute of the day that it is now: a time later today is asked about like a day to come.
    `names` are those of the child, in small letters: whoever else is named as seen is not the child.
    Each character that is no space is in a value or in a part. Marks are sought in the first 2,000 characters.
    """
    reading = Line(line, kinds, minute, names)
    hide_quotations(reading)
    _find_marks(reading)
    start = _first_text(reading)
    first = find_date(reading, start, today)
    first = first or _before_kind(reading, start, today)
    if first and _GOES_ON.match(reading.plain, first.end):
        first = replace(first, inside=True)
    begin = _after(reading, first.end) if first else start
    planned = first is None and bool(_PLAN.match(reading.plain, start))
    kind = None if planned else find_kind(reading, begin) or find_later_kind(reading, begin)
    second = None if planned else _second_date(reading, first, kind, begin, today)
    first, second, topic = _without_topic(reading, first, second, kind)
    has_day = any(found and not found.is_time for found in (first, second))
    if has_day:
        take_date(reading, first, second, today)
    if kind:
        take_kind(reading, kind)
    find_source(reading, begin, (kind.start, kind.end) if kind and kind.code else None, today)
    if not has_day and not planned:
        _take_mention(reading, first or second, begin, kind, today)
    if topic and "when" not in reading.values:
        ask_about(reading, topic.words)
    find_seen(reading)
    find_place_and_present(reading)
    give_rest(reading)
    parts = sorted(reading.parts, key=lambda part: part.start)
    return QuickEntry(reading.values, tuple(parts), tuple(reading.questions))


def _without_topic(
    reading: Line, first: FoundDate | None, second: FoundDate | None, kind: FoundKind | None
) -> tuple[FoundDate | None, FoundDate | None, FoundDate | None]:
    """What is left of the two dates, and the one that is of a topic or to come; one is missing since the day."""
    if kind and kind.code == "missing":
        return first, second, None
    begin = kind.end if kind else 0
    found = (one for one in (first, second) if one)
    topic = next((one for one in found if is_of_topic(reading, one, begin if begin <= one.start else 0)), None)
    ahead = (one for one in (first, second) if one and kind and is_to_come(reading, one.words, max(kind.end, one.end)))
    topic = topic or next(ahead, None)
    return (None if first is topic else first), (None if second is topic else second), topic


def _take_mention(reading: Line, time: FoundDate | None, begin: int, kind: FoundKind | None, today: date) -> None:
    """The day in the middle of the sentence, with the time that was found before it."""
    day = find_mention(reading, begin, kind.start if kind else begin, today)
    if day:
        reading.questions = [asked for asked in reading.questions if f"“{day.words}”" not in asked]
    if day and time and not _makes_one(time, day, today):
        time = None
    if day or time:
        take_date(reading, time, day, today)


def _before_kind(reading: Line, start: int, today: date) -> FoundDate | None:
    """A short word that can be a day is one when the kind follows it: "Sat HV"."""
    found = find_date(reading, start, today, followed=True)
    if not found:
        return None
    kind = find_kind(reading, _after(reading, found.end))
    named = kind and re.match(r"rang|phoned|called|telephoned", reading.plain[kind.start : kind.end], re.IGNORECASE)
    if not kind or not kind.code or named or is_person(reading, found.words, kind.start):
        return None
    reading.questions.clear()
    return found


def _after(reading: Line, end: int) -> int:
    found = re.compile(r"[\s,;:.\u2013\u2014-]*").match(reading.plain, end)
    return found.end() if found else end


def _first_text(reading: Line) -> int:
    start = max((end for begin, end in reading.removed if not reading.plain[:begin].strip()), default=0)
    return start + len(reading.plain[start:]) - len(reading.plain[start:].lstrip())


def _second_date(
    reading: Line, first: FoundDate | None, kind: FoundKind | None, begin: int, today: date
) -> FoundDate | None:
    """The date after the kind, or the day or time that the first one lacks; or the second clause as a whole."""
    found = None
    for pattern in (_CONNECTED, _BETWEEN) if kind else ():
        gap = pattern.match(reading.plain, kind.end if kind else begin)
        found = found or (find_date(reading, gap.end(), today) if gap else None)
    clause = None if found or first else re.compile(r"[^,.\n\u0001]{1,60},\s*").match(reading.plain, begin)
    if clause:
        found = find_date(reading, clause.end(), today)
        whole = found and re.match(r"\s*(?:[,.;\n]|$)", reading.plain[found.end :])
        found = replace(found, inside=True) if found and whole else None
    if not found or not reading.is_free(found.start, found.end):
        return None
    if found.words.endswith("?") or is_person(reading, found.words):
        ask_about(reading, found.words)
        return None
    if first and (first.is_time == found.is_time or not joined(first, found, today)[1]):
        return None
    return found if first is None or _makes_one(first, found, today) else None


def _makes_one(first: FoundDate, second: FoundDate, today: date) -> bool:
    return joined(first, second, today)[0] not in (first.words, second.words)


def _find_marks(reading: Line) -> None:
    first = _FIRST_MARK.match(reading.plain)
    if first and (first["mark"] or _marks(reading, first)):
        _take_mark(reading, first)
    last = _LAST_MARK.search(reading.plain) if len(reading.text) <= LOOKED_AT else None
    if last and reading.is_free(last.start(), last.end()):
        _take_mark(reading, last)
    for found in _TONE_WORD.finditer(reading.plain):
        if reading.give("tone", found["tone"].lower()):
            reading.take_out("tone", found.start(), found.end(), f"For the child: {reading.values['tone']}")


def _marks(reading: Line, found: re.Match[str]) -> bool:
    """ "Significant: …" and "significant home visit" mark the entry; "significant bruising" is what was seen."""
    if found[0].rstrip()[-1:] in ",:.\u2013\u2014-" or not reading.plain[found.end() :].strip():
        return True
    kind = find_kind(reading, found.end())
    return bool(kind and kind.code) or bool(re.match(r"[0-9]|today|yesterday", reading.plain[found.end() :], re.I))


def _take_mark(reading: Line, found: re.Match[str]) -> None:
    reading.give("significant", "yes")
    words = "Significant"
    if found["tone"]:
        reading.give("tone", _TONES[found["tone"]])
        words += f"; for the child: {reading.values['tone']}"
    reading.take_out("significant", found.start(), found.end(), words)
