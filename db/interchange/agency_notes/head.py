"""What a note says about itself: when it was written, by whom and for which agency, and whom it is about.

Why: the day of the report is kept apart from the day of the event, and every date without a year leans on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from db.domain.date_span import Precision
from db.interchange.agency_notes.authors import authors_of
from db.interchange.agency_notes.date_shapes import CLOCK, plain
from db.interchange.agency_notes.fields import Field, Label, fields_of, printed, said_by, written_up
from db.interchange.agency_notes.line_shapes import NEXT_THINGS, OCCASION
from db.interchange.agency_notes.lines import HEADER, SIGNED, Letter, Line
from db.interchange.agency_notes.moments import Frame, Moment, moments_in
from db.interchange.agency_notes.proposal import NoteSource

_TOP, _TITLE = 14, 2
_FAR = Frame(date(2059, 12, 31))
_PEOPLE_BORN = re.compile(
    r"(?P<name>[^\W\d_a-z][\w’'‑-]+)(?:\s+[^\W\d_a-z][\w’'.‑-]*){0,3}\s*[,\-]?\s*"
    r"(?:\(?\s*(?i:d\.?\s?o\.?\s?b\b\.?:?|born|aged?\b|date of birth)|\((?=\d{1,2}\)))"
)
_OCCASION = re.compile(
    r"\b(?:visit|call|meeting|conference|discussion|review|core group|held|contact|session|observation"
    r"|supervision|seen|t/?c"
    r"|hv)\b(?!s?\s+(?:log|diary|record)s?\b)",
    re.IGNORECASE,
)
_CLOCK_LED = re.compile(rf"[\s\[(*•-]*{CLOCK}", re.IGNORECASE)
_SEEN = re.compile(
    r"\b(?:home visit|visit|observation|contact|session|telephone call|phone call|t/?c|hv)\b(?!s?\s+(?:log"
    r"|diary|record)s?\b)",
    re.IGNORECASE,
)
_LONGEST_TITLE = 160
_OCCASIONS = frozenset(
    {"time", "times", "venue", "location", "start time", "time started", "duration", "present", "attendees"}
    | {"where", "type of contact", "activity", "session"}
    | {"those present", "in attendance", "place", "start", "finish"}
)
_MINUTES = frozenset({"present", "attendees", "in attendance", "those present", "apologies", "attended by"})
_GENERIC = frozenset(
    {"unborn", "baby", "child", "children", "re", "the", "pupil", "of", "mr", "mrs", "ms", "miss", "adult"}
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a letter says about itself; `stated` if it says itself when it was written."""

    written: date | None
    stated: bool
    source: NoteSource
    letterhead: str
    children: frozenset[str]
    caller: str = ""
    title: int = -1
    of_occasion: bool = False
    of_day: bool = False
    minutes: bool = False
    title_words: str = ""
    """What it says at the top that it is a record of, and what the label of its day says."""


def heading_of(letter: Letter, text: str, sent_on: date | None, names: Iterable[str]) -> Heading:
    """Reads the labels, the letterhead, the signature and the head of the mail."""
    lines = [line for line in (*letter.head, *letter.body, *letter.foot) if not line.blank]
    fields = [field for line in lines if len(line.text) < 400 for field in fields_of(line)]
    happened = _day_in(fields, Label.EVENT_DATE, text)
    written = _written(letter, fields, lines, text)
    titled = None if happened else _title_day(lines, text)
    stated = written or (happened.span.earliest if happened else None) or _weak(fields, text)
    stated = stated or (titled[1] if titled else None)
    children = _children(names, fields, lines)
    authors = authors_of(letter, fields, lines, children)
    known = stated or sent_on or _printed_on(fields, lines, text)
    labels = {field.name.casefold().strip() for field in fields}
    return Heading(
        known,
        stated is not None,
        authors.source,
        authors.letterhead,
        children,
        authors.caller,
        titled[0] if titled else -1,
        happened is None and bool(labels & _OCCASIONS),
        titled is not None and titled[2],
        bool(labels & _MINUTES),
        " ".join((*(line.text for line in lines[:_TITLE] if len(line.text) <= _LONGEST_TITLE), *_day_labels(fields))),
    )


