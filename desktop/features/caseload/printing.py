"""My children on paper: how the lines become pages, without Qt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from db.commands.signals import NoteCaseload, note_caseload
from db.domain.signals import sentence
from db.queries.caseload import CaseLine
from db.queries.staff import who_am_i
from db.session import Session
from desktop.features.caseload.columns import age, group_of, next_words, who_answers, whole_name, year_words
from desktop.infra.saving import write_whole
from desktop.models.words import NOT_RECORDED, count, day_in_words, short_day
from desktop.reporting.report import ListedChild, ListReport


def list_report(
    session: Session, children: tuple[CaseLine, ...], groups: Mapping[UUID, int], as_at: datetime
) -> ListReport:
    """The children as they are shown, brothers and sisters joined."""
    me = who_am_i(session)
    same = [group_of(groups, one) == group_of(groups, after) for one, after in pairwise(children)]
    ties = zip(children, (False, *same), (*same, False), strict=True)
    listed = tuple(_listed(child, joined=before, goes_on=after) for child, before, after in ties)
    return ListReport("My children", me.authority, me.name, me.job_title, as_at, listed)


def _listed(child: CaseLine, *, joined: bool, goes_on: bool) -> ListedChild:
    said = []
    for one in child.signals:
        words = sentence(one, child.born)
        if one.answer is not None:
            note = one.answer.note or "answered"
            words = f"{words}. Known: {note} ({one.answer.said_by}, until {day_in_words(one.answer.until)})"
        said.append(words)
    who = f"{child.reference} · {who_answers(child)}"
    days = (("Last seen", child.last_seen), ("seen alone", child.last_seen_alone), ("own words", child.last_words))
    seen = "; ".join(f"{what} {short_day(day) if day else NOT_RECORDED}" for what, day in days)
    new = f"{count(child.new_entries, 'new entry', 'new entries')} since I looked. " if child.new_entries else ""
    coming = "; ".join(next_words(child)) or "nothing planned"
    year = f"{year_words(child)}. " if year_words(child) else ""
    facts = (f"{seen}.", f"{year}{new}Next: {coming}.")
    return ListedChild(f"{whole_name(child)}, {age(child)}", who, tuple(said), facts, joined, goes_on)


def print_caseload(
    session: Session, children: tuple[CaseLine, ...], groups: Mapping[UUID, int], as_at: datetime, path: Path
) -> Path:
    """Make the pages, note on record that they left, and save them."""
    from desktop.reporting.child_list import render_list  # noqa: PLC0415 (ReportLab on the first page)

    document = render_list(list_report(session, children, groups, as_at))
    note_caseload(session, NoteCaseload(len(children), document.pages, document.sha256))
    write_whole(path, document.pdf)
    return path
