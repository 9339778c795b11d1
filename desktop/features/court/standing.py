"""How a chronology stands, in one line: entries, pages against the usual length, and where its words are kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from desktop.models.words import count, short_day

if TYPE_CHECKING:
    from desktop.features.court.keeping import Keeping
    from desktop.features.court.page import CourtPage


def standing(page: CourtPage) -> tuple[str, bool]:
    """The line, and whether something in it asks for care."""
    if page.keeping is None or page.facts is None:
        return "Reading the file…", False
    out = page.lines.left_out
    entries = count(page.lines.included, "entry", "entries") + (f", {out:,} left out" if out else "")
    pages, over = _pages(page)
    kept, care = _kept(page.keeping)
    return " · ".join(part for part in (entries, pages, kept) if part), over or care


def _pages(page: CourtPage) -> tuple[str, bool]:
    document, limit = page.panes.preview.document, page.facts.page_limit if page.facts is not None else None
    if document is None:
        return ("not laid out" if page.laying.cancelled else "laying out the pages"), False
    over = limit is not None and document.pages > limit
    words = count(document.pages, "page")
    if limit is not None:
        words += f", more than the usual {limit}" if over else f", {limit} are usual"
    if page.laying.pages_in_all > 40:
        words += f" (laying out {page.laying.drawn:,} of {page.laying.pages_in_all:,})"
    if document.unprinted:
        words += f", {count(len(document.unprinted), 'character')} could not be printed"
    return words, over


def _kept(keeping: Keeping) -> tuple[str, bool]:
    if keeping.disk_full and keeping.touched:
        return "not kept on this computer", True
    if keeping.unanswered:
        return "kept on this computer, saved when the server answers", False
    if keeping.theirs is not None:
        return "two texts: choose which stands", True
    if keeping.under_way:
        return "saving…", False
    at = keeping.saved_at.astimezone() if keeping.saved_at is not None else None
    if at is None:
        return ("kept on this computer, not saved yet" if keeping.touched else "not saved yet"), False
    when = f"{at:%H:%M}" if at.date() == date.today() else f"{short_day(at.date())}, {at:%H:%M}"
    since = ", changes kept on this computer" if keeping.touched else ""
    return f"saved {when} as version {keeping.version}{since}", False