def _day_labels(fields: list[Field]) -> list[str]:
    return [
        f"{field.name} {field.value[:_LONGEST_TITLE]}"
        for field in fields
        if field.label is Label.EVENT_DATE or field.name.casefold().strip() in _OCCASIONS
    ]


def _printed_on(fields: list[Field], lines: list[Line], text: str) -> date | None:
    """When it was printed: later than it was written, but what dates without a year may lean on."""
    day = _day_in(fields, Label.PRINTED, text)
    said = (_day(text, line.start, line.end) for line in lines[:_TOP] if printed(line))
    day = day or next((found for found in said if found), None)
    return day.span.earliest if day else None


def _written(letter: Letter, fields: list[Field], lines: list[Line], text: str) -> date | None:
    """From the head of the mail, else a label, else who completed it and when, else the date of a letter."""
    mailed = ((line, HEADER.match(line.text)) for line in letter.head)
    places = [
        (line.start + found.start("value"), line.end)
        for line, found in mailed
        if found and found["name"].casefold() in {"date", "sent"}
    ]
    labelled = [field for field in fields if field.label in (Label.WRITTEN, Label.AUTHOR)]
    labelled.sort(key=lambda field: (field.label is Label.AUTHOR, _is_bare_date(field)))
    places += [(field.start, field.end) for field in labelled]
    places += [(line.start, line.end) for line in (*lines[:_TOP], *lines[-4:]) if said_by(line)]
    places += [(at, line.end) for line in lines if (at := written_up(line)) is not None]
    days = (_day(text, start, end) for start, end in places)
    day = next((day for day in days if day), None) or letter_date(letter, text) or _signed_day(lines, text)
    return day.span.earliest if day else None


def _signed_day(lines: list[Line], text: str) -> Moment | None:
    """The day behind the name or initials that a note ends with: "I. Calder, 21/9/2026"."""
    for line in lines[-2:]:
        signs = len(line.text) < 70 and ":" not in line.text
        day = _day(text, line.start, line.end) if signs else None
        if day is None or day.start == line.start:
            continue
        if SIGNED.fullmatch(line.text.strip()):
            return day
        rest = re.findall(r"[\w’'-]+", line.text[: day.start - line.start] + line.text[day.end - line.start :])
        if 0 < len(rest) <= 5 and all(word[0].isupper() for word in rest):
            return day
    return None


def _title_day(lines: list[Line], text: str) -> tuple[int, date, bool] | None:
    """The day in a title like "Visit to the Hollis family, 3/10/26", for a note that bears no other, and its line."""
    if sum(_heads_a_day(line, text) for line in lines) > 1:
        return None
    timed = sum(bool(_CLOCK_LED.match(line.text)) for line in lines) > 1
    for place, line in enumerate(lines[:3]):
        seen = bool(_SEEN.search(line.text))
        if len(line.text) > _LONGEST_TITLE or not (timed or seen or _OCCASION.search(line.text)):
            continue
        day = _day(text, line.start, line.end)
        if day is None:
            continue
        moments = moments_in(plain(text), line.start, line.end, _FAR).moments
        if len(moments) > 1:
            ends = not re.search(r"\w", text[moments[-1].end : line.end]) and moments[0].start > line.start + 3
            if ends:
                return line.start, moments[-1].span.latest, False
            continue
        ends = len(re.findall(r"\w+", text[day.end : line.end])) <= 2
        if day.start > line.start + 3 and (ends or (place == 0 and len(line.text) < 100)):
            return (line.start if ends else -1), day.span.latest, timed or seen
    return None


