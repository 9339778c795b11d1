"""What a court chronology is made of: the file as it stands, the fields of the document, and the report of both.

It knows no Qt, so that the page, a script and the tests print the same document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from db.domain.court_chronology import Candidate, Choice, Span, choices, two_years_before
from db.domain.partial_date import DateNotUnderstood, parse_partial_date
from db.domain.people import is_late
from db.queries.chronology import AuditHead, audit_head, court_rows
from db.queries.court_documents import page_limits
from db.queries.files import ChildSummary, PeriodLine, child_summary, periods
from db.queries.proceedings import Proceedings, proceedings_of
from db.queries.staff import Me, who_am_i
from db.session import Session
from desktop.models.known_words import known_words
from desktop.models.words import count, day_in_words
from desktop.reporting.report import ChronologyReport, InvolvementLine, ReportRow

KIND = "chronology"
"""The kind of document, as the server and the table of page limits call it."""
INVOLVEMENT = ("involvement", "plan", "legal_status")
_WHEN = re.compile(r"(?=[^:]*\d)((?:Since\b|About\b|Before\b|After\b)[^:]{1,80}|[^:]{1,60}\bto\b[^:]{1,60}):\s+(.+)")


@dataclass(frozen=True, slots=True)
class CourtFacts:
    """A file as it stood at a moment, with every entry that may be chosen; `case` are its running proceedings."""

    me: Me
    child: ChildSummary
    periods: tuple[PeriodLine, ...]
    candidates: tuple[Candidate, ...] = field(repr=False)
    case: Proceedings | None
    page_limit: int | None
    head: AuditHead
    as_at: datetime


def read_facts(session: Session, child_id: UUID) -> CourtFacts:
    """Read what a chronology needs of an opened file; runs off the interface thread."""
    as_at = datetime.now().astimezone()
    rows = court_rows(session, child_id, since=None, until=None, significant_only=False)
    limit = page_limits(session).get(KIND)
    return CourtFacts(
        me=who_am_i(session),
        child=child_summary(session, child_id),
        periods=periods(session, child_id),
        candidates=tuple(Candidate(row.entry_id, row.version, row.content, row.author) for row in rows),
        case=next((case for case in proceedings_of(session, child_id).proceedings if case.running), None),
        page_limit=limit.pages if limit is not None else None,
        head=audit_head(session),
        as_at=as_at,
    )


def beginning(facts: CourtFacts, today: date) -> dict[str, str]:
    """The fields of a new chronology: of the running proceedings, the two years before issue, significant alone."""
    case = facts.case
    issued_on = case.issued_on if case is not None else None
    fields = {
        "title": "Chronology",
        "case_number": case.case_number if case is not None else "",
        "court": case.court if case is not None else "",
        "since": day_in_words(two_years_before(issued_on or today)),
        "significant": "yes",
    }
    return {name: text for name, text in fields.items() if text}


def bound_of(key: str, text: str, today: date) -> date | None:
    """The day that "since" or "until" means, None where it is empty; DateNotUnderstood."""
    if not text.strip():
        return None
    when = parse_partial_date(text, today=today)
    return when.earliest if key == "since" else when.latest


def span_of(fields: Mapping[str, str], today: date, before: Span | None = None) -> Span:
    """The span that the fields mean; a bound that is half typed, and not understood, stays as it was before."""
    before = before or Span()
    bounds = {"since": before.since, "until": before.until}
    for key in bounds:
        try:
            bounds[key] = bound_of(key, fields.get(key, ""), today)
        except DateNotUnderstood:
            continue
    return Span(bounds["since"], bounds["until"], significant=bool(fields.get("significant")))


def build_report(session: Session, child_id: UUID, fields: Mapping[str, str]) -> ChronologyReport:
    """Read the file, and make the report of a chronology with these fields; for scripts."""
    facts = read_facts(session, child_id)
    span = span_of(fields, date.today())
    return report_of(facts, fields, span, choices(facts.candidates, fields, span))


def report_of(
    facts: CourtFacts, fields: Mapping[str, str], span: Span, chosen: Sequence[Choice], *, version: str = ""
) -> ChronologyReport:
    """The report as it is printed: of the entries that are in, in their order."""
    included = [choice for choice in chosen if choice.included]
    child = facts.child
    return ChronologyReport(
        case_number=fields.get("case_number", "").strip(),
        court=fields.get("court", "").strip(),
        child=child.name,
        born=born_in_words(child),
        reference=child.reference,
        authority=facts.me.authority,
        author=facts.me.name,
        author_role=fields.get("author_role", "").strip() or facts.me.job_title,
        prepared_on=facts.as_at.date(),
        record_as_at=facts.as_at,
        version=version,
        title=fields.get("title", "").strip() or "Chronology",
        involvement=involvement_lines(fields.get("involvement", "").strip() or drafted_involvement(facts)),
        rows=tuple(_row(serial, choice) for serial, choice in enumerate(included, 1)),
        selection=_selection(span, chosen),
        audit_seq=facts.head.seq,
        audit_head=facts.head.hash,
        section_letter=fields.get("section_letter", "").strip()[:3],
        first_page=first_page_of(fields) or 1,
        page_limit=facts.page_limit,
        recipients=fields.get("recipients", "").strip(),
    )


def first_page_of(fields: Mapping[str, str]) -> int | None:
    """The number of the first page in the bundle; None where the field holds no such number."""
    text = fields.get("first_page", "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 and int(text) > 0 else None


def drafted_involvement(facts: CourtFacts) -> str:
    """The length of the authority's involvement, drafted from the periods: a line each (Practice Direction 12A)."""
    return "\n".join(_period(period) for period in facts.periods if _belongs(period))


