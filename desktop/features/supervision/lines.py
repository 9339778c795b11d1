"""Agreed case discussions as lines of a table: plain days, none of them late, no number that judges anybody."""

from __future__ import annotations

from datetime import date, timedelta

from db.queries.supervision import CaseDiscussion
from desktop.models.record_table import RecordColumn
from desktop.models.words import count, distance, short_day, short_months, with_marks

_FAR = date(2999, 1, 1)
_LONG_AGO = date(1800, 1, 1)
GONE_BY, THIS_WEEK, LATER, NONE_AGREED, NEVER = 4, 3, 2, 1, 0


def stands(one: CaseDiscussion, today: date) -> int:
    """In which group a child stands, the highest first in the list."""
    if one.held_on is None:
        return NEVER
    if one.next_on is None:
        return NONE_AGREED
    sunday = today + timedelta(days=6 - today.weekday())
    return GONE_BY if one.next_on < today else THIS_WEEK if one.next_on <= sunday else LATER


def _child(one: CaseDiscussion) -> str:
    return with_marks(f"{one.name}\n{one.reference}")


def _worker(one: CaseDiscussion) -> str:
    return with_marks(f"{one.worker}\n{short_months(one.worker_away)}".rstrip()) or "nobody allocated"


def day(on: date, today: date) -> str:
    """Return "Mon 9 Nov 2026" and how far it is below."""
    return f"{on:%a} {short_day(on)}\n{distance(on, today)}"


def _next(one: CaseDiscussion) -> str:
    if one.next_on is not None:
        return day(one.next_on, date.today())
    return "no day agreed" if one.held_on else ""


def _held(one: CaseDiscussion) -> str:
    return day(one.held_on, date.today()) if one.held_on else "none recorded"


def _open(one: CaseDiscussion) -> str:
    return f"{count(one.open_decisions, 'decision')} open" if one.open_decisions else ""


def _spoken(words: str) -> str:
    return words.replace("\n", ", ")


COLUMNS: tuple[RecordColumn[CaseDiscussion], ...] = (
    RecordColumn(
        "Child", _child, lambda one: one.name.casefold(), 22, lambda one: _spoken(_child(one)), lambda _one: True
    ),
    RecordColumn("Worker", _worker, lambda one: (one.worker or "~").casefold(), 20, lambda one: _spoken(_worker(one))),
    RecordColumn(
        "Next agreed for", _next, lambda one: (one.next_on or _FAR, one.name.casefold()), 17,
        lambda one: _spoken(_next(one)), whole=True,
    ),
    RecordColumn(
        "Last discussed", _held, lambda one: one.held_on or _LONG_AGO, 17, lambda one: _spoken(_held(one)),
        whole=True,
    ),
    RecordColumn("Decisions", _open, lambda one: -one.open_decisions, 16, whole=True),
)  # fmt: skip
NEXT = 2


def summary(found: tuple[CaseDiscussion, ...], today: date) -> str:
    """How many stand where, in a sentence."""
    if not found:
        return "No child is on your list: what is agreed about your children, or your team's, will stand here."
    groups = [stands(one, today) for one in found]
    told = (
        (GONE_BY, "with an agreed day that has gone by"), (THIS_WEEK, "agreed for this week"), (LATER, "for later"),
        (NONE_AGREED, "with no next day agreed"), (NEVER, "with no case discussion recorded"),
    )  # fmt: skip
    said = [f"{groups.count(group):,} {words}" for group, words in told if group in groups]
    return f"{count(len(found), 'child', 'children')}: {', '.join(said)}."
