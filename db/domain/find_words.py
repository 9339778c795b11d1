"""What a person typed to find somebody, as words and a span of days of birth.

Dates are read here, where the rules of reading them live, so that the server compares days and never parses words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from db.domain.partial_date import DateNotUnderstood, PartialDate, Precision, parse_partial_date

_EXACT_ENOUGH = (Precision.DAY, Precision.MONTH, Precision.YEAR)
_NUMBERED = re.compile(r"\d+-\d+\s*")
"""A reference, which looks like a date to nobody here."""
_HOLDS_A_DATE = re.compile(r"\b(?:1[89]|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
_WORDS = re.compile(r"[^\W_]+")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class FindWords:
    """The words of names, a number or an address; and the days of birth between which somebody is looked for, as they
    were said."""

    words: str
    born_from: date | None = None
    born_to: date | None = None
    born_words: str = field(default="", compare=False)

    @property
    def empty(self) -> bool:
        """Whether nothing is asked."""
        return not self.words and self.born_from is None

    @property
    def only_letters(self) -> bool:
        """Whether these are single letters alone: they find nobody but the asker's own children (wall.only_letters)."""
        words = _WORDS.findall(re.sub("['’`]", "", self.words))
        return bool(words) and self.born_from is None and max(map(len, words)) == 1


def find_words(text: str, *, today: date) -> FindWords:
    """Read "Amira", "Amira 4/3/2019", "born 4 March 2019", "March 2019", a reference, a number or an address."""
    plain = " ".join(text[:_LONGEST].split())
    if _NUMBERED.fullmatch(plain) or not _HOLDS_A_DATE.search(plain):
        return FindWords(plain)
    parts = plain.split(" ")
    for length in range(len(parts), 0, -1):
        for begin in dict.fromkeys((len(parts) - length, 0)):
            born = _born(" ".join(parts[begin : begin + length]), today)
            if born is not None:
                rest = " ".join((*parts[:begin], *parts[begin + length :]))
                words = re.sub(r"(?i)(?:^|\s)(?:born|dob)(?: on| in)?:?$", "", rest)
                return FindWords(words, born.earliest, born.latest, born.in_words())
    return FindWords(plain)


def _born(words: str, today: date) -> PartialDate | None:
    """The date that the words are, if it is a day, month or year that somebody alive may be born in."""
    if not _HOLDS_A_DATE.search(words):
        return None
    words = re.sub(r"(?i)^(?:born|dob)(?: on| in)?:? ", "", words)
    try:
        when = parse_partial_date(words, today=today, needs_year=True)
    except DateNotUnderstood:
        return None
    known = when.precision in _EXACT_ENOUGH and when.earliest <= today and when.earliest.year > today.year - 130
    return when if known else None
