"""Finds the date and time at the beginning of the quick line, or right after its kind.

Why: "Sat" is a day and also what a child did, "1900" a year and also a time; a date is only taken where it can be
nothing else, and asked about otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from db.domain.date_atoms import MONTH
from db.domain.date_relative import TOMORROW, WEEKDAY, YESTERDAY
from db.domain.date_span import NAMED_DAYS, SEASONS, WEEKDAYS, Precision
from db.domain.partial_date import DateNotUnderstood, PartialDate, doubts, parse_partial_date
from db.domain.quick_line import Line

_MOST_TOKENS, _MOST_CHARACTERS = 12, 90
_BEGINS = re.compile(
    rf"(?:[0-9'~]|(?:{MONTH}|{WEEKDAY}|{'|'.join((*SEASONS, *NAMED_DAYS))}|fall|xmas|{YESTERDAY}|{TOMORROW}"
    r"|today|tonight|tonite|earlier|later?|first thing|lunch ?time|tea ?time|bed ?time|just now|now|this|last|next|the"
    r"|an?|on|at|in|about|around|approx|approximately|roughly|circa|ca?|before|after|since|by|from|until|between|early"
    r"|mid|end|start|beginning|week|weekend|w/c|couple|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon"
    r"|midday|day|some ?time|possibly|probably|during)\b)",
    re.IGNORECASE,
)
_WORDS = frozenset(
    " ".join(
        (
            *SEASONS,
            *NAMED_DAYS,
            "fall xmas hallowe'en years a an one two three four five six seven eight nine ten eleven twelve couple",
            "today tonight tonite now just this last next gone past ago day days week weeks wk wks weekend wkend month",
            "months mth mths year years yr yrs fortnight fortnights commencing beginning starting ending w/c w/e early",
            "earlier late later mid middle start end first thing morning afternoon evening night nite aft eve am pm",
            "lunch tea bed dinner breakfast home time lunchtime teatime bedtime dinnertime breakfasttime hometime",
            "noon midday hrs hours h about around approx approximately roughly circa ca c over probably possibly maybe",
            "perhaps some sometime or so thereabouts on in during dated at before prior to by until till up after",
            "following since from onwards onward date present ongoing between and through of the",
        )
    ).split()
)
"""Every word that a date can hold besides numbers, months and weekdays; what stands behind another is no part of it."""
_NAMES = re.compile(rf"{MONTH}|{WEEKDAY}|{YESTERDAY}|{TOMORROW}|(?:ca?)?[^a-z]*[0-9].*|\W*", re.IGNORECASE)
_TOKEN = re.compile(r"[^\s,;\u0001]+")
_SHORT_FORM = re.compile(rf"(?:{MONTH}|{WEEKDAY}|[0-9]{{1,2}}[:.]?[0-9]*[ap]\.m|[ap]\.m|ca?|approx)\.", re.IGNORECASE)
_CANNOT_END = re.compile(
    r"(?:.*\s)?(?:about|around|roughly|circa|ca?|over|probably|possibly|maybe|perhaps|time|on|at|in|to|from|by|until"
    r"|and|or|the|a|of|[^\w\s]+)",
    re.IGNORECASE | re.DOTALL,
)
_UNCLEAR = re.compile(
    rf"(?:on |in |at |since |from |by |before |after )?(?:sat|sun|mon|wed|jan|mar|may|march|april|june|august"
    rf"|{'|'.join(SEASONS)}|fall|easter|christmas)|[0-9]{{1,2}}\.[0-9]{{2}}|[1-3]/[2-8]",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th)", re.IGNORECASE)
_FOUR = re.compile(r"(?P<hour>[01][0-9]|2[0-3])(?P<minute>[0-5][0-9])")
_TIME_ONLY = re.compile(
    r"(?:at |@ ?|about )*(?:[0-9][0-9:. -]*(?:[ap]\.?m\.?|hrs?|hours|h)?|noon|midday)", re.IGNORECASE
)
_SEPARATE = re.compile(r"\s*(?:$|[,;:.\n\u2013\u2014\u0001]|-\s)")
_OR_ANOTHER = re.compile(r"\s*[(,]?\s*or (?!so\b|thereabouts\b|about\b|around\b)", re.IGNORECASE)
_ANOTHER_OR = re.compile(r"\bor (?:on )?$", re.IGNORECASE)
_MENDS = r"(?:no|sorry|actually|rather|correction|i meant?|make that|scrap that|wait)"
_A_DAY = (
    rf"(?:(?:{MONTH}|{WEEKDAY}|{YESTERDAY}|{TOMORROW}|today|tonight|last|this (?:morning|afternoon|evening|week)"
    rf"|(?:the )?[0-9]{{1,2}}(?:st|nd|rd|th| {MONTH}))\b|[0-9]{{1,2}}[/.-][0-9])"
)
_MENDED_BY = re.compile(
    rf"[\s,;:(\u2013\u2014-]*\b{_MENDS}\b(?:[\s,;:.\u2013\u2014-]|\b(?:{_MENDS}|it was|that was|on)\b)*\b{_A_DAY}",
    re.IGNORECASE,
)
_MENDING = re.compile(
    rf"[\s,;:(\u2013\u2014-]{_MENDS}\b(?:[\s,;:.\u2013\u2014-]|\b(?:it was|that was|on)\b)*$", re.IGNORECASE
)
_TO_COME = re.compile(r"\s*,?\s*\(?(?:to be|still to|tbc|tba)\b", re.IGNORECASE)
_BEFORE_DATE = re.compile(r"[\s,;:\u2013\u2014-]*(?:\b(?:on|at|in)|@)?\s*$", re.IGNORECASE)
_AFTER_DATE = re.compile(r"(?:[\s,;:.\u2013\u2014]|-(?=\s|[a-z]))+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """Date words in the line; `words` as the form's field takes them, `trouble` when they cannot be a date."""

    start: int
    end: int
    words: str
    when: PartialDate | None
    trouble: str = ""
    inside: bool = False
    """Whether it stands in mid-sentence, where the text needs its words."""

    @property
    def is_time(self) -> bool:
        """Whether it is only a time of day."""
        exact = self.when is not None and self.when.precision is Precision.MINUTE
        return exact and bool(_TIME_ONLY.fullmatch(self.words))


