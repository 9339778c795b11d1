"""What the court's PDFs are compared with: the same words drawn barely, and a chronology's rows in Platypus' LongTable.

The floor is what ReportLab's canvas needs for the text alone: widths cached, one `drawString` a line, no tags, no
bookmarks, no second look. Run as a module it prints the figures; each memory figure comes from a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from html import escape
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, SimpleDocTemplate
from reportlab.platypus.paragraph import Paragraph  # noqa: TID251 (measured, with escaped text)

from desktop.reporting.chronology import render_chronology
from desktop.reporting.chronology_pages import DATE, EDGES, REFERENCE
from desktop.reporting.layout import BOTTOM, LEADING, LEFT, RIGHT, TOP, WIDTH
from desktop.reporting.paper import PAGE_HEIGHT, PAGE_WIDTH, typefaces
from desktop.reporting.report import ChronologyReport, ReportRow, WrittenReport
from desktop.reporting.table import PADDING
from desktop.reporting.text import Measure, Weight, break_lines
from desktop.reporting.written import render_written
from desktop.reporting.written_pages import NUMBER, PARAGRAPH_AIR
from tests.desktop.reporting.sample import long_report
from tests.desktop.reporting.sample_written import long_written

ROWS_OF_100_PAGES, WORDS_A_ROW = 1250, 6
PARAGRAPHS_OF_100_PAGES = 468
_EVENT_WIDTH = EDGES[3] - EDGES[2] - 2 * PADDING


def direct(report: ChronologyReport) -> bytes:
    """Draw the rows of the report without anything else."""
    regular, bold = (Measure(typefaces().advances[weight]) for weight in (Weight.REGULAR, Weight.BOLD))
    out = BytesIO()
    canvas: Any = Canvas(out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, initialFontName="Arimo-Regular")
    y = TOP
    for row in report.rows:
        cells = _cells(row, regular, bold)
        height = max(map(len, cells)) * LEADING + 8
        if y - height < BOTTOM:
            canvas.showPage()
            y = TOP
        for edge, cell in zip(EDGES, cells, strict=False):
            for number, (font, line) in enumerate(cell):
                canvas.setFont(font, 12)
                canvas.drawString(edge + PADDING, y - 16 - number * LEADING, line)
        y -= height
        canvas.line(LEFT, y, RIGHT, y)
    canvas.save()
    return out.getvalue()


def _cells(row: ReportRow, regular: Measure, bold: Measure) -> tuple[list[tuple[str, str]], ...]:
    event = [("Arimo-Bold", line) for line in break_lines(row.headline, bold, _EVENT_WIDTH)]
    event += [("Arimo-Regular", line) for line in break_lines(row.detail, regular, _EVENT_WIDTH)]
    return (
        [("Arimo-Regular", str(row.serial))],
        [("Arimo-Regular", line) for line in break_lines(row.date, regular, DATE - 2 * PADDING)],
        event,
        [("Arimo-Regular", line) for line in break_lines(row.source, regular, REFERENCE - 2 * PADDING)],
    )


def long_table(report: ChronologyReport) -> bytes:
    """Set the rows of the report with Platypus."""
    typefaces()
    style = ParagraphStyle("row", fontName="Arimo-Regular", fontSize=12, leading=LEADING)
    head = ParagraphStyle("head", parent=style, fontName="Arimo-Bold")
    data = [[Paragraph(word, head) for word in ("Serial", "Date", "Event-detail", "Reference")]]
    for row in report.rows:
        event = [Paragraph(escape(row.headline), head), Paragraph(escape(row.detail), style)]
        data.append(
            [Paragraph(str(row.serial), style), Paragraph(row.date, style), event, Paragraph(escape(row.source), style)]
        )
    widths = [right - left for left, right in pairwise(EDGES)]
    table = LongTable(data, colWidths=widths, repeatRows=1, style=[("GRID", (0, 0), (-1, -1), 0.5, "grey")])
    out = BytesIO()
    margins = {"leftMargin": LEFT, "rightMargin": LEFT, "topMargin": PAGE_HEIGHT - TOP, "bottomMargin": BOTTOM}
    SimpleDocTemplate(out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, **margins).build([table])
    return out.getvalue()


def direct_paragraphs(report: WrittenReport) -> bytes:
    """Draw the paragraphs of the report without anything else."""
    regular = Measure(typefaces().advances[Weight.REGULAR])
    out = BytesIO()
    canvas: Any = Canvas(out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, initialFontName="Arimo-Regular")
    canvas.setFont("Arimo-Regular", 12)
    y = TOP
    for section in report.sections:
        for paragraph in section.paragraphs:
            for line in break_lines(paragraph, regular, WIDTH - NUMBER):
                if y - LEADING < BOTTOM:
                    canvas.showPage()
                    canvas.setFont("Arimo-Regular", 12)
                    y = TOP
                canvas.drawString(LEFT + NUMBER, y - 14, line)
                y -= LEADING
            y -= PARAGRAPH_AIR
    canvas.save()
    return out.getvalue()


def quickest(*works: Callable[[], object], times: int = 9) -> list[float]:
    """Return the quickest run of each in processor seconds, taken in turns: other work only ever adds."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for work, runs in zip(works, taken, strict=True):
            start = time.process_time()
            work()
            runs.append(time.process_time() - start)
    return [min(runs) for runs in taken]


