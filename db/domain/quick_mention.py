"""Finds the day of the entry in the middle of the first sentence: "spoke to school on Weds, attendance down".

Why apart: in running text a day may as well be that of an appointment, or of something that somebody else tells of.
It is only taken where it can be the day of the entry alone; where it may be another's, it is asked about.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from enum import Enum, auto

from db.domain.date_atoms import MONTH
from db.domain.date_relative import TOMORROW, WEEKDAY, YESTERDAY
from db.domain.date_span import NAMED_DAYS, SEASONS, Precision
from db.domain.partial_date import parse_partial_date
from db.domain.quick_line import Line
from db.domain.quick_when import FoundDate, find_date, is_one_of_two

_LOOKED_AT = 300
_MOST = 4
_DAY_WORD = (
    rf"(?:[0-9]|(?:{MONTH}|{WEEKDAY}|{YESTERDAY}|{TOMORROW}|{'|'.join((*SEASONS, *NAMED_DAYS))}|xmas|today|tonight"
    r"|tonite|(?:this|last|next) (?:morning|afternoon|aft|evening|eve|am|pm|night|nite|week|weekend|month|year)"
    r"|day before|an?|couple|two|three|four|five|six|seven|eight|nine|ten|noon|midday)\b)"
)
_STARTS = re.compile(
    r"(?<![\w'&#\u00a3/.-])(?:(?:about|around|abt|approx\.?|roughly|circa|c\.?|~|probably|possibly|maybe|perhaps"
    r"|some ?time|between|since|from|before|after|by|until|till|early|earlier|late|later|mid|first thing|last|this|next"
    rf"|the)\s+){{0,3}}{_DAY_WORD}",
    re.IGNORECASE,
)
_SHORT = re.compile(
    rf"(?:the )?(?:sat|sun|mon|wed|{MONTH}|{'|'.join(SEASONS)}|easter|christmas|xmas|[0-9]{{4}}"
    r"|[0-9]{1,2}(?:st|nd|rd|th))",
    re.IGNORECASE,
)
"""Words that are much else besides, unless something says that a day is meant."""
_NUMBERS = re.compile(r"[0-9]{1,2} ?[/.-] ?[0-9]{1,2}|[0-9]{1,2}[.][0-9]{2}")
_LED = re.compile(r"\b(?:on|in|during|at|over)\s+$", re.IGNORECASE)
_CLOSED = re.compile(r"\s*(?:$|[:,;.\n\u0001)]|[\u2013\u2014-]\s)")
_FIXED_PAST = re.compile(
    rf"\b(?:{YESTERDAY}|today|tonight|tonite|this|last|ago|gone|past|[0-9]{{4}}|[/.-][0-9]{{1,2}}[/.-][0-9]{{2}}$)",
    re.IGNORECASE,
)
_OTHER_USE = re.compile(
    r"\b(?:for|every|each|than|re|of|dob|d\.o\.b\.?|born|aged?|about|around|abt|ref|x|since|until|till|by|before|after"
    r"|from)[\s:]*(?:the\s+)?$",
    re.IGNORECASE,
)
_TOPIC = re.compile(r"(?:about|around|abt)\s[^0-9]+", re.IGNORECASE)
"""What somebody spoke about, as a rule."""
_DAY_OF_TOPIC = re.compile(
    r"\b(?:birthday|born|d\.?o\.?b\.?|court (?:date|hearing)|hearing|due(?: date)?|edd|appointments?|appts?"
    r"|anniversary|deadline|expir(?:es|ed|y))\b[^,;:]{0,25},?\s*$",
    re.IGNORECASE,
)
_NEAR = re.compile(rf"\b(?:{YESTERDAY}|today|tonight|tonite|this|last|ago)\b", re.IGNORECASE)
_HALF_PAST = re.compile(r"since (?:about )?[0-9:.]{1,5}\s*$", re.IGNORECASE)
_OWN_ACT = re.compile(
    r"(?:(?:i|we|child|children|both) )?(?:seen|saw|met|(?:home |office |school )?visit(?:ed)?|hv|tc|t/c|spoke|phoned"
    r"|rang|called|attended)\b(?! by)",
    re.IGNORECASE,
)
"""How a clause begins that tells what the author did."""
_ANOTHER_TIME = re.compile(
    r"\b(?:will|would|may|might|could|should|can|to be|going to"
    r"|want(?:s|ed|ing)?|hop(?:es|ed|ing)|plan(?:s|ned|ning)?|book(?:ed|ing)|arranged?"
    r"|arranging|due|listed|scheduled|fixed|next|re|regarding|concerning|ask(?:s|ed|ing)|request(?:s|ed|ing)?|offer(?:s|ed|ing)?|agreed"
    r"|appointments?|appts?|discuss(?:ed|ing)?|cancel(?:led)?|moved to|rearranged|last (?:seen|visit|contact|attended)"
    r"|previous(?:ly)?|not seen since)\b",
    re.IGNORECASE,
)
_EARLIER_ONE = re.compile(r"\blast (?:seen|visit(?:ed)?|hv|contact|attended|call|tc|met)\b[^,;:]*$", re.IGNORECASE)
_ENDING = re.compile(r"(?:until|till|up to|by)\b", re.IGNORECASE)
_MOVED = re.compile(r"\b(?:moved|changed|adj\w*|put back|postponed)\s*$", re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:says?|said|saying|reports?|reporting|reported(?! missing)|told|tells|telling|claim(?:s|ed)|alleg\w+"
    r"|stat(?:es|ed|ing)|disclos\w+|mention(?:s|ed)|explain(?:s|ed)|confirm(?:s|ed)|advis(?:es|ed)|inform(?:s|ed)"
    r"|concern(?:s|ed)?|den(?:y|ies|ied|ying)|admit(?:s|ted)?(?! to (?:hospital|a&e|the ward|ward|scbu|nicu))"
    r"|accept(?:s|ed)?|recall(?:s|ed)?|remember(?:s|ed)?"
    r"|that|who|which|when|if|whether|because|thinks|believes|heard|aware|noted)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:\u2013\u2014]\s*|\s-\s")
_JOINS_SOURCE = re.compile(r"(?:[\s,()]|\b(?:on|at|in|dated)\b)*", re.IGNORECASE)
_SOURCE_KEYS = frozenset({"how", "who", "role", "agency"})


class _Use(Enum):
    """What a day in running text can be."""

    OF_ENTRY = auto()
    OF_ANOTHER = auto()
    UNCERTAIN = auto()
    OF_TOPIC = auto()


def find_mention(line: Line, begin: int, kind: int, today: date) -> FoundDate | None:
    """The day of the entry in its first sentence; asks where there is one that may be another's. `kind`: its place."""
    end = min(line.first_sentence(), begin + _LOOKED_AT, len(line.plain))
    found = [
        (one, _Use.OF_TOPIC if is_of_topic(line, one, begin) else _use(line, one, begin, kind, today))
        for one in _mentions(line, begin, end, today)
    ]
    own = [one for one, use in found if use is _Use.OF_ENTRY]
    days = {(one.when.earliest, one.when.latest) for one in own if one.when}
    if len(days) == 1:
        return own[0] if _is_beside_source(line, own[0]) else replace(own[0], inside=True)
    named = [one.words for one, use in found if use in (_Use.OF_ENTRY, _Use.UNCERTAIN)]
    named = named or [one.words for one, use in found if use is _Use.OF_TOPIC]
    if len(named) > 1:
        line.questions = [asked for asked in line.questions if not any(f"“{words}”" in asked for words in named)]
        line.ask(f"Which is the day of the entry: {' or '.join(f'“{words}”' for words in named)}?")
    elif named:
        ask_about(line, named[0])
    return None


