"""The look for hidden details in pages as they are printed: the server compares, and here it is said where they stand.

What is looked through is the text of the finished pages, exhibits included, as anybody can read it out of them: so
nothing is filed that was not looked through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from db.commands.court_check import CheckText, check_text
from db.domain import court_check
from db.domain.findings import HIDDEN, NOT_CHECKED, OTHER_CHILD, Finding
from db.errors import Refused
from db.interchange.paper_text import paper_pages
from db.session import Session
from desktop.reporting.report import RenderedPdf

_ON_PAGE = "page:"


@dataclass(frozen=True, slots=True)
class Shown:
    """What pages show: the version of each entry, each printed text under its place, and the seal that they print."""

    title: str
    children: tuple[UUID, ...]
    entries: Mapping[UUID, int] = field(repr=False)
    texts: Mapping[str, str] = field(repr=False)
    as_at: datetime
    audit_seq: int
    audit_head: str


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in these pages: `sha256` tells which, and `check_id` under what it is announced."""

    sha256: str
    check_id: UUID
    pages: tuple[str, ...] = field(repr=False)
    findings: tuple[Finding, ...] = field(repr=False)


def look_for_hidden(session: Session, child_id: UUID, shown: Shown, document: RenderedPdf) -> Look:
    """Have the pages compared; runs off the interface thread.

    NotPermitted; Refused where more was checked in an hour or a day than one person may.
    """
    paper = paper_pages(document.pdf, "document.pdf")
    if len(paper.pages) != document.pages:
        raise Refused(f"The pages could not be read back, so they cannot be checked. {paper.note}".strip())
    wish = CheckText(child_id, paper.pages, tuple(child for child in shown.children if child != child_id), uuid4())
    checked = check_text(session, wish)
    places = _Places(shown.texts)
    findings = [_finding(found, places) for found in checked.findings]
    words = "This page has hardly any text, so nothing on it was compared. Read it yourself."
    findings += [Finding(NOT_CHECKED, f"{_ON_PAGE}{number}", words) for number in checked.not_checked]
    if checked.more:
        findings.append(Finding(HIDDEN, "document", "There may be more places than these. Mend them, and look again."))
    return Look(document.sha256, wish.check_id, paper.pages, tuple(findings))


def page_of_place(place: str) -> int | None:
    """The page, the first is 0, of a place that is known by its page alone."""
    number = place.removeprefix(_ON_PAGE)
    return int(number) - 1 if place.startswith(_ON_PAGE) and number.isdigit() else None


def _finding(found: court_check.Finding, places: _Places) -> Finding:
    kind = OTHER_CHILD if found.kind == "child" else HIDDEN
    place, start, words = places.of(found.words) or (f"{_ON_PAGE}{found.page}", found.start, found.words)
    what = f"{found.what[:1].upper()}{found.what[1:]}, page {found.page}."
    return Finding(kind, place, what, start, start + len(words), words, hidden=kind == HIDDEN, by=found.key)


class _Places:
    """Where words of the pages stand in the texts of the document: the first time at the first place, and so on."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._left: dict[str, Iterator[tuple[str, int, str]]] = {}

    def of(self, words: str) -> tuple[str, int, str] | None:
        """The place, where in its text it begins, and how it is written there; None where it stands in no text."""
        if words not in self._left:
            self._left[words] = self._all(words)
        return next(self._left[words], None)

    def _all(self, words: str) -> Iterator[tuple[str, int, str]]:
        parts = words.split()
        if not parts:
            return
        pattern = re.compile(r"\s+".join(map(re.escape, parts)))
        for place, text in self._texts.items():
            for match in pattern.finditer(text):
                yield place, match.start(), match[0]
