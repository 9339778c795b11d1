"""The only module that touches ReportLab: typefaces, pages, and text written straight into the page's stream.

Each text goes out through one table per typeface that maps a character to its code in the embedded subset, which is
three times faster than ReportLab's `drawString`, and no user text passes anything that could read it as markup.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.reporting.text import Line, Weight
from resources import resource

PAGE_WIDTH, PAGE_HEIGHT = 595.276, 841.89
_AT_12_POINT = 12 / 1000
_FILES = ("Arimo-Regular", "Arimo-Bold", "Arimo-Italic")  # by weight
_FALLBACK = "DejaVuSans"
_ELSEWHERE = "\x00"  # marks a character outside a typeface's first subset; cleaned text never holds it
_ONE_AT_A_TIME = Lock()  # ReportLab cuts its subsets with a shared read position


@dataclass(frozen=True)
class Typefaces:
    """The loaded fonts and, for each weight, how wide each printable character is in points at 12 point."""

    fonts: tuple[Any, ...]
    fallback: Any
    advances: tuple[Mapping[str, float], ...]


@cache
def typefaces() -> Typefaces:
    """Load the fonts once (about 50 ms)."""
    with _ONE_AT_A_TIME:
        fonts = tuple(_font(name) for name in _FILES)
        fallback = _font(_FALLBACK)
    spare = {
        chr(code): width * _AT_12_POINT for code, width in fallback.face.charWidths.items() if _stands_alone(chr(code))
    }
    advances = tuple(spare | _advances(font) for font in fonts)
    return Typefaces(fonts, fallback, advances)


def _font(name: str) -> Any:
    font = TTFont(name, str(resource("fonts", f"{name}.ttf")), asciiReadable=True, shapable=False)
    pdfmetrics.registerFont(font)
    return font


def _advances(font: Any) -> dict[str, float]:
    """Widths by character, but only of those that mean something drawn alone from left to right."""
    return {
        chr(code): width * _AT_12_POINT
        for code, width in font.face.charWidths.items()
        if code in font.face.charToGlyph and unicodedata.category(chr(code)) not in ("Cc", "Cf", "Co", "Cn")
    }


def _stands_alone(character: str) -> bool:
    """Whether a character of the fallback can be drawn without joining, marks or right-to-left order."""
    return (
        unicodedata.bidirectional(character) not in ("R", "AL", "AN", "NSM", "")
        and unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cn", "Mn", "Mc", "Me")
        and "LAO" not in unicodedata.name(character, "LAO")
    )


class _Codes(dict[int, str]):
    """Maps a character's number to its escaped code in the font's first subset, filled as characters turn up."""

    def __init__(self, font: Any, document: Any) -> None:
        super().__init__()
        self._font, self._document = font, document
        self.first = font.getSubsetInternalName(0, document) if font.splitString(" ", document) else ""

    def __missing__(self, code: int) -> str:
        value = _ELSEWHERE
        if code in self._font.face.charToGlyph:
            ((subset, raw),) = self._font.splitString(chr(code), self._document)
            if subset == 0:
                value = _escaped(raw)
        self[code] = value
        return value

    def runs(self, character: str) -> tuple[str, str]:
        """Return the internal font name and the escaped code of a character outside the first subset."""
        ((subset, raw),) = self._font.splitString(character, self._document)
        return self._font.getSubsetInternalName(subset, self._document), _escaped(raw)

    def has(self, character: str) -> bool:
        return ord(character) in self._font.face.charToGlyph


def _escaped(raw: bytes) -> str:
    (code,) = raw
    return chr(code) if 32 <= code < 127 and code not in b"()\\" else f"\\{code:03o}"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place on a page that can be pressed: its box, the number of the link, and in the tree its element."""

    page: int
    box: tuple[float, float, float, float]
    link: int


@dataclass(slots=True)
class Tag:
    """One element of the structure tree; its kids are elements, (page, marked content number), or places to press."""

    name: str
    kids: list[Tag | tuple[int, int] | Anchor] = field(default_factory=list)

    def add(self, name: str) -> Tag:
        """Append a child element and return it."""
        child = Tag(name)
        self.kids.append(child)
        return child