def ask_about(line: Line, words: str) -> None:
    """Ask whether the words of a day that was left in the text are those of the entry."""
    line.ask(f"Is “{words}” the day of the entry? It was read as text.")


def is_of_topic(line: Line, found: FoundDate, begin: int = 0) -> bool:
    """Whether it is the day of what is spoken of: a birthday, a court date, or that since which something is so."""
    before = line.plain[begin : found.start]
    if found.words.casefold().startswith("since ") or _HALF_PAST.search(before):
        return True
    return bool(_DAY_OF_TOPIC.search(before)) and not _NEAR.search(found.words)


def _mentions(line: Line, begin: int, end: int, today: date) -> list[FoundDate]:
    """The dates in running text that can hardly be anything else."""
    found: list[FoundDate] = []
    position = begin
    while len(found) < _MOST and (start := _STARTS.search(line.plain, position, end)):
        asked = len(line.questions)
        one = find_date(line, start.start(), today, followed=True) or _year(line, start.start(), today)
        del line.questions[asked:]  # running text is full of numbers
        if one is None or one.start == begin or not line.is_free(one.start, one.end):  # the beginning was looked at
            position = start.end()
            continue
        position = one.end
        if one.when and not one.is_time and _is_plain(line, one):
            found.append(one)
    return found


