"""Rows of a table on pages: heads again on each page, and a row's first cells never parted from its text.

A row that is shorter than a page is never cut; one that is longer says its first two cells again where it goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from desktop.reporting.layout import BOTTOM, LEADING, TOP, Cell, Kind, Layout, Strip
from desktop.reporting.text import Line, Weight, plain

PADDING, ROW_AIR = 5.0, 8.0
FEWEST_LINES = 6  # of a row too long for one page that are worth starting on what is left of this one

Cells = tuple[list[Line], ...]


class Table:
    """Rows between the given edges, under heads."""

    def __init__(self, layout: Layout, edges: Sequence[float], heads: Sequence[str]) -> None:
        self._layout = layout
        self.edges = tuple(edges)
        self.widths = tuple(right - left - 2 * PADDING for left, right in pairwise(edges))
        self._heads = tuple(
            layout.broken(head, width, Weight.BOLD) for head, width in zip(heads, self.widths, strict=True)
        )
        self.heads_height = row_height(self._heads)
        self._shown_on = -1
        self._rows = 0

    def opening(self, cells: Cells) -> float:
        """The room that heads and the beginning of a first row take."""
        return self.heads_height + min(row_height(cells), FEWEST_LINES * LEADING + ROW_AIR)

    def row(self, cells: Cells, *, key: str = "", linked: bool = False) -> tuple[int, float]:
        """Place a row whole where it can be, else in parts; return the page and the height where it begins."""
        layout = self._layout
        heads = 0.0 if self._shown_on == layout.page else self.heads_height
        if row_height(cells) > layout.room - heads:
            fits_a_page = row_height(cells) <= TOP - self.heads_height - BOTTOM
            if fits_a_page or layout.room - heads < FEWEST_LINES * LEADING + ROW_AIR:
                layout.new_page()
        self._show_heads()
        begins = (layout.page, layout.y)
        if key:
            layout.place(key)
        done, longest = 0, max(1, *map(len, cells))
        while True:
            room = max(1, int((layout.room - ROW_AIR) // LEADING))
            self._place(cells, done, room, linked)
            done += room
            if done >= longest:
                self._rows += 1
                return begins
            layout.check()
            layout.new_page()
            self._show_heads()

    def _place(self, cells: Cells, done: int, room: int, linked: bool) -> None:
        """Place so many lines of a row from a line on; where it goes on, what ended in its first two is said again."""
        again = tuple(number < 2 and done > 0 and done >= len(cell) for number, cell in enumerate(cells))
        part = tuple(
            _again(cell, number) if said else cell[done : done + room]
            for number, (cell, said) in enumerate(zip(cells, again, strict=True))
        )
        strip = Strip(
            Kind.ROW, self._layout.y, row_height(part), self._placed(part), continued=done > 0, linked=linked,
            row=self._rows, edges=self.edges, again=again,
        )  # fmt: skip
        self._layout.add(strip)

    def _placed(self, cells: Cells) -> tuple[Cell, ...]:
        return tuple((edge + PADDING, cell) for edge, cell in zip(self.edges, cells, strict=False))

    def _show_heads(self) -> None:
        """Heads, once on each page; those of a further page are continued for the one who listens."""
        if self._shown_on == self._layout.page:
            return
        self._layout.add(
            Strip(
                Kind.HEADS, self._layout.y, self.heads_height, self._placed(self._heads), continued=self._shown_on >= 0,
                edges=self.edges,
            )
        )  # fmt: skip
        self._shown_on = self._layout.page


def _again(cell: list[Line], number: int) -> list[Line]:
    return [*cell[:3], *plain(["(continued)"], Weight.ITALIC)] if number else cell[:3]


def row_height(cells: Cells) -> float:
    """The height of a row of a table in points."""
    return max(1, *map(len, cells)) * LEADING + ROW_AIR
