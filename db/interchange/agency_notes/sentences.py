"""Sentences of a block with their places; what stands in quotation marks is never cut."""

from __future__ import annotations

import re
from collections.abc import Iterator

from db.interchange.agency_notes.speech import quotes_in

_ENDS = re.compile(r"[.!?…]+[”\"’')\]]*(?=\s)|\n\s*(?=[-*•·]\s)|(?<=\S)(?=[ \t]*\r?\n[ \t]*[A-Z“])")
_SHORT = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|no|nos|approx|abt|e\.g|i\.e|tel|ref|sgt|insp|supt|rev|prof|vs|jan|feb|mar|apr|jun|jul"
    r"|aug|sept?|oct|nov|dec"
    r"|mon|tues?|wed|weds|thu|thurs?|fri|cc|ext|hosp|appt|dept|rd|ave|d\.o\.b|dob|re)|(?<![\w])[A-Z]|(?:^"
    r"|\n)\s*\(?[0-9]{1,2})\.$",
    re.IGNORECASE,
)
LONGEST = 2_000
_SHORT_LINE = 45


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """First and last place of each sentence, without the spaces around it."""
    quoted = [(quote.start, quote.end) for quote in quotes_in(text, start, end)]
    begin, within = start, 0
    for found in _ENDS.finditer(text, start, end):
        stop = found.end()
        while within < len(quoted) and quoted[within][1] <= found.start():
            within += 1
        if within < len(quoted) and quoted[within][0] <= found.start() < quoted[within][1]:
            continue
        if not found[0] and not _line_ends(text, begin, stop):
            continue
        if _SHORT.search(text[max(begin, stop - 8) : stop]):
            continue
        yield from _trimmed(text, begin, stop)
        begin = stop
    yield from _trimmed(text, begin, end)


def _line_ends(text: str, begin: int, stop: int) -> bool:
    """Whether a line without a full stop was ended on purpose: a short one, or one that ends in a quotation."""
    return stop - max(text.rfind("\n", begin, stop) + 1, begin) < _SHORT_LINE or text[stop - 1] in '”"'


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for at in range(start, end, LONGEST):
        piece = text[at : min(at + LONGEST, end)]
        first = at + len(piece) - len(piece.lstrip())
        last = at + len(piece.rstrip())
        if first < last:
            yield first, last