def _year(line: Line, start: int, today: date) -> FoundDate | None:
    """ "in 2019" is a year and no time."""
    four = re.compile(r"(?:19|20)[0-9]{2}(?![\w:/.-]*[0-9])").match(line.plain, start)
    if not four or not _LED.search(line.plain[max(0, start - 12) : start]):
        return None
    return FoundDate(start, four.end(), four[0], parse_partial_date(four[0], today=today))


def _is_plain(line: Line, found: FoundDate) -> bool:
    """Whether it is a day in running text too: "sat", "may" and "9/10" mean other things as a rule."""
    led = bool(_LED.search(line.plain[max(0, found.start - 12) : found.start]))
    if _NUMBERS.fullmatch(found.words):
        return led or line.plain[found.end : found.end + 1] == ":"
    if _SHORT.fullmatch(found.words):
        return led or (found.words[:1].isupper() and bool(re.fullmatch(WEEKDAY, found.words, re.IGNORECASE)))
    return True


def _use(line: Line, found: FoundDate, begin: int, kind: int, today: date) -> _Use:
    before = line.plain[begin : found.start]
    when = found.when
    assert when is not None  # noqa: S101 (only such are found)
    ahead = when.earliest > today or when.precision in (Precision.BEFORE, Precision.AFTER)
    if ahead or _OTHER_USE.search(before) or _TOPIC.fullmatch(found.words):
        return _Use.OF_ANOTHER
    clause = [cut.end() for cut in _CLAUSE.finditer(before)]
    own = before[clause[-1] if clause else 0 :]
    moved = found.words.casefold().startswith("from ") and _MOVED.search(own)
    if moved or _EARLIER_ONE.search(own) or _ENDING.match(found.words):
        return _Use.OF_ANOTHER
    if _ANOTHER_TIME.search(own) and not _FIXED_PAST.search(found.words):
        return _Use.OF_ANOTHER
    if _TOLD.search(before) or found.words.endswith("?") or is_one_of_two(line, found):
        return _Use.UNCERTAIN
    if _is_beside_source(line, found):
        return _Use.OF_ENTRY
    told = line.values.get("how") in ("told", "document")
    holds_kind = not clause or begin + clause[-1] <= kind
    alone = not own.strip(" \t") or _LED.fullmatch(own.lstrip())
    stands = alone and bool(_CLOSED.match(line.plain, found.end))
    return _Use.OF_ENTRY if not told and (holds_kind or stands or _OWN_ACT.match(own)) else _Use.UNCERTAIN


def _is_beside_source(line: Line, found: FoundDate) -> bool:
    """ "text from dad 19 Nov": the day on which it came."""
    ends = [part.end for part in line.parts if part.key in _SOURCE_KEYS and part.end <= found.start]
    return bool(ends) and bool(_JOINS_SOURCE.fullmatch(line.plain, max(ends), found.start))
