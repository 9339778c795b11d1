"""Which children are mine, who else is known, and what stands at the head of a child's file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class ChildLine:
    """A child on the caseload, in facts about the child. `new_entries` counts what others recorded since I looked.

    `worker_away` says until when the worker is away, "away until 4 December 2026"; empty for one at work.
    """

    child_id: UUID
    reference: str
    name: str
    known_as: str
    born: date | None
    expected_on: date | None
    basis: str
    team: str
    worker: str
    last_seen: date | None
    last_seen_alone: date | None
    new_entries: int
    next_on: date | None
    next_what: str | None
    born_latest: date | None
    worker_away: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class FoundChild:
    """A child that is known here; `access` is the basis on which I could open the file, or "break_glass"."""

    child_id: UUID
    reference: str
    name: str
    born: date | None
    team: str
    worker: str
    access: str
    born_latest: date | None = None


@dataclass(frozen=True, slots=True)
class ChildSummary:
    """The head of a file. Empty text and None mean not recorded."""

    child_id: UUID
    reference: str
    name: str
    known_as: str
    pronouns: str
    born: date | None
    born_words: str
    expected_on: date | None
    sex: str
    team: str
    worker: str
    lives_with: str
    parental_responsibility: str
    legal_status: str
    plan: str
    last_seen: date | None
    last_seen_alone: date | None
    words: str
    words_on: date | None
    next_on: date | None
    next_what: str | None
    may_record: bool
    born_latest: date | None = None
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A dated fact: its kind and label, when it began and ended, as dates and in the words recorded."""

    period_id: UUID
    kind: str
    code: str
    label: str
    category: str
    description: str
    begins: date | None
    begins_words: str
    ends: date | None
    ends_words: str
    planned_on: date | None


def my_children(session: Session) -> tuple[ChildLine, ...]:
    """My allocated and named children, and those of my team where I manage, support or do duty; by name."""
    return session.read(
        lambda connection: tuple(ChildLine(**row._mapping) for row in connection.execute(rows(call("my_children"))))
    )


def find_children(session: Session, words: str) -> tuple[FoundChild, ...]:
    """Children by reference or by the beginnings or sound of their names, at most 50, those I may open first."""
    return session.read(
        lambda connection: tuple(
            FoundChild(*row) for row in connection.execute(rows(call("find_children", words=words)))
        )
    )


def child_of_reference(session: Session, reference: str) -> FoundChild | None:
    """The child whose file has exactly this reference, or None if there is none that I may know of."""
    wanted = reference.strip().upper()
    return next((child for child in find_children(session, reference) if child.reference == wanted), None)


def child_summary(session: Session, child_id: UUID) -> ChildSummary:
    """The head of an opened file; NotPermitted without a ticket."""
    return session.read(
        lambda connection: ChildSummary(*connection.execute(rows(call("child_summary", child=child_id))).one())
    )


def periods(session: Session, child_id: UUID) -> tuple[PeriodLine, ...]:
    """The dated facts of an opened file in order."""
    return session.read(
        lambda connection: tuple(PeriodLine(*row) for row in connection.execute(rows(call("periods", child=child_id))))
    )
