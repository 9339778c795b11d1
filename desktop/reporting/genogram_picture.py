"""Draws a genogram and what its signs mean on a sheet of paper, for a page of its own and in a report.

All of it is marked as decoration: the same facts stand beside it in words, which a screen reader can read.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop.reporting.genogram import LINE, SYMBOL, TEXT_SIZE, Box, Connection, Genogram, Shape, Stroke
from desktop.reporting.genogram_outline import Points
from desktop.reporting.paper import Paper
from desktop.reporting.text import Measure, Weight, plain

AIR = 12.0
"""What is kept free round a picture at its own size."""
LEGEND_PITCH, LEGEND_SIZE = 20.0, 10.0
_ROUND = 0.5523
_DASHES = {Stroke.PLAIN: "[] 0 d", Stroke.DASHED: "[5 3] 0 d", Stroke.DOTTED: "[1.2 2.6] 0 d"}
LEGEND: tuple[tuple[str, str], ...] = (
    ("square", "male"), ("circle", "female"), ("diamond", "sex not recorded"), ("triangle", "unborn"),
    ("cross", "has died"), ("double", "the child"), ("plain", "parents, couple"), ("strokes", "couple that ended"),
    ("dashed", "not certain"), ("dotted", "foster, adoptive, guardian"), ("house", "live together"),
)  # fmt: skip
"""The signs and what they say."""


def scale_into(genogram: Genogram, width: float, height: float) -> float:
    """The scale at which a picture fits, never more than its own size."""
    return min(1.0, width / (genogram.width + 2 * AIR), height / (genogram.height + 2 * AIR))


class Picture:
    """A genogram whose upper left corner is at a point of the page, at a scale."""

    def __init__(  # noqa: PLR0917
        self, paper: Paper, clean: Callable[[str], str], measures: tuple[Measure, ...], left: float, high: float,
        scale: float,
    ) -> None:  # fmt: skip
        self._paper, self._clean, self._measures = paper, clean, measures
        self._left, self._high, self._scale = left, high, scale

    def draw(self, genogram: Genogram) -> None:
        """Draw all of it."""
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
        self._paper.shape(f"{fill} 0.35 G {0.9 * self._scale:.2f} w [6 3 1 3] 0 d {self._path(outline)} h B")

    def _connection(self, connection: Connection) -> None:
        line = f"0.15 G {1.2 * self._scale:.2f} w {_DASHES[connection.stroke]} {self._path(connection.points)} S"
        self._paper.shape(line)
        if connection.ended is not None:
            x, y = connection.ended
            self._paper.shape(
                f"0 G {1.3 * self._scale:.2f} w {self._path(((x - 5, y + 7), (x + 1, y - 7)))} S "
                f"{self._path(((x, y + 7), (x + 6, y - 7)))} S"
            )

    def _figure(self, box: Box) -> None:
        width = 1.5 * self._scale
        dash = "" if box.figure.certain else " [4 2.5] 0 d"
        radius = SYMBOL / 2
        self._paper.shape(f"1 1 1 rg 0 G {width:.2f} w{dash} {self._symbol(box, radius)} B")
        if box.figure.focus:
            self._paper.shape(f"0 G {width:.2f} w {self._symbol(box, radius - 4)} S")
        if box.figure.died:
            cross = radius * (0.7 if box.shape is Shape.CIRCLE else 0.98 if box.shape is Shape.SQUARE else 0.5)
            x, y = box.x, box.y
            self._paper.shape(
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
        width = self._measures[weight].text(cleaned) * size / 12
        left, baseline = self._at(x - width / 2, y)
        self._paper.text(left, baseline, plain([cleaned], weight), size=round(size * self._scale, 2))


def draw_legend(  # noqa: PLR0917
    paper: Paper, measures: tuple[Measure, ...], left: float, top: float, width: float, size: float
) -> None:  # fmt: skip
    """What each sign says, in lines from a place downwards."""
    for number, row in enumerate(legend_rows(measures, width, size)):
        y = top - number * LEGEND_PITCH
        for across, sign, words in row:
            x = left + across
            _sign(paper, sign, x + 9.0, y)
            paper.text(x + 24.0, y - 2.8, plain([words]), size=size)


def legend_rows(measures: tuple[Measure, ...], width: float, size: float) -> list[list[tuple[float, str, str]]]:
    """The signs in rows, each with how far across it stands."""
    rows: list[list[tuple[float, str, str]]] = [[]]
    x = 0.0
    for sign, words in LEGEND:
        across = 24.0 + measures[Weight.REGULAR].text(words) * size / 12
        if x + across > width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, sign, words))
        x += across + 20.0
    return rows


def _sign(paper: Paper, sign: str, x: float, y: float) -> None:
    shapes = {shape.value: shape for shape in Shape}
    if sign in ("plain", "dashed", "dotted", "strokes"):
        dash = _DASHES[Stroke(sign)] if sign != "strokes" else ""
        paper.shape(f"0 G 1 w {dash} {x - 9:.2f} {y:.2f} m {x + 9:.2f} {y:.2f} l S")
        for across in (-3, 1) if sign == "strokes" else ():
            paper.shape(f"0 G 1 w {x + across:.2f} {y - 5:.2f} m {x + across + 3:.2f} {y + 5:.2f} l S")
    elif sign == "house":
        paper.shape(f"0.945 0.955 0.94 rg 0.35 G 0.8 w [4 2 1 2] 0 d {x - 9:.2f} {y - 6:.2f} 18 12 re B")
    else:
        shape = shapes.get(sign, Shape.SQUARE)
        paper.shape(f"1 1 1 rg 0 G 1 w {shape_path(shape, x, y, 6)} B")
        if sign == "cross":
            rising, falling = f"{x - 6} {y - 6} m {x + 6} {y + 6} l S", f"{x - 6} {y + 6} m {x + 6} {y - 6} l S"
            paper.shape(f"0 G 0.7 w {rising} {falling}")
        elif sign == "double":
            paper.shape(f"0 G 1 w {shape_path(shape, x, y, 3.5)} S")


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
