"""From a report to a finished PDF, whatever it says: laid on pages by a module of its own, drawn here, and tagged."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from pikepdf import Pdf

from desktop.reporting.drawing import Drawing, Furniture
from desktop.reporting.layout import Layout
from desktop.reporting.paper import typefaces
from desktop.reporting.report import Cancelled, ChronologyReport, Place, RenderedPdf, WrittenReport
from desktop.reporting.tags import About, finish
from desktop.reporting.text import Cleaner, Measure, Weight
from desktop.reporting.wording import by


class Printing:
    """One document on its way: first its pages are laid on `layout`, then it is finished."""

    def __init__(
        self, report: ChronologyReport | WrittenReport, whose: str, cancelled: Callable[[], bool]
    ) -> None:  # fmt: skip
        self._report, self._cancelled = report, cancelled
        self.check()
        advances = typefaces().advances
        alike = advances[Weight.REGULAR].keys() & advances[Weight.BOLD].keys() & advances[Weight.ITALIC].keys()
        self._cleaner = Cleaner(alike)
        measures = tuple(Measure(table) for table in advances)
        self.furniture = Furniture.of(report, whose, self._cleaner, measures)
        self.layout = Layout(self._cleaner, measures, self.check)

    def check(self) -> None:
        """Raise `Cancelled` if nobody wants it any longer."""
        if self._cancelled():
            raise Cancelled

    def finished(
        self, progress: Callable[[int, int], None] | None, *, own_pages: int | None = None,
        bind: Callable[[Pdf], None] | None = None,
    ) -> RenderedPdf:  # fmt: skip
        """Draw and tag what was laid; `own_pages` are those that count against the limit, if not all."""
        pages = self.layout.pages
        count = len(pages.sheets)
        drawing = Drawing(self.furniture, pages, self._cleaner)
        drawing.draw(self.check, progress)
        self.check()
        drawn = drawing.paper.finish()
        self.check()
        pdf = finish(
            drawn, drawing.root, drawing.paper.parents, pages.bookmarks, self._about(), links=pages.links,
            places=pages.places, bind=bind, check=self.check,
        )  # fmt: skip
        limit, own = self._report.page_limit, count if own_pages is None else own_pages
        over = limit is not None and own > limit
        places = tuple(Place(key, page, top) for key, (page, top) in pages.places.items())
        sealed = hashlib.sha256(pdf).hexdigest()
        return RenderedPdf(
            pdf, count, sealed, tuple(self._cleaner.unprinted), over, places, own, tuple(pages.turns), drawing.bound
        )  # fmt: skip

    def _about(self) -> About:
        """The file names the case, not the child: titles end up in search indexes and window lists."""
        report, clean = self._report, self._cleaner.clean
        return About(
            title=clean(" ".join(filter(None, (report.title, report.case_number or report.reference)))),
            author=clean(by(report)),
            made_on=report.prepared_on,
            section_letter=self.furniture.section_letter,
            first_page=report.first_page,
        )
