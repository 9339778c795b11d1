"""What a Word copy of a chronology says when it comes back: which texts of which entries were changed in it.

Dates and serial numbers are those of the record, and never taken over; what has no place is handed back as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from db.interchange.word_copy import WordPaper, WordParagraph, WordRow
from desktop.reporting.report import InvolvementLine, ReportRow
from desktop.reporting.word_marks import (
    ENDS,
    OWN_STYLE,
    compared,
    digest,
    origin_of,
    row_mark,
    section_mark,
    states_of,
)
from desktop.reporting.wording import quoted

HEADS = ("Serial", "Date", "Event-detail", "Witness or document reference")
INVOLVEMENT = "Length of involvement"
_OWN = OWN_STYLE.lower()
_DATE, _EVENT, _REFERENCE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """What was changed in a row; None for a text that is as it was when the copy was made.

    `event_then` is the digest of the event as it stood, empty where that is not known.
    """

    event: str | None = field(repr=False)
    reference: str | None = field(repr=False)
    dated: bool
    event_then: str


@dataclass(frozen=True, slots=True)
class ReturnedRows:
    """What came back. `version` is that of which it is a copy, None if unknown.

    `involvement` is None where it is as it was, or not in the file any more. `unknown` are rows that belong to no entry
    of the file, `outside` paragraphs that have no place. The rest is only counted.
    """

    rows: Mapping[UUID, ReturnedRow]
    version: int | None
    other_document: bool
    involvement: str | None = field(repr=False)
    involvement_lost: bool
    unknown: tuple[str, ...] = field(repr=False)
    outside: tuple[str, ...] = field(repr=False)
    besides: Mapping[str, int] = field(default_factory=dict)


def event_text(row: ReportRow) -> str:
    """What stands of an event in its row, line by line, as it is printed."""
    labelled = (("Impact", row.impact), ("Child’s words", quoted(row.words)), ("Outcome", row.outcome))
    parts = (row.headline, row.detail, *(f"{head}: {text}" for head, text in labelled if text))
    return "\n".join(part for part in parts if part)


def reference_text(row: ReportRow) -> str:
    """The reference, or how the event is known."""
    return row.reference or row.source


def involvement_text(lines: Sequence[InvolvementLine | str]) -> str:
    """The summary as lines of text."""
    return "\n".join(line if isinstance(line, str) else f"{line.when}: {line.what}" for line in lines)


def returned_rows(paper: WordPaper, entries: Iterable[UUID], document_id: UUID) -> ReturnedRows:
    """What a copy says that came back; `entries` are all of which it can have a row."""
    gathering = _Gathering({row_mark(entry): entry for entry in entries})
    for paragraph in paper.paragraphs:
        gathering.take(paragraph)
    origins = [origin for mark in gathering.marks if (origin := origin_of(mark, document_id)) is not None]
    summary = "\n".join(gathering.summary)
    then = states_of(gathering.summary_marks)
    return ReturnedRows(
        rows=gathering.rows,
        version=next((origin for origin in origins if origin), None),
        other_document=bool(origins) and not any(origins),
        involvement=summary if gathering.met_summary and (digest(summary),) != then else None,
        involvement_lost=not gathering.met_summary,
        unknown=tuple(gathering.unknown),
        outside=tuple(gathering.outside),
        besides={
            "comment": paper.comments, "tracked change": paper.tracked, "footnote": paper.notes,
            "picture": paper.pictures,
        },
    )  # fmt: skip


class _Gathering:
    """Goes through the file and keeps in mind where it is."""

    def __init__(self, by_mark: Mapping[str, UUID]) -> None:
        self._by_mark = by_mark
        self._in_summary = self.met_summary = False
        self.rows: dict[UUID, ReturnedRow] = {}
        self.summary: list[str] = []
        self.summary_marks: list[str] = []
        self.unknown: list[str] = []
        self.outside: list[str] = []
        self.marks: list[str] = []

    def take(self, paragraph: WordParagraph) -> None:
        """Takes the next paragraph or table."""
        self.marks += paragraph.marks
        if paragraph.rows:
            self._in_summary = False
            for row in paragraph.rows:
                self._row(row)
        elif paragraph.style.startswith(("heading", "title")):
            begins = section_mark(INVOLVEMENT) in paragraph.marks or compared(paragraph.text) == INVOLVEMENT
            self._in_summary = begins and ENDS not in paragraph.marks
            self.met_summary = self.met_summary or self._in_summary
        elif self._in_summary:
            self.summary_marks += paragraph.marks
            if paragraph.style != _OWN and paragraph.text.strip():
                self.summary.append(paragraph.text.strip())
        elif paragraph.style != _OWN and paragraph.text.strip():
            self.outside.append(paragraph.text.strip())

    def _row(self, row: WordRow) -> None:
        self.marks += row.marks
        texts = tuple(map(_as_text, row.cells))
        entry_id = next((self._by_mark[mark] for mark in row.marks if mark in self._by_mark), None)
        if entry_id is None or entry_id in self.rows or len(texts) != len(HEADS):
            if any(texts) and texts != HEADS:
                self.unknown.append("\n".join(text for text in texts if text))
            return
        date, event, reference = states if len(states := states_of(row.marks)) == len(HEADS) - 1 else ("", "", "")
        self.rows[entry_id] = ReturnedRow(
            event=texts[_EVENT] if digest(texts[_EVENT]) != event else None,
            reference=texts[_REFERENCE] if digest(texts[_REFERENCE]) != reference else None,
            dated=bool(date) and digest(texts[_DATE]) != date,
            event_then=event,
        )


def _as_text(cell: str) -> str:
    """A cell as it would be typed: its lines without what is empty."""
    return "\n".join(line.strip() for line in cell.split("\n") if line.strip())
