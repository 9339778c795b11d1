"""What a document for the court says, and what rendering it gives back.

Everything is plain text already worded for the reader: the renderer adds no fact of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from db.domain.page_turns import Turn
from desktop.reporting.family import Family


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
    """A whole chronology; an empty string is a line that is not printed.

    Where it is about several children, `children` holds their names and dates of birth, and `child` what the head of a
    page calls them. The `involvement` is periods, or paragraphs as the author left them.
    """

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
    involvement: tuple[InvolvementLine | str, ...]
    rows: tuple[ReportRow, ...]
    selection: str
    audit_seq: int
    audit_head: str
    section_letter: str = ""
    first_page: int = 1
    marking: str = "OFFICIAL-SENSITIVE"
    page_limit: int | None = 10
    recipients: str = ""
    children: tuple[tuple[str, str], ...] = ()
    court: str = ""


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
class ListedChild:
    """A child in a list: name and age, reference and worker, what stands out, plain facts.

    `joined` and `goes_on` say that the child before, and the one after, is a brother or sister.
    """

    name: str
    who: str
    said: tuple[str, ...]
    facts: tuple[str, ...]
    joined: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class ListReport:
    """A list of children, as it was shown at a moment."""

    title: str
    authority: str
    author: str
    author_role: str
    record_as_at: datetime
    children: tuple[ListedChild, ...]
    marking: str = "OFFICIAL-SENSITIVE"


class Voice(StrEnum):
    """Whose words a section holds: what happened, what its author makes of it, or neither (a request, a plan)."""

    FACT = "fact"
    ANALYSIS = "analysis"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A headed part of a written report; `level` 1 is a section, 2 a part of one, such as a child's own.

    Paragraphs are numbered through the report, in order. Lines of a paragraph that begin with "- " are a list.
    """

    key: str
    title: str
    paragraphs: tuple[str, ...]
    voice: Voice = Voice.PLAIN
    level: int = 1


@dataclass(frozen=True, slots=True)
class CitedEntry:
    """An entry that the text cites as "[C3: …]", in the list of sources at the end.

    `version` is that in which it is named, 0 where it is not named any more; neither it nor the id is printed.
    """

    number: int
    date: str
    headline: str
    source: str
    reference: str
    entry_id: UUID | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A PDF that is bound in behind the report, with a page before it that names it."""

    label: str
    title: str
    pdf: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReport:
    """A report or statement as it is printed; an empty string is a line that is not printed.

    `children` are names with dates of birth. Citations in the text are linked to the `cited` entry of their number, and
    the label of an exhibit to its page. `statement` is the statement of truth above the signature, empty where the
    document has none. `recipients` name on each page who the copy is for, when it is disclosed outside the court. The
    `page_limit` counts neither exhibits nor the pages before them.
    """

    case_number: str
    court: str
    children: tuple[tuple[str, str], ...]
    reference: str
    authority: str
    author: str
    author_role: str
    prepared_on: date
    record_as_at: datetime
    version: str
    title: str
    sections: tuple[ReportSection, ...]
    cited: tuple[CitedEntry, ...]
    audit_seq: int
    audit_head: str
    statement: str = ""
    recipients: str = ""
    family: Family | None = None
    exhibits: tuple[Exhibit, ...] = ()
    section_letter: str = ""
    first_page: int = 1
    marking: str = "OFFICIAL-SENSITIVE"
    page_limit: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something came to stand: its page (the first is 0) and how many points above the foot of the page.

    The key is "row:3" for the third row of a chronology, and "section:" and the key of a section of a report.
    """

    key: str
    page: int
    top: float


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    """The finished document; `unprinted` names the characters shown as `[U+…]` because no font has them.

    `own_pages` are those without exhibits, which count against the limit. `turns` tell how texts read on that go over
    the end of a page, and `bound`, page by page, what we print on the pages of exhibits ourselves.
    """

    pdf: bytes = field(repr=False)
    pages: int
    sha256: str
    unprinted: tuple[str, ...]
    over_limit: bool = False
    places: tuple[Place, ...] = ()
    own_pages: int = 0
    turns: tuple[Turn, ...] = ()
    bound: Mapping[int, str] = field(default_factory=dict, repr=False)


_Report = TypeVar("_Report", ChronologyReport, WrittenReport)


def as_copy(report: _Report) -> _Report:
    """The same, marked at the head and foot of each page as no filed version: nobody answers for what it shows."""
    return replace(report, marking=f"DRAFT, NOT FILED · {report.marking}")


def never() -> bool:
    """Say that nobody has cancelled."""
    return False