def involvement_lines(text: str) -> tuple[InvolvementLine | str, ...]:
    """The lines of the summary; what stands before a colon and tells of dates goes into a column of its own."""
    found: list[InvolvementLine | str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = _WHEN.match(line)
        found.append(InvolvementLine(match[1].strip(), match[2]) if match else line)
    return tuple(found)


def born_in_words(child: ChildSummary) -> str:
    """The day of birth as it was recorded, or when a child whose birth is not recorded is expected."""
    if child.born is None:
        if child.expected_on is None:
            return ""
        state = "Birth not recorded" if is_late(child.expected_on, date.today()) else "Unborn"
        return f"{state}, expected {day_in_words(child.expected_on)}"
    return child.born_words or day_in_words(child.born)


def _belongs(period: PeriodLine) -> bool:
    return period.kind in INVOLVEMENT and period.begins is not None


def _period(period: PeriodLine) -> str:
    begins = period.begins_words or (day_in_words(period.begins) if period.begins else "")
    ends = period.ends_words or (day_in_words(period.ends) if period.ends else "")
    what = ", ".join(part for part in (period.label, period.category, period.description) if part)
    return f"{f'{begins} to {ends}' if ends else f'Since {begins}'}: {' '.join(what.split())}"


def _selection(span: Span, chosen: Sequence[Choice]) -> str:
    """The choice as a sentence on the first page: it claims no entry that was left out."""
    which = "Significant entries" if span.significant else "All entries"
    since = f" from {day_in_words(span.since)}" if span.since else ""
    until = f" to {day_in_words(span.until)}" if span.until else ""
    out = sum(choice.by_itself and not choice.included for choice in chosen)
    without = f", of which {out:,} {'is' if out == 1 else 'are'} left out" if out else ""
    others = [choice for choice in chosen if choice.included and not choice.by_itself]
    relied = sum(choice.relied for choice in others)
    told = ((relied, "relied on"), (len(others) - relied, "chosen one by one"))
    besides = "".join(f", and {count(many, 'other entry', 'other entries')} {why}" for many, why in told if many)
    return f"{which}{since}{until}{without}{besides}; legal advice is never included"


def _row(serial: int, choice: Choice) -> ReportRow:
    """A court wording stands in the place of all that the entry itself says."""
    content, part = choice.candidate.content, choice.candidate.part
    own = not choice.wording
    return ReportRow(
        serial=serial,
        date=content.occurred.in_words(),
        year=content.occurred.earliest.year,
        headline=content.headline if own else choice.wording,
        detail=content.detail if own else "",
        impact=part.impact if own else "",
        words=part.words if own else "",
        outcome=content.outcome if own else "",
        source="" if choice.reference else known_words(content.kind, content.source, choice.candidate.author),
        reference=choice.reference,
    )
