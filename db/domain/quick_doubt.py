"""Words beside a day or a kind that leave open whether anything happened then: a plan, a question, a cancellation.

Why strict: a visit that did not take place must not stand on record as seen, nor a hearing to come as a past one.
"""

from __future__ import annotations

import re

from db.domain.date_relative import YESTERDAY
from db.domain.quick_line import Line

_HELD_KINDS = frozenset(
    {"visit", "meeting", "core_group", "review", "family_time", "conference", "strategy", "supervision", "health"}
)
_NOT_HELD = (
    r"cancel?led|postponed|rearranged|re-arranged|rescheduled|abandoned|called off|dna|missed"
    r"|(?:did not|didn't|never) (?:happen|take place|go ahead|proceed)|never (?:happened|took place|went ahead)"
    r"|not (?:held|kept|done|completed|carried out)"
)
_UNHELD = re.compile(rf"[^.,;:?!\n\u2013\u2014]{{0,60}}?[\s,:;\u2013\u2014-]*\b(?:{_NOT_HELD})\b", re.IGNORECASE)
_ASKED = re.compile(r"[^.,;:!\n]{0,60}\?")
_MISSED = re.compile(r"\b(?:missed|aborted)\b", re.IGNORECASE)
_DID_NOT = "It reads as if it did not take place. How do you know, and is that the day?"
_DID_IT = "Did it take place? How you know was left empty."
_TO_COME = re.compile(
    r"\s*(?:(?:is|are|has been|now|provisionally)\s+)*(?:listed|scheduled|booked|planned|arranged|due|set|fixed)\b",
    re.IGNORECASE,
)
_SURE = re.compile(
    rf"\b(?:{YESTERDAY}|today|tonight|tonite|this|last|ago|[0-9]{{4}}|[0-9]+[/.-][0-9]+[/.-][0-9]+)\b", re.IGNORECASE
)
_NAMES = re.compile(r"(?:Jan|April|May|June|August|Summer|Autumn)(?!\w)")
_ACTS = re.compile(
    r"(?:attended|chaired|completed|undertook|carried out|conducted|did|made|received|took|had|visited|e-?mailed)\b"
)


def is_unheld(line: Line, kind: str, start: int, end: int) -> bool:
    """Whether the line says of its visit or meeting that it did not take place, or only asks; then it is asked about.

    `start` and `end` are the place of the words of the kind.
    """
    if kind not in _HELD_KINDS:
        return False
    unheld = _MISSED.search(line.plain, start, end) or _UNHELD.match(line.plain, end)
    asked = _ASKED.match(line.plain, end)
    if unheld or asked:
        line.ask(_DID_NOT if unheld else _DID_IT)
    return bool(unheld or asked)


def is_to_come(line: Line, words: str, end: int) -> bool:
    """Whether what stands behind a day, and behind its kind, says that it is to come; not if the day is surely past."""
    return not _SURE.search(words) and bool(_TO_COME.match(line.plain, end))


def is_person(line: Line, words: str, end: int | None = None) -> bool:
    """Whether the words of a month may be somebody's name: they stand alone, and with `end`, an act follows there."""
    return bool(_NAMES.fullmatch(words)) and (end is None or bool(_ACTS.match(line.plain, end)))
