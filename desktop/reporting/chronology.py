"""Renders a court chronology: lay it out, draw it, tag it.

Drawn row by row rather than through a table class: a hundred pages take a third of a second, and it can be cancelled.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.reporting.layout import (
    EDGES,
    LEADING,
    LEFT,
    PADDING,
    RIGHT,
    SPACING,
    WIDTH,
    Kind,
    Layout,
    Strip,
)
from desktop.reporting.paper import PAGE_HEIGHT, Paper, Tag, typefaces
from desktop.reporting.report import Cancelled, ChronologyReport, RenderedPdf, never
from desktop.reporting.tags import About, finish
from desktop.reporting.text import Cleaner, Line, Measure, Weight, plain
from desktop.reporting.wording import moment_in_words

_BASELINE = 0.76  # of a line's height, from its top down to the baseline
_HEADER_Y, _HEADER_RULE = PAGE_HEIGHT - 59.0, PAGE_HEIGHT - 66.0
_MARKING_TOP, _MARKING_BOTTOM = PAGE_HEIGHT - 38.0, 28.0
_FOOTER_Y, _FOOTER_RULE = 48.0, 64.0
_TAGS = {Kind.TITLE: "H1", Kind.HEADING: "H2"}


def render_chronology(
    report: ChronologyReport,
    *,
    cancelled: Callable[[], bool] = never,
    progress: Callable[[int, int], None] | None = None,
) -> RenderedPdf:
    """Return the chronology as a tagged PDF; `progress` is told pages drawn and pages in all.

    Raises `Cancelled` soon after `cancelled` turns true.
    """

    def check() -> None:
        if cancelled():
            raise Cancelled

    check()
    advances = typefaces().advances
    cleaner = Cleaner(advances[Weight.REGULAR].keys() & advances[Weight.BOLD].keys() & advances[Weight.ITALIC].keys())
    measures = tuple(Measure(table) for table in advances)
    furniture = _Furniture.of(report, cleaner, measures)
    pages = Layout(cleaner, measures, check).report(report)
    drawing = _Drawing(furniture, len(pages.sheets))
    rows = tuple(_serials(report, sheet) for sheet in pages.sheets)
    for number, sheet in enumerate(pages.sheets):
        check()
        drawing.page(number, sheet)
        sheet.clear()  # its lines are in the page now: a long document need not be held twice
        if progress is not None:
            progress(number + 1, len(pages.sheets))
    check()
    drawn = drawing.paper.finish()
    check()
    pdf = finish(drawn, drawing.root, drawing.paper.parents, pages.bookmarks, _about(report, cleaner))
    over = report.page_limit is not None and len(pages.sheets) > report.page_limit
    return RenderedPdf(pdf, len(pages.sheets), hashlib.sha256(pdf).hexdigest(), tuple(cleaner.unprinted), over, rows)


def _serials(report: ChronologyReport, sheet: list[Strip]) -> tuple[int, ...]:
    """The events of which something stands on a page."""
    return tuple(dict.fromkeys(report.rows[strip.row].serial for strip in sheet if strip.kind is Kind.ROW))


def _about(report: ChronologyReport, cleaner: Cleaner) -> About:
    """The file names the case, not the child: titles end up in search indexes and window lists."""
    title = " ".join(filter(None, (report.title, report.case_number or report.reference)))
    author = ", ".join(filter(None, (report.author, report.author_role)))
    return About(
        title=cleaner.clean(title),
        author=cleaner.clean(author),
        made_on=report.prepared_on,
        section_letter=cleaner.clean(report.section_letter),
        first_page=report.first_page,
    )


@dataclass(frozen=True, slots=True)
class _Furniture:
    """What stands on every page, already measured."""

    header: list[Line]
    footer: list[Line]
    marking: list[Line]
    marking_x: float
    section_letter: str
    first_page: int
    measure: Measure

    @classmethod
    def of(cls, report: ChronologyReport, cleaner: Cleaner, measures: tuple[Measure, ...]) -> _Furniture:
        regular, bold = measures[Weight.REGULAR], measures[Weight.BOLD]
        header = " · ".join(filter(None, map(cleaner.clean, (report.case_number, report.child, report.title))))
        version = f", version {report.version}" if report.version else ""
        footer = cleaner.clean(f"Record as at {moment_in_words(report.record_as_at)}{version}")
        marking = bold.shorten(cleaner.clean(report.marking), WIDTH)
        return cls(
            header=plain([regular.shorten(header.replace("\n", " "), WIDTH)]),
            footer=plain([regular.shorten(footer.replace("\n", " "), WIDTH - 130)]),
            marking=plain([marking], Weight.BOLD),
            marking_x=(LEFT + RIGHT - bold.text(marking)) / 2,
            section_letter=cleaner.clean(report.section_letter),
            first_page=report.first_page,
            measure=regular,
        )

    def page(self, number: int, total: int) -> str:
        """Return "Page 3 of 12", preceded by the bundle's own number where it has one."""
        if self.section_letter or self.first_page != 1:
            return f"{self.section_letter}{self.first_page + number} · page {number + 1} of {total}"
        return f"Page {number + 1} of {total}"


