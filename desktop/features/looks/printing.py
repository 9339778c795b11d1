"""Who looked, and how the audit's chain was found, on paper: how the lines become pages, without Qt."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import UUID

from db.commands.looks import NoteLooks, note_looks
from db.domain.looks import acts_in_words, left_in_words
from db.queries.looks import DayOfLooks
from db.queries.staff import who_am_i
from db.session import Session
from desktop.features.looks.lines import opening_words
from desktop.infra.saving import write_whole
from desktop.models.words import day_in_words
from desktop.reporting.report import ListedChild, ListReport


def looks_report(session: Session, reference: str, days: tuple[DayOfLooks, ...], as_at: datetime) -> ListReport:
    """Who looked at a file, a line for each person and day; it holds no word of the record."""
    me = who_am_i(session)
    listed = tuple(_listed(day) for day in days)
    return ListReport(f"Who looked at file {reference}", me.authority, me.name, me.job_title, as_at, listed)


def _listed(day: DayOfLooks) -> ListedChild:
    said = tuple(f"{one.at.astimezone():%H:%M} {opening_words(one)}" for one in day.opened)
    done, left = acts_in_words(day.acts), left_in_words(day.acts)
    facts = []
    if done:
        facts.append(f"Done: {'; '.join(done)}.")
    if left:
        facts.append(f"Left the record: {'; '.join(left)}.")
    who = " · ".join(part for part in (day_in_words(day.on_day), day.job_title, day.team) if part)
    return ListedChild(day.who, who, said, tuple(facts))


def print_looks(  # noqa: PLR0917
    session: Session, child_id: UUID, reference: str, days: tuple[DayOfLooks, ...], as_at: datetime, path: Path
) -> Path:
    """Make the pages, note on record that they left, and save them."""
    from desktop.reporting.child_list import render_list  # noqa: PLC0415 (ReportLab on the first page)

    document = render_list(looks_report(session, reference, days, as_at))
    note_looks(session, NoteLooks(child_id, len(days), document.pages, document.sha256))
    write_whole(path, document.pdf)
    return path


def print_chain(session: Session, said: tuple[str, ...], as_at: datetime, path: Path) -> Path:
    """Save how the chain was found."""
    from desktop.reporting.child_list import render_list  # noqa: PLC0415 (ReportLab on the first page)

    me = who_am_i(session)
    listed = (ListedChild("What was found", day_in_words(as_at.date()), said, ()),)
    report = ListReport("The chain of the audit", me.authority, me.name, me.job_title, as_at, listed)
    write_whole(path, render_list(report).pdf)
    return path
