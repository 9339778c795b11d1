"""A piece of the body of a note, and what it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from db.interchange.agency_notes.moments import Moment


class Shape(Enum):
    """What a block is."""

    ROW = auto()
    DATE_HEADING = auto()
    EVENT_LABEL = auto()
    PARAGRAPH = auto()
    FIELD = auto()
    HEADING = auto()
    STOP = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the body. `who`, `told_by` and `written` are what a row says of itself.

    `goes_on` joins it to what stands above; `apart` parts it, as where the next one speaks in minutes; `timed` says
    that it begins with a time of the day. `cells` are the places of all cells of a table's row that give its account.
    """

    shape: Shape
    start: int
    end: int
    moment: Moment | None = None
    who: str = ""
    told_by: str = ""
    written: date | None = None
    goes_on: bool = False
    in_table: bool = False
    apart: bool = False
    timed: bool = False
    cells: tuple[tuple[int, int], ...] = ()
