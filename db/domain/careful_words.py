"""Words that a reader may be hurt or misled by, each with the reason. They are pointed out, never changed.

What somebody said stands as they said it: quotations are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from db.domain.quotations import quotations

_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = r"[\s\-‐‑]+"
"""What may stand between the words of a phrase."""


@dataclass(frozen=True, slots=True)
class CarefulWord:
    """The forms of a word or phrase, why to take care with it, and whose word it is; empty for everybody."""

    words: tuple[str, ...]
    why: str
    profession: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a text and the reason."""

    start: int
    end: int
    why: str


_ByFirst = dict[str, list[tuple[re.Pattern[str], str]]]


def careful(text: str, profession: str, words: tuple[CarefulWord, ...]) -> tuple[Found, ...]:
    """The words of a profession that a text uses outside quotations, in their order."""
    by_first = _by_first(profession, words)
    return tuple(_found(text, by_first, _outside(text))) if by_first else ()


def _outside(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between the quotations."""
    begin = 0
    for start, end in quotations(text):
        yield begin, start
        begin = end
    yield begin, len(text)


def _found(text: str, by_first: _ByFirst, stretches: Iterator[tuple[int, int]]) -> Iterator[Found]:
    for begin, end in stretches:
        place = begin
        for word in _WORD.finditer(text, begin, end):
            if word.start() < place:
                continue
            for pattern, why in by_first.get(word[0].lower(), ()):
                match = pattern.match(text, word.start(), end)
                if match is not None:
                    yield Found(match.start(), match.end(), why)
                    place = match.end()
                    break


@lru_cache(maxsize=8)
def _by_first(profession: str, words: tuple[CarefulWord, ...]) -> _ByFirst:
    """The patterns by the first word of each phrase, the longest first."""
    made: list[tuple[str, str]] = [
        (form, one.why) for one in words if one.profession in ("", profession) for form in one.words
    ]
    by_first: _ByFirst = {}
    for form, why in sorted(made, key=lambda pair: len(pair[0]), reverse=True):
        parts = _WORD.findall(form)
        if parts:
            pattern = re.compile(_BETWEEN.join(map(re.escape, parts)) + r"(?![\w])", re.IGNORECASE)
            by_first.setdefault(parts[0].lower(), []).append((pattern, why))
    return by_first