def find_date(line: Line, start: int, today: date, *, followed: bool = False) -> FoundDate | None:
    """The longest date that begins here, None when there is none or it can be something else.

    `followed`: what comes after it is plainly the work (a kind), so that a short word is a date.
    """
    if not _BEGINS.match(line.plain, start):
        return None
    ends = _ends(line.plain, start)
    for place, end in enumerate(reversed(ends)):
        words = line.text[start:end]
        if _CANNOT_END.fullmatch(words):
            continue
        found = _read(words, start, end, today)
        if found and not _TO_COME.match(line.plain, end):
            more = ends[len(ends) - place :]
            return _checked(line, _with_four(line, found, more, today), today, followed)
    return None


def _ends(plain: str, start: int) -> list[int]:
    """Where each of the next words ends, up to the end of the sentence."""
    ends = []
    last = start
    for token in _TOKEN.finditer(plain, start, min(len(plain), start + _MOST_CHARACTERS)):
        if plain[last : token.start()].strip(" \t\xa0,"):
            break
        word = token[0].rstrip(":.!\u2013\u2014-") or token[0]
        if word.endswith(")") and "(" not in plain[start : token.end()]:
            word = word.rstrip(")") or word
        if not _may_be_in_date(word):
            break
        ends.append(token.start() + len(word))
        last = token.end()
        if len(ends) == _MOST_TOKENS or (word != token[0] and not _SHORT_FORM.fullmatch(token[0])):
            break
    return ends


def _may_be_in_date(word: str) -> bool:
    plain = word.strip('()[]?~@"').replace(".", "").replace("\u2019", "'").casefold()
    pieces = (plain,) if plain in _WORDS else re.split("[-/&\u2013\u2014]", plain)
    return all(piece in _WORDS or _NAMES.fullmatch(piece) for piece in pieces)


def _read(words: str, start: int, end: int, today: date) -> FoundDate | None:
    if re.fullmatch("[0-9]{4}", words) and _FOUR.fullmatch(words):
        return FoundDate(start, end, words, None, "")
    try:
        return FoundDate(start, end, words, parse_partial_date(words, today=today))
    except DateNotUnderstood as error:
        if error.sure or "can be" in error.text or "before it begins" in error.text:
            return FoundDate(start, end, words, None, error.text)
        return None


