"""The check of a text for hidden details: folding it for the comparison, and saying what was found and where.

The server compares, and holds what is hidden; here is only the person's own text. Folding takes from it what hides a
detail from the eye of a search (capitals, accents, hyphens, line breaks, invisible characters) and remembers where each
letter stood, so that the answer points into the text as it was written.
"""

from __future__ import annotations

import hashlib
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

MOST = 2_000_000
"""Letters and figures, with the spaces between words, that can be checked at once."""
LEAST_ON_A_PAGE = 12
"""A page with fewer letters and figures is a picture, an empty page or a divider: nobody checked what it shows."""
_WRITTEN = {"þ": "th", "Þ": "TH", "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"}
_LATIN = _WRITTEN | dict(
    zip(
        "łŁøØđĐðÐıĸħĦŧŦŋŊɓƁɗƊɖƉɛƐƒƑɠƓǥǤɨƗƙƘƚȽɲƝƥƤƭƬʋƲƴƳƶƵаеорсухіѕјкмтвнАВЕКМНОРСТХІЅЈУαβεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "lLoOdDdDiqhHtTnNbBdDdDeEfFgGgGiIkKlLnNpPtTvVyYzZaeopcyxisjkmtbhABEKMHOPCTXISJYabeiknoptuxABEZHIKMNOPTYX",
        strict=True,
    )
)
"""Letters that are written like Latin ones, or that people write so who have no such key."""
KINDS = {
    "address": "address",
    "telephone": "telephone number",
    "e-mail": "e-mail address",
    "vehicle": "vehicle",
    "school": "school",
    "nursery": "nursery",
    "gp": "GP",
    "venue": "place of family time",
    "placement": "placement",
    "carer": "carer's name",
    "party": "name of a hidden party",
    "child": "name of another child",
    "other": "confidential detail",
}


class _Letters(dict[str, str]):
    """What a character becomes: Latin letters and figures, nothing if it cannot be seen, a space if it parts words."""

    def __missing__(self, char: str) -> str:
        if (figure := unicodedata.decimal(char, None)) is not None:
            plain = str(figure)
        else:
            plain = "".join(_plain(part) for part in unicodedata.normalize("NFKD", char))
        self[char] = plain
        return plain


def _plain(part: str) -> str:
    if part in _LATIN:
        return _LATIN[part]
    if part.isascii():
        return part if part.isalnum() else " "
    return "" if unicodedata.category(part) in ("Mn", "Me", "Cf") else " "


_LETTERS = _Letters()


@dataclass(frozen=True, slots=True)
class Folded:
    """Pages as one text of Latin letters, figures and single spaces, and where each letter of it stood."""

    text: str = field(repr=False)
    _stood: array[int] = field(repr=False)
    _begins: tuple[int, ...] = field(repr=False)
    _pages: tuple[str, ...] = field(repr=False)
    _letters: str = field(repr=False)

    @property
    def not_checked(self) -> tuple[int, ...]:
        """The pages, counted from one, with hardly any text: what they show was not compared."""
        counts = [0] * len(self._pages)
        for at in self._stood:
            counts[bisect_right(self._begins, at) - 1] += 1
        return tuple(number for number, count in enumerate(counts, 1) if count < LEAST_ON_A_PAGE)

    def finding(self, begins: int, ends: int, kind: str, sure: bool) -> Finding:
        """The place in the pages of these letters, counted without spaces; over two pages, as far as the first goes."""
        first, last = self._stood[begins], self._stood[ends - 1] + 1
        page = bisect_right(self._begins, first) - 1
        text = self._pages[page]
        start = first - self._begins[page]
        end = min(last - self._begins[page], len(text))
        line = text.count("\n", 0, start) + 1
        letters = self._letters[begins:ends].lower()
        key = hashlib.sha256(f"{kind}:{letters}".encode()).hexdigest()
        return Finding(page + 1, line, start, end, kind, sure, " ".join(text[start:end].split()), key)


@dataclass(frozen=True, slots=True)
class Finding:
    """A place that betrays something: page and line counted from one, characters of the page from nought.

    `words` is what the checked text itself says there; `sure` is False where it is a part that others may share. By its
    `key` it is answered: the sha256 of its kind and letters, wherever they stand.
    """

    page: int
    line: int
    start: int
    end: int
    kind: str
    sure: bool
    words: str = field(repr=False)
    key: str = field(default="", compare=False, repr=False)

    @property
    def what(self) -> str:
        """Return "hidden telephone number", or "perhaps part of a hidden address"."""
        if self.kind in ("party", "child"):
            return KINDS[self.kind] if self.sure else f"perhaps the {KINDS[self.kind]}"
        if self.kind == "other":
            return KINDS["other"] if self.sure else f"perhaps part of a {KINDS['other']}"
        return f"hidden {KINDS[self.kind]}" if self.sure else f"perhaps part of a hidden {KINDS[self.kind]}"


def fold(pages: Sequence[str]) -> Folded:
    """Folds pages for the comparison. A space stands where a word, a row of figures or a capital after a small letter
    begins, so that "12BrambleRoad" is read like "12 Bramble Road"."""
    pieces: list[str] = []
    stood = array("Q")
    begins: list[int] = []
    offset = 0
    for page in pages:
        begins.append(offset)
        before = ""
        for place, char in enumerate(page, offset):
            for letter in _LETTERS[char]:
                if letter == " ":
                    before = ""
                    continue
                if _parts(before, letter):
                    pieces.append(" ")
                pieces.append(letter)
                stood.append(place)
                before = letter
        offset += len(page) + 1
    text = "".join(pieces).lstrip()
    return Folded(text, stood, tuple(begins), tuple(pages), text.replace(" ", ""))


def _parts(before: str, letter: str) -> bool:
    """Whether something new begins with this letter."""
    return not before or before.isdigit() != letter.isdigit() or (before.islower() and letter.isupper())
