"""The rows of a table in plain text, parted by strokes, tabs or wide gaps under a row of heads.

Why: a log that was exported says in its heads which date is the event's and which the entry's, and who made each entry.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto

from db.interchange.agency_notes.lines import Line

_BARS = re.compile(r"\|")
_TABS = re.compile(r"\t+")
_GAPS = re.compile(r"[ \u00a0]{2,}")
_DETAIL = (
    r"details?|event.*|what happened|description.*|narrative|concerns?|notes?|entry|information|comments?"
    r"|incident(?: details?)?|observations?|summary|record|account"
)


class Column(Enum):
    """What a column holds."""

    EVENT_DATE = auto()
    WRITTEN = auto()
    WHO = auto()
    TOLD_BY = auto()
    ACTION = auto()
    DETAIL = auto()
    OTHER = auto()


_HEADS: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(pattern, re.IGNORECASE))
    for column, pattern in (
        (Column.WRITTEN, r"(?:date )?(?:logged|recorded|reported|entered|received|written|notified)(?: on| date)?"
                         r"|date of (?:report|entry|record|log)|report date"),
        (Column.EVENT_DATE, r"dates?(?: ?(?:/|and|&) ?times?)?|(?:incident|event|contact|visit) date(?:/time)?"
                            r"|date of (?:incident|event|contact|visit|occurrence).*|when|day"),
        (Column.WHO, r"(?:logged|recorded|reported|entered|written|completed) by|staff(?: member)?|by|by whom|author"
                     r"|initials?|worker|name|officer|signed|who(?: recorded)?"),
        (Column.TOLD_BY, r"source.*|agency|informant|who told us|from|origin|from whom"),
        (Column.ACTION, r"actions?.*|outcomes?.*|response.*|follow[ -]?up.*|next.*|plan.*|review.*|due.*"),
        (Column.DETAIL, _DETAIL),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and its place in the note."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    def says_more(self, start: int, end: int) -> bool:
        """Whether it says something besides what stands between two places: "3/9/26 (child off sick)"."""
        rest = self.text[: max(start - self.start, 0)] + self.text[end - self.start :]
        return bool(re.search(r"[^\W\d_]{3}", rest))


@dataclass(frozen=True, slots=True)
class Heads:
    """What the columns of a table hold, and by what they are parted."""

    columns: tuple[Column, ...]
    divider: re.Pattern[str]

    def cells(self, line: Line) -> list[Cell]:
        """The cells of a line; fewer than two if it is no row of this table."""
        return _cut(line, self.divider)

    def of(self, cells: list[Cell], column: Column) -> Cell | None:
        """The first cell of a column that says anything."""
        return next((c for c, kind in zip(cells, self.columns, strict=False) if kind is column and c.text), None)

    def account(self, cells: list[Cell], used: Collection[Cell | None]) -> tuple[tuple[int, int], ...]:
        """The places of all cells that say anything and were not used otherwise, whatever their heads are."""
        return tuple((cell.start, cell.end) for cell in cells if cell.text.strip(" -–—_") and cell not in used)

    def detail(self, cells: list[Cell]) -> Cell | None:
        """The cell with the account: the one so headed, otherwise the longest that is nothing else."""
        named = self.of(cells, Column.DETAIL)
        rest = [c for c, kind in zip(cells, self.columns, strict=False) if kind is Column.OTHER and c.text]
        return named or max(rest, key=lambda cell: len(cell.text), default=None)


def heads_of(line: Line) -> Heads | None:
    """The heads of a table, if a line can be that: it names a date and something else, and holds no date."""
    if len(line.text) > 400 or re.search("[0-9]{2}", line.text):
        return None
    for divider in (_BARS, _TABS, _GAPS):
        cells = _cut(line, divider)
        columns = tuple(_column(cell.text) for cell in cells)
        known = sum(column is not Column.OTHER for column in columns)
        if len(cells) >= 2 and known >= 2 and Column.EVENT_DATE in columns and ":" not in line.text:
            return Heads(columns, divider)
    return None


def _column(head: str) -> Column:
    words = " ".join(head.split()).strip(" *_:")
    return next((column for column, pattern in _HEADS if pattern.fullmatch(words)), Column.OTHER)


def _cut(line: Line, divider: re.Pattern[str]) -> list[Cell]:
    text = line.text
    low, high = 0, len(text)
    if divider is _BARS and text.strip().startswith("|"):
        low, high = text.index("|") + 1, len(text.rstrip()) - text.rstrip().endswith("|")
    places = [low]
    for gap in divider.finditer(text, low, high):
        places += [gap.start(), gap.end()]
    places.append(max(high, places[-1]))
    return [_trimmed(line, start, end) for start, end in zip(places[::2], places[1::2], strict=True)]


def _trimmed(line: Line, start: int, end: int) -> Cell:
    piece = line.text[start:end]
    return Cell(line.start + start + len(piece) - len(piece.lstrip()), piece.strip())
