"""Lays a family out as a genogram: generations in rows, couples side by side, brothers and sisters by birth.

Pure geometry, so that the window and the printed page show the same picture, and a test can prove that nothing
overlaps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from desktop.reporting.family import Bond, Descent, Family, Figure
from desktop.reporting.genogram_outline import Points, around
from desktop.reporting.genogram_rows import Block, Rows, rows_of

SYMBOL = 44.0
"""The width and height of a symbol, in the units of the layout (points, at full size)."""
WIDTH, LINE = 108.0, 12.5
"""The width of a person's box and the height of a line of its label."""
APART, GROUPS_APART = 22.0, 36.0
_LABEL_AIR, _TICK, _LANE, _BAR = 5.0, 9.0, 8.0, 13.0
_STRAIGHT = 6.0
"""What is no farther aside than this stands below: a line to an only child has no kink."""
TEXT_SIZE = 10.0
Measure = Callable[[str, bool], float]
"""The width of a text at TEXT_SIZE, bold or not."""


class Shape(StrEnum):
    """The sign of a person: a square, a circle, a diamond where the sex is not known, a triangle before birth."""

    SQUARE = "square"
    CIRCLE = "circle"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"


class Stroke(StrEnum):
    """How a line is drawn: plain, dashed where not certain, dotted for foster and adoptive ties."""

    PLAIN = "plain"
    DASHED = "dashed"
    DOTTED = "dotted"


@dataclass(frozen=True, slots=True)
class Box:
    """A placed person: left and top of the box, the symbol centred at its top, and the lines below it."""

    figure: Figure
    shape: Shape
    left: float
    top: float
    height: float
    label: tuple[str, ...]
    bold: int
    """How many of the lines are the name."""

    @property
    def x(self) -> float:
        """The middle of the symbol."""
        return self.left + WIDTH / 2

    @property
    def y(self) -> float:
        """The middle of the symbol."""
        return self.top + SYMBOL / 2

    @property
    def right(self) -> float:
        """The right edge of the box."""
        return self.left + WIDTH

    @property
    def bottom(self) -> float:
        """The bottom of the box, below the label."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Connection:
    """A line between people; with `ended` two strokes cross it at the place given."""

    points: Points
    stroke: Stroke = Stroke.PLAIN
    ended: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Genogram:
    """The whole picture; `outlines` are the households, the child's own first (`home` of them)."""

    boxes: tuple[Box, ...]
    connections: tuple[Connection, ...]
    outlines: tuple[Points, ...]
    home: int
    width: float
    height: float


def rough_measure(text: str, bold: bool) -> float:
    """About how wide a text is in any ordinary typeface."""
    return len(text) * TEXT_SIZE * (0.58 if bold else 0.54)


def lay_out(family: Family, measure: Measure = rough_measure) -> Genogram:
    """The family's genogram. The same family gives the same picture."""
    rows = rows_of(family)
    labels = {figure.person_id: _label(figure, measure) for figure in family.figures}
    drawing = _Drawing(family, rows)
    drawing.place(labels)
    drawing.connect()
    return drawing.finish()


def _label(figure: Figure, measure: Measure) -> tuple[tuple[str, ...], int]:
    name = wrap(figure.name, measure, True, 2)
    role = figure.role + (" · PR" if figure.responsible else "") + ("" if figure.certain else " (?)")
    rest = [line for words in (role, figure.dates) for line in wrap(words, measure, False, 2 if words is role else 1)]
    return (*name, *rest), len(name)


def wrap(words: str, measure: Measure, bold: bool, most: int) -> tuple[str, ...]:
    """Words in at most so many lines of a box's width; what does not fit ends in an ellipsis."""
    room = WIDTH - 4
    lines: list[str] = []
    left = words.split()
    while left and len(lines) < most:
        line = left.pop(0)
        while left and measure(f"{line} {left[0]}", bold) <= room:
            line = f"{line} {left.pop(0)}"
        lines.append(line)
    if left:
        lines[-1] = f"{lines[-1]}…"
    return tuple(_cut(line, measure, bold, room) for line in lines)


def _cut(line: str, measure: Measure, bold: bool, room: float) -> str:
    if measure(line, bold) <= room:
        return line
    kept = line
    while kept and measure(kept + "…", bold) > room:
        kept = kept[:-1]
    return kept + "…"