class Paper:
    """A4 sheets being drawn: text, rules and boxes, each inside a tag or marked as an artifact."""

    def __init__(self) -> None:
        faces = typefaces()
        # Uncompressed here: ReportLab would wrap each page in ASCII85, and pikepdf compresses it all when saving.
        self._canvas = Canvas(
            None,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            pageCompression=0,
            invariant=1,
            initialFontName=_FILES[Weight.REGULAR],
        )
        document = self._canvas._doc
        self._codes = tuple(_Codes(font, document) for font in faces.fonts)
        self._fallback_font, self._document = faces.fallback, document
        self._fallback: _Codes | None = None
        self._out: list[str] = self._canvas._code
        self.parents: list[list[Tag]] = [[]]

    def next_page(self) -> None:
        """Finish the sheet and lay the next one."""
        self._end_page()
        self._out = self._canvas._code
        self.parents.append([])

    def text(
        self, x: float, y: float, lines: list[Line], *, size: float = 12, leading: float = 18, tag: Tag | None = None,
        end: str = " ",
    ) -> None:  # fmt: skip
        """Draw lines downwards from baseline `y`, as content of `tag`, or as part of the page's furniture.

        Each line is ended by a space, so that programs that read it do not join its last word to the next line.
        """
        out = self._out
        out.append(self._begin(tag))
        out.append(f"BT {leading:.2f} TL 1 0 0 1 {x:.2f} {y:.2f} Tm")
        current = ""
        for number, line in enumerate(lines):
            if number:
                out.append("T*")
            last = line[-1]
            for span in line:
                weight, words = span
                if span is last:
                    words += end
                codes = self._codes[weight]
                drawn = words.translate(codes)
                if current != codes.first:
                    current = codes.first
                    out.append(f"{current} {size:g} Tf")
                if _ELSEWHERE not in drawn:
                    out.append(f"({drawn}) Tj")
                else:
                    current = self._mixed(words, codes, size, current)
        out.append("ET EMC")

    def _begin(self, tag: Tag | None) -> str:
        """The operator before content of a tag, which is noted on both sides."""
        if tag is None:
            return "/Artifact <</Type/Pagination>> BDC"
        here = self.parents[-1]
        tag.kids.append((len(self.parents) - 1, len(here)))
        here.append(tag)
        return f"/{tag.name} <</MCID {len(here) - 1}>> BDC"

    def anchor(self, x: float, y: float, width: float, link: int, tag: Tag) -> None:
        """Make the words at baseline `y` a place to press."""
        tag.kids.append(Anchor(len(self.parents) - 1, (x, y - 4.0, x + width, y + 11.0), link))

    def shape(self, operators: str) -> None:
        """Draw paths as an artifact."""
        self._out.append(f"/Artifact BMC q {operators} Q EMC")

    @contextmanager
    def turned(self, x: float, y: float) -> Iterator[None]:
        """Draw what follows from a point upwards, its head to the left."""
        self._out.append(f"q 0 1 -1 0 {x:.2f} {y:.2f} cm")
        yield
        self._out.append("Q")

    def bound(self, name: str, matrix: tuple[float, ...], tag: Tag) -> None:
        """Show what will be bound in under a name."""
        placed = " ".join(f"{number:.5f}" for number in matrix)
        self._out.append(f"{self._begin(tag)} q {placed} cm /{name} Do Q EMC")

    def _mixed(self, words: str, codes: _Codes, size: float, current: str) -> str:
        """Draw a line whose characters come from more than one embedded font; return the font left in force."""
        for character in words:
            drawn, name = codes[ord(character)], codes.first
            if drawn == _ELSEWHERE:
                name, drawn = (codes if codes.has(character) else self._spare()).runs(character)
            if name != current:
                self._out.append(f"{name} {size:g} Tf")
                current = name
            self._out.append(f"({drawn}) Tj")
        return current

    def _spare(self) -> _Codes:
        if self._fallback is None:
            self._fallback = _Codes(self._fallback_font, self._document)
        return self._fallback

    def _end_page(self) -> None:
        self._canvas.showPage()
        sheet = self._document.Pages.pages[-1]
        sheet.stream = sheet.stream.encode("ascii")  # all of it is: characters are codes by now

    def rules(self, lines: list[tuple[float, float, float, float]], thickness: float, grey: float) -> None:
        """Draw straight lines (x1, y1, x2, y2) as an artifact."""
        path = " ".join(f"{a:.2f} {b:.2f} m {c:.2f} {d:.2f} l" for a, b, c, d in lines)
        self._out.append(f"/Artifact BMC q {thickness:g} w {grey:g} G {path} S Q EMC")

    def shade(self, x: float, y: float, width: float, height: float, grey: float) -> None:
        """Fill a box, lower left corner at (x, y), as an artifact."""
        self._out.append(f"/Artifact BMC q {grey:g} g {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f Q EMC")

    def finish(self) -> bytes:
        """Finish the last sheet and return the PDF, not yet tagged."""
        self._end_page()
        with _ONE_AT_A_TIME:
            data = self._canvas.getpdfdata()
        return bytes(data)
