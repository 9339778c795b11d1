"""Draws laid-out pages: the furniture of every page, its strips, and the structure tree beside them.

One way for all documents for the court, so that a chronology and a statement look like the same office's work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from desktop.reporting.genogram_picture import AIR, LEGEND_PITCH, LEGEND_SIZE, Picture, draw_legend
from desktop.reporting.layout import FACT_COLUMN, LEADING, LEFT, RIGHT, SPACING, WIDTH, Kind, Pages, Sketch, Slot, Strip
from desktop.reporting.paper import PAGE_HEIGHT, Paper, Tag
from desktop.reporting.report import ChronologyReport, WrittenReport
from desktop.reporting.table import PADDING
from desktop.reporting.text import LINK, Cleaner, Line, Measure, Weight, plain
from desktop.reporting.wording import moment_in_words

_BASELINE = 0.76  # of a line's height, from its top down to the baseline
_HEADER_Y, _HEADER_RULE = PAGE_HEIGHT - 59.0, PAGE_HEIGHT - 66.0
_MARKING_TOP, _MARKING_BOTTOM = PAGE_HEIGHT - 38.0, 28.0
_MARKING_ABOVE, _RECIPIENTS_Y = PAGE_HEIGHT - 26.0, PAGE_HEIGHT - 42.0
_FOOTER_Y, _FOOTER_RULE = 48.0, 64.0
_MARGIN_RULE = LEFT - 10.0
_TAGS = {Kind.TITLE: "H1", Kind.HEADING: "H2", Kind.PART: "H3"}


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page, already cleaned and measured."""

    header: str
    footer: str
    marking: str
    recipients: str
    section_letter: str
    first_page: int
    measures: tuple[Measure, ...]

    @classmethod
    def of(
        cls, report: ChronologyReport | WrittenReport, whose: str, cleaner: Cleaner, measures: tuple[Measure, ...]
    ) -> Furniture:  # fmt: skip
        """The furniture of a report about `whose` life."""
        regular, bold = measures[Weight.REGULAR], measures[Weight.BOLD]

        def one_line(text: str, measure: Measure, width: float = WIDTH) -> str:
            return measure.shorten(" ".join(cleaner.clean(text).split()), width)

        version = f", version {report.version}" if report.version else ""
        return cls(
            header=one_line(" · ".join(filter(None, (report.case_number, whose, report.title))), regular),
            footer=one_line(f"Record as at {moment_in_words(report.record_as_at)}{version}", regular, WIDTH - 130),
            marking=one_line(report.marking, bold),
            recipients=one_line(f"Copy for {report.recipients}", bold) if report.recipients.strip() else "",
            section_letter=one_line(report.section_letter, regular, 60),
            first_page=report.first_page,
            measures=measures,
        )

    def page(self, number: int, total: int) -> str:
        """Return "Page 3 of 12", preceded by the bundle's own number where it has one."""
        if self.section_letter or self.first_page != 1:
            return f"{self.label(number)} · page {number + 1} of {total}"
        return f"Page {number + 1} of {total}"

    def words(self, number: int, total: int, bound: str) -> tuple[str, ...]:
        """All that stands around a page; one that shows a page of another document says which."""
        return (
            self.marking, self.recipients, self.header, bound or self.footer, self.page(number, total), self.marking,
        )  # fmt: skip

    def label(self, number: int) -> str:
        """The number of a page (the first is 0) in its bundle."""
        return f"{self.section_letter}{self.first_page + number}"


