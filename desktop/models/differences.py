"""What changed between two versions of an entry, word by word, as plain values.

Comparing costs the square of what differs, so what is the same at both ends is set aside first, and very long texts
are compared line by line; beyond that the old text is shown as gone and the new one as come.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

MOST_WORDS = 4_000
"""Words, or lines, that are compared with each other; beyond it the next coarser way is taken."""
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


class Fate(Enum):
    """What happened to a stretch of text."""

    SAME = "same"
    GONE = "removed"
    COME = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with one fate."""

    fate: Fate
    text: str


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in reading order; those that are not GONE give `after`, those that are not COME give `before`."""
    for cut in (_WORDS, _LINES):
        old, new = cut.findall(before), cut.findall(after)
        head = _same(old, new)
        tail = _same(old[head:][::-1], new[head:][::-1])
        inner_old, inner_new = old[head : len(old) - tail], new[head : len(new) - tail]
        if len(inner_old) <= MOST_WORDS and len(inner_new) <= MOST_WORDS:
            return _joined(
                [(Fate.SAME, old[:head]), *_matched(inner_old, inner_new), (Fate.SAME, old[len(old) - tail :])]
            )
    return _joined(
        [(Fate.SAME, old[:head]), (Fate.GONE, inner_old), (Fate.COME, inner_new), (Fate.SAME, old[len(old) - tail :])]
    )


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _matched(old: list[str], new: list[str]) -> list[tuple[Fate, list[str]]]:
    found: list[tuple[Fate, list[str]]] = []
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=len(old) > 500).get_opcodes():
        if old[a:b] == new[c:d]:
            found.append((Fate.SAME, old[a:b]))
        else:
            found += [(Fate.GONE, old[a:b]), (Fate.COME, new[c:d])]
    return found


def _joined(parts: Sequence[tuple[Fate, Sequence[str]]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for fate, words in parts:
        text = "".join(words)
        if not text:
            continue
        if pieces and pieces[-1].fate is fate:
            pieces[-1] = Piece(fate, pieces[-1].text + text)
        else:
            pieces.append(Piece(fate, text))
    return tuple(pieces)
