"""Renders the child on one page: every value with where it comes from, on exactly one side of A4.

Where the words are many the type becomes smaller, to eight point and not beyond; then the longest values are cut, and
each one says that there is more in the file.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from desktop.reporting.layout import LEFT, RIGHT, WIDTH
from desktop.reporting.paper import PAGE_HEIGHT, Paper, Tag, typefaces
from desktop.reporting.report import PageLine, PageReport, RenderedPdf
from desktop.reporting.tags import About, finish
from desktop.reporting.text import Cleaner, Line, Measure, Weight, break_lines, plain
from desktop.reporting.wording import hold_dates, moment_in_words

MORE = "…more in the file"
_SIZES = (11.0, 10.0, 9.0, 8.0)
_SMALLER = 0.86  # of the size of a value: its source
_FEWEST = 1
_TOP, _BOTTOM = PAGE_HEIGHT - 66.0, 62.0
_LABELS = 140.0
_MARKING_TOP, _MARKING_BOTTOM, _FOOTER = PAGE_HEIGHT - 36.0, 26.0, 44.0


@dataclass(frozen=True, slots=True)
class _Row:
    """A label, the lines of its value, and the lines of its source, all broken for one size."""

    label: str
    words: list[Line]
    source: list[Line]


@dataclass(frozen=True, slots=True)
class _Laid:
    """The page laid out in one size of type."""

    size: float
    groups: list[tuple[str, list[_Row]]]

    @property
    def leading(self) -> float:
        return self.size * 1.24

    @property
    def height(self) -> float:
        """What it takes from top to bottom."""
        rows = sum(self.row_height(row) for _, rows in self.groups for row in rows)
        return self.head_height + rows + len(self.groups) * self.leading * 1.5

    @property
    def head_height(self) -> float:
        return 22 + self.leading * 2

    def row_height(self, row: _Row) -> float:
        return len(row.words) * self.leading + len(row.source) * self.leading * _SMALLER + 1.5


def render_page_of_child(report: PageReport) -> RenderedPdf:
    """Return the page as a tagged PDF of one page."""
    advances = typefaces().advances
    cleaner = Cleaner(advances[Weight.REGULAR].keys() & advances[Weight.BOLD].keys() & advances[Weight.ITALIC].keys())
    measures = tuple(Measure(table) for table in advances)
    laid = _fitted(report, cleaner, measures)
    paper, root = Paper(), Tag("Document")
    _draw(report, laid, paper, root, cleaner, measures)
    title = cleaner.clean(f"{report.title} {report.reference}")
    author = cleaner.clean(", ".join(filter(None, (report.author, report.author_role))))
    about = About(title, author, report.record_as_at.date(), "", 1)
    pdf = finish(paper.finish(), root, paper.parents, [(report.title, 0, _TOP, True)], about)
    return RenderedPdf(pdf, 1, hashlib.sha256(pdf).hexdigest(), tuple(cleaner.unprinted))


def _fitted(report: PageReport, cleaner: Cleaner, measures: tuple[Measure, ...]) -> _Laid:
    """The largest type in which all stands on the page; in the smallest, the longest values are cut."""
    room = _TOP - _BOTTOM
    for size in _SIZES:
        laid = _laid(report, size, cleaner, measures, 10_000)
        if laid.height <= room:
            return laid
    low, high = _FEWEST, 60
    while low < high:  # the most lines of each value for which it still fits
        middle = (low + high + 1) // 2
        if _laid(report, _SIZES[-1], cleaner, measures, middle).height <= room:
            low = middle
        else:
            high = middle - 1
    return _laid(report, _SIZES[-1], cleaner, measures, low)


def _laid(report: PageReport, size: float, cleaner: Cleaner, measures: tuple[Measure, ...], most: int) -> _Laid:
    groups = [(name, [_row(line, size, cleaner, measures, most) for line in lines]) for name, lines in report.groups]
    return _Laid(size, groups)


def _row(line: PageLine, size: float, cleaner: Cleaner, measures: tuple[Measure, ...], most: int) -> _Row:
    across = WIDTH - _LABELS
    bold = measures[Weight.BOLD]
    return _Row(
        bold.shorten(" ".join(cleaner.clean(line.label).split()), (_LABELS - 8) * 12 / size),
        _broken(line.words, size, across, cleaner, measures[Weight.REGULAR], most, Weight.REGULAR),
        _broken(line.source, size * _SMALLER, across, cleaner, measures[Weight.ITALIC], most, Weight.ITALIC),
    )


def _broken(  # noqa: PLR0917
    text: str, size: float, across: float, cleaner: Cleaner, measure: Measure, most: int, weight: int
) -> list[Line]:
    """Lines in type of this size; widths are measured at 12 point."""
    cleaned = " ".join(cleaner.clean(text[:20_000]).split())
    if not cleaned:
        return []
    width = across * 12 / size
    lines = break_lines(hold_dates(cleaned), measure, width)
    if len(lines) > most or len(text) > 20_000:
        lines = lines[:most]
        lines[-1] = f"{measure.shorten(lines[-1], width - measure.text(' ' + MORE)).rstrip('…')} {MORE}"
    return plain(lines, weight)


def _draw(  # noqa: PLR0917
    report: PageReport, laid: _Laid, paper: Paper, root: Tag, cleaner: Cleaner, measures: tuple[Measure, ...]
) -> None:
    bold, regular = measures[Weight.BOLD], measures[Weight.REGULAR]
    marking = bold.shorten(cleaner.clean(report.marking), WIDTH)
    middle = (LEFT + RIGHT - bold.text(marking)) / 2
    paper.text(middle, _MARKING_TOP, plain([marking], Weight.BOLD))
    y = _head(report, laid, paper, root, cleaner, measures)
    for name, rows in laid.groups:
        y -= laid.leading * 1.15
        paper.text(LEFT, y, plain([name], Weight.BOLD), size=laid.size, leading=laid.leading, tag=root.add("H2"))
        y -= laid.leading * 0.35
        paper.rules([(LEFT, y, RIGHT, y)], 0.5, 0.55)
        for row in rows:
            _draw_row(row, y, laid, paper, root)
            y -= laid.row_height(row)
    footer = " · ".join(
        filter(None, (f"Record as at {moment_in_words(report.record_as_at)}", report.authority, report.author))
    )
    paper.rules([(LEFT, _FOOTER + 12, RIGHT, _FOOTER + 12)], 0.75, 0.35)
    paper.text(
        LEFT, _FOOTER, plain([regular.shorten(" ".join(cleaner.clean(footer).split()), WIDTH * 12 / 10)]), size=10
    )
    paper.text(middle, _MARKING_BOTTOM, plain([marking], Weight.BOLD))


def _head(  # noqa: PLR0917
    report: PageReport, laid: _Laid, paper: Paper, root: Tag, cleaner: Cleaner, measures: tuple[Measure, ...]
) -> float:
    """The child's name and age; returns how far down the page it comes."""
    child = measures[Weight.BOLD].shorten(" ".join(cleaner.clean(report.child).split()), WIDTH * 12 / 17)
    paper.text(LEFT, _TOP - 12, plain([child], Weight.BOLD), size=17, tag=root.add("H1"))
    line = f"{report.title} · reference {report.reference} · record as at {moment_in_words(report.record_as_at)}"
    below = measures[Weight.REGULAR].shorten(" ".join(cleaner.clean(line).split()), WIDTH * 12 / laid.size)
    paper.text(LEFT, _TOP - 22 - laid.leading * 0.6, plain([below]), size=laid.size, tag=root.add("P"))
    return _TOP - laid.head_height + laid.leading * 0.4


def _draw_row(row: _Row, top: float, laid: _Laid, paper: Paper, root: Tag) -> None:
    tag = root.add("P")
    base = top - laid.leading * 0.82
    paper.text(LEFT, base, plain([row.label], Weight.BOLD), size=laid.size, leading=laid.leading, tag=tag)
    at = LEFT + _LABELS
    paper.text(at, base, row.words, size=laid.size, leading=laid.leading, tag=tag)
    if row.source:
        small, leading = laid.size * _SMALLER, laid.leading * _SMALLER
        under = base - (len(row.words) - 1) * laid.leading - leading
        paper.text(at, under, row.source, size=small, leading=leading, tag=tag)
