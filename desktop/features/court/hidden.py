"""The look for hidden details in pages as they are printed: the server compares, and here it is said where they stand.

What is looked through is the text of the finished pages, exhibits included, as anybody can read it out of them: so
nothing is filed that was not looked through. Where a text goes over the end of a page, it is looked through as it reads
on; a character that no typeface has and that is printed by its number counts as itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from uuid import UUID

from db.commands.court_check import CheckText, check_text
from db.domain import court_check
from db.domain.court_check import LEAST_ON_A_PAGE, fold
from db.domain.findings import HIDDEN, NOT_CHECKED, OTHER_CHILD, Finding
from db.domain.page_turns import ReadOn, Turn, read_on, turns
from db.errors import Refused
from db.interchange.confined import TOO_LONG
from db.interchange.paper_text import paper_pages
from db.session import Session
from desktop.reporting.report import RenderedPdf

_ON_PAGE = "page:"
_NUMBERED = re.compile(r"\[U\+[0-9A-F]{4,6}(?:\s+U\+[0-9A-F]{4,6})*\s*\]")


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
    """What was found in these pages; `sha256` tells which."""

    sha256: str
    pages: tuple[str, ...] = field(repr=False)
    findings: tuple[Finding, ...] = field(repr=False)


def look_for_hidden(session: Session, child_id: UUID, shown: Shown, document: RenderedPdf) -> Look:
    """Have the pages compared; runs off the interface thread.

    NotPermitted; Refused where more was checked in an hour or a day than one person may.
    """
    from desktop.reporting.page_pictures import pictures_on  # noqa: PLC0415 (pikepdf at the first look)

    paper = paper_pages(document.pdf, "document.pdf")
    if len(paper.pages) != document.pages or paper.note == TOO_LONG:
        raise Refused(f"The pages could not be read back, so they cannot be checked. {paper.note}".strip())
    theirs = {number: _theirs(paper.pages[number], ours) for number, ours in document.bound.items()}
    reading = _reading(paper.pages, document.turns, theirs)
    wish = CheckText(child_id, reading.pages, tuple(child for child in shown.children if child != child_id))
    checked = check_text(session, wish)
    places = _Places(shown.texts)
    findings = [_finding(found, places) for found in reading.findings(checked.findings)]
    words = "Not compared: a picture, or hardly any text. Read it."
    silent = (number + 1 for number, text in theirs.items() if fold([text]).not_checked)
    shown_on = pictures_on(document.pdf, {*checked.not_checked, *paper.pictures, *silent})
    findings += [Finding(NOT_CHECKED, f"{_ON_PAGE}{page}", words, by=by) for page, by in sorted(shown_on.items())]
    if checked.more:
        findings.append(Finding(HIDDEN, "document", "There may be more places than these. Mend them, and look again."))
    return Look(document.sha256, reading.pages, tuple(findings))


def _reading(pages: Sequence[str], own: Sequence[Turn], theirs: Mapping[int, str]) -> ReadOn:
    """The pages as they are compared, each with how it goes on: of our own texts known, in exhibits past their feet."""
    found = list(own)
    runs = groupby(enumerate(sorted(theirs)), key=lambda each: each[1] - each[0])
    for numbers in ([number for _, number in run] for _, run in runs):
        found += turns([theirs[number] for number in numbers], numbers[0])
    found = [Turn(one.page, _itself(one.before), _itself(one.after)) for one in found]
    return read_on([_itself(page) for page in pages], found)


def _theirs(page: str, ours: str) -> str:
    """A page of an exhibit without the lines that we print on it ourselves."""
    known = "".join(ours.split())
    squeezed = ((line, "".join(line.split())) for line in page.splitlines())
    return "\n".join(line for line, letters in squeezed if len(letters) < LEAST_ON_A_PAGE or letters not in known)


def _itself(text: str) -> str:
    """A text with the characters themselves that are printed by their numbers."""
    return _NUMBERED.sub(lambda found: "".join(map(_character, found[0].strip("[]").split())), text)


def _character(number: str) -> str:
    return chr(min(int(number.removeprefix("U+"), 16), 0x10FFFF))


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
