"""Whether the people of a note are spoken of as he or as she, told by their titles, kinship and the words near them.

Why: "He told me …" after "Ann came with Bob" is Bob, whatever the order of the names.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SHE = (
    r"mum(?:my)?|mother|mom|nan(?:a|ny)?|gran(?:ny|dma|dmother)|aunt(?:ie|y)?|step-?(?:mum|mother)|girlfriend"
    r"|wife|sister"
    r"|girl|lady|woman|daughter|mrs|ms|miss|niece|mgm|pgm"
)
_HE = (
    r"dad(?:dy)?|father|gran(?:dad|dpa|dfather)|uncle|step-?(?:dad|father)|boyfriend|husband|brother|boy|man"
    r"|son|mr|nephew"
    r"|mgf|pgf"
)
_KIN = re.compile(rf"(?:the |his |her )?(?:(?P<she>{_SHE})|(?P<he>{_HE}))", re.IGNORECASE)
_NEAR = 60


class Genders:
    """Answers for one note."""

    def __init__(self, text: str) -> None:
        self._text = text[:40_000]

    @lru_cache(maxsize=512)  # noqa: B019 (a note's answers go with the note)
    def of(self, name: str) -> str:
        """ "she", "he", or "" where nothing says it clearly."""
        kin = _KIN.fullmatch(name)
        if kin:
            return "she" if kin["she"] else "he"
        word = re.escape(name)
        titled = re.search(rf"\b(?:(?P<she>Mrs|Ms|Miss)|Mr)\.? (?:[A-Z][\w’'.-]* )?{word}\b", self._text)
        if titled:
            return "she" if titled["she"] else "he"
        counts = {"she": 0, "he": 0}
        for found in re.finditer(rf"\b{word}\b(?P<after>[^.!?\n]{{0,{_NEAR}}}(?:\. (?:S?He )?)?)", self._text):
            near = re.search(r"\b(?:(?P<she>she|herself)|(?:he|himself))\b", found["after"], re.IGNORECASE)
            other = near and re.search(
                r"[a-z] [A-Z][a-z]+|\b(?:mum|dad|mother|father)\b", found["after"][: near.start()]
            )
            if near and not other:
                counts["she" if near["she"] else "he"] += 1
        first, last = sorted(counts, key=lambda gender: counts[gender])
        return last if counts[last] > 1 + 2 * counts[first] else ""
