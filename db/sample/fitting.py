"""Whether a text fits the day and hour of its entry: school, the kind of visit, the time of day that it speaks of.

Texts are drawn at random; one that would contradict its own date is put back and another drawn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from db.sample.terms import office_day, school_day

_DAY_BEFORE = re.compile(r"school yesterday")
_SCHOOL_TODAY = re.compile(
    r"(?:before|after|since) school\b(?! year)|at school (?:this morning|today)|to school before nine"
    r"|\b(?:is|are|was|were) at school\b",
    re.I,
)
_SCHOOL = re.compile(r"\bschool\b|^School\b|[.:;] School\b")
_TOMORROW = re.compile(r"visit tomorrow")
_UNANNOUNCED = re.compile(r"unannounced", re.I)
_AGREED = re.compile(
    r"\b(?:planned|agreed) (?:home )?visit|visit as agreed|at the agreed time|had asked|brought forward"
    r"|late and apologised|time agreed in the plan",
    re.I,
)
_HOURS = (
    (re.compile(r"before school|early visit", re.I), (470, 525)),
    (re.compile(r"visit after school|(?:visit at )?teatime", re.I), (930, 1100)),
    (re.compile(r"at ten o'clock"), (600, 605)),
    (re.compile(r"at half past three"), (930, 935)),
)
_TRIES = 40


@dataclass(frozen=True, slots=True)
class Moment:
    """When it happened, no earlier than `soonest` (a minute of the day), and whether a child of school age is in it."""

    day: date
    pupils: bool
    soonest: int

    def allows(self, text: str) -> bool:
        """Nothing in the text contradicts the day, the hour or itself."""
        if _SCHOOL_TODAY.search(text) and not (self.pupils and school_day(self.day)):
            return False
        if _DAY_BEFORE.search(text) and not (self.pupils and school_day(self.day - timedelta(days=1))):
            return False
        if _TOMORROW.search(text) and not office_day(self.day + timedelta(days=1)):
            return False
        if _UNANNOUNCED.search(text) and _AGREED.search(text):
            return False
        hours = self._hours(text)
        return hours is None or max(hours[0], self.soonest) < hours[1]

    def suits(self, text: str) -> bool:
        """Better still: nursery and not school where only small children are concerned."""
        return self.allows(text) and (self.pupils or not _SCHOOL.search(text))

    def minute(self, text: str, rng: Random) -> int | None:
        """The minute of the day if the text speaks of one, else None."""
        hours = self._hours(text)
        return None if hours is None else rng.randrange(max(hours[0], self.soonest), hours[1], 5)

    def _hours(self, text: str) -> tuple[int, int] | None:
        found = [hours for words, hours in _HOURS if words.search(text)]
        return (max(first for first, _ in found), min(last for _, last in found)) if found else None


def tries() -> range:
    """How often another text is drawn: first for one that suits, in the second half for one that is allowed."""
    return range(2 * _TRIES)


def good_enough(moment: Moment, text: str, attempt: int) -> bool:
    """Whether to take this text at this attempt."""
    return moment.suits(text) if attempt < _TRIES else moment.allows(text)
