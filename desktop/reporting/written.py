"""Renders a report or statement: open its exhibits, lay it out, draw it, tag it, bind the exhibits in."""

from __future__ import annotations

from collections.abc import Callable

from desktop.reporting.exhibits import Bound
from desktop.reporting.printing import Printing
from desktop.reporting.report import RenderedPdf, WrittenReport, never
from desktop.reporting.wording import names
from desktop.reporting.written_pages import Written


def render_written(
    report: WrittenReport,
    *,
    cancelled: Callable[[], bool] = never,
    progress: Callable[[int, int], None] | None = None,
) -> RenderedPdf:
    """Return the report as a tagged PDF; `progress` is told pages drawn and pages in all.

    Raises `Cancelled` soon after `cancelled` turns true, and `Refused`, in words for the person, where an exhibit
    cannot be bound in.
    """
    printing = Printing(report, names(report.children), cancelled)
    bound = Bound(report.exhibits, printing.check)
    try:
        written = Written(report, printing.layout, bound.pages, printing.furniture.label)
        written.lay()
        return printing.finished(progress, own_pages=written.own_pages, bind=lambda pdf: bound.into(pdf, written.bound))
    finally:
        bound.close()