@dataclass(slots=True)
class _Drawing:
    family: Family
    rows: Rows
    boxes: dict[UUID, Box] = field(default_factory=dict)
    order: dict[UUID, tuple[int, int]] = field(default_factory=dict)
    lines: list[Connection] = field(default_factory=list)
    origins: dict[tuple[UUID, ...], tuple[float, float]] = field(default_factory=dict)

    # Where people stand.

    def place(self, labels: dict[UUID, tuple[tuple[str, ...], int]]) -> None:
        """Give everybody a box."""
        for number, row in enumerate(self.rows.rows):
            for place, person in enumerate(person for block in row for person in block.people):
                self.order[person] = (number, place)
        lefts = self._columns()
        top = 0.0
        by_id = {figure.person_id: figure for figure in self.family.figures}
        for number, row in enumerate(self.rows.rows):
            people = [person for block in row for person in block.people]
            height = SYMBOL + _LABEL_AIR + LINE * max(len(labels[person][0]) for person in people)
            if number:
                top += self._gap(number)
            for person in people:
                figure = by_id[person]
                self.boxes[person] = Box(figure, _shape(figure), lefts[person], top, height, *labels[person])
            top += height

    def _gap(self, number: int) -> float:
        """The room above a row: for couples' lines below the row before, and for the lines down to children."""
        couples = sum(1 for bond in self.family.bonds if self._under(bond) and self.order[bond.one][0] == number - 1)
        bars = len({line.parents for line in self.family.descents if self.order[line.child][0] == number})
        return 2 * _BAR + _TICK + _LANE * (min(couples, 6) + min(bars, 8)) + 6

    def _columns(self) -> dict[UUID, float]:
        """The left edge of each box: children below their parents as far as nothing overlaps."""
        lefts: dict[UUID, float] = {}
        for row in self.rows.rows:
            x = 0.0
            for block in row:
                for place, person in enumerate(block.people):
                    lefts[person] = x + place * (WIDTH + APART)
                x += block.width(WIDTH, APART) + GROUPS_APART
        for _ in range(12):
            for row in self.rows.rows[1:]:
                _settle(row, [self._pull_up(block, lefts) for block in row], lefts)
            for row in reversed(self.rows.rows[:-1]):
                _settle(row, [self._pull_down(block, lefts) for block in row], lefts)
        least = min(lefts.values(), default=0.0)
        return {person: left - least for person, left in lefts.items()}

    def _pull_up(self, block: Block, lefts: dict[UUID, float]) -> float | None:
        """How far a block of children would move to stand below the middle of its parents."""
        parents = [lefts[one] for one in block.parents if one in lefts]
        own = [lefts[one] for one in block.siblings]
        return sum(parents) / len(parents) - sum(own) / len(own) if parents and own else None

    def _pull_down(self, block: Block, lefts: dict[UUID, float]) -> float | None:
        """How far a block of parents would move to stand above the middle of their children."""
        wishes = []
        for parents, children in self.rows.children.items():
            if set(parents) & set(block.people):
                above = [lefts[one] for one in parents]
                below = [lefts[one] for one in children]
                wishes.append(sum(below) / len(below) - sum(above) / len(above))
        return sum(wishes) / len(wishes) if wishes else None

    # Lines.

    def connect(self) -> None:
        """Draw couples, then the lines to their children."""
        lanes: dict[int, list[list[tuple[float, float]]]] = {}
        for bond in sorted(self.family.bonds, key=self._span):
            self._couple(bond, lanes)
        families: dict[tuple[tuple[UUID, ...], str, int], list[Descent]] = {}
        for line in self.family.descents:
            row = self.order[line.child][0]
            if all(self.order[one][0] == row - 1 for one in line.parents):
                families.setdefault((line.parents, line.tie, row), []).append(line)
        bars: dict[int, list[list[tuple[float, float]]]] = {}
        taken: dict[UUID, int] = {}
        for key in sorted(families, key=lambda one: (one[2], one[1] != "birth", str(one[0]))):
            self._children(key[0], key[1], families[key], bars.setdefault(key[2], []), taken)

    def _span(self, bond: Bond) -> tuple[float, str, str]:
        return abs(self.boxes[bond.one].x - self.boxes[bond.other].x), str(bond.one), str(bond.other)

    def _under(self, bond: Bond) -> bool:
        """Whether a couple's line must go below others who stand between."""
        (row, one), (other_row, other) = self.order[bond.one], self.order[bond.other]
        return row != other_row or abs(one - other) != 1

    def _couple(self, bond: Bond, lanes: dict[int, list[list[tuple[float, float]]]]) -> None:
        left, right = sorted((self.boxes[bond.one], self.boxes[bond.other]), key=lambda box: (box.x, box.top))
        stroke = Stroke.PLAIN if bond.certain else Stroke.DASHED
        key = tuple(sorted((bond.one, bond.other), key=str))
        if not self._under(bond):
            middle = ((left.x + right.x) / 2, left.y)
            points: Points = ((left.x + SYMBOL / 2, left.y), (right.x - SYMBOL / 2, right.y))
        else:
            row = max(self.order[bond.one][0], self.order[bond.other][0])
            lane = _lane(lanes.setdefault(row, []), left.x, right.x)
            y = max(left.bottom, right.bottom) + _TICK + lane * _LANE
            shift = 6.0 + 5.0 * lane
            begin, end = left.x + shift, right.x - shift
            points = ((begin, left.bottom), (begin, y), (end, y), (end, right.bottom))
            middle = ((left.x + right.x) / 2, y)
        self.origins[key] = middle
        beside = (middle[0] - 14.0 if self._under(bond) else (middle[0] + left.x + SYMBOL / 2) / 2, middle[1])
        self.lines.append(Connection(points, stroke, beside if bond.ended else None))

    def _children(
        self, parents: tuple[UUID, ...], tie: str, lines: list[Descent], bars: list[list[tuple[float, float]]],
        taken: dict[UUID, int],
    ) -> None:  # fmt: skip
        origin = self.origins.get(parents)
        if origin is None:
            boxes = [self.boxes[one] for one in parents]
            origin = (boxes[0].x, boxes[0].bottom)
        ends = []
        for line in lines:
            used = taken.get(line.child, 0)
            taken[line.child] = used + 1
            ends.append((line, self.boxes[line.child].x + (0, 10, -10, 16, -16)[min(used, 4)]))
        if len(ends) == 1 and abs(ends[0][1] - origin[0]) < _STRAIGHT:
            origin = ends[0][1], origin[1]
        xs = [origin[0], *(x for _, x in ends)]
        top = self.boxes[lines[0].child].top
        y = top - _BAR - _LANE * _lane(bars, min(xs), max(xs))
        usual = Stroke.PLAIN if tie == "birth" else Stroke.DOTTED
        trunk = usual if any(line.certain for line in lines) else Stroke.DASHED
        self.lines.append(Connection((origin, (origin[0], y)), trunk))
        if max(xs) - min(xs) > 0.5:
            self.lines.append(Connection(((min(xs), y), (max(xs), y)), trunk))
        for line, x in ends:
            child = self.boxes[line.child]
            end = child.top + _inset(child.shape, x - child.x)
            self.lines.append(Connection(((x, y), (x, end)), usual if line.certain else Stroke.DASHED))

    # The whole.

    def finish(self) -> Genogram:
        """Outline the households and put everything at a margin from the edge."""
        outlines: list[Points] = []
        home = 0
        for household in range(self.family.households):
            people = {f.person_id for f in self.family.figures if f.household == household}
            outlines += around(self._runs(people))
            if household == 0:
                home = len(outlines)
        boxes = sorted(self.boxes.values(), key=lambda box: (box.top, box.left))
        width = max((box.right for box in boxes), default=0.0)
        height = max((box.bottom for box in boxes), default=0.0)
        deepest = max((y for line in self.lines for _, y in line.points), default=0.0)
        return Genogram(tuple(boxes), tuple(self.lines), tuple(outlines), home, width, max(height, deepest))

    def _runs(self, people: set[UUID]) -> list[list[tuple[float, float, float, float]]]:
        """The neighbours of a household in each row, as left, top, right, bottom."""
        found: list[list[tuple[float, float, float, float]]] = []
        for row in self.rows.rows:
            runs: list[tuple[float, float, float, float]] = []
            before = False
            for person in (person for block in row for person in block.people):
                box = self.boxes[person]
                if person in people:
                    start = runs.pop()[0] if before else box.left
                    runs.append((start, box.top, box.right, box.bottom))
                before = person in people
            found.append(runs)
        return found


