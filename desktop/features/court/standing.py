"""How a document stands, in one line: what is in it, pages against the usual length, and where its words are kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from desktop.models.words import count, short_day

if TYPE_CHECKING:
    from desktop.features.court.document_page import DocumentPage
    from desktop.features.court.keeping import Keeping


def standing(page: DocumentPage) -> tuple[str, bool]:
    """The line, and whether something in it asks for care."""
    if page.keeping is None:
        return "Reading the file…", False
    pages, over = _pages(page)
    kept, care = _kept(page.keeping)
    return " · ".join(part for part in (page.counted, pages, kept) if part), over or care


def _pages(page: DocumentPage) -> tuple[str, bool]:
    document, limit = page.panes.preview.document, page.page_limit
    if document is None:
        return ("not laid out" if page.laying.cancelled else "laying out the pages"), False
    over = limit is not None and document.own_pages > limit
    words = count(document.own_pages, "page")
    if limit is not None:
        words += f", more than the usual {limit}" if over else f", {limit} are usual"
    if document.pages > document.own_pages:
        words += f", and {document.pages - document.own_pages:,} of exhibits"
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