def peak_growth(kind: str, size: int) -> float:
    """Return by how many MB a fresh process grows at its peak while it renders so many rows or paragraphs."""
    command = [sys.executable, "-m", "tests.bench.pdf_floor", "--peak", kind, str(size)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(answer.stdout)


def _peak_here(kind: str, size: int) -> float:
    if kind == "rows":
        report = long_report(size, WORDS_A_ROW)
        before = _highest()
        render_chronology(report)
    else:
        written = long_written(size)
        before = _highest()
        render_written(written)
    return _highest() - before


def _highest() -> float:
    """Return this process's highest resident size in MB; Linux's own figure, since `ru_maxrss` is inherited."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def figures() -> list[dict[str, object]]:
    """Measure everything in this run, as rows of the bench's table."""
    rl_config.useA85 = 0  # a text wrapping that only slows the floor down
    hundred = long_report(ROWS_OF_100_PAGES, WORDS_A_ROW)
    three_hundred = long_report(3 * ROWS_OF_100_PAGES, WORDS_A_ROW)
    pages = render_chronology(hundred).pages
    ours, floor, longer = quickest(
        lambda: render_chronology(hundred), lambda: direct(hundred), lambda: render_chronology(three_hundred)
    )
    (table,) = quickest(lambda: long_table(hundred), times=2)
    return [
        _figure(
            f"court PDF of {pages} pages, tagged, against direct drawing",
            "s",
            ours,
            floor=floor,
            ratio=ours / floor,
            goal="≤ 1.5",
        ),
        _figure("the same against LongTable (times faster)", "s", ours, floor=table, ratio=table / ours, goal="≥ 3"),
        _figure("three times the entries", "s", longer, floor=ours, ratio=longer / ours, goal="≤ 3.2"),
        _figure("peak memory, 1,250 entries", "MB", peak_growth("rows", ROWS_OF_100_PAGES), goal="≤ 80"),
        _figure("peak memory, 3,750 entries", "MB", peak_growth("rows", 3 * ROWS_OF_100_PAGES)),
        *_written_figures(),
    ]


def _written_figures() -> list[dict[str, object]]:
    hundred, three_hundred = (long_written(times * PARAGRAPHS_OF_100_PAGES) for times in (1, 3))
    pages = [render_written(report).pages for report in (hundred, three_hundred)]
    ours, floor, longer, longer_floor = quickest(
        lambda: render_written(hundred),
        lambda: direct_paragraphs(hundred),
        lambda: render_written(three_hundred),
        lambda: direct_paragraphs(three_hundred),
        times=5,
    )
    name = "written report of {} pages, tagged, against direct drawing"
    return [
        _figure(name.format(pages[0]), "s", ours, floor=floor, ratio=ours / floor, goal="≤ 1.5"),
        _figure(name.format(pages[1]), "s", longer, floor=longer_floor, ratio=longer / longer_floor, goal="≤ 1.5"),
        *(
            _figure(f"its peak memory, {count} pages", "MB", peak_growth("paragraphs", times * PARAGRAPHS_OF_100_PAGES))
            for count, times in zip(pages, (1, 3), strict=True)
        ),
    ]


def _figure(
    name: str, unit: str, value: float, *, floor: float | None = None, ratio: float | None = None, goal: str = ""
) -> dict[str, object]:
    return {"name": name, "unit": unit, "value": value, "floor": floor, "ratio": ratio, "goal": goal}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        print(_peak_here(sys.argv[2], int(sys.argv[3])))
    else:
        for figure in figures():
            print(json.dumps(figure, ensure_ascii=False))
