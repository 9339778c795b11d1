"""The outline round the people of one household: the edge of a union of boxes, traced once.

One outline per household tells at a glance who lives together, also where they stand in two generations.
"""

from __future__ import annotations

from itertools import pairwise

Points = tuple[tuple[float, float], ...]
Run = tuple[float, float, float, float]
AIR = 6.0
"""How far the outline keeps from the boxes."""


def around(rows: list[list[Run]]) -> list[Points]:
    """Closed outlines round the runs of neighbours (left, top, right, bottom), row by row from the top.

    Runs in neighbouring rows that stand one above the other are joined.
    """
    boxes = [(left - AIR, top - AIR, right + AIR, bottom + AIR) for row in rows for left, top, right, bottom in row]
    for upper, lower in pairwise(rows):
        for below in lower:
            joint = next((run for run in upper if min(run[2], below[2]) - max(run[0], below[0]) > 2 * AIR), None)
            if joint is not None:
                boxes.append((max(joint[0], below[0]) - AIR, joint[3], min(joint[2], below[2]) + AIR, below[1]))
    return _traced(boxes)


def _traced(boxes: list[Run]) -> list[Points]:
    """The edges of the union of boxes, each as a closed line with the inside at its right hand."""
    xs = sorted({x for box in boxes for x in (box[0], box[2])})
    ys = sorted({y for box in boxes for y in (box[1], box[3])})
    cells = {
        (column, row)
        for column in range(len(xs) - 1)
        for row in range(len(ys) - 1)
        if any(b[0] <= xs[column] and xs[column + 1] <= b[2] and b[1] <= ys[row] and ys[row + 1] <= b[3] for b in boxes)
    }
    edges: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for column, row in sorted(cells):
        for beside, start, end in (
            ((column, row - 1), (column, row), (column + 1, row)),
            ((column + 1, row), (column + 1, row), (column + 1, row + 1)),
            ((column, row + 1), (column + 1, row + 1), (column, row + 1)),
            ((column - 1, row), (column, row + 1), (column, row)),
        ):
            if beside not in cells:
                edges.setdefault(start, []).append(end)
    found = []
    while edges:
        corner = first = min(edges)
        path = [first]
        while True:
            ends = edges[corner]
            following = ends.pop()
            if not ends:
                del edges[corner]
            corner = following
            if corner == first:
                break
            path.append(corner)
        found.append(_corners([(xs[column], ys[row]) for column, row in path]))
    return found


def _corners(path: list[tuple[float, float]]) -> Points:
    """The path without the points that lie on a straight stretch."""
    kept = []
    for number, (x, y) in enumerate(path):
        (before_x, before_y), (after_x, after_y) = path[number - 1], path[(number + 1) % len(path)]
        if not (before_x == x == after_x or before_y == y == after_y):
            kept.append((x, y))
    return tuple(kept)
