"""A table of text cells, and the limits that every reader of tables keeps.

Why: CSV, Excel and Word end in the same plain rows, so that nothing after this point knows where a row came from,
and one place says how much of a stranger's file we are willing to hold.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from db.domain.entry import clean_text
from db.errors import Refused
from db.interchange.column_heads import is_head_row

MOST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_IN_A_CELL = 1_000_000
MOST_IN_A_TABLE = 60_000_000
HEAD_WITHIN_ROWS = 20

DAMAGED = "The file is damaged or incomplete. Open it in the program that made it, save it again, then try once more."
NO_HEADS = (
    "No table with a head for the date (“When” or “Date”) was found. Give each column a head in the first row of the "
    "table."
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number as the file's own program counts it (from 1), its cells, and which of them are formulas.

    `table` tells apart the tables of a Word document, from 1.
    """

    number: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = frozenset()
    table: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """The heads, the rows under them, and plain sentences about what was not read."""

    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...] = ()


class Allowance:
    """How much text may still come out of one file; refuses what exceeds a cell or the whole."""

    def __init__(self) -> None:
        self._left = MOST_IN_A_TABLE

    def take(self, text: str) -> str:
        """The cell's text, clean of NUL and lone surrogates and without outer spaces; raises Refused if too long."""
        if len(text) > MOST_IN_A_CELL:
            raise Refused(f"A cell holds more than {MOST_IN_A_CELL:,} characters: that is no row of a chronology.")
        self._left -= len(text)
        if self._left < 0:
            raise Refused("The table holds too much text to be read at once. Split it into smaller files.")
        return clean_text(text).strip()


def find_table(grid: Iterable[TableRow]) -> Table | None:
    """The table that begins with the first row of heads, within the first 20 rows; None when there is none.

    Rows without any text are left out, and so are repeated heads. Raises Refused above 20,000 rows or 200 columns.
    """
    heads: tuple[str, ...] = ()
    rows: list[TableRow] = []
    for seen, row in enumerate(grid):
        if len(row.cells) > MOST_COLUMNS:
            raise Refused(f"The table has more than {MOST_COLUMNS} columns: that is no chronology.")
        if not heads:
            heads = row.cells if is_head_row(row.cells) else ()
            if not heads and seen >= HEAD_WITHIN_ROWS:
                return None
        elif any(row.cells) and row.cells != heads:
            rows.append(row)
            if len(rows) > MOST_ROWS:
                raise Refused(f"The table has more than {MOST_ROWS:,} rows. Split it into smaller files.")
    return Table(heads, tuple(rows)) if heads else None
