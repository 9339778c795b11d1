"""The Word copy of a chronology, which is decided row by row when it comes back: wordings, references, the summary.

The record and its dates are never changed by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from typing_extensions import override

from db.domain.court_chronology import REFERENCE, WORDING, choices, field_of
from db.errors import NotPermitted, Refused
from db.interchange.word_copy import read_word
from db.queries.court_documents import court_document
from db.session import Session
from desktop.features.court.keeping import Fields
from desktop.features.court.laying import included
from desktop.features.court.return_pane import Incoming
from desktop.features.court.selection import CourtFacts, report_of, span_of
from desktop.features.court.word_going import Compare, WordGoing, not_taken_over, of_which
from desktop.models.words import count
from desktop.reporting.report import ChronologyReport, ReportRow
from desktop.reporting.word_marks import compared, digest
from desktop.reporting.word_return import Fate, ParagraphChange
from desktop.reporting.word_rows import (
    ReturnedRow,
    ReturnedRows,
    event_text,
    involvement_text,
    reference_text,
    returned_rows,
)

if TYPE_CHECKING:
    from desktop.features.court.page import CourtPage

_MOST_NAMED = 6


class ChronologyWord(WordGoing):
    """Both ways, of a chronology."""

    def __init__(self, page: CourtPage) -> None:
        super().__init__(page)
        self._court = page

    @override
    def copy_of(self, version: int, fields: Fields) -> Callable[[], bytes] | None:
        page = self._court
        if page.facts is None or page.keeping is None:
            return None
        return partial(_copy, page.facts, fields, page.keeping.document_id, version)

    @override
    def comparing(self, fields: Fields) -> Compare | None:
        page = self._court
        if page.facts is None or page.keeping is None:
            return None
        return partial(_compare, page.session, page.facts, page.keeping.document_id, fields)


def _report(facts: CourtFacts, fields: Fields, version: int) -> tuple[ChronologyReport, tuple[UUID, ...]]:
    """What is printed with these fields, and the entries of its rows."""
    span = span_of(fields, date.today())
    chosen = choices(facts.candidates, fields, span)
    report = report_of(facts, fields, span, chosen, version=str(version or ""))
    return report, tuple(choice.candidate.entry_id for choice in included(chosen))


def _copy(facts: CourtFacts, fields: Fields, document_id: UUID, version: int) -> bytes:
    from desktop.reporting.word_chronology import chronology_copy  # noqa: PLC0415 (python-docx on the first copy)

    report, entries = _report(facts, fields, version)
    return chronology_copy(report, entries, document_id, version)


def _compare(session: Session, facts: CourtFacts, document_id: UUID, fields: Fields, data: bytes) -> Incoming:
    candidates = {candidate.entry_id: candidate for candidate in facts.candidates}
    returned = returned_rows(read_word(data), candidates, document_id)
    if returned.other_document:
        raise Refused("This is a Word copy of another document. Nothing was taken in.")
    if not returned.rows:
        raise Refused("No row of this chronology is in this file. Nothing was taken in.")
    report, entries = _report(facts, fields, 0)
    now = dict(zip(entries, report.rows, strict=True))
    copied = _copied(session, facts, document_id, returned.version) or entries
    changes = tuple(_changes(returned, now, involvement_text(report.involvement)))
    told = " ".join(filter(None, (of_which(returned.version), *_told(returned, now, copied))))
    outside = (*(f"Row: {row}" for row in returned.unknown), *returned.outside)
    return Incoming(told, outside, fields, changes, tuple(range(len(changes))), "Where")


def _copied(session: Session, facts: CourtFacts, document_id: UUID, version: int | None) -> tuple[UUID, ...]:
    """The entries that were in the copy; none where it is not known of which version it is."""
    if version is None:
        return ()
    try:
        fields = court_document(session, facts.child.child_id, document_id, version).fields
    except NotPermitted:  # it says that it is of a version which there is not
        return ()
    return _report(facts, fields, version)[1]


def _changes(returned: ReturnedRows, now: Mapping[UUID, ReportRow], summary: str) -> Iterator[ParagraphChange]:
    """What was changed in the copy and is otherwise here, in the order of the chronology."""
    if returned.involvement and compared(returned.involvement) != compared(summary):
        yield ParagraphChange("involvement", Fate.CHANGED, summary, returned.involvement)
    for entry_id, row in now.items():
        came = returned.rows.get(entry_id)
        if came is None:
            continue
        if came.event and compared(came.event) != compared(event_text(row)):
            yield ParagraphChange(field_of(WORDING, entry_id), Fate.CHANGED, event_text(row), came.event)
        if came.reference and compared(came.reference) != compared(reference_text(row)):
            before = reference_text(row)
            yield ParagraphChange(field_of(REFERENCE, entry_id), Fate.CHANGED, before, came.reference)
        elif came.reference == "" and row.reference:
            yield ParagraphChange(field_of(REFERENCE, entry_id), Fate.GONE, row.reference, "")


def _told(returned: ReturnedRows, now: Mapping[UUID, ReportRow], copied: Sequence[UUID]) -> Iterator[str]:
    """What is not taken over, and why, in words."""
    rows = {entry: row for entry, row in returned.rows.items() if entry in now}
    for words, entries in (
        (
            "Rows that are not in it any more, and stay here unless you leave them out:",
            [*now.keys() & {*copied} - {*rows}],
        ),
        ("Rows whose text was struck out, and stays here:", [entry for entry, row in rows.items() if row.event == ""]),
        ("Dates that were changed, and stay as recorded:", [entry for entry, row in rows.items() if row.dated]),
        ("Changed here too since the copy was made:", [one for one in rows if _moved_on(rows[one], now[one])]),
    ):
        if entries:
            yield f"{words} {_named(entries, now)}."
    if len(rows) < len(returned.rows):
        yield f"{count(len(returned.rows) - len(rows), 'row')} of it no longer in the chronology."
    if returned.involvement_lost or returned.involvement == "":
        yield "The length of involvement is not in it any more; it stays as it is here."
    yield not_taken_over(returned.besides)
    if returned.unknown or returned.outside:
        yield "This text belongs to no row of the chronology; put it where it belongs yourself:"


def _moved_on(came: ReturnedRow, row: ReportRow) -> bool:
    """Whether the text of a row that was changed in the copy is not what the copy was made of any more."""
    return bool(came.event and came.event_then) and digest(event_text(row)) != came.event_then


def _named(entries: Iterable[UUID], now: Mapping[UUID, ReportRow]) -> str:
    rows = sorted((now[entry] for entry in entries), key=lambda row: row.serial)
    named = "; ".join(f"number {row.serial}, {row.date}" for row in rows[:_MOST_NAMED])
    return named + (f"; and {len(rows) - _MOST_NAMED:,} more" if len(rows) > _MOST_NAMED else "")
