"""What the words of one date mean, by the reader of dates that the whole program has, whatever notation they are in."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from db.domain.date_span import DateNotUnderstood, Precision, Span
from db.domain.date_words import read_span

WEEKDAY_AT_FRONT = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?:the\s+)?", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"([a-z]+\.?)\s+([0-9]{1,2}(?:st|nd|rd|th)),?(.*)", re.IGNORECASE)
_PREPOSITION = re.compile(r"(?:on|of|from|and|in|during|by|the|at|over)\s+", re.IGNORECASE)


@lru_cache(maxsize=4096)
def parsed(words: str, anchor: date) -> Span | None:
    """What the reader of dates makes of it, with the weekday left out where it does not fit the day."""
    words = _in_figures(words)
    cut = _PREPOSITION.sub("", words, count=1) if _PREPOSITION.match(words) else words
    bare = WEEKDAY_AT_FRONT.sub("", cut)
    turned = _MONTH_FIRST.fullmatch(bare)
    for wording in (words, cut, bare, f"{turned[2]} {turned[1]} {turned[3]}" if turned else ""):
        try:
            if wording:
                return read_span(wording, anchor)
        except DateNotUnderstood:
            continue
    return None


@lru_cache(maxsize=512)
def month_of_impossible(words: str, anchor: date) -> tuple[Span, str] | None:
    """The month of a day that it does not have ("31/11/26"), roughly, and the trouble in words."""
    figures = _in_figures(_PREPOSITION.sub("", words, count=1))
    try:
        read_span(WEEKDAY_AT_FRONT.sub("", figures), anchor)
    except DateNotUnderstood as error:
        day = re.search("[0-9]{1,2}", figures)
        is_month = error.sure is not None and error.sure.precision is Precision.MONTH
        return (error.sure, error.text) if is_month and error.sure and day and 28 < int(day[0]) < 32 else None
    return None


def _in_figures(words: str) -> str:
    """ "4 / 5 / 26", "22.vi.26" and "on 06.10" as the reader of dates knows them."""
    words = re.sub(r"(?<=[0-9])\s?([/.\-])\s?(?=[0-9])", r"\1", words)
    roman = _ROMAN_MONTH.search(words)
    if roman:
        return f"{words[: roman.start()]}/{_ROMANS.index(roman['month'].casefold()) + 1}/{words[roman.end() :]}"
    return _DAY_AND_MONTH.sub(r"\g<day>/\g<month>", words)


_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN_MONTH = re.compile(r"(?<=[0-9])[./\-](?P<month>[ivx]{1,4})[./\-](?=[0-9])", re.IGNORECASE)
_DAY_AND_MONTH = re.compile(r"(?<![0-9.])(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{2})(?![0-9.])")
