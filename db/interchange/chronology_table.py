"""Reads a chronology that a worker kept in a table into rows to import, with a report of what was understood.

Why: nothing is imported unless all of it is understood or the person says to skip the rest, so the report must say row
by row what to mend; it repeats no text of the file but column heads and the words of dates that were not understood.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from os import PathLike
from uuid import UUID

from db.commands.entries import ImportRow
from db.domain.entry import ChildPart
from db.errors import Refused
from db.interchange.chronology_row import ReadRow, RowNotUnderstood, RowProblem, read_row
from db.interchange.column_heads import Column, meanings
from db.interchange.table_file import Table, read_table

__all__ = ["ChronologyTable", "ImportRefused", "ReadRow", "RowProblem", "describe", "plan_import", "read_chronology"]


@dataclass(frozen=True, slots=True)
class ChronologyTable:
    """Rows understood, rows not understood, what each head was taken for, and notes on what was not read."""

    rows: tuple[ReadRow, ...]
    problems: tuple[RowProblem, ...]
    columns: tuple[tuple[str, Column], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[RowProblem, ...]:
        """What is worth a look but does not stop the import: dates to come, very old dates, formulas."""
        return tuple(question for row in self.rows for question in row.questions)

    def for_child(self, child_id: UUID) -> tuple[ImportRow, ...]:
        """The rows as `commands.entries.import_rows` takes them; equal rows are counted apart, from 1."""
        seen: Counter[bytes] = Counter()
        ready = []
        for row in self.rows:
            seen[row.row_hash] += 1
            part = ChildPart(child_id, impact=row.impact)
            ready.append(ImportRow(row.row_hash, seen[row.row_hash], replace(row.content, children=(part,))))
        return tuple(ready)


class ImportRefused(Refused):
    """Some rows were not understood. `report` says which; it is for the person's screen and not for a log."""

    def __init__(self, text: str, report: str) -> None:
        super().__init__(text)
        self.report = report


def read_chronology(path: str | PathLike[str], *, today: date) -> ChronologyTable:
    """Read every row, collecting what is wrong with each that is not understood.

    Raises Refused when the file as a whole cannot be read: unreadable, hostile, no column for date or event, no rows.
    """
    table = read_table(path)
    columns = meanings(table.heads)
    if Column.EVENT not in columns:
        raise Refused("No column says what happened. Give it the head “What happened”, “Event” or “Details”.")
    if not table.rows:
        raise Refused("The table has heads but no rows under them.")
    rows: list[ReadRow] = []
    problems: list[RowProblem] = []
    for row in table.rows:
        try:
            rows.append(read_row(row, table.heads, columns, today))
        except RowNotUnderstood as not_understood:
            problems.append(not_understood.problem)
    return ChronologyTable(tuple(rows), tuple(problems), _columns(table, columns), table.notes)


def _columns(table: Table, columns: tuple[Column, ...]) -> tuple[tuple[str, Column], ...]:
    named = [
        (head or f"Column {place}", column)
        for place, (head, column) in enumerate(zip(table.heads, columns, strict=True), 1)
    ]
    widest = max(len(row.cells) for row in table.rows)
    return (*named, *((f"Column {place}", Column.OTHER) for place in range(len(named) + 1, widest + 1)))


def plan_import(path: str | PathLike[str], *, today: date, skip_bad: bool = False) -> ChronologyTable:
    """What to import: everything, or with `skip_bad` what was understood; raises ImportRefused or Refused otherwise."""
    table = read_chronology(path, today=today)
    bad, whole = len(table.problems), len(table.problems) + len(table.rows)
    if bad and not table.rows:
        raise ImportRefused("None of the rows can be read, so nothing was imported.", describe(table))
    if bad and not skip_bad:
        text = f"{bad} of {whole} rows cannot be read, so nothing was imported. Mend {'it' if bad == 1 else 'them'}, "
        raise ImportRefused(f"{text}or leave {'it' if bad == 1 else 'them'} out with --skip-bad.", describe(table))
    return table


def describe(table: ChronologyTable) -> str:
    """The report for the command line: columns, rows read, and row by row what was not understood or is doubtful."""
    lines = ["Columns:"]
    lines += [f"  “{head}”: {column.value}" for head, column in table.columns]
    lines.append(f"{len(table.rows)} {'row was' if len(table.rows) == 1 else 'rows were'} understood.")
    tables = len({row.table for row in table.rows} | {problem.table for problem in table.problems}) > 1
    if table.problems:
        count = len(table.problems)
        lines.append(f"{count} {'row was' if count == 1 else 'rows were'} not understood:")
        lines += [f"  {_line(problem, tables)}" for problem in table.problems]
    if table.questions:
        lines.append("Worth a look:")
        lines += [f"  {_line(question, tables)}" for question in table.questions]
    return "\n".join([*lines, *table.notes])


def _line(problem: RowProblem, tables: bool) -> str:
    where = f"table {problem.table}, row {problem.row}" if tables else f"row {problem.row}"
    words = f" (“{problem.words}”)" if problem.words else ""
    return f"{where}, {problem.head}: {problem.text}{words}"