class Drawing:
    """Draws pages in their order and grows the structure tree."""

    def __init__(self, furniture: Furniture, pages: Pages, cleaner: Cleaner) -> None:
        self.paper = Paper()
        self.root = Tag("Document")
        self._furniture, self._pages, self._clean = furniture, pages, cleaner.clean
        self._total = len(pages.sheets)
        self._tag = self.root
        self._list: Tag | None = None
        self._cells: tuple[Tag, ...] = ()
        self._link: tuple[int, Tag] | None = None
        self._underlined: list[tuple[float, float, float, float]] = []
        self.bound: dict[int, str] = {}
        """What is printed on each page, beside the page of another document that it shows."""

    def draw(self, check: Callable[[], None], progress: Callable[[int, int], None] | None) -> None:
        """Draw all pages; a sheet's strips are let go once they are in the page, so that nothing is held twice."""
        for number, sheet in enumerate(self._pages.sheets):
            check()
            self._page(number, sheet)
            sheet.clear()
            if progress is not None:
                progress(number + 1, self._total)

    def _page(self, number: int, sheet: list[Strip]) -> None:
        if number:
            self.paper.next_page()
        self._top()
        for strip in sheet:
            self._strip(strip)
        self._rules(sheet)
        label = next((strip.slot.label for strip in sheet if strip.slot is not None), "")
        self._bottom(number, label)
        if label:
            beside = (words for strip in sheet for _, lines in strip.cells for line in lines for _, words in line)
            self.bound[number] = " ".join((*self._furniture.words(number, self._total, label), *beside))

    # What stands on every page.

    def _top(self) -> None:
        paper, furniture = self.paper, self._furniture
        self._middle(_MARKING_ABOVE if furniture.recipients else _MARKING_TOP, furniture.marking)
        if furniture.recipients:
            self._middle(_RECIPIENTS_Y, furniture.recipients)
        paper.text(LEFT, _HEADER_Y, plain([furniture.header]))
        paper.rules([(LEFT, _HEADER_RULE, RIGHT, _HEADER_RULE)], 0.75, 0.35)

    def _bottom(self, number: int, bound: str) -> None:
        """The foot of a page; one that shows a page of another document says which instead of the record's day."""
        paper, furniture = self.paper, self._furniture
        paper.rules([(LEFT, _FOOTER_RULE, RIGHT, _FOOTER_RULE)], 0.75, 0.35)
        paper.text(LEFT, _FOOTER_Y, plain([bound or furniture.footer]))
        words = furniture.page(number, self._total)
        paper.text(RIGHT - furniture.measures[Weight.REGULAR].text(words), _FOOTER_Y, plain([words]))
        self._middle(_MARKING_BOTTOM, furniture.marking)

    def _middle(self, y: float, words: str) -> None:
        width = self._furniture.measures[Weight.BOLD].text(words)
        self.paper.text((LEFT + RIGHT - width) / 2, y, plain([words], Weight.BOLD))

    # Strips.

    def _strip(self, strip: Strip) -> None:
        if strip.kind is Kind.ROW:
            self._row(strip)
        elif strip.kind is Kind.HEADS:
            self._heads(strip)
        elif strip.kind is Kind.ITEM:
            self._item(strip)
        elif strip.picture is not None:
            self._sketch(strip, strip.picture)
        elif strip.kind is Kind.LEGEND:
            draw_legend(self.paper, self._furniture.measures, LEFT, strip.top - LEGEND_PITCH / 2, WIDTH, LEGEND_SIZE)
        elif strip.slot is not None:
            self._bound(strip.slot)
        else:
            self._words(strip)

    def _words(self, strip: Strip) -> None:
        if strip.kind is Kind.INDEX:
            self._tag = self._listed("TOC").add("TOCI").add("Reference")
            self._link = None
        elif not strip.continued:
            self._list = None
            self._tag = self.root.add(_TAGS.get(strip.kind, "P"))
        for x, lines in strip.cells:
            if lines:
                self._lines(x, strip.top - strip.size * SPACING * _BASELINE, lines, strip, self._tag)

    def _listed(self, name: str) -> Tag:
        """The list that this strip goes on with, or a new one."""
        if self._list is None or self._list.name != name:
            self._list = self.root.add(name)
        return self._list

    def _item(self, strip: Strip) -> None:
        """An item of a list: its sign, and its body."""
        if not strip.continued:
            item = self._listed("L").add("LI")
            self._cells = (item.add("Lbl"), item.add("LBody"))
        for (x, lines), tag in zip(strip.cells, self._cells, strict=True):
            if lines:
                self._lines(x, strip.top - LEADING * _BASELINE, lines, strip, tag)

    def _heads(self, strip: Strip) -> None:
        self.paper.shade(strip.edges[0], strip.top - strip.height, strip.edges[-1] - strip.edges[0], strip.height, 0.92)
        row = None
        if not strip.continued:
            self._list = self.root.add("Table")
            row = self._list.add("TR")
        for x, lines in strip.cells:
            self._cell(strip, x, lines, None if row is None else row.add("TH"))

    def _row(self, strip: Strip) -> None:
        if not strip.continued:
            row = self._listed("Table").add("TR")
            self._cells = tuple(row.add("TD") for _ in strip.cells)
        for (x, lines), tag, again in zip(strip.cells, self._cells, strip.again, strict=True):
            if lines:
                self._cell(strip, x, lines, None if again else tag)

    def _cell(self, strip: Strip, x: float, lines: list[Line], tag: Tag | None) -> None:
        self._lines(x, strip.top - PADDING / 2 - LEADING * _BASELINE, lines, strip, tag)

    def _sketch(self, strip: Strip, sketch: Sketch) -> None:
        """A genogram in the middle of its strip."""
        paper, measures, scale = self.paper, self._furniture.measures, sketch.scale
        across, high = sketch.genogram.width * scale, sketch.genogram.height * scale
        if not sketch.turned:
            left = LEFT + (WIDTH - across) / 2
            Picture(paper, self._clean, measures, left, strip.top - AIR * scale, scale).draw(sketch.genogram)
            return
        with paper.turned(LEFT + (WIDTH - high) / 2, strip.top - (strip.height + across) / 2):
            Picture(paper, self._clean, measures, 0.0, 0.0, scale).draw(sketch.genogram)

    def _bound(self, slot: Slot) -> None:
        """A page of another document, with a thin line where its paper ends."""
        self.paper.bound(f"Bound{slot.number}", slot.matrix, self.root.add("P"))
        left, low, right, high = slot.frame
        self.paper.shape(f"0.6 G 0.4 w {left:.2f} {low:.2f} {right - left:.2f} {high - low:.2f} re S")

    # Lines, and the links in them.

    def _lines(self, x: float, y: float, lines: list[Line], strip: Strip, tag: Tag | None) -> None:
        leading = strip.size * SPACING
        if tag is None or not strip.linked:
            self.paper.text(x, y, lines, size=strip.size, leading=leading, tag=tag)
            return
        begun = 0
        link = self._link if strip.kind is Kind.INDEX else None
        for number, line in enumerate(lines):
            if all(weight < LINK for weight, _ in line):
                link = None
                continue
            if number > begun:
                self.paper.text(x, y - begun * leading, lines[begun:number], leading=leading, tag=tag)
            link = self._spans((x, y - number * leading), line, tag, link, underlined=strip.kind is not Kind.INDEX)
            begun = number + 1
        self._link = link  # an entry of the index and its page are one
        if begun < len(lines):
            self.paper.text(x, y - begun * leading, lines[begun:], leading=leading, tag=tag)

    def _spans(
        self, at: tuple[float, float], line: Line, tag: Tag, link: tuple[int, Tag] | None, *, underlined: bool
    ) -> tuple[int, Tag] | None:  # fmt: skip
        """Draw a line that holds links; one that goes on from the line before stays the same element."""
        measures = self._furniture.measures
        x, y = at
        for place, (weight, words) in enumerate(line):
            end = " " if place == len(line) - 1 else ""
            if weight < LINK:
                self.paper.text(x, y, [((weight, words),)], tag=tag, end=end)
                link, width = None, measures[weight].text(words)
            else:
                if link is None or link[0] != weight:
                    link = (weight, tag.add("Link"))
                width = measures[Weight.REGULAR].text(words)
                self.paper.text(x, y, [((Weight.REGULAR, words),)], tag=link[1], end=end)
                self.paper.anchor(x, y, width, weight - LINK, link[1])
                if underlined:
                    self._underlined.append((x, y - 2.4, x + width, y - 2.4))
            x += width
        return link

    # Rules.

    def _rules(self, sheet: list[Strip]) -> None:
        paper = self.paper
        if self._underlined:
            paper.rules(self._underlined, 0.4, 0.5)
            self._underlined = []
        margins = [list(strips) for ruled, strips in groupby(sheet, lambda strip: strip.ruled) if ruled]
        beside = [(_MARGIN_RULE, part[0].top - 3, _MARGIN_RULE, part[-1].top - part[-1].height + 1) for part in margins]
        if beside:
            paper.rules(beside, 2.5, 0.2)
        written = [
            (FACT_COLUMN, strip.top - LEADING * _BASELINE - 4, FACT_COLUMN + 250, strip.top - LEADING * _BASELINE - 4)
            for strip in sheet if strip.kind is Kind.SIGNATURE
        ]  # fmt: skip
        if written:
            paper.rules(written, 0.6, 0.2)
        for strip in sheet:
            if strip.kind is Kind.INDEX:
                self._leader(strip)
        for edges, strips in groupby(sheet, lambda strip: strip.edges):
            if edges:
                self._grid(edges, list(strips))

    def _leader(self, strip: Strip) -> None:
        """Dots that lead the eye from an entry of the index to its page."""
        (left, (words,)), (right, _page) = strip.cells
        y = strip.top - LEADING * _BASELINE
        left += self._furniture.measures[Weight.REGULAR].text(words[0][1]) + 5
        self.paper.shape(f"0.45 G 0.9 w 1 J [0 4] 0 d {left:.2f} {y:.2f} m {right - 5:.2f} {y:.2f} l S")

    def _grid(self, edges: tuple[float, ...], table: list[Strip]) -> None:
        left, right = edges[0], edges[-1]
        top, low = table[0].top, table[-1].top - table[-1].height
        across = [(left, strip.top - strip.height, right, strip.top - strip.height) for strip in table]
        self.paper.rules([(left, top, right, top), *across], 0.5, 0.45)
        self.paper.rules([(edge, top, edge, low) for edge in edges], 0.5, 0.45)