def _with_four(line: Line, found: FoundDate, more: list[int], today: date) -> FoundDate:
    """ "yesterday 1430" and "1430 yesterday" are times; on its own, "1430" is one when it cannot be a year."""
    first = _FOUR.fullmatch(found.words) if found.when is None else None
    clock = f"{first['hour']}:{first['minute']}" if first else ""
    for end in reversed(more if clock else ()):
        timed = _read(clock + line.text[found.end : end], found.start, end, today)
        if timed and timed.when and timed.when.precision is Precision.MINUTE:
            return timed
    if found.when is None or found.when.precision is not Precision.DAY or not more:
        return found
    four = _FOUR.fullmatch(line.plain[found.end : more[0]].strip(" ,"))
    if not four:
        return found
    words = f"{found.words} {four['hour']}:{four['minute']}"
    timed = _read(words, found.start, more[0], today)
    return timed if timed and timed.when and timed.when.precision is Precision.MINUTE else found


def is_one_of_two(line: Line, found: FoundDate) -> bool:
    """Whether another day is named beside it: "yesterday or the day before", "yesterday - no, Monday"."""
    before = _ANOTHER_OR.search(line.plain[: found.start])
    roughly = found.when is not None and found.when.approximate
    if (before and not roughly) or _MENDING.search(line.plain[: found.start]):
        return True
    return bool(_OR_ANOTHER.match(line.plain, found.end) or _MENDED_BY.match(line.plain, found.end))


def _checked(line: Line, found: FoundDate, today: date, followed: bool) -> FoundDate | None:
    if not followed and is_one_of_two(line, found):
        line.ask(f"Is “{found.words}” the day of the entry? It was read as text.")
        return None
    clear = followed or bool(_SEPARATE.match(line.plain, found.end))
    four = _FOUR.fullmatch(found.words)
    if four and found.when is None:
        clock = f"{four['hour']}:{four['minute']}"
        if found.words < "1800" and clear:
            return FoundDate(found.start, found.end, clock, parse_partial_date(clock, today=today))
        line.ask(f"Does “{found.words}” mean the time {clock}? Write it as {clock}.")
        return None
    if _ORDINAL.fullmatch(found.words) and not _SEPARATE.match(line.plain, found.end):
        return None  # "1st visit"
    if not clear and _UNCLEAR.fullmatch(found.words):
        line.ask(f"Does “{found.words}” at the beginning mean a date? It was read as text.")
        return None
    return found


def joined(first: FoundDate | None, second: FoundDate | None, today: date) -> tuple[str, PartialDate | None, str]:
    """The words of the date, its meaning and its trouble, of what stood before the kind and after it."""
    if first and second:
        day, time = (second, first) if first.is_time else (first, second)
        both = _read(f"{day.words} {time.words}", 0, 0, today)
        if both and both.when:
            return both.words, both.when, ""
    found = first or second
    return (found.words, found.when, found.trouble) if found else ("", None, "")


def take_date(line: Line, first: FoundDate | None, second: FoundDate | None, today: date) -> None:
    """Give the date to the form and leave its words out of the text, unless they stand in mid-sentence."""
    words, when, trouble = joined(first, second, today)
    line.give("when", words)
    said = f"When: {day_words(when)}" if when else f"When: not clear. {trouble}"
    for one in (first, second):
        if one and one.inside and not line.closes(one.end):
            line.note("when", one.start, one.end, said)
        elif one:
            line.take_out("when", *_with_joins(line, one), said)
    for question in (trouble, *(doubts(when, today, minute=line.minute) if when else ())):
        if question:
            line.ask(question)


def _with_joins(line: Line, found: FoundDate) -> tuple[int, int]:
    """The date with what joins it to the text: what follows it at the beginning, else what stands before it."""
    if line.leads(found.start):
        after = _AFTER_DATE.match(line.plain, found.end)
        return found.start, after.end() if after else found.end
    before = _BEFORE_DATE.search(line.plain[: found.start])
    return before.start() if before else found.start, found.end


def day_words(when: PartialDate) -> str:
    """The date in words, with its weekday where the day is sure."""
    if when.precision in (Precision.DAY, Precision.MINUTE) and not (
        when.approximate and when.precision is Precision.DAY
    ):
        return f"{WEEKDAYS[when.earliest.weekday()]} {when.in_words()}"
    return when.in_words()
