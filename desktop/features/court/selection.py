"""Which entries go into a court chronology, and the report made of them.

It knows no Qt, so that the page, a script and the tests print the same document.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.queries.chronology import CourtRow, audit_head, court_rows
from db.queries.files import ChildSummary, PeriodLine, child_summary, periods
from db.queries.staff import who_am_i
from db.session import Session
from desktop.models.known_words import known_words
from desktop.models.words import day_in_words
from desktop.reporting.report import ChronologyReport, InvolvementLine, ReportRow

PAGE_LIMIT = 10
"""Sides of A4 that a chronology usually may have (Practice Direction 27A, 2018 text); warned of, never enforced."""
INVOLVEMENT = ("involvement", "plan", "legal_status")


@dataclass(frozen=True, slots=True)
class Selection:
    """What the person chose."""

    since: date | None = None
    until: date | None = None
    significant_only: bool = False
    case_number: str = ""
    section_letter: str = ""

    def in_words(self) -> str:
        """The choice as a sentence on the first page."""
        which = "Significant entries" if self.significant_only else "All entries"
        since = f" from {day_in_words(self.since)}" if self.since else ""
        until = f" to {day_in_words(self.until)}" if self.until else ""
        return f"{which}{since}{until}; legal advice is never included"


def build_report(session: Session, child_id: UUID, chosen: Selection) -> ChronologyReport:
    """Read what the chronology needs of an opened file; runs off the interface thread."""
    as_at = datetime.now().astimezone()
    me, child = who_am_i(session), child_summary(session, child_id)
    rows = court_rows(
        session, child_id, since=chosen.since, until=chosen.until, significant_only=chosen.significant_only
    )
    head = audit_head(session)
    return ChronologyReport(
        case_number=chosen.case_number,
        child=child.name,
        born=_born(child),
        reference=child.reference,
        authority=me.authority,
        author=me.name,
        author_role=me.job_title,
        prepared_on=as_at.date(),
        record_as_at=as_at,
        version="",
        title="Chronology",
        involvement=tuple(_line(period) for period in periods(session, child_id) if _belongs(period)),
        rows=tuple(_row(serial, row) for serial, row in enumerate(rows, 1)),
        selection=chosen.in_words(),
        audit_seq=head.seq,
        audit_head=head.hash,
        section_letter=chosen.section_letter,
        page_limit=PAGE_LIMIT,
    )


def _born(child: ChildSummary) -> str:
    if child.born is None:
        return f"Unborn, expected {day_in_words(child.expected_on)}" if child.expected_on else ""
    return child.born_words or day_in_words(child.born)


def _belongs(period: PeriodLine) -> bool:
    return period.kind in INVOLVEMENT and period.begins is not None


def _line(period: PeriodLine) -> InvolvementLine:
    begins = period.begins_words or (day_in_words(period.begins) if period.begins else "")
    ends = period.ends_words or (day_in_words(period.ends) if period.ends else "")
    what = ", ".join(part for part in (period.label, period.category, period.description) if part)
    return InvolvementLine(f"{begins} to {ends}" if ends else f"Since {begins}", what)


def _row(serial: int, row: CourtRow) -> ReportRow:
    content = row.content
    part = content.children[0]
    return ReportRow(
        serial=serial,
        date=content.occurred.in_words(),
        year=content.occurred.earliest.year,
        headline=content.headline,
        detail=content.detail,
        impact=part.impact,
        words=part.words,
        outcome=content.outcome,
        source=known_words(content.kind, content.source, row.author),
        reference="",
    )
