"""Where the words that were looked for stand in a text, so that a list and a page mark the same places.

The server finds a word by its stem; here the stem is guessed with a few endings, which marks "visiting" for "visits".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_ENDINGS = ("ing", "ied", "ies", "ed", "es", "’s", "'s", "s", "y", "e")
_SHORTEST_STEM = 4


def places(text: str, words: tuple[str, ...], most: int = 500) -> Iterator[tuple[int, int]]:
    """Beginning and end of each place of these words and phrases, in order, at most so many."""
    pattern = _pattern(words)
    if pattern is None:
        return
    for number, match in enumerate(pattern.finditer(text)):
        if number >= most:
            return
        yield match.start(), match.end()


def stem(word: str) -> str:
    """The word without an ending that changes with its use, if enough of it is left."""
    for ending in _ENDINGS:
        if word.casefold().endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    found = [part for part in map(_part, words) if part]
    return re.compile("|".join(found), re.IGNORECASE) if found else None


def _part(words: str) -> str:
    """A word by its stem; a phrase by its words in order, whatever stands between them."""
    single = re.findall(r"\w+(?:[’']\w+)*", words)
    return r"\W+".join(rf"\b{re.escape(stem(word))}\w*" for word in single)
