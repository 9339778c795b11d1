"""What a court chronology says, in its order (Practice Direction 12A): length of involvement, events, references."""

from __future__ import annotations

import re

from desktop.reporting.layout import LEADING, LEFT, RIGHT, WIDTH, Kind, Layout
from desktop.reporting.report import ChronologyReport, ReportRow
from desktop.reporting.table import Cells, Table
from desktop.reporting.text import Line, Weight, plain
from desktop.reporting.wording import chronology_facts, end_line, hold_dates, hold_pages, quoted, unprinted_note

SERIAL, DATE, REFERENCE = 47.0, 106.0, 110.0
EDGES = (LEFT, LEFT + SERIAL, LEFT + SERIAL + DATE, RIGHT - REFERENCE, RIGHT)
HEADS = ("Serial", "Date", "Event-detail", "Witness or document reference")
_WHEN_WIDTH = 216.0
_SERIALS = 170.0
_WHOLE = re.compile(r"\S(?:.*\S)?", re.DOTALL)
_NUMBER = re.compile(r"\d+")


def lay_chronology(report: ChronologyReport, layout: Layout) -> None:
    """Lay the whole report."""
    layout.title(report.title)
    layout.facts(chronology_facts(report))
    _involvement(report, layout)
    _events(report, layout)
    _references(report, layout)
    _end(report, layout)


def _involvement(report: ChronologyReport, layout: Layout) -> None:
    layout.heading("Length of involvement")
    if not report.involvement:
        layout.note("No period of involvement is recorded.")
    for line in report.involvement:
        if isinstance(line, str):
            layout.note(layout.clean(line))
            layout.y -= 6
            continue
        when = layout.broken(hold_dates(layout.clean(line.when)), _WHEN_WIDTH - 14)
        what = layout.broken(layout.clean(line.what), WIDTH - _WHEN_WIDTH)
        layout.strip(Kind.TEXT, ((LEFT, when), (LEFT + _WHEN_WIDTH, what)))


def _events(report: ChronologyReport, layout: Layout) -> None:
    if not report.rows:
        layout.heading("Events")
        layout.note("No entries are in this selection.")
        return
    table = Table(layout, EDGES, HEADS)
    year = None
    for number, row in enumerate(report.rows):
        layout.check()
        cells = _cells(row, layout, table.widths)
        if number == 0:
            layout.heading("Events", following=table.opening(cells))
        page, top = table.row(cells, key=f"row:{row.serial}", linked=bool(row.reference))
        if row.year != year:
            year = row.year
            layout.pages.bookmarks.append((str(year), page, top, False))


def _cells(row: ReportRow, layout: Layout, widths: tuple[float, ...]) -> Cells:
    reference = layout.broken(layout.clean(row.source), widths[3])
    words = layout.clean(row.reference)
    if words:
        reference += layout.linking(hold_pages(words), widths[3], _WHOLE, _place_of)
    return (
        plain([str(row.serial)]),
        layout.broken(hold_dates(layout.clean(row.date)), widths[1]),
        _event(row, layout, widths[2]),
        reference,
    )


def _event(row: ReportRow, layout: Layout, width: float) -> list[Line]:
    alone = not (row.detail or row.impact or row.words or row.outcome)
    lines = layout.broken(layout.clean(row.headline), width, Weight.REGULAR if alone else Weight.BOLD)
    lines += layout.broken(layout.clean(row.detail), width)
    lines += layout.labelled("Impact:", layout.clean(row.impact), width)
    lines += layout.labelled("Child’s words:", quoted(layout.clean(row.words)), width)
    lines += layout.labelled("Outcome:", layout.clean(row.outcome), width)
    return lines


def _place_of(reference: str) -> str:
    return "reference:" + " ".join(reference.split()).casefold()


def _references(report: ChronologyReport, layout: Layout) -> None:
    """An index of the witnesses and documents referred to: the serial numbers of each, with links there and back."""
    serials: dict[str, tuple[str, list[int]]] = {}
    for row in report.rows:
        words = layout.clean(row.reference)
        if words:
            serials.setdefault(_place_of(words), (words, []))[1].append(row.serial)
    if not serials:
        return
    table = Table(layout, (LEFT, RIGHT - _SERIALS, RIGHT), ("Witness or document", "Serial numbers"))
    for number, (key, (words, rows)) in enumerate(serials.items()):
        layout.check()
        for serial in rows:
            layout.link(f"row:{serial}", f"Entry {serial}")
        listed = ", ".join(map(str, rows))
        links = layout.linking(listed, table.widths[1], _NUMBER, lambda serial: f"row:{serial}")
        cells: Cells = (layout.broken(words, table.widths[0]), links)
        if number == 0:
            layout.heading("Index of references", following=table.opening(cells))
        table.row(cells, key=key, linked=True)


def _end(report: ChronologyReport, layout: Layout) -> None:
    layout.y -= 8
    lines = [end_line(len(report.rows))]
    if layout.cleaner.unprinted:
        lines.append(unprinted_note(tuple(layout.cleaner.unprinted)))
    notes = [layout.broken(line, WIDTH) for line in lines]
    audit = layout.audit(report.audit_seq, report.audit_head)
    if layout.room - sum(map(len, notes)) * LEADING - len(audit) * LEADING - 8 < 0:
        layout.new_page()
    for note in notes:
        layout.strip(Kind.TEXT, ((LEFT, note),))
    layout.at_the_foot(audit)
