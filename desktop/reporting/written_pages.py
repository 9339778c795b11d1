"""What a report or statement says, in its order: head, index, sections, signature, sources, genogram, exhibits."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from desktop.reporting.exhibits import BoundPage, exhibit_name
from desktop.reporting.genogram import TEXT_SIZE, lay_out
from desktop.reporting.genogram_picture import LEGEND_PITCH, LEGEND_SIZE, legend_rows, scale_into
from desktop.reporting.layout import (
    BOTTOM,
    FACT_COLUMN,
    LEADING,
    LEFT,
    RIGHT,
    SIZE,
    TITLE_SIZE,
    TOP,
    WIDTH,
    Kind,
    Layout,
    Sketch,
    Slot,
    Strip,
)  # fmt: skip
from desktop.reporting.report import CitedEntry, Exhibit, ReportSection, Voice, WrittenReport
from desktop.reporting.table import Cells, Table
from desktop.reporting.text import LINK, Line, Weight, plain
from desktop.reporting.wording import by, day_in_words, hold_dates, unprinted_note, written_facts

NUMBER, SIGN = 36.0, 15.0
PARAGRAPH_AIR = 8.0
MOST_UNINDEXED = 6
_CITED = re.compile(r"\[C(\d{1,4})(?::[^\[\]\n]{0,600})?\]")
_SOURCES = (LEFT, LEFT + 47, LEFT + 153, RIGHT - 160, RIGHT)
_SOURCE_HEADS = ("No.", "Date", "What", "Source and reference")
_MOST_LINKS = 10_000
_PICTURE_HIGH = 430.0
_SMALLEST = 0.72  # of a picture's own size, below which it is turned if that makes it larger


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
        self.bound: list[tuple[int, int, int]] = []

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
        self._family()
        self.own_pages = len(layout.pages.sheets)
        for number, (exhibit, pages) in enumerate(self._exhibits):
            self._exhibit(number, exhibit, pages)
        self._close()

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
            return f"exhibit:{self._names[words.casefold()]}"
        number = str(int(found.group(1)))
        return f"source:{number}" if number in self._cited else ""

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
            layout.y -= LEADING / 2
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
                layout.heading("Sources", following=table.opening(cells), key="sources")
            table.row(cells, key=f"source:{entry.number}", linked=True)

    def _source(self, entry: CitedEntry, widths: tuple[float, ...]) -> Cells:
        layout = self._layout
        reference = layout.clean(entry.reference)
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
        if not report.exhibits and report.family is None:
            self._audit()

    def _audit(self) -> None:
        """The head of the audit, at the foot of the last page."""
        layout, report = self._layout, self._report
        lines = layout.audit(report.audit_seq, report.audit_head)
        if layout.room < len(lines) * LEADING + 8:
            layout.new_page()
        layout.at_the_foot(lines)

    def _family(self) -> None:
        """The genogram on a page of its own, and everybody in words."""
        report, layout = self._report, self._layout
        family = report.family
        if family is None:
            return

        def width(text: str, bold: bool) -> float:
            return layout.measures[bold].text(layout.clean(text)) * TEXT_SIZE / SIZE

        layout.new_page()
        layout.heading("Genogram", key="genogram")
        focus = next((figure.name for figure in family.figures if figure.focus), "")
        layout.note(layout.clean(f"Family of {focus} on {day_in_words(family.day)}".replace("  ", " ")))
        genogram = lay_out(family, width)
        legend = len(legend_rows(layout.measures, WIDTH, LEGEND_SIZE)) * LEGEND_PITCH + 14
        upright = scale_into(genogram, WIDTH, _PICTURE_HIGH)
        turned = scale_into(genogram, layout.room - legend, WIDTH)
        if upright < _SMALLEST and turned > 1.2 * upright:
            sketch, height = Sketch(genogram, turned, turned=True), layout.room
        else:
            sketch, height = Sketch(genogram, upright), (genogram.height + 24) * upright + legend
        layout.add(Strip(Kind.PICTURE, layout.y, height, (), picture=sketch))
        layout.heading("The people in words", part=True)
        figures = sorted(family.figures, key=lambda one: (one.generation, one.born, one.name, str(one.person_id)))
        for figure in figures:
            words = layout.broken(layout.clean(figure.spoken), WIDTH - SIGN)
            layout.strip(Kind.ITEM, ((LEFT, plain(["•"])), (LEFT + SIGN, words)))
        if not report.exhibits:
            self._audit()

    def _exhibit(self, number: int, exhibit: Exhibit, pages: Sequence[BoundPage]) -> None:
        """A page that names it, and its pages in our frame; the head of the audit below the very last."""
        report, layout = self._report, self._layout
        name = exhibit_name(exhibit)
        layout.new_page()
        layout.y -= 150
        layout.place(f"exhibit:{number}")
        layout.bookmark(f"{name}: {exhibit.title}" if exhibit.title else name)
        heads = layout.broken(layout.clean(name), WIDTH * SIZE / TITLE_SIZE, Weight.BOLD)
        layout.strip(Kind.HEADING, ((LEFT, heads),), size=TITLE_SIZE)
        layout.y -= 10
        if exhibit.title.strip():
            layout.strip(Kind.TEXT, ((LEFT, layout.broken(layout.clean(exhibit.title), WIDTH, Weight.BOLD)),))
            layout.y -= 10
        count = f"{len(pages):,} {'page' if len(pages) == 1 else 'pages'}"
        whose = f"{name} to “{report.title}” by {by(report)}, prepared on {day_in_words(report.prepared_on)}."
        layout.note(hold_dates(layout.clean(f"{whose} {count}.")))
        last = exhibit is report.exhibits[-1]
        for part, page in enumerate(pages):
            layout.check()
            layout.new_page()
            audit = layout.audit(report.audit_seq, report.audit_head) if last and part == len(pages) - 1 else []
            height = layout.room - (len(audit) * LEADING + 6 if audit else 0)
            words = layout.clean(f"{name}, page {part + 1:,} of {len(pages):,}")
            slot = _placed(len(self.bound), page.box, (layout.y, height), words)
            self.bound.append((layout.page, number, part))
            layout.add(Strip(Kind.SLOT, layout.y, height, (), slot=slot))
            if audit:
                layout.at_the_foot(audit)


def _placed(number: int, box: tuple[float, float, float, float], room: tuple[float, float], label: str) -> Slot:
    """A page upright in the room below a height, in the middle of its width, no larger than it is."""
    (left, low, right, high), (top, height) = box, room
    scale = min(1.0, WIDTH / (right - left), height / (high - low))
    x, y = LEFT + (WIDTH - (right - left) * scale) / 2, top - (high - low) * scale
    matrix = (scale, 0.0, 0.0, scale, x - left * scale, y - low * scale)
    return Slot(number, matrix, (x, y, x + (right - left) * scale, top), label)
