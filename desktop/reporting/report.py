"""What a court chronology says, and what rendering it gives back.

Everything is plain text already worded for the reader: the renderer adds no fact of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


class Cancelled(Exception):
    """The person no longer wants the document."""


@dataclass(frozen=True, slots=True)
class InvolvementLine:
    """One period of the authority's involvement, for the summary that comes first (PD12A)."""

    when: str
    what: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One event: the four columns of PD12A, the third in its parts."""

    serial: int
    date: str
    year: int
    headline: str
    detail: str
    impact: str
    words: str
    outcome: str
    source: str
    reference: str


@dataclass(frozen=True, slots=True)
class ChronologyReport:
    """A whole chronology; an empty string is a line that is not printed."""

    case_number: str
    child: str
    born: str
    reference: str
    authority: str
    author: str
    author_role: str
    prepared_on: date
    record_as_at: datetime
    version: str
    title: str
    involvement: tuple[InvolvementLine, ...]
    rows: tuple[ReportRow, ...]
    selection: str
    audit_seq: int
    audit_head: str
    section_letter: str = ""
    first_page: int = 1
    marking: str = "OFFICIAL-SENSITIVE"
    page_limit: int | None = 10


@dataclass(frozen=True, slots=True)
class PageLine:
    """A value of the child on one page: its label, its words, and where it comes from and how old it is."""

    label: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class PageReport:
    """The child on one page: groups of values under their heads."""

    title: str
    child: str
    reference: str
    authority: str
    author: str
    author_role: str
    record_as_at: datetime
    groups: tuple[tuple[str, tuple[PageLine, ...]], ...]
    marking: str = "OFFICIAL-SENSITIVE"


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    """The finished document; `unprinted` names the characters shown as `[U+…]` because no font has them."""

    pdf: bytes
    pages: int
    sha256: str
    unprinted: tuple[str, ...]
    over_limit: bool = False


def never() -> bool:
    """Say that nobody has cancelled."""
    return False
