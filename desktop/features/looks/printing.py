"""Who looked, and how the audit's chain was found, on paper: how the lines become pages, without Qt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from db.commands.looks import NoteLooks, note_looks
from db.domain.looks import acts_in_words, left_in_words
from db.queries.looks import DayOfLooks
from db.queries.staff import who_am_i
from db.session import Session
from desktop.features.looks.lines import bases_of, when_and_why
from desktop.infra.saving import write_whole
from desktop.models.words import day_in_words
from desktop.reporting.report import ListedChild, ListReport

_MOST = 8
"""Openings in a block: with the longest reasons they fill a page."""


def looks_report(session: Session, reference: str, days: tuple[DayOfLooks, ...], as_at: datetime) -> ListReport:
    """Who looked at a file, a line for each person and day; it holds no word of the record."""
    me = who_am_i(session)
    listed = tuple(block for day in days for block in _listed(day))
    return ListReport(f"Who looked at file {reference}", me.authority, me.name, me.job_title, as_at, listed)


def _listed(day: DayOfLooks) -> Iterator[ListedChild]:
    """A day, in several blocks where it is long, since a block is never cut in two."""
    said = [when_and_why(day, words) for words in bases_of(day)]
    done, left = acts_in_words(day.acts), left_in_words(day.acts)
    facts = []
    if done:
        facts.append(f"Done: {'; '.join(done)}.")
    if left:
        facts.append(f"Left the record: {'; '.join(left)}.")
    who = " · ".join(part for part in (day_in_words(day.on_day), day.job_title, day.team) if part)
    parts = [tuple(said[begin : begin + _MOST]) for begin in range(0, len(said), _MOST)] or [()]
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        yield ListedChild(day.who, who, part, tuple(facts) if last else (), joined=number > 0, goes_on=not last)


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
