"""What stands behind a written report: the genogram with everybody in words, and the exhibits, each named by a page."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.reporting.exhibits import BoundPage, exhibit_name
from desktop.reporting.family import Family
from desktop.reporting.genogram import TEXT_SIZE, lay_out
from desktop.reporting.genogram_picture import AIR, LEGEND_PITCH, LEGEND_SIZE, legend_rows, scale_into
from desktop.reporting.layout import LEADING, LEFT, SIZE, TITLE_SIZE, WIDTH, Kind, Layout, Sketch, Slot, Strip
from desktop.reporting.report import Exhibit, WrittenReport
from desktop.reporting.text import Line, Weight, plain
from desktop.reporting.wording import by, day_in_words, hold_dates

_SIGN = 15.0
_PICTURE_HIGH = 430.0
_SMALLEST = 0.72  # of a picture's own size, below which it is turned if that makes it larger


def lay_family(family: Family, layout: Layout) -> None:
    """The genogram on a page of its own, and everybody in words."""

    def width(text: str, bold: bool) -> float:
        return layout.measures[bold].text(layout.clean(text)) * TEXT_SIZE / SIZE

    layout.new_page()
    layout.heading("Genogram", key="genogram")
    focus = next((figure.name for figure in family.figures if figure.focus), "")
    layout.note(layout.clean(f"Family of {focus} on {day_in_words(family.day)}".replace("  ", " ")))
    genogram = lay_out(family, width)
    upright = scale_into(genogram, WIDTH, _PICTURE_HIGH)
    turned = scale_into(genogram, layout.room, WIDTH)
    if upright < _SMALLEST and turned > 1.2 * upright:
        sketch, height = Sketch(genogram, turned, turned=True), layout.room
    else:
        sketch, height = Sketch(genogram, upright), (genogram.height + 2 * AIR) * upright
    layout.add(Strip(Kind.PICTURE, layout.y, height, (), picture=sketch))
    legend = len(legend_rows(layout.measures, WIDTH, LEGEND_SIZE)) * LEGEND_PITCH
    if layout.room < legend:
        layout.new_page()
    layout.add(Strip(Kind.LEGEND, layout.y, legend, ()))
    layout.heading("The people in words", part=True)
    figures = sorted(family.figures, key=lambda one: (one.generation, one.born, one.name, str(one.person_id)))
    for figure in figures:
        words = layout.broken(layout.clean(figure.spoken), WIDTH - _SIGN)
        layout.strip(Kind.ITEM, ((LEFT, plain(["•"])), (LEFT + _SIGN, words)))


class Exhibits:
    """The exhibits of a report; `bound` says which page of which stands on which page of ours."""

    def __init__(self, report: WrittenReport, layout: Layout) -> None:
        self._report, self._layout = report, layout
        self.bound: list[tuple[int, int, int]] = []

    def lay(self, number: int, exhibit: Exhibit, pages: Sequence[BoundPage], audit: list[Line]) -> None:
        """A page that names it, and its pages in our frame; below its last, the audit of the report if given."""
        layout = self._layout
        name = exhibit_name(exhibit)
        self._divider(number, name, exhibit.title, len(pages))
        for part, page in enumerate(pages):
            layout.check()
            layout.new_page()
            foot = audit if part == len(pages) - 1 else []
            height = layout.room - (len(foot) * LEADING + 6 if foot else 0)
            words = layout.clean(f"{name}, page {part + 1:,} of {len(pages):,}")
            slot = _placed(len(self.bound), page.box, (layout.y, height), words)
            self.bound.append((layout.page, number, part))
            layout.add(Strip(Kind.SLOT, layout.y, height, (), slot=slot))
            if foot:
                layout.at_the_foot(foot)

    def _divider(self, number: int, name: str, title: str, pages: int) -> None:
        report, layout = self._report, self._layout
        layout.new_page()
        layout.y -= 150
        layout.place(f"exhibit:{number}")
        layout.bookmark(f"{name}: {title}" if title else name)
        heads = layout.broken(layout.clean(name), WIDTH * SIZE / TITLE_SIZE, Weight.BOLD)
        layout.strip(Kind.HEADING, ((LEFT, heads),), size=TITLE_SIZE)
        layout.y -= 10
        if title.strip():
            layout.strip(Kind.TEXT, ((LEFT, layout.broken(layout.clean(title), WIDTH, Weight.BOLD)),))
            layout.y -= 10
        count = f"{pages:,} {'page' if pages == 1 else 'pages'}"
        whose = f"{name} to “{report.title}” by {by(report)}, prepared on {day_in_words(report.prepared_on)}."
        layout.note(hold_dates(layout.clean(f"{whose} {count}.")))


def _placed(number: int, box: tuple[float, float, float, float], room: tuple[float, float], label: str) -> Slot:
    """A page upright in the room below a height, in the middle of its width, no larger than it is."""
    (left, low, right, high), (top, height) = box, room
    scale = min(1.0, WIDTH / (right - left), height / (high - low))
    x, y = LEFT + (WIDTH - (right - left) * scale) / 2, top - (high - low) * scale
    matrix = (scale, 0.0, 0.0, scale, x - left * scale, y - low * scale)
    return Slot(number, matrix, (x, y, x + (right - left) * scale, top), label)