@dataclass(slots=True)
class _Drawing:
    """Draws laid-out pages and grows the structure tree beside them."""

    furniture: _Furniture
    total: int
    paper: Paper = field(default_factory=Paper)
    root: Tag = field(default_factory=lambda: Tag("Document"))
    _table: Tag | None = None
    _row: int = -1
    _cells: tuple[Tag, ...] = ()

    def page(self, number: int, sheet: list[Strip]) -> None:
        """Draw one page; pages come in order."""
        if number:
            self.paper.next_page()
        self._top()
        for strip in sheet:
            if strip.kind is Kind.ROW:
                self._table_row(strip)
            elif strip.kind is Kind.HEADS:
                self._heads(strip)
            else:
                self._words(strip)
        self._grid(sheet)
        self._bottom(number)

    def _top(self) -> None:
        paper, furniture = self.paper, self.furniture
        paper.text(furniture.marking_x, _MARKING_TOP, furniture.marking)
        paper.text(LEFT, _HEADER_Y, furniture.header)
        paper.rules([(LEFT, _HEADER_RULE, RIGHT, _HEADER_RULE)], 0.75, 0.35)

    def _bottom(self, number: int) -> None:
        paper, furniture = self.paper, self.furniture
        paper.rules([(LEFT, _FOOTER_RULE, RIGHT, _FOOTER_RULE)], 0.75, 0.35)
        paper.text(LEFT, _FOOTER_Y, furniture.footer)
        words = furniture.page(number, self.total)
        paper.text(RIGHT - furniture.measure.text(words), _FOOTER_Y, plain([words]))
        paper.text(furniture.marking_x, _MARKING_BOTTOM, furniture.marking)

    def _words(self, strip: Strip) -> None:
        tag = self.root.add(_TAGS.get(strip.kind, "P"))
        leading = strip.size * SPACING
        for x, lines in strip.cells:
            if lines:
                self.paper.text(x, strip.top - leading * _BASELINE, lines, size=strip.size, leading=leading, tag=tag)

    def _heads(self, strip: Strip) -> None:
        self.paper.shade(LEFT, strip.top - strip.height, WIDTH, strip.height, 0.92)
        row = None
        if self._table is None:
            self._table = self.root.add("Table")
            row = self._table.add("TR")
        for x, lines in strip.cells:
            self._cell(strip, x, lines, None if row is None else row.add("TH"))

    def _table_row(self, strip: Strip) -> None:
        if self._table is None:
            self._table = self.root.add("Table")
        if strip.row != self._row:
            self._row = strip.row
            row = self._table.add("TR")
            self._cells = tuple(row.add("TD") for _ in strip.cells)
        for (x, lines), tag, again in zip(strip.cells, self._cells, strip.repeated, strict=True):
            if lines:
                self._cell(strip, x, lines, None if again else tag)

    def _cell(self, strip: Strip, x: float, lines: list[Line], tag: Tag | None) -> None:
        self.paper.text(x, strip.top - PADDING / 2 - LEADING * _BASELINE, lines, tag=tag)

    def _grid(self, sheet: list[Strip]) -> None:
        table = [strip for strip in sheet if strip.kind in (Kind.ROW, Kind.HEADS)]
        if not table:
            return
        top, low = table[0].top, table[-1].top - table[-1].height
        across = [(LEFT, strip.top - strip.height, RIGHT, strip.top - strip.height) for strip in table]
        self.paper.rules([(LEFT, top, RIGHT, top), *across], 0.5, 0.45)
        self.paper.rules([(edge, top, edge, low) for edge in EDGES], 0.5, 0.45)
