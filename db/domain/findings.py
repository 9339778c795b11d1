"""The check before filing, as far as it needs nothing but the document: what a reader of the court would stumble over.

Hidden details are not looked for here: the server compares those (`db.commands.court_check`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from db.domain.careful_words import CarefulWord, careful
from db.domain.court_chronology import Choice
from db.domain.entry import HowKnown
from db.domain.quotations import quotations

AFTER_ISSUE: Final = "after_issue"
NO_SOURCE: Final = "no_source"
HEARSAY: Final = "hearsay"
NOT_TO_SHARE: Final = "not_to_share"
LEGAL: Final = "legal"
DATE_ORDER: Final = "date_order"
CAREFUL: Final = "careful"
LENGTH: Final = "length"
EMPTY: Final = "empty"
NO_PLACE: Final = "no_place"
NOT_CHECKED: Final = "not_checked"
HIDDEN: Final = "hidden"
OTHER_CHILD: Final = "child"
KINDS: Mapping[str, str] = {
    HIDDEN: "Hidden detail",
    OTHER_CHILD: "Another child’s name",
    AFTER_ISSUE: "After the issue of the application",
    NO_SOURCE: "No source",
    HEARSAY: "Hearsay without a name",
    NOT_TO_SHARE: "Not to be shared",
    LEGAL: "Perhaps legal advice",
    DATE_ORDER: "Order of dates",
    CAREFUL: "Words to take care with",
    LENGTH: "Length",
    EMPTY: "Empty section",
    NO_PLACE: "Without a place in the template",
    NOT_CHECKED: "Not checked",
}
"""The kinds of findings in words."""
_UNNAMED = re.compile(
    r"\b(?:it (?:was|has been|had been|is) (?:reported|alleged|said|stated|claimed|understood|believed|noted|suggested)"
    r"|(?:was|were|is|are) (?:reported|alleged|said|believed|understood|rumoured|thought) to"
    r"|reportedly|allegedly|apparently|supposedly"
    r"|(?:a|an|some|the) (?:anonymous|unnamed|unknown) (?:caller|person|source|referrer|neighbour)s?"
    r" (?:said|reported|stated)"
    r"|there (?:are|were|have been) (?:reports|allegations|rumours|claims))\b",
    re.IGNORECASE,
)
"""Somebody said something, and nobody is named."""
_LEGAL = re.compile(
    r"\b(?:legal (?:planning|gateway|strategy) (?:meeting|panel)s?|legal advice"
    r"|(?:counsel|barrister|solicitor|council lawyer)(?:[’']s)? (?:advice|opinion|advised)"
    r"|(?:advised|advice|opinion) (?:by|of|from) (?:our |the )?(?:counsel|barrister|solicitor|lawyer|legal\b))",
    re.IGNORECASE,
)
"""What the authority's lawyers advised is privileged: entries marked so are never offered, others may tell of it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at before filing. `place` names where: "entry:<id>", a field of the document, or "document".

    `start` and `end` are characters of the text at that place, both nought where it is the whole. `words` are the
    document's own. It is answered by its `key`, so that the answer stands while the words stand.

    What is `hidden` was found by the server, which says by what it is answered; a second person releases it.
    """

    kind: str
    place: str
    what: str
    start: int = 0
    end: int = 0
    words: str = field(default="", repr=False)
    hidden: bool = False
    by: str = ""

    @property
    def key(self) -> str:
        """Its sha256 in hex: the kind, the place and the words, whatever stands around them; or as the server said."""
        told = "\0".join((self.kind, self.place, self.words))
        return self.by or hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()


def of_chronology(
    chosen: Sequence[Choice], *, issued_on: date | None, profession: str, words: tuple[CarefulWord, ...]
) -> tuple[Finding, ...]:
    """The findings of the entries that are in, in their order. `issued_on` is given for the initial chronology only."""
    found: list[Finding] = []
    latest = date.min
    for choice in chosen:
        occurred = choice.candidate.content.occurred
        place = f"entry:{choice.candidate.entry_id}"
        if issued_on is not None and occurred.earliest > issued_on:
            found.append(Finding(AFTER_ISSUE, place, "This happened after the application was issued."))
        if occurred.earliest < latest:
            found.append(Finding(DATE_ORDER, place, "This is dated before the entry above it."))
        latest = max(latest, occurred.earliest)
        found.extend(_of_source(choice, place))
        for text in printed_texts(choice):
            found.extend(_of_text(text, place, profession, words))
    return tuple(found)


def printed_texts(choice: Choice) -> tuple[str, ...]:
    """The texts of an entry that are printed: its court wording, or else its own words."""
    if choice.wording:
        return (choice.wording,)
    content, part = choice.candidate.content, choice.candidate.part
    return tuple(text for text in (content.headline, content.detail, part.impact, content.outcome) if text)


def _of_source(choice: Choice, place: str) -> Iterator[Finding]:
    content = choice.candidate.content
    source = content.source
    if content.not_to_share_with:
        yield Finding(NOT_TO_SHARE, place, f"Not to be shared with {content.not_to_share_with}.")
    if not choice.reference and not (source.who or source.role):
        if source.how is HowKnown.DOCUMENT:
            yield Finding(NO_SOURCE, place, "It is known from a document that is not named.")
        elif source.how is HowKnown.TOLD:
            yield Finding(HEARSAY, place, "Somebody told it who is not named.")


def of_sections(
    sections: Iterable[tuple[str, str]], *, facts: frozenset[str], profession: str, words: tuple[CarefulWord, ...]
) -> tuple[Finding, ...]:
    """The findings of a report's texts, given with the names of their fields; `facts` are those that tell facts."""
    found: list[Finding] = []
    for name, text in sections:
        found.extend(_of_text(text, name, profession, words))
        if name in facts:
            found.extend(_of_order(text, name))
    return tuple(found)


def _of_text(text: str, place: str, profession: str, words: tuple[CarefulWord, ...]) -> Iterator[Finding]:
    quoted = quotations(text)
    for match in _UNNAMED.finditer(text):
        if not any(start <= match.start() < end for start, end in quoted):
            yield Finding(HEARSAY, place, "Say who said it, and to whom.", *match.span(), match[0])
    for match in _LEGAL.finditer(text):
        yield Finding(
            LEGAL, place, "Legal advice is not for the court: see that this tells none.", *match.span(), match[0]
        )
    for one in careful(text, profession, words):
        yield Finding(CAREFUL, place, one.why, one.start, one.end, text[one.start : one.end])


_DATED = re.compile(r"(?:^|\n)\s*(?:On |In |At )?(\d{1,2}) (January|February|March|April|May|June|July|August|September"
                    r"|October|November|December) (\d{4})\b")  # fmt: skip
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip


def _of_order(text: str, place: str) -> Iterator[Finding]:
    """Paragraphs that begin with a day earlier than that of one above."""
    latest = date.min
    for match in _DATED.finditer(text):
        try:
            day = date(int(match[3]), _MONTHS.index(match[2]) + 1, int(match[1]))
        except ValueError:
            continue
        if day < latest:
            yield Finding(DATE_ORDER, place, "This is dated before a paragraph above it.", match.start(1), match.end(3),
                          text[match.start(1) : match.end(3)])  # fmt: skip
        latest = max(latest, day)


def of_length(pages: int, limit: int | None) -> tuple[Finding, ...]:
    """One finding where the document is longer than usual; it warns and never blocks."""
    if limit is None or pages <= limit:
        return ()
    return (Finding(LENGTH, "document", f"{pages} pages, and {limit} are usual."),)
