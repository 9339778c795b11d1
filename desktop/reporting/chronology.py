"""Renders a court chronology: lay it out, draw it, tag it.

Drawn row by row rather than through a table class: a hundred pages take a third of a second, and it can be cancelled.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop.reporting.chronology_pages import lay_chronology
from desktop.reporting.printing import Printing
from desktop.reporting.report import ChronologyReport, RenderedPdf, never


def render_chronology(
    report: ChronologyReport,
    *,
    cancelled: Callable[[], bool] = never,
    progress: Callable[[int, int], None] | None = None,
) -> RenderedPdf:
    """Return the chronology as a tagged PDF; `progress` is told pages drawn and pages in all.

    Raises `Cancelled` soon after `cancelled` turns true.
    """
    printing = Printing(report, report.child, cancelled)
    lay_chronology(report, printing.layout)
    return printing.finished(progress)
