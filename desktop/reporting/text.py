"""Cleans, measures and breaks what people typed into lines that can be drawn as they stand.

ReportLab's own paragraph obeys markup in the text (it would embed a local file) and takes 43 seconds over a long
word; here a text is only ever a text, and each word is measured once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final


class Weight:
    """The three cuts of the typeface that the pages use.

    Plain numbers: a long document holds a hundred thousand of these pairs, and the garbage collector need not follow
    pairs of a number and a text, but would follow pairs with an enumeration's member.
    """

    REGULAR: Final = 0
    BOLD: Final = 1
    ITALIC: Final = 2


Span = tuple[int, str]
Line = tuple[Span, ...]
LINK: Final = 16
"""A span of this weight or more is a link in regular type: what is above it says which one."""
OPEN, CLOSE = "\ue000", "\ue001"
"""Where a link begins and ends in a cleaned text, which has no characters of private use of its own."""

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Invisible: controls, soft hyphen, zero-width space and joiners, variation selectors, byte order mark.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BLANKS = re.compile("[ \t]+")
_BLANK_LINES = re.compile(r"(?: ?\n ?){3,}")
_MARKS = re.compile(f"([{OPEN}{CLOSE}])")
_HEBREW = re.compile("[\u0590-\u05ff](?:[\u0590-\u05ff \"'.,–-]*[\u0590-\u05ff])?")
_GOOD_BREAK = frozenset("/-@.,;_&=?)")
_LONGEST_CACHED = 40
_MOST_CACHED = 20_000
_LINES_BETWEEN_CHECKS = 500


class Cleaner:
    """Makes typed text printable, and remembers what had to be shown as a number."""

    def __init__(self, printable: Collection[str]) -> None:
        self._printable = frozenset(printable) | {"\n", " "}
        self.unprinted: dict[str, None] = {}

    def clean(self, text: str) -> str:
        """Return the text with line ends unified, controls gone and unprintable characters plainer or as `[U+0627]`."""
        if text.isascii() and text.isprintable() and "  " not in text:
            return text.strip()
        text = _LINE_ENDS.sub("\n", text)
        text = _BLANKS.sub(" ", _SURROGATES.sub("\ufffd", _INVISIBLE.sub("", text)))
        text = _BLANK_LINES.sub("\n\n", text).strip()
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        missing = set(text) - self._printable
        for character in tuple(missing):
            if plainer := self._plainer(character):
                text = text.replace(character, plainer)
                missing.discard(character)
        if missing:
            pattern = "[" + "".join(map(re.escape, sorted(missing))) + "]+"
            text = re.sub(pattern, self._numbered, text)
        return text

    def _plainer(self, character: str) -> str:
        """The printable characters that say the same as one that is not: a wide letter's; empty if there are none."""
        plain = unicodedata.normalize("NFKC", character)
        return plain if plain != character and self._printable.issuperset(plain) else ""

    def _numbered(self, found: re.Match[str]) -> str:
        numbers = [f"U+{ord(character):04X}" for character in found.group()]
        self.unprinted.update(dict.fromkeys(numbers))
        return f"[{' '.join(numbers)}]"


class Measure(dict[str, float]):
    """Widths of words in points at 12 point, each worked out once."""

    def __init__(self, advances: Mapping[str, float]) -> None:
        super().__init__()
        self._advances = {**advances, OPEN: 0.0, CLOSE: 0.0}
        self.space = advances[" "]

    def __missing__(self, word: str) -> float:
        width = sum(map(self._advances.__getitem__, word))
        if len(word) <= _LONGEST_CACHED:
            if len(self) >= _MOST_CACHED:
                self.clear()
            self[word] = width
        return width

    def text(self, text: str) -> float:
        """Return the width of a text on one line."""
        return sum(map(self._advances.__getitem__, text))

    def pieces(self, word: str, first: float, width: float) -> list[str]:
        """Cut a word too long for a line: the first piece into `first` points, the others into `width`."""
        pieces, start, used, room = [], 0, 0.0, first
        good = 0
        for place, character in enumerate(word):
            advance = self._advances[character]
            if used + advance > room and place > start:
                cut = good if good > start + (place - start) // 2 else place
                pieces.append(word[start:cut])
                used, start, room = self.text(word[cut:place]), cut, width
            used += advance
            if character in _GOOD_BREAK:
                good = place + 1
        pieces.append(word[start:])
        return pieces

    def shorten(self, text: str, width: float) -> str:
        """Return the text, its end replaced by an ellipsis where it is wider than `width`."""
        if self.text(text) <= width:
            return text
        pieces = self.pieces(text[:400], width - self._advances["…"], width)
        return pieces[0].rstrip() + "…"


def break_lines(
    text: str, measure: Measure, width: float, *, indent: float = 0.0, check: Callable[[], None] | None = None
) -> list[str]:
    """Break a cleaned text into lines of at most `width` points, the first shorter by `indent`.

    Words stay whole unless one alone is wider than a line. `check` is called now and then and may raise.
    """
    lines: list[str] = []
    room = width - indent
    next_check = _LINES_BETWEEN_CHECKS
    for paragraph in text.split("\n"):
        line: list[str] = []
        used = 0.0
        for word in paragraph.split(" "):
            wide = measure[word]
            if used + wide > room:
                if line or room < width:
                    lines.append(" ".join(line))
                    line, used, room = [], 0.0, width
                if wide > room:
                    *full, word = measure.pieces(word, room, room)  # noqa: PLW2901 (the rest of the word goes on)
                    lines += full
                    wide = measure[word]
            line.append(word)
            used += wide + measure.space
        lines.append(" ".join(line))
        room = width
        if check is not None and len(lines) > next_check:
            check()
            next_check = len(lines) + _LINES_BETWEEN_CHECKS
    if not text.isascii() and _HEBREW.search(text):
        lines = [_HEBREW.sub(_leftwards, line) for line in lines]
    return lines


def _leftwards(found: re.Match[str]) -> str:
    """Put a run of Hebrew into the order in which it is drawn, points after their letter."""
    clusters = re.findall(".[\u0591-\u05bd\u05bf\u05c1-\u05c7]*", found.group())
    return "".join(reversed(clusters))


def linked(lines: list[str], links: Iterable[int]) -> list[Line]:
    """Return lines whose marked parts are spans of the links given, in their order."""
    following = iter(links)
    inside: int | None = None
    found: list[Line] = []
    for line in lines:
        spans: list[Span] = []
        for piece in _MARKS.split(line):
            if piece == OPEN:
                inside = LINK + next(following)
            elif piece == CLOSE:
                inside = None
            elif piece:
                spans.append((Weight.REGULAR if inside is None else inside, piece))
        found.append(tuple(spans) or ((Weight.REGULAR, ""),))
    return found


def plain(lines: list[str], weight: int = Weight.REGULAR) -> list[Line]:
    """Return lines of one weight."""
    return [((weight, line),) for line in lines]
