"""Prints a genogram on one landscape page: the picture, a legend, and the same facts as a list that can be read aloud.

The picture is marked as decoration and the list carries the tags, since a screen reader can do nothing with circles.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from desktop.reporting.family import Family
from desktop.reporting.genogram import TEXT_SIZE, Genogram, lay_out
from desktop.reporting.genogram_picture import AIR, Picture, draw_legend, scale_into
from desktop.reporting.paper import PAGE_HEIGHT, PAGE_WIDTH, Paper, Tag, typefaces
from desktop.reporting.report import RenderedPdf
from desktop.reporting.tags import About, finish
from desktop.reporting.text import Cleaner, Line, Measure, Weight, break_lines, plain

WIDE, HIGH = PAGE_HEIGHT, PAGE_WIDTH
_EDGE, _LIST = 34.0, 214.0
_TOP, _FOOT = HIGH - 74.0, 84.0


@dataclass(frozen=True, slots=True)
class GenogramSheet:
    """What the page says besides the picture."""

    child: str
    reference: str
    author: str
    prepared_on: date
    marking: str = "OFFICIAL-SENSITIVE"


def render_genogram(family: Family, sheet: GenogramSheet) -> RenderedPdf:
    """Return the page as a tagged PDF."""
    advances = typefaces().advances
    cleaner = Cleaner(advances[Weight.REGULAR].keys() & advances[Weight.BOLD].keys())
    measures = (Measure(advances[Weight.REGULAR]), Measure(advances[Weight.BOLD]))

    def width(text: str, bold: bool) -> float:
        return measures[bold].text(cleaner.clean(text)) * TEXT_SIZE / 12

    page = _Page(cleaner, measures)
    page.head(family, sheet)
    genogram = lay_out(family, width)
    page.people(family, genogram)
    page.picture(genogram)
    page.legend()
    page.foot(sheet)
    title = "Genogram" + (f" {sheet.reference}" if sheet.reference else "")
    about = About(cleaner.clean(title), cleaner.clean(sheet.author), sheet.prepared_on, "", 1)
    bookmark = [("Genogram", 0, HIGH - 60.0, False)]
    pdf = finish(page.paper.finish(), page.root, page.paper.parents, bookmark, about)
    return RenderedPdf(pdf, 1, hashlib.sha256(pdf).hexdigest(), tuple(cleaner.unprinted))


class _Landscape(Paper):
    """A landscape sheet on which shapes are drawn as well."""

    def __init__(self) -> None:
        super().__init__()
        self._canvas.setPageSize((WIDE, HIGH))


class _Page:
    """The one page, from head to foot."""

    def __init__(self, cleaner: Cleaner, measures: tuple[Measure, Measure]) -> None:
        self.paper = _Landscape()
        self.root = Tag("Document")
        self._clean, self._measures = cleaner.clean, measures
        self._room, self._low = WIDE - 3 * _EDGE - _LIST, _FOOT

    def head(self, family: Family, sheet: GenogramSheet) -> None:
        """The title: whose family, on which day."""
        day = f"{family.day.day} {family.day:%B %Y}"
        words = self._clean(f"Family of {sheet.child} on {day}")
        title = self._measures[1].shorten(words, (WIDE - 2 * _EDGE) * 12 / 17)
        marking = self._clean(sheet.marking)
        self._middle(HIGH - 26.0, marking)
        self.paper.text(_EDGE, HIGH - 56.0, plain([title], Weight.BOLD), size=17, tag=self.root.add("H1"))

    def _middle(self, y: float, words: str) -> None:
        width = self._measures[1].text(words) * 9 / 12
        self.paper.text((WIDE - width) / 2, y, plain([words], Weight.BOLD), size=9)

    def picture(self, genogram: Genogram) -> None:
        """The genogram, as large as the room allows and no larger than its own size."""
        room, height = self._room, _TOP - self._low
        scale = scale_into(genogram, room, height)
        left = _EDGE + (room - genogram.width * scale) / 2
        high = _TOP - AIR * scale - max(0.0, (height - (genogram.height + 2 * AIR) * scale) / 3)
        Picture(self.paper, self._clean, self._measures, left, high, scale).draw(genogram)

    def legend(self) -> None:
        """What each sign says, in two lines below the picture."""
        draw_legend(self.paper, self._measures, _EDGE, _FOOT - 20.0, self._room, 8)

    def people(self, family: Family, genogram: Genogram) -> None:
        """Everybody in a sentence, generation by generation: beside the picture, or below it where it is wide."""
        figures = sorted(family.figures, key=lambda one: (one.generation, one.born, one.name, str(one.person_id)))
        wide = genogram.width > 1.25 * self._room and genogram.width > 1.5 * genogram.height
        columns = 3 if wide else 1
        if wide:
            self._room = WIDE - 2 * _EDGE
        width = (WIDE - 2 * _EDGE - (columns - 1) * 16.0) / columns if wide else _LIST
        most = 200.0 if wide else _TOP - 40.0
        for size in (9.0, 8.0, 7.0, 6.0, 5.0):
            lines = [self._sentence(figure.spoken, figure.focus, size, width) for figure in figures]
            high = sum(len(each) for each in lines) * size * 1.25 + len(lines) * size * 0.35 + columns * size * 4
            if high < most * columns:
                break
        top = _FOOT + high / columns + 16.0 if wide else _TOP
        self._low = top + 14.0 if wide else _FOOT
        left = _EDGE if wide else WIDE - _EDGE - _LIST
        head = plain(["The people in words"], Weight.BOLD)
        self.paper.text(left, top + 2.0, head, size=10, tag=self.root.add("H2"))
        self._columns(lines, size, (left, top - 14.0), width + 16.0, high / columns)

    def _columns(
        self, lines: list[list[Line]], size: float, at: tuple[float, float], apart: float, most: float
    ) -> None:  # fmt: skip
        """Sentences downwards from a place, in a new column where the room is used up."""
        (x, top), y = at, at[1]
        for each in lines:
            high = len(each) * size * 1.25 + size * 0.35
            if y < top and top - y + high > most:
                x, y = x + apart, top
            self.paper.text(x, y, each, size=size, leading=size * 1.25, tag=self.root.add("P"))
            y -= high

    def _sentence(self, words: str, bold: bool, size: float, width: float) -> list[Line]:
        weight = Weight.BOLD if bold else Weight.REGULAR
        measure = self._measures[1 if bold else 0]
        return plain(break_lines(self._clean(words), measure, width * 12 / size), weight)

    def foot(self, sheet: GenogramSheet) -> None:
        """Who made it, when, and the marking again."""
        day = f"{sheet.prepared_on.day} {sheet.prepared_on:%B %Y}"
        parts = (sheet.reference, f"Prepared on {day}", sheet.author)
        words = " · ".join(self._clean(part) for part in parts if part)
        self.paper.text(_EDGE, 20.0, plain([words]), size=8)
        self._middle(20.0, self._clean(sheet.marking))
