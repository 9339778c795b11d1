"""What was decided in a case discussion: a line each, with who does it and by when.

People type "ring the nursery; Dana; fri"; kept is "ring the nursery — Dana, by 27 November 2026", which stays true on
any later day and reads the same in the file, in search and in print.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from db.domain.partial_date import DateNotUnderstood, PartialDate, parse_partial_date

_MARKS = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.)])\s+")
_CUT = re.compile(r"\s*;\s*|\s+[–—-]\s+")
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10, "twelve": 12}
_AHEAD = re.compile(rf"in (?P<number>\d{{1,3}}|{'|'.join(_NUMBERS)}) (?P<unit>day|week)s?(?: time)?", re.IGNORECASE)
_BY = re.compile(r"^(?:(?P<who>.*?)[,\s]\s*)?(?:by|before|until|on)\s+(?P<when>.+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done, who does it, and by when, as the words of a day; empty where nobody said."""

    what: str
    who: str = ""
    by: str = ""

    def in_words(self) -> str:
        """The line as it is kept, which `read_decision` reads back."""
        rest = ", ".join(part for part in (self.who, f"by {self.by}" if self.by else "") if part)
        return f"{self.what} — {rest}" if rest else self.what

    @property
    def lacks(self) -> str:
        """What is not said: who does it, by when, or both; empty if all is said."""
        return " and ".join(words for words, said in (("who does it", self.who), ("by when", self.by)) if not said)


def read_decision(line: str, discussed_on: date) -> Decision:
    """A line as people type it: what; who; by when, the last two in either order or not at all."""
    words = _MARKS.sub("", line).strip()
    what, *said = [part for part in _CUT.split(words) if part] or [""]
    who, by = [], ""
    for part in said:
        told_who, told_by = _told(part, discussed_on)
        who += [told_who] if told_who else []
        by = by or told_by
    return Decision(what, ", ".join(who), by)


def read_decisions(text: str, discussed_on: date) -> tuple[Decision, ...]:
    """All of them, a line each; empty lines say nothing."""
    found = (read_decision(line, discussed_on) for line in text.splitlines())
    return tuple(decision for decision in found if decision.what)


def kept_decisions(text: str, discussed_on: date) -> str:
    """The text as it is kept: each line so that it is still true on another day."""
    return "\n".join(decision.in_words() for decision in read_decisions(text, discussed_on))


def _told(part: str, discussed_on: date) -> tuple[str, str]:
    """Who and by when, out of "Dana", "Dana by Friday", "Dana, 4 December" or "Friday"."""
    found = _BY.match(part)
    before, comma, last = part.rpartition(",")
    tries = [((found["who"] or ""), found["when"])] if found else []
    tries += [("", part), *([(before, last)] if comma else [])]
    for who, when in tries:
        day = day_to_come(when, discussed_on)
        if day is not None:
            return who.strip(" ,"), day.in_words()
    return part, ""


def day_to_come(words: str, since: date) -> PartialDate | None:
    """The day that is meant, from `since` on: "9 January", said in November, is next year's, and "Friday" the next one.

    What says its year is taken as it is; None where it is no date.
    """
    ahead = _AHEAD.fullmatch(words.strip())
    if ahead is not None:
        days = _NUMBERS.get(ahead["number"].casefold()) or int(ahead["number"])
        return PartialDate.on(since + timedelta(days=days * (7 if ahead["unit"].casefold() == "week" else 1)))
    try:
        when = parse_partial_date(words, today=since)
    except DateNotUnderstood:
        return None
    if when.latest >= since or _says_year(words, since):
        return when
    for later in (f"next {words}", f"{words} {since.year}", f"{words} {since.year + 1}"):
        try:
            found = parse_partial_date(later, today=since)
        except DateNotUnderstood:
            continue
        if found.latest >= since:
            return found
    return when


def _says_year(words: str, since: date) -> bool:
    try:
        parse_partial_date(words, today=since, needs_year=True)
    except DateNotUnderstood:
        return False
    return True
