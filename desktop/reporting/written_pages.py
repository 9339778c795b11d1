"""What a report or statement says, in its order: head, index, sections, signature, sources, genogram, exhibits."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from desktop.reporting.bound_pages import Exhibits, lay_family
from desktop.reporting.exhibits import BoundPage, exhibit_name
from desktop.reporting.layout import BOTTOM, FACT_COLUMN, LEADING, LEFT, RIGHT, TOP, WIDTH, Kind, Layout, Strip
from desktop.reporting.report import CitedEntry, ReportSection, Voice, WrittenReport
from desktop.reporting.table import Cells, Table
from desktop.reporting.text import LINK, Line, Weight, plain
from desktop.reporting.wording import hold_dates, hold_pages, unprinted_note, written_facts

NUMBER, SIGN = 36.0, 15.0
PARAGRAPH_AIR = 8.0
MOST_UNINDEXED = 6
_CITED = re.compile(r"\[C(\d{1,4})(?::[^\[\]\n]{0,600})?\]")
_SOURCES = (LEFT, LEFT + 47, LEFT + 153, RIGHT - 160, RIGHT)
_SOURCE_HEADS = ("No.", "Date", "What", "Source and reference")
_MOST_LINKS = 10_000


class Written:
    """The pages of one report; `exhibits` are the drawings of each exhibit's pages."""

    def __init__(
        self, report: WrittenReport, layout: Layout, exhibits: Sequence[Sequence[BoundPage]],
        label: Callable[[int], str],
    ) -> None:  # fmt: skip
        self._report, self._layout, self._label = report, layout, label
        self._exhibits = [*zip(report.exhibits, exhibits, strict=True)]
        self._cited = {str(entry.number): entry for entry in report.cited}
        self._names = {exhibit_name(exhibit).casefold(): n for n, exhibit in enumerate(report.exhibits)}
        names = "|".join(re.escape(name) for name in sorted(self._names, key=len, reverse=True))
        self._links = re.compile(rf"{_CITED.pattern}|\b(?i:{names})\b" if names else _CITED.pattern)
        self._entries: list[tuple[Strip, str]] = []
        self._paragraphs = self._linked = 0
        self.own_pages = 0
        self._bound = Exhibits(report, layout)

    def lay(self) -> None:
        """Lay all of it."""
        report, layout = self._report, self._layout
        layout.title(report.title)
        layout.facts(written_facts(report))
        if any(section.voice is Voice.ANALYSIS for section in report.sections):
            layout.y -= 6
            layout.note("Analysis is marked by a line in the margin and the word “Analysis”.")
        if len(report.sections) > MOST_UNINDEXED or report.exhibits:
            self._index()
        for number, section in enumerate(report.sections):
            following = report.sections[number + 1 : number + 2]
            self._section(section, leads=bool(following) and following[0].level > section.level)
        self._signature()
        self._sources()
        self._unprinted()
        if report.family is not None:
            lay_family(report.family, layout)
        audit = layout.audit(report.audit_seq, report.audit_head)
        if not self._exhibits:
            if layout.room < len(audit) * LEADING + 8:
                layout.new_page()
            layout.at_the_foot(audit)
        self.own_pages = len(layout.pages.sheets)
        for number, (exhibit, pages) in enumerate(self._exhibits):
            self._bound.lay(number, exhibit, pages, audit if number == len(self._exhibits) - 1 else [])
        self._close()

    @property
    def bound(self) -> list[tuple[int, int, int]]:
        """Which page of which exhibit stands on which of our pages."""
        return self._bound.bound

    # The index.

    def _index(self) -> None:
        layout, report = self._layout, self._report
        layout.heading("Index")
        for section in report.sections:
            self._entry(section.title, f"section:{section.key}", inner=section.level > 1)
        self._entry(self._signature_title(), "signature")
        if report.cited:
            self._entry("Sources", "sources")
        if report.family is not None:
            self._entry("Genogram", "genogram")
        for number, (exhibit, _pages) in enumerate(self._exhibits):
            self._entry(f"{exhibit_name(exhibit)}: {exhibit.title}", f"exhibit:{number}")

    def _entry(self, title: str, key: str, *, inner: bool = False) -> None:
        layout = self._layout
        x = LEFT + 18.0 * inner
        words = " ".join(layout.clean(title).split()) or "(no title)"
        words = layout.measures[Weight.REGULAR].shorten(words, RIGHT - 70 - x)
        line: Line = ((LINK + layout.link(key, words), words),)
        layout.strip(Kind.INDEX, ((x, [line]),), linked=True)
        self._entries.append((layout.pages.sheets[-1][-1], key))

    def _close(self) -> None:
        """Say on which page everything came to stand."""
        layout = self._layout
        for strip, key in self._entries:
            page, _top = layout.pages.places[key]
            words = self._label(page)
            x = RIGHT - layout.measures[Weight.REGULAR].text(words)
            line: Line = ((LINK + layout.link(key, words), words),)
            strip.cells = (*strip.cells, (x, [line]))

    # Sections and their paragraphs.

    def _section(self, section: ReportSection, *, leads: bool) -> None:
        layout = self._layout
        layout.ruled = False
        analysis = section.voice is Voice.ANALYSIS
        part = section.level > 1
        heading = 2 * LEADING + (3 * LEADING if leads and not section.paragraphs else 0)
        layout.heading(
            section.title, part=part, mark="Analysis" if analysis else "", following=heading,
            key=f"section:{section.key}",
        )  # fmt: skip
        if not section.paragraphs and not leads:
            layout.strip(Kind.TEXT, ((LEFT, plain(["Nothing is written here."], Weight.ITALIC)),))
        for paragraph in section.paragraphs:
            layout.check()
            self._paragraph(paragraph)
        layout.ruled = False

    def _paragraph(self, paragraph: str) -> None:
        """A numbered paragraph: text, and lists in it."""
        layout = self._layout
        text = layout.clean(paragraph)
        if not text:
            return
        self._paragraphs += 1
        number: list[Line] = plain([f"{self._paragraphs}."])
        for listed, lines in groupby(text.split("\n"), lambda line: line.startswith("- ")):
            if not listed:
                words = self._linking("\n".join(lines), WIDTH - NUMBER)
                layout.strip(Kind.TEXT, ((LEFT, number), (LEFT + NUMBER, words)), linked=True)
                number = []
                continue
            if number:  # the list begins the paragraph
                if layout.room < 2 * LEADING:
                    layout.new_page()
                layout.add(Strip(Kind.TEXT, layout.y, 0.0, ((LEFT, number),)))
                number = []
            for line in lines:
                layout.check()
                words = self._linking(line[2:].strip(), WIDTH - NUMBER - SIGN)
                layout.strip(Kind.ITEM, ((LEFT + NUMBER, plain(["•"])), (LEFT + NUMBER + SIGN, words)), linked=True)
        layout.y -= PARAGRAPH_AIR

    def _linking(self, text: str, width: float) -> list[Line]:
        """Lines whose citations and exhibits are links."""
        if "[C" in text:
            text = _CITED.sub(lambda found: hold_dates(found.group()).replace(": ", ":\u00a0", 1), text)
        return self._layout.linking(text, width, self._links, self._place_of) or plain([""])

    def _place_of(self, words: str) -> str:
        """Where a citation or the name of an exhibit leads; nowhere if there is no such, or far too many links."""
        self._linked += 1
        if self._linked > _MOST_LINKS:
            return ""
        found = _CITED.fullmatch(words)
        if found is None:
            number = self._names.get(words.casefold())
            return "" if number is None else f"exhibit:{number}"
        cited = str(int(found.group(1)))
        return f"source:{cited}" if cited in self._cited else ""

    # What follows the sections.

    def _signature_title(self) -> str:
        return "Statement of truth" if self._report.statement.strip() else "Signature"

    def _signature(self) -> None:
        """The statement of truth, and below it room for the signature, on one page."""
        layout, report = self._layout, self._report
        paragraphs = [layout.broken(layout.clean(part), WIDTH) for part in report.statement.split("\n\n")]
        signed = ("Signed", ""), ("Name", report.author), ("Role", report.author_role), ("Date", "")
        lines = sum(map(len, paragraphs)) + 2 * len(signed) + 1
        room = lines * LEADING + len(paragraphs) * PARAGRAPH_AIR
        whole = room + 3 * LEADING < TOP - BOTTOM
        following = room if whole else 2 * LEADING
        layout.heading(self._signature_title(), following=following, key="signature")
        for paragraph in filter(None, paragraphs):
            layout.strip(Kind.TEXT, ((LEFT, paragraph),))
            layout.y -= PARAGRAPH_AIR
        if not whole and layout.room < (2 * len(signed) + 1) * LEADING:
            layout.new_page()
        for label, value in signed:
            layout.y -= LEADING / 2 if value else LEADING
            cells = ((LEFT, plain([f"{label}:"], Weight.BOLD)), (FACT_COLUMN, self._value(value)))
            layout.strip(Kind.TEXT if value else Kind.SIGNATURE, cells)

    def _value(self, value: str) -> list[Line]:
        return self._layout.broken(" ".join(self._layout.clean(value).split())[:300], RIGHT - FACT_COLUMN)

    def _sources(self) -> None:
        """The entries that the text cites, each with its place."""
        layout = self._layout
        table = Table(layout, _SOURCES, _SOURCE_HEADS)
        for number, entry in enumerate(self._report.cited):
            layout.check()
            cells = self._source(entry, table.widths)
            if number == 0:
                layout.heading("Sources", following=max(table.opening(cells), 8 * LEADING), key="sources")
            table.row(cells, key=f"source:{entry.number}", linked=True)

    def _source(self, entry: CitedEntry, widths: tuple[float, ...]) -> Cells:
        layout = self._layout
        reference = hold_pages(layout.clean(entry.reference))
        return (
            plain([f"C{entry.number}"]),
            layout.broken(hold_dates(layout.clean(entry.date)), widths[1]),
            layout.broken(layout.clean(entry.headline), widths[2]),
            layout.broken(layout.clean(entry.source), widths[3])
            + (layout.linking(reference, widths[3], self._links, self._place_of) if reference else []),
        )

    def _unprinted(self) -> None:
        """Name the characters that no typeface here has, also those of what is still to come."""
        layout, report = self._layout, self._report
        for figure in report.family.figures if report.family is not None else ():
            layout.clean(figure.spoken)
        for exhibit in report.exhibits:
            layout.clean(f"{exhibit.label} {exhibit.title}")
        if layout.cleaner.unprinted:
            layout.y -= 8
            layout.note(unprinted_note(tuple(layout.cleaner.unprinted)))
