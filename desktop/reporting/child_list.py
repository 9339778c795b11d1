"""Renders a list of children: what stands out about each as sentences, then facts; a child is never cut in two."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from desktop.reporting.layout import LEFT, RIGHT, WIDTH
from desktop.reporting.paper import PAGE_HEIGHT, Paper, Tag, typefaces
from desktop.reporting.report import ListedChild, ListReport, RenderedPdf
from desktop.reporting.tags import About, finish
from desktop.reporting.text import Cleaner, Line, Measure, Weight, break_lines, plain
from desktop.reporting.wording import hold_dates, moment_in_words

_SIZE, _LEADING = 10.0, 12.6
_HEAD = 11.0
_BULLET, _INDENT = "•", 12.0
_TOP, _BOTTOM = PAGE_HEIGHT - 66.0, 66.0
_MARKING_TOP, _MARKING_BOTTOM, _FOOTER = PAGE_HEIGHT - 36.0, 26.0, 44.0
_AIR = 11.0


@dataclass(frozen=True, slots=True)
class _Block:
    """A child laid out: the line with the name, each sentence in its lines, and the lines of the facts."""

    head: Line
    said: list[list[Line]]
    facts: list[Line]
    joined: bool
    goes_on: bool

    @property
    def height(self) -> float:
        lines = 1 + sum(map(len, self.said)) + len(self.facts)
        return lines * _LEADING + _AIR


def render_list(report: ListReport) -> RenderedPdf:
    """Return the list as a tagged PDF."""
    advances = typefaces().advances
    cleaner = Cleaner(advances[Weight.REGULAR].keys() & advances[Weight.BOLD].keys())
    regular, bold = Measure(advances[Weight.REGULAR]), Measure(advances[Weight.BOLD])
    pages = _pages([_laid(child, cleaner, regular, bold) for child in report.children])
    paper, root = Paper(), Tag("Document")
    for number, blocks in enumerate(pages, 1):
        if number > 1:
            paper.next_page()
        y = _TOP
        if number == 1:
            paper.text(LEFT, y, plain([cleaner.clean(report.title)], Weight.BOLD), size=17, tag=root.add("H1"))
            y -= 26
        for block in blocks:
            y = _draw(block, y, paper, root)
        _furniture(report, number, len(pages), paper, cleaner, regular, bold)
    about = About(cleaner.clean(report.title), cleaner.clean(report.author), report.record_as_at.date(), "", 1)
    pdf = finish(paper.finish(), root, paper.parents, [(report.title, 0, _TOP, True)], about)
    return RenderedPdf(pdf, len(pages), hashlib.sha256(pdf).hexdigest(), tuple(cleaner.unprinted))


def _pages(blocks: list[_Block]) -> list[list[_Block]]:
    pages: list[list[_Block]] = [[]]
    room = _TOP - 26 - _BOTTOM
    for block in blocks:
        if block.height > room and pages[-1]:
            pages.append([])
            room = _TOP - _BOTTOM
        pages[-1].append(block)
        room -= block.height
    return pages


def _laid(child: ListedChild, cleaner: Cleaner, regular: Measure, bold: Measure) -> _Block:
    width = WIDTH - _INDENT * 2

    def broken(text: str, across: float) -> list[Line]:
        return plain(break_lines(hold_dates(" ".join(cleaner.clean(text).split())), regular, across * 12 / _SIZE))

    name = bold.shorten(" ".join(cleaner.clean(child.name).split()), width * 12 / _HEAD)
    left = max(width * 12 / _HEAD - bold.text(name), 0)
    who = regular.shorten(" ".join(cleaner.clean(child.who).split()), left)
    head: Line = ((Weight.BOLD, f"{name}  "), (Weight.REGULAR, who))
    said = [broken(text, width) for text in child.said]
    facts = [line for text in child.facts for line in broken(text, WIDTH - _INDENT)]
    return _Block(head, said, facts, child.joined, child.goes_on)


def _draw(block: _Block, y: float, paper: Paper, root: Tag) -> float:
    """Draw a child from here down; answer with where the next begins."""
    begins, x = y + _LEADING * 0.5, LEFT + _INDENT
    if not block.joined:
        paper.rules([(LEFT, begins + _AIR * 0.5, RIGHT, begins + _AIR * 0.5)], 0.5, 0.7)
    y -= _LEADING * 0.5
    paper.text(x, y, [block.head], size=_HEAD, leading=_LEADING, tag=root.add("H2"))
    y -= _LEADING
    for lines in block.said:
        paper.text(x, y, plain([_BULLET], Weight.BOLD), size=_SIZE)
        paper.text(x + _INDENT, y, lines, size=_SIZE, leading=_LEADING, tag=root.add("P"))
        y -= len(lines) * _LEADING
    if block.facts:
        paper.text(x, y, block.facts, size=_SIZE, leading=_LEADING, tag=root.add("P"))
        y -= len(block.facts) * _LEADING
    if block.joined or block.goes_on:  # a bar joins brothers and sisters
        top = begins + (_AIR if block.joined else -2.0)
        paper.rules([(LEFT + 3, top, LEFT + 3, y + _LEADING - (_AIR if block.goes_on else 0.0))], 2, 0.45)
    return y + _LEADING * 0.5 - _AIR


def _furniture(  # noqa: PLR0917
    report: ListReport, number: int, pages: int, paper: Paper, cleaner: Cleaner, regular: Measure, bold: Measure
) -> None:
    marking = bold.shorten(cleaner.clean(report.marking), WIDTH)
    middle = (LEFT + RIGHT - bold.text(marking)) / 2
    paper.text(middle, _MARKING_TOP, plain([marking], Weight.BOLD))
    author = ", ".join(filter(None, (report.author, report.author_role)))
    footer = " · ".join(
        (f"Page {number} of {pages}", f"record as at {moment_in_words(report.record_as_at)}", author, report.authority)
    )
    paper.rules([(LEFT, _FOOTER + 12, RIGHT, _FOOTER + 12)], 0.75, 0.35)
    shortened = regular.shorten(" ".join(cleaner.clean(footer).split()), WIDTH * 12 / 9)
    paper.text(LEFT, _FOOTER, plain([shortened]), size=9)
    paper.text(middle, _MARKING_BOTTOM, plain([marking], Weight.BOLD))
