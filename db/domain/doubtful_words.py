"""Which words of a text a spelling check should look at.

Names are legion: a word with a capital inside a sentence is taken for one. Numbers, addresses, abbreviations in
capitals, other scripts and what somebody is quoted with are passed over too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from db.domain.quotations import quotations

_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ'’]+")
_NO_PROSE = re.compile(r"[\d@_#\\]|://|www\.|\w/\w|\w\.\w")
"""A date, number, address or path."""
_SENTENCE_ENDS = re.compile(r"[.!?…][\"'”’)\]]*\s*[\"'“‘(\[–-]*\s*$|^[\W\d_]*(?:[a-z][.)]\s*)?$")
_SHORTENED = re.compile(r"(?i)\b(?:mr|mrs|ms|miss|dr|prof|rev|st|no|vs|ref|e\.g|i\.e|cllr|sgt|insp|supt|[a-z])\.\s*$")
_LOOK_BACK = 24
_CAPITALS = 6
"""Letters up to which a word in capitals is an abbreviation."""
_LONGEST = 60


def words_to_check(line: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and letters of each word of a line that a dictionary should know."""
    quoted = iter((*quotations(line), (len(line) + 1, len(line) + 1)))
    begin, end = next(quoted)
    for token in _TOKEN.finditer(line):
        if _NO_PROSE.search(token[0].rstrip(".,;:!?)…")):
            continue
        for word in _WORD.finditer(line, token.start(), token.end()):
            while word.start() >= end:
                begin, end = next(quoted)
            if word.start() < begin and _is_a_word(line, word):
                yield word.start(), word.end(), word[0]


def _is_a_word(line: str, word: re.Match[str]) -> bool:
    letters = word[0]
    if letters.isascii() and letters.islower() and 1 < len(letters) <= _LONGEST:
        return True
    if not 1 < len(letters) <= _LONGEST or not _LATIN.fullmatch(letters):
        return False
    if letters.isupper() and len(letters) <= _CAPITALS:
        return False
    return letters == letters.lower() or _begins_sentence(line, word.start())


def _begins_sentence(line: str, start: int) -> bool:
    before = line[max(0, start - _LOOK_BACK) : start]
    if _SHORTENED.search(before):
        return False
    if start > _LOOK_BACK and not before.strip():
        return False
    return bool(_SENTENCE_ENDS.search(before))
