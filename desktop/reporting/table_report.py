"""A part of the chronology as a table that leaves the record: its rows, and what must stand over them.

One value for the copied table, the Word file and the Excel file, so that all three say the same of themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from desktop.reporting.wording import day_in_words, moment_in_words

MARKING = "OFFICIAL-SENSITIVE"
HEADS = (
    *("When", "What happened", "Detail", "The child’s own words", "What it meant for the child", "Outcome"),
    *("Kind", "How we know", "Significant", "Recorded by", "Recorded on"),
)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNING = {
    code: f"⟦U+{code:04X}⟧" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)
}
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One entry. `day` is its date where that is exact, `when` the date in words in any case."""

    day: date | None
    when: str
    headline: str
    detail: str
    words: str
    impact: str
    outcome: str
    kind: str
    source: str
    significant: bool
    author: str
    recorded_at: datetime

    def cells(self) -> tuple[str, ...]:
        """The texts of the row under HEADS."""
        return (
            self.when, self.headline, self.detail, self.words, self.impact, self.outcome, self.kind, self.source,
            "yes" if self.significant else "", self.author, moment_in_words(self.recorded_at),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableReport:
    """The rows and their origin. `sentence` is the filter in words; `left_out` counts the legal advice not taken."""

    child: str
    born: str
    reference: str
    authority: str
    author: str
    author_role: str
    sentence: str
    record_as_at: datetime
    audit_seq: int
    audit_head: str
    rows: tuple[TableRow, ...]
    left_out: int = 0
    marking: str = MARKING

    @property
    def title(self) -> str:
        """The title without a name: titles end up in lists of files and windows."""
        return f"Chronology, file {self.reference}"

    def whose(self) -> str:
        """Whose chronology this is."""
        born = f", born {self.born}" if self.born else ""
        return f"Chronology of {self.child}{born}, file {self.reference}, {self.authority}"

    def which(self) -> str:
        """Which entries these are, as the filter says it."""
        number = len(self.rows)
        count = f"{number:,} {'entry' if number == 1 else 'entries'}"
        advice = f" ({self.left_out:,} of legal advice left out)" if self.left_out else ""
        return f"{count}: {self.sentence}{advice}"

    def origin(self) -> str:
        """When the record was read, by whom it was taken away, and the seal of the audit at that moment."""
        who = ", ".join(part for part in (self.author, self.author_role) if part)
        return (
            f"Record as at {moment_in_words(self.record_as_at)}; taken away by {who}; "
            f"audit {self.audit_seq}:{self.audit_head[:16]}"
        )


def shown(text: str) -> str:
    """The text as a file of another program can hold it: no controls, and marks that turn its direction visible."""
    if text.isascii() and text.isprintable():
        return text
    return _NO_XML.sub("\ufffd", _LINE_ENDS.sub("\n", text)).translate(_TURNING)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula."""
    return text.startswith(_FORMULA)


__all__ = ["HEADS", "MARKING", "TableReport", "TableRow", "day_in_words", "looks_like_formula", "shown"]
