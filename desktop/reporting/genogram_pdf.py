"""Prints a genogram on one landscape page: the picture, a legend, and the same facts as a list that can be read aloud.

The picture is marked as decoration and the list carries the tags, since a screen reader can do nothing with circles.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from desktop.reporting.family import Family
from desktop.reporting.genogram import LINE, SYMBOL, TEXT_SIZE, Box, Connection, Genogram, Shape, Stroke, lay_out
from desktop.reporting.genogram_outline import Points
from desktop.reporting.paper import PAGE_HEIGHT, PAGE_WIDTH, Paper, Tag, typefaces
from desktop.reporting.report import RenderedPdf
from desktop.reporting.tags import About, finish
from desktop.reporting.text import Cleaner, Line, Measure, Weight, break_lines, plain

WIDE, HIGH = PAGE_HEIGHT, PAGE_WIDTH
_EDGE, _LIST = 34.0, 214.0
_TOP, _FOOT = HIGH - 74.0, 84.0
_ROUND = 0.5523
_DASHES = {Stroke.PLAIN: "[] 0 d", Stroke.DASHED: "[5 3] 0 d", Stroke.DOTTED: "[1.2 2.6] 0 d"}
LEGEND: tuple[tuple[str, str], ...] = (
    ("square", "male"), ("circle", "female"), ("diamond", "sex not recorded"), ("triangle", "unborn"),
    ("cross", "has died"), ("double", "the child"), ("plain", "parents, couple"), ("strokes", "couple that ended"),
    ("dashed", "not certain"), ("dotted", "foster, adoptive, guardian"), ("house", "live together"),
)  # fmt: skip
"""The signs and what they say."""


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

    def shape(self, operators: str) -> None:
        """Draw paths as an artifact."""
        self._out.append(f"/Artifact BMC q {operators} Q EMC")


class _Page:
    """The one page, from head to foot."""

    def __init__(self, cleaner: Cleaner, measures: tuple[Measure, Measure]) -> None:
        self.paper = _Landscape()
        self.root = Tag("Document")
        self._clean, self._measures = cleaner.clean, measures
        self._scale, self._left, self._high = 1.0, 0.0, 0.0
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

    # The picture.

    def picture(self, genogram: Genogram) -> None:
        """The genogram, as large as the room allows and no larger than its own size."""
        room, height, air = self._room, _TOP - self._low, 12.0
        self._scale = min(1.0, room / (genogram.width + 2 * air), height / (genogram.height + 2 * air))
        self._left = _EDGE + (room - genogram.width * self._scale) / 2
        self._high = _TOP - air * self._scale - max(0.0, (height - (genogram.height + 2 * air) * self._scale) / 3)
        for number, outline in enumerate(genogram.outlines):
            self._outline(outline, number < genogram.home)
        for connection in genogram.connections:
            self._connection(connection)
        for box in genogram.boxes:
            self._figure(box)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return self._left + x * self._scale, self._high - y * self._scale

    def _path(self, points: Points) -> str:
        placed = [self._at(x, y) for x, y in points]
        return " ".join(f"{x:.2f} {y:.2f} {'l' if number else 'm'}" for number, (x, y) in enumerate(placed))

    def _outline(self, outline: Points, home: bool) -> None:
        fill = "0.945 0.955 0.94 rg" if home else "1 1 1 rg"
        self.paper.shape(f"{fill} 0.35 G {0.9 * self._scale:.2f} w [6 3 1 3] 0 d {self._path(outline)} h B")

    def _connection(self, connection: Connection) -> None:
        line = f"0.15 G {1.2 * self._scale:.2f} w {_DASHES[connection.stroke]} {self._path(connection.points)} S"
        self.paper.shape(line)
        if connection.ended is not None:
            x, y = connection.ended
            self.paper.shape(
                f"0 G {1.3 * self._scale:.2f} w {self._path(((x - 5, y + 7), (x + 1, y - 7)))} S "
                f"{self._path(((x, y + 7), (x + 6, y - 7)))} S"
            )

    def _figure(self, box: Box) -> None:
        width = 1.5 * self._scale
        dash = "" if box.figure.certain else " [4 2.5] 0 d"
        radius = SYMBOL / 2
        self.paper.shape(f"1 1 1 rg 0 G {width:.2f} w{dash} {self._symbol(box, radius)} B")
        if box.figure.focus:
            self.paper.shape(f"0 G {width:.2f} w {self._symbol(box, radius - 4)} S")
        if box.figure.died:
            cross = radius * (0.7 if box.shape is Shape.CIRCLE else 0.98 if box.shape is Shape.SQUARE else 0.5)
            x, y = box.x, box.y
            self.paper.shape(
                f"0.45 G {0.9 * self._scale:.2f} w {self._path(((x - cross, y - cross), (x + cross, y + cross)))} S "
                f"{self._path(((x - cross, y + cross), (x + cross, y - cross)))} S"
            )
        self._words(box)

    def _symbol(self, box: Box, radius: float) -> str:
        x, y = self._at(box.x, box.y)
        r = radius * self._scale
        return shape_path(box.shape, x, y, r)

    def _words(self, box: Box) -> None:
        if box.figure.age:
            down = 7.0 if box.shape is Shape.TRIANGLE else 0.0
            self._centred(box.x, box.y + 4.2 + down, box.figure.age, 12.0, Weight.BOLD)
        y = box.top + SYMBOL + 5.0 + 9.5
        for number, words in enumerate(box.label):
            weight = Weight.BOLD if number < box.bold else Weight.REGULAR
            self._centred(box.x, y + number * LINE, words, TEXT_SIZE, weight)

    def _centred(self, x: float, y: float, words: str, size: float, weight: int) -> None:
        cleaned = self._clean(words)
        width = self._measures[1 if weight == Weight.BOLD else 0].text(cleaned) * size / 12
        left, baseline = self._at(x - width / 2, y)
        self.paper.text(left, baseline, plain([cleaned], weight), size=round(size * self._scale, 2))

    # Legend, list, foot.

    def legend(self) -> None:
        """What each sign says, in two lines below the picture."""
        x, y = _EDGE, _FOOT - 20.0
        for sign, words in LEGEND:
            width = 24.0 + self._measures[0].text(words) * 8 / 12
            if x + width > _EDGE + self._room:
                x, y = _EDGE, y - 20.0
            self._sign(sign, x + 9.0, y)
            self.paper.text(x + 24.0, y - 2.8, plain([words]), size=8)
            x += width + 20.0

    def _sign(self, sign: str, x: float, y: float) -> None:
        shapes = {shape.value: shape for shape in Shape}
        if sign in ("plain", "dashed", "dotted", "strokes"):
            dash = _DASHES[Stroke(sign)] if sign != "strokes" else ""
            self.paper.shape(f"0 G 1 w {dash} {x - 9:.2f} {y:.2f} m {x + 9:.2f} {y:.2f} l S")
            for across in (-3, 1) if sign == "strokes" else ():
                self.paper.shape(f"0 G 1 w {x + across:.2f} {y - 5:.2f} m {x + across + 3:.2f} {y + 5:.2f} l S")
        elif sign == "house":
            self.paper.shape(f"0.945 0.955 0.94 rg 0.35 G 0.8 w [4 2 1 2] 0 d {x - 9:.2f} {y - 6:.2f} 18 12 re B")
        else:
            shape = shapes.get(sign, Shape.SQUARE)
            self.paper.shape(f"1 1 1 rg 0 G 1 w {shape_path(shape, x, y, 6)} B")
            if sign == "cross":
                rising, falling = f"{x - 6} {y - 6} m {x + 6} {y + 6} l S", f"{x - 6} {y + 6} m {x + 6} {y - 6} l S"
                self.paper.shape(f"0 G 0.7 w {rising} {falling}")
            elif sign == "double":
                self.paper.shape(f"0 G 1 w {shape_path(shape, x, y, 3.5)} S")

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


def shape_path(shape: Shape, x: float, y: float, r: float) -> str:
    """The path of a symbol round a point, in the operators of a page (upwards is more)."""
    if shape is Shape.SQUARE:
        return f"{x - r:.2f} {y - r:.2f} {2 * r:.2f} {2 * r:.2f} re"
    if shape is Shape.DIAMOND:
        return f"{x - r:.2f} {y:.2f} m {x:.2f} {y + r:.2f} l {x + r:.2f} {y:.2f} l {x:.2f} {y - r:.2f} l h"
    if shape is Shape.TRIANGLE:
        return f"{x - r:.2f} {y - r:.2f} m {x:.2f} {y + r:.2f} l {x + r:.2f} {y - r:.2f} l h"
    k = r * _ROUND
    return (
        f"{x + r:.2f} {y:.2f} m {x + r:.2f} {y + k:.2f} {x + k:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c "
        f"{x - k:.2f} {y + r:.2f} {x - r:.2f} {y + k:.2f} {x - r:.2f} {y:.2f} c "
        f"{x - r:.2f} {y - k:.2f} {x - k:.2f} {y - r:.2f} {x:.2f} {y - r:.2f} c "
        f"{x + k:.2f} {y - r:.2f} {x + r:.2f} {y - k:.2f} {x + r:.2f} {y:.2f} c h"
    )
