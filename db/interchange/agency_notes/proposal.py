"""What a note proposes: a dated entry that points into the note's own text, for a worker to confirm, change or discard.

Nothing here is worded by the program: headline, text and words of the child are slices of what was sent in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db.domain.partial_date import PartialDate

_AGENCY_WORDS = {
    "police": "police", "school": "school", "nursery": "nursery", "hospital": "hospital", "gp": "GP surgery",
    "health_visitor": "health visiting", "housing": "housing", "probation": "probation", "court": "court",
}  # fmt: skip
"""What to call an agency that the note shows without naming it, as a police constable's rank does."""


@dataclass(frozen=True, slots=True)
class NoteSource:
    """Who logged it and for which agency, as the note says; `agency_code` is ours, of the list “agency”.

    `told_by` is who told the writer, where the note names them ("T/C from Ms Cole, Year 5 teacher").
    """

    who: str = ""
    role: str = ""
    agency: str = ""
    agency_code: str = ""
    told_by: str = ""

    def in_words(self) -> str:
        """One line: "Ms J Cole, designated safeguarding lead, Hollin Primary School; told by Mrs Bell"."""
        said: list[str] = []
        for part in (self.who, self.role, self.agency or _AGENCY_WORDS.get(self.agency_code, "")):
            if part and part.casefold() not in ", ".join(said).casefold():
                said.append(part)
        told = f"told by {self.told_by}" if self.told_by else ""
        return "; ".join(part for part in (", ".join(said), told) if part)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One event as the note tells it. `start` and `end` are the place of `text` in the note that is shown beside it.

    `doubt` says why the date as written cannot be. `seen` holds what the note says of the author's seeing the child,
    by the keys of an entry (seen, not_seen_why, observed, present); only of a visit of one's own service. `year_of` is
    the day that an inferred year was counted from.
    """

    when: PartialDate
    year_inferred: bool
    report_date: date | None
    kind: str
    headline: str = field(repr=False)
    text: str = field(repr=False)
    source: NoteSource
    child_words: str = field(repr=False)
    hearsay: bool
    start: int
    end: int
    doubt: str = ""
    seen: Mapping[str, str] = field(default_factory=dict, repr=False)
    year_of: date | None = None

    def to_json(self) -> dict[str, Any]:
        """Keys earliest, latest, words, report_date, kind, headline, text, source, child_words, hearsay."""
        return {
            "earliest": self.when.earliest.isoformat(),
            "latest": self.when.latest.isoformat(),
            "words": self.when.as_given,
            "report_date": self.report_date.isoformat() if self.report_date else None,
            "kind": self.kind,
            "headline": self.headline,
            "text": self.text,
            "source": self.source.in_words(),
            "child_words": self.child_words,
            "hearsay": self.hearsay,
        }


@dataclass(frozen=True, slots=True)
class NoteReading:
    """The proposals of a note; `undated` counts dates that lean on a day nobody knows; `cut` if a rest was not read.

    `unused` are the places of what no proposal holds, `ahead` those of them whose date is that of a plan, a task, a
    question or a condition; `written` is the day of the note where it says that itself.
    """

    proposals: tuple[Proposal, ...] = ()
    undated: int = 0
    cut: bool = False
    unused: tuple[tuple[int, int], ...] = ()
    ahead: tuple[tuple[int, int], ...] = ()
    written: date | None = None
