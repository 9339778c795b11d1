"""Fills pages from top to bottom before anything is drawn, so that "page 3 of 12" is known from the first sheet.

Practice Direction 27A asks for A4 portrait, 12 point and one and a half lines. All documents for the court are laid
with this; what each one says, and in which order, is its own module's matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from db.domain.page_turns import Turn, turn
from db.errors import Refused
from desktop.reporting.genogram import Genogram
from desktop.reporting.paper import PAGE_HEIGHT, PAGE_WIDTH
from desktop.reporting.text import CLOSE, OPEN, Cleaner, Line, Measure, Weight, break_lines, linked, plain
from desktop.reporting.wording import audit_line

SIZE = 12.0
SPACING = 1.5
LEADING = SIZE * SPACING
TITLE_SIZE, HEADING_SIZE = 20.0, 14.0

LEFT, RIGHT = 48.0, PAGE_WIDTH - 48.0
WIDTH = RIGHT - LEFT
TOP, BOTTOM = PAGE_HEIGHT - 78.0, 76.0
FACT_COLUMN = LEFT + 126.0
MOST_PAGES = 5_000
_KEPT_LINES = 2  # of a text that goes on over the page, on either side

Cell = tuple[float, list[Line]]


class Kind(Enum):
    """What a strip of the page is; the drawing follows from it."""

    TITLE = auto()
    HEADING = auto()
    PART = auto()
    TEXT = auto()
    ITEM = auto()
    INDEX = auto()
    SIGNATURE = auto()
    HEADS = auto()
    ROW = auto()
    PICTURE = auto()
    LEGEND = auto()
    SLOT = auto()


@dataclass(frozen=True, slots=True)
class Slot:
    """A page of another PDF in a frame of ours: which of all those bound in, its place and scale, and the frame."""

    number: int
    matrix: tuple[float, float, float, float, float, float]
    frame: tuple[float, float, float, float]
    label: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """A genogram at a scale; a wide one is turned, its head to the left."""

    genogram: Genogram
    scale: float
    turned: bool = False


@dataclass(slots=True)
class Strip:
    """A horizontal piece of a page: its top and height in points, and text at positions across it.

    `edges` are the lines between the columns of a table, `ruled` a strip with a line in the margin, `linked` one that
    holds links, `again` the cells that are only said again for the reader of a row's next page.
    """

    kind: Kind
    top: float
    height: float
    cells: tuple[Cell, ...]
    size: float = SIZE
    continued: bool = False
    ruled: bool = False
    linked: bool = False
    row: int = -1
    edges: tuple[float, ...] = ()
    again: tuple[bool, ...] = ()
    picture: Sketch | None = None
    slot: Slot | None = None


@dataclass(slots=True)
class Pages:
    """All pages; where each heading and year begins (title, page, height on the page); where the links lead."""

    sheets: list[list[Strip]] = field(default_factory=lambda: [[]])
    bookmarks: list[tuple[str, int, float, bool]] = field(default_factory=list)
    places: dict[str, tuple[int, float]] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)
    """The place that each link leads to and what is there, by the number of the link."""
    turns: list[Turn] = field(default_factory=list)
    """How each text reads on that goes over the end of a page."""


class Layout:
    """The pages so far, and the pieces that all documents are made of."""

    def __init__(self, cleaner: Cleaner, measures: tuple[Measure, ...], check: Callable[[], None]) -> None:
        self.pages = Pages()
        self.measures = measures
        self.cleaner = cleaner
        self.clean = cleaner.clean
        self.check = check
        self.y = TOP
        self.ruled = False
        self._links: dict[str, int] = {}

    # Texts as lines.

    def broken(self, text: str, width: float, weight: int = Weight.REGULAR) -> list[Line]:
        """The lines of a cleaned text; none of an empty one."""
        if not text:
            return []
        return plain(break_lines(text, self.measures[weight], width, check=self.check), weight)

    def labelled(self, label: str, text: str, width: float) -> list[Line]:
        """Lines that begin with a label in italics."""
        if not text:
            return []
        label += " "
        indent = self.measures[Weight.ITALIC].text(label)
        first, *others = break_lines(text, self.measures[Weight.REGULAR], width, indent=indent, check=self.check)
        return [((Weight.ITALIC, label), (Weight.REGULAR, first)), *plain(others)]

    def linking(self, text: str, width: float, pattern: re.Pattern[str], place: Callable[[str], str]) -> list[Line]:
        """Lines in which what the pattern finds is a link to the place that it names; where that is none, a text."""
        numbers: list[int] = []

        def mark(found: re.Match[str]) -> str:
            words = found.group()
            key = place(words)
            if not key:
                return words
            numbers.append(self.link(key, words))
            return f"{OPEN}{words}{CLOSE}"

        text = pattern.sub(mark, text)
        if not numbers:
            return self.broken(text, width)
        return linked(break_lines(text, self.measures[Weight.REGULAR], width, check=self.check), numbers)

    def link(self, key: str, words: str) -> int:
        """The number of the link to a place, which is described by what was first said of it."""
        if key not in self._links:
            self._links[key] = len(self.pages.links)
            self.pages.links.append((key, words[:200]))
        return self._links[key]

    # Pieces of a page.

    @property
    def room(self) -> float:
        """Points that are left on this page."""
        return self.y - BOTTOM

    @property
    def page(self) -> int:
        """The page being filled; the first is 0."""
        return len(self.pages.sheets) - 1

    def title(self, text: str) -> None:
        """The title of the document, with its bookmark."""
        self.bookmark(text)
        lines = self.broken(self.clean(text), WIDTH * SIZE / TITLE_SIZE, Weight.BOLD)
        self.strip(Kind.TITLE, ((LEFT, lines),), size=TITLE_SIZE)
        self.y -= 6

    def facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Labels with their values; an empty value prints no line."""
        for label, value in facts:
            cleaned = self.clean(value)
            if cleaned:
                lines = self.broken(cleaned, RIGHT - FACT_COLUMN)
                heads: list[Line] = [((Weight.BOLD, f"{label}:"),)] if label else []
                self.strip(Kind.TEXT, ((LEFT, heads), (FACT_COLUMN, lines)))

    def heading(
        self, text: str, *, part: bool = False, mark: str = "", following: float = 2 * LEADING, key: str = ""
    ) -> None:  # fmt: skip
        """A heading that is not parted from what follows it, with its bookmark and its key for links.

        `mark` stands at its right end, and a line in the margin from here on.
        """
        size = SIZE if part else HEADING_SIZE
        beside = self.measures[Weight.ITALIC].text(mark) * size / SIZE
        across = (WIDTH - (beside + 14 if mark else 0)) * SIZE / size
        lines = self.broken(self.clean(text), across, Weight.BOLD)
        if self.room - 12 - len(lines) * size * SPACING - 4 - following < 0:
            self.new_page()
        elif self.y < TOP:
            self.y -= 12
        self.ruled = bool(mark)
        self.bookmark(f"{text} ({mark.lower()})" if mark else text, inner=part)
        if key:
            self.place(key)
        cells: tuple[Cell, ...] = ((LEFT, lines),)
        if mark:
            cells = (*cells, (RIGHT - beside, [((Weight.ITALIC, mark),)]))
        self.strip(Kind.PART if part else Kind.HEADING, cells, size=size)
        self.y -= 4

    def note(self, text: str) -> None:
        """A text across the page that stands for itself."""
        self.strip(Kind.TEXT, ((LEFT, self.broken(text, WIDTH)),))

    def audit(self, seq: int, head: str) -> list[Line]:
        """The lines that say how far the audit was sealed, and its head."""
        return self.broken(audit_line(seq), WIDTH) + self.broken(self.clean(head), WIDTH)

    def at_the_foot(self, lines: list[Line]) -> None:
        """Lines at the very end of this page, for which there must be room."""
        height = len(lines) * LEADING
        self.pages.sheets[-1].append(Strip(Kind.TEXT, BOTTOM + height, height, ((LEFT, lines),)))

    def strip(self, kind: Kind, cells: tuple[Cell, ...], *, size: float = SIZE, linked: bool = False) -> None:
        """Place a strip, over as many pages as its lines need, with at least two lines of it on each."""
        leading = size * SPACING
        wanted = max(len(lines) for _, lines in cells)
        done = 0
        while True:
            room = int((self.room + 0.01) // leading)
            if room < min(wanted - done, _KEPT_LINES):
                self.new_page()
                continue
            if 0 < wanted - done - room < _KEPT_LINES <= room - 1:
                room = wanted - done - _KEPT_LINES
            part = tuple((x, lines[done : done + room]) for x, lines in cells)
            height = min(room, wanted - done) * leading
            self.add(Strip(kind, self.y, height, part, size=size, continued=done > 0, linked=linked))
            done += room
            if done >= wanted:
                return
            self.check()

    def add(self, strip: Strip) -> None:
        """Place a strip whose height is known to fit."""
        strip.ruled = self.ruled
        if strip.continued and strip.kind is not Kind.HEADS:
            self._note_turns(strip)
        self.pages.sheets[-1].append(strip)
        self.y -= strip.height

    def _note_turns(self, strip: Strip) -> None:
        """Remember how the texts of a strip read on that was parted by the end of the page before."""
        parted = self.pages.sheets[-2][-1]
        again = strip.again or (False,) * len(strip.cells)
        for (_, before), (_, after), said in zip(parted.cells, strip.cells, again, strict=True):
            if before and after and not said:
                self.pages.turns.append(turn(self.page - 1, _words(before), _words(after)))

    def new_page(self) -> None:
        """Begin a page; Refused where there would be more than anybody could use."""
        if len(self.pages.sheets) >= MOST_PAGES:
            raise Refused(f"This would be more than {MOST_PAGES:,} pages, so it is not made. Make it shorter.")
        self.pages.sheets.append([])
        self.y = TOP

    def bookmark(self, title: str, *, inner: bool = False) -> None:
        """Remember a heading that begins here."""
        self.pages.bookmarks.append((" ".join(self.clean(title).split())[:300], self.page, self.y, not inner))

    def place(self, key: str) -> None:
        """Say that what stands next is where links with this key lead."""
        self.pages.places[key] = (self.page, self.y)


def _words(lines: Sequence[Line]) -> list[str]:
    return ["".join(words for _, words in line) for line in lines]