def _heads_a_day(line: Line, text: str) -> bool:
    """Whether it is a line like "Home visit 14/10/2026", of which a note of several visits has several."""
    led = OCCASION.match(line.text) if len(line.text) < 60 else None
    day = _day(text, line.start, line.end) if led and not NEXT_THINGS.match(line.text) else None
    return bool(day and led and day.start <= line.start + led.end() and not text[day.end : line.end].strip(" :."))


def _is_bare_date(field: Field) -> bool:
    return field.name.casefold().strip() in {"date", "dated"}


def _weak(fields: list[Field], text: str) -> date | None:
    day = _day_in(fields, Label.WRITTEN_LATER, text)
    return day.span.earliest if day else None


def _day_in(fields: list[Field], label: Label, text: str) -> Moment | None:
    days = (_day(text, field.start, field.end) for field in fields if field.label is label)
    return next((day for day in days if day), None)


def _day(text: str, start: int, end: int) -> Moment | None:
    """The first day with its year between two places."""
    low = max(start - 40, 0)
    words = plain(text[low : min(end, start + 200) + 40])
    for found in moments_in(words, start - low, min(end, start + 200) - low, _FAR).moments:
        moment = replace(found, start=found.start + low, end=found.end + low)
        if moment.kind in {"day", "span"} and moment.explicit and moment.span.precision is not Precision.YEAR:
            return moment
    return None


def letter_date(letter: Letter, text: str) -> Moment | None:
    """A date with its year that is a line by itself, near the top, with nothing told right under it."""
    top = [line for line in letter.body if not line.blank][:_TOP]
    last = [line for line in (*letter.body, *letter.foot) if not line.blank][-3:]
    for line in top:
        beside = _beside(line, text)
        if beside:
            return beside
        found = _day(text, line.start, line.end)
        if found and found.is_day and is_only_a_date(line.text, found, line.start):
            below = next((other for other in letter.body if other.start > line.start), None)
            return found if below is None or below.blank or fields_of(below) or _greets(below) else None
    days = (_day(text, line.start, line.end) for line in last)
    return next((d for d, line in zip(days, last, strict=True) if d and is_only_a_date(line.text, d, line.start)), None)


def _beside(line: Line, text: str) -> Moment | None:
    """A date that stands by itself at the right of a letter's address or references."""
    for gap in re.finditer(r"[ \u00a0]{3,}|\t", line.text[:400]):
        day = _day(text, line.start + gap.end(), line.end) if gap.start() else None
        if day and is_only_a_date(line.text[gap.end() :], day, line.start + gap.end()):
            head = line.text[: gap.start()].strip()
            return day if head and (":" in head or not re.search(r"[0-9]|\bdate\b", head, re.IGNORECASE)) else None
    return None


def _greets(line: Line) -> bool:
    return bool(re.match(r"\s*(?:dear|to|re|for the attention|private)\b", line.text, re.IGNORECASE))


def is_only_a_date(line: str, moment: Moment, start: int) -> bool:
    """Whether nothing but the date (and a time) stands in a line that begins at `start`."""
    rest = line[: moment.start - start] + line[moment.end - start :]
    return len(re.sub(r"[\W_]|\b(?:at|the|date|hrs|am|pm)\b", "", rest)) == 0


def _children(names: Iterable[str], fields: list[Field], lines: list[Line]) -> frozenset[str]:
    """The given names by which the note's children are called, as told, or as its labels and birthdays say."""
    given = [name.split() for name in names]
    known = {word for words in given for word in words[:1] if word.casefold() not in _GENERIC}
    if not known:
        about = [field.value for field in fields if field.label is Label.CHILD]
        known = {found["name"] for value in about if (found := re.match(r"\W*(?P<name>[^\W\d_a-z][\w’'-]+)", value))}
        for line in lines[:30]:
            if not re.match(r"\s*(?:adult|mother|father|parent)", line.text, re.IGNORECASE):
                known |= {
                    found["name"] for found in _PEOPLE_BORN.finditer(line.text[:400]) if found["name"][0].isupper()
                }
    return frozenset(name.casefold() for name in known if len(name) > 1 and name.casefold() not in _GENERIC)