def _shape(figure: Figure) -> Shape:
    if figure.unborn:
        return Shape.TRIANGLE
    return {"M": Shape.SQUARE, "F": Shape.CIRCLE}.get(figure.sex, Shape.DIAMOND)


def _inset(shape: Shape, across: float) -> float:
    """How far below the top of its box a symbol begins, so far from its middle."""
    radius = SYMBOL / 2
    if shape is Shape.CIRCLE:
        return float(radius - (radius**2 - min(abs(across), radius) ** 2) ** 0.5)
    if shape is Shape.DIAMOND:
        return abs(across)
    return abs(across) * 2 if shape is Shape.TRIANGLE else 0.0


def _lane(lanes: list[list[tuple[float, float]]], left: float, right: float) -> int:
    """The first lane in which this stretch meets no other."""
    for number, lane in enumerate(lanes):
        if all(right + 6 < begins or ends + 6 < left for begins, ends in lane):
            lane.append((left, right))
            return number
    lanes.append([(left, right)])
    return len(lanes) - 1


def _settle(row: tuple[Block, ...], pulls: list[float | None], lefts: dict[UUID, float]) -> None:
    """Move the blocks of a row towards where they are pulled, keeping order and distance.

    The nearest places that keep a distance are found by pooling neighbours that would collide.
    """
    offsets, wishes, place = [], [], 0.0
    for block, pull in zip(row, pulls, strict=True):
        offsets.append(place)
        wishes.append(lefts[block.people[0]] + (pull or 0.0) - place)
        place += block.width(WIDTH, APART) + GROUPS_APART
    pools: list[list[float]] = []  # mean wish, weight, number of blocks
    for wish, pull in zip(wishes, pulls, strict=True):
        pools.append([wish, 1.0 if pull is not None else 0.2, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, weight, count = pools.pop()
            before = pools[-1]
            total = before[1] + weight
            pools[-1] = [(before[0] * before[1] + mean * weight) / total, total, before[2] + count]
    settled = [mean for mean, _, count in pools for _ in range(int(count))]
    for block, offset, wish in zip(row, offsets, settled, strict=True):
        for number, person in enumerate(block.people):
            lefts[person] = wish + offset + number * (WIDTH + APART)
