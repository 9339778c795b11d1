"""The entries that somebody takes away, made into the table that leaves the record; knows no Qt."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from db.domain.filters import Filter
from db.domain.partial_date import Precision
from db.errors import Refused
from db.queries.chronology import CourtRow
from db.queries.files import ChildSummary, child_summary
from db.queries.staff import who_am_i
from db.queries.take_away import Form, take_away
from db.session import Session
from desktop.infra.codes import labels
from desktop.infra.saving import write_whole
from desktop.models.known_words import known_words
from desktop.models.words import day_in_words
from desktop.reporting.report import Cancelled
from desktop.reporting.table_report import TableReport, TableRow
from desktop.reporting.table_text import as_html, as_tabs

_EXACT = (Precision.DAY, Precision.MINUTE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries of a child, in which order, as what, and the filter by which they are shown, in words."""

    child_id: UUID
    keys: tuple[int, ...]
    form: Form
    sentence: str


@dataclass(frozen=True, slots=True)
class Copied:
    """The table for the clipboard, and how many entries are in it and were left out."""

    html: str
    tabs: str
    rows: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Saved:
    """The file that was written."""

    path: Path
    rows: int
    left_out: int


def sentence_of(wanted: Filter) -> str:
    """The filter as it stands over the table."""
    return wanted.sentence(labels("entry_kind"), labels("agency")) if not wanted.empty else "the whole chronology"


def copied(session: Session, wanted: Wanted) -> Copied:
    """Read the entries, on record, and make both texts of them."""
    report = table_report(session, wanted)
    return Copied(as_html(report), as_tabs(report), len(report.rows), report.left_out)


def saved(
    session: Session,
    wanted: Wanted,
    path: Path,
    cancelled: threading.Event,
    progress: Callable[[int, int], None],
) -> Saved | None:
    """Read the entries, on record, and write the file, readable by its owner alone; None if it was cancelled."""
    from desktop.reporting.excel_table import render_excel  # noqa: PLC0415 (openpyxl on the first export)
    from desktop.reporting.word_table import render_word  # noqa: PLC0415 (python-docx on the first export)

    report = table_report(session, wanted)
    render = render_word if wanted.form is Form.WORD else render_excel
    try:
        content = render(report, cancelled=cancelled.is_set, progress=progress)
    except Cancelled:
        return None
    write_whole(path, content)
    return Saved(path, len(report.rows), report.left_out)


def table_report(session: Session, wanted: Wanted) -> TableReport:
    """The table of these entries, in the order in which they are wanted."""
    me, child = who_am_i(session), child_summary(session, wanted.child_id)
    taken = take_away(session, wanted.child_id, wanted.keys, wanted.form)
    if not taken.rows:
        raise Refused("There is nothing to take away: no entry is shown, or only legal advice.")
    found = {row.order_key: row for row in taken.rows}
    return TableReport(
        child=child.name,
        born=_born(child),
        reference=child.reference,
        authority=me.authority,
        author=me.name,
        author_role=me.job_title,
        sentence=wanted.sentence,
        record_as_at=taken.as_at.astimezone(),
        audit_seq=taken.head.seq,
        audit_head=taken.head.hash,
        rows=tuple(_row(found[key]) for key in wanted.keys if key in found),
        left_out=_left_out(wanted.keys, found),
    )


def _left_out(keys: Sequence[int], found: dict[int, CourtRow]) -> int:
    return sum(1 for key in keys if key not in found)


def _born(child: ChildSummary) -> str:
    return child.born_words or (day_in_words(child.born) if child.born else "")


def _row(row: CourtRow) -> TableRow:
    content = row.content
    part, when = content.children[0], content.occurred
    return TableRow(
        day=when.earliest if when.precision in _EXACT and not when.approximate else None,
        when=when.in_words(),
        headline=content.headline,
        detail=content.detail,
        words=part.words,
        impact=part.impact,
        outcome=content.outcome,
        kind=labels("entry_kind").get(content.kind, content.kind),
        source=known_words(content.kind, content.source, row.author),
        significant=content.significant,
        author=row.author,
        recorded_at=row.recorded_at.astimezone(),
    )
