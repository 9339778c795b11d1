"""Puts the chronology on pages before anything is drawn, so that "page 3 of 12" is known from the first sheet.

Practice Direction 27A asks for A4 portrait, 12 point and one and a half lines; a date is never parted from its text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import pairwise

from desktop.reporting.paper import PAGE_HEIGHT, PAGE_WIDTH
from desktop.reporting.report import ChronologyReport, ReportRow
from desktop.reporting.text import Cleaner, Line, Measure, Weight, break_lines, plain
from desktop.reporting.wording import end_line, facts, hold_dates, quoted, unprinted_note

SIZE = 12.0
SPACING = 1.5
LEADING = SIZE * SPACING
TITLE_SIZE, HEADING_SIZE = 20.0, 14.0

LEFT, RIGHT = 48.0, PAGE_WIDTH - 48.0
WIDTH = RIGHT - LEFT
TOP, BOTTOM = PAGE_HEIGHT - 78.0, 76.0
PADDING, ROW_AIR = 5.0, 8.0
SERIAL, DATE, REFERENCE = 47.0, 106.0, 110.0
EDGES = (LEFT, LEFT + SERIAL, LEFT + SERIAL + DATE, RIGHT - REFERENCE, RIGHT)
FACT_COLUMN = LEFT + 126.0
WHEN_WIDTH = 216.0
FEWEST_LINES = 6  # of a row too long for one page that are worth starting on what is left of this one

Cell = tuple[float, list[Line]]


class Kind(Enum):
    """What a strip of the page is; the drawing follows from it."""

    TITLE = auto()
    HEADING = auto()
    FACT = auto()
    PERIOD = auto()
    HEADS = auto()
    ROW = auto()
    NOTE = auto()
    AUDIT = auto()


@dataclass(slots=True)
class Strip:
    """A horizontal piece of a page: its top and height in points, and text at positions across it."""

    kind: Kind
    top: float
    height: float
    cells: tuple[Cell, ...]
    size: float = SIZE
    row: int = -1
    continued: bool = False
    repeated: tuple[bool, ...] = ()


@dataclass(slots=True)
class Pages:
    """All pages, and where each heading and year begins (title, page, height on the page)."""

    sheets: list[list[Strip]] = field(default_factory=lambda: [[]])
    bookmarks: list[tuple[str, int, float, bool]] = field(default_factory=list)


class Layout:
    """Fills pages from top to bottom."""

    def __init__(self, cleaner: Cleaner, measures: tuple[Measure, ...], check: Callable[[], None]) -> None:
        self.pages = Pages()
        self._clean = cleaner.clean
        self._cleaner = cleaner
        self._measures = measures
        self._check = check
        self._y = TOP
        self._heads = self._head_cells()
        self._heads_height = row_height(self._heads)
        self._heads_shown = False

    def report(self, report: ChronologyReport) -> Pages:
        """Lay the whole report."""
        self._front(report)
        self._involvement(report)
        self._events(report)
        self._end(report)
        return self.pages

    # The parts of the document, in their order.

    def _front(self, report: ChronologyReport) -> None:
        self._bookmark(report.title)
        self._strip(Kind.TITLE, self._one(self._clean(report.title), Weight.BOLD, scale=TITLE_SIZE), size=TITLE_SIZE)
        self._y -= 6
        for label, value in facts(report):
            cleaned = self._clean(value)
            if cleaned:
                lines = self._broken(cleaned, RIGHT - FACT_COLUMN)
                self._strip(Kind.FACT, ((LEFT, [((Weight.BOLD, f"{label}:"),)]), (FACT_COLUMN, lines)))

    def _involvement(self, report: ChronologyReport) -> None:
        self._heading("Length of involvement")
        if not report.involvement:
            self._note("No period of involvement is recorded.")
        for line in report.involvement:
            when = self._broken(hold_dates(self._clean(line.when)), WHEN_WIDTH - 14)
            what = self._broken(self._clean(line.what), WIDTH - WHEN_WIDTH)
            self._strip(Kind.PERIOD, ((LEFT, when), (LEFT + WHEN_WIDTH, what)))

    def _events(self, report: ChronologyReport) -> None:
        if not report.rows:
            self._heading("Events")
            self._note("No entries are in this selection.")
            return
        year = None
        for number, row in enumerate(report.rows):
            self._check()
            cells = self._row_cells(row)
            if number == 0:
                self._heading("Events", following=self._heads_height + self._opening(cells))
            self._row(number, cells)
            if row.year != year:
                year = row.year
                self._year(str(year), number)

    def _end(self, report: ChronologyReport) -> None:
        self._y -= 8
        lines = [end_line(len(report.rows))]
        if self._cleaner.unprinted:
            lines.append(unprinted_note(tuple(self._cleaner.unprinted)))
        notes = [self._broken(line, WIDTH) for line in lines]
        audit = self._audit(report)
        if self._y - sum(len(note) for note in notes) * LEADING - len(audit) * LEADING - 8 < BOTTOM:
            self._new_page()
        for note in notes:
            self._strip(Kind.NOTE, ((LEFT, note),))
        height = len(audit) * LEADING
        self.pages.sheets[-1].append(Strip(Kind.AUDIT, BOTTOM + height, height, ((LEFT, audit),)))

    def _audit(self, report: ChronologyReport) -> list[Line]:
        words = f"Audit record sealed up to event {report.audit_seq:,}, head:"
        return self._broken(words, WIDTH) + self._broken(self._clean(report.audit_head), WIDTH)

    # Rows of the table.

    def _row_cells(self, row: ReportRow) -> tuple[list[Line], ...]:
        reference = self._broken(self._clean(row.source), REFERENCE - 2 * PADDING)
        reference += self._broken(self._clean(row.reference), REFERENCE - 2 * PADDING)
        return (
            plain([str(row.serial)]),
            self._broken(hold_dates(self._clean(row.date)), DATE - 2 * PADDING),
            self._event(row),
            reference,
        )

    def _event(self, row: ReportRow) -> list[Line]:
        width = EDGES[3] - EDGES[2] - 2 * PADDING
        alone = not (row.detail or row.impact or row.words or row.outcome)
        lines = self._broken(self._clean(row.headline), width, Weight.REGULAR if alone else Weight.BOLD)
        lines += self._broken(self._clean(row.detail), width)
        lines += self._labelled("Impact:", self._clean(row.impact), width)
        lines += self._labelled("Child’s words:", quoted(self._clean(row.words)), width)
        lines += self._labelled("Outcome:", self._clean(row.outcome), width)
        return lines

    def _labelled(self, label: str, text: str, width: float) -> list[Line]:
        if not text:
            return []
        indent = self._measures[Weight.ITALIC].text(label + " ")
        measure = self._measures[Weight.REGULAR]
        first, *others = break_lines(text, measure, width, indent=indent, check=self._check)
        return [((Weight.ITALIC, label), (Weight.REGULAR, first)), *plain(others)]

    def _row(self, number: int, cells: tuple[list[Line], ...]) -> None:
        """Place a row whole where it can be, else in parts, each with its serial and date."""
        heads = 0.0 if self._heads_shown else self._heads_height
        if row_height(cells) > self._y - heads - BOTTOM:
            fits_a_page = row_height(cells) <= TOP - self._heads_height - BOTTOM
            if fits_a_page or self._y - heads - BOTTOM < FEWEST_LINES * LEADING + ROW_AIR:
                self._new_page()
        repeated: tuple[bool, ...] = (False,) * 4
        while True:
            self._show_heads()
            room = max(1, int((self._y - BOTTOM - ROW_AIR) // LEADING))
            part = tuple(cell[:room] for cell in cells)
            self._place_row(number, part, repeated)
            rest = tuple(cell[room:] for cell in cells)
            if not any(rest):
                return
            self._check()
            self._new_page()
            cells, repeated = self._continuation(part, rest, repeated)

    def _continuation(
        self, part: tuple[list[Line], ...], rest: tuple[list[Line], ...], before: tuple[bool, ...]
    ) -> tuple[tuple[list[Line], ...], tuple[bool, ...]]:
        """Return the rest of a row with its serial and date said again, and which cells are only said again."""
        again = (True, not rest[1], False, False)
        dates = rest[1] or part[1]
        if not rest[1] and not before[1]:
            dates = [*part[1][:3], *plain(["(continued)"], Weight.ITALIC)]
        return (part[0], dates, rest[2], rest[3]), again

    def _place_row(self, number: int, cells: tuple[list[Line], ...], repeated: tuple[bool, ...]) -> None:
        placed = tuple((edge + PADDING, cell) for edge, cell in zip(EDGES, cells, strict=False))
        height = row_height(cells)
        strip = Strip(Kind.ROW, self._y, height, placed, row=number, continued=repeated[0], repeated=repeated)
        self.pages.sheets[-1].append(strip)
        self._y -= height

    def _head_cells(self) -> tuple[list[Line], ...]:
        words = ("Serial", "Date", "Event-detail", "Witness or document reference")
        widths = (right - left - 2 * PADDING for left, right in pairwise(EDGES))
        return tuple(self._broken(w, width, Weight.BOLD) for w, width in zip(words, widths, strict=True))

    def _show_heads(self) -> None:
        if self._heads_shown:
            return
        placed = tuple((edge + PADDING, cell) for edge, cell in zip(EDGES, self._heads, strict=False))
        self.pages.sheets[-1].append(Strip(Kind.HEADS, self._y, self._heads_height, placed))
        self._y -= self._heads_height
        self._heads_shown = True

    def _opening(self, cells: tuple[list[Line], ...]) -> float:
        return min(row_height(cells), FEWEST_LINES * LEADING + ROW_AIR)

    # Smaller pieces.

    def _heading(self, text: str, following: float = LEADING) -> None:
        if self._y - LEADING * 2.2 - following < BOTTOM:
            self._new_page()
        else:
            self._y -= 12
        self._bookmark(text)
        self._strip(Kind.HEADING, self._one(text, Weight.BOLD), size=HEADING_SIZE)
        self._y -= 4

    def _note(self, text: str) -> None:
        self._strip(Kind.NOTE, ((LEFT, self._broken(text, WIDTH)),))

    def _one(self, text: str, weight: int, scale: float = SIZE) -> tuple[Cell, ...]:
        return ((LEFT, self._broken(text, WIDTH * SIZE / scale, weight)),)

    def _broken(self, text: str, width: float, weight: int = Weight.REGULAR) -> list[Line]:
        if not text:
            return []
        return plain(break_lines(text, self._measures[weight], width, check=self._check), weight)

    def _strip(self, kind: Kind, cells: tuple[Cell, ...], size: float = SIZE) -> None:
        """Place a strip, over as many pages as its lines need."""
        leading = size * SPACING
        while True:
            room = int((self._y - BOTTOM) // leading)
            if room < 1:
                self._new_page()
                continue
            part = tuple((x, lines[:room]) for x, lines in cells)
            height = max(len(lines) for _, lines in part) * leading
            self.pages.sheets[-1].append(Strip(kind, self._y, height, part, size=size))
            self._y -= height
            cells = tuple((x, lines[room:]) for x, lines in cells)
            if not any(lines for _, lines in cells):
                return
            self._check()

    def _new_page(self) -> None:
        self.pages.sheets.append([])
        self._y = TOP
        self._heads_shown = False

    def _bookmark(self, title: str) -> None:
        self.pages.bookmarks.append((self._clean(title), len(self.pages.sheets) - 1, self._y, True))

    def _year(self, year: str, number: int) -> None:
        """Bookmark a year where its first row begins, which may be some pages before where it ended."""
        for page in range(len(self.pages.sheets) - 1, -1, -1):
            for strip in self.pages.sheets[page]:
                if strip.row == number and not strip.continued:
                    self.pages.bookmarks.append((year, page, strip.top, False))
                    return


def row_height(cells: tuple[list[Line], ...]) -> float:
    """Return the height of a table row in points."""
    return max(1, *map(len, cells)) * LEADING + ROW_AIR
