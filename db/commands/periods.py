"""Recording, correcting and ending the dated facts of a child. A correction is a new row; what stood stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from db.call import call
from db.commands.changes import Changes
from db.domain.entry import clean_text, cleaned
from db.domain.partial_date import PartialDate
from db.session import Session


@dataclass(frozen=True, slots=True)
class PeriodFact:
    """What a period says: its kind, code, category and description, when it began and ended, or the day planned.

    Without any day, and with a reason in `ended_why`, it says that the period before was recorded by mistake.
    """

    kind: str
    code: str = ""
    category: str = ""
    description: str = ""
    begins: PartialDate | None = None
    ends: PartialDate | None = None
    ended_why: str = ""
    planned_on: date | None = None

    def to_json(self) -> dict[str, Any]:
        """As `api.record_period` takes it."""
        ready: dict[str, Any] = cleaned(
            {
                "kind": self.kind,
                "code": self.code,
                "category": self.category,
                "description": self.description,
                "begins": span(self.begins),
                "ends": span(self.ends),
                "ended_why": self.ended_why,
                "planned_on": self.planned_on.isoformat() if self.planned_on else None,
            }
        )
        return ready


@dataclass(frozen=True, slots=True)
class RecordPeriod:
    """A new period. `follows` is the running one that ends where this begins; `entry_id` the entry that tells it.

    `first` is for a planned day of which none to come may be planned yet.
    """

    period_id: UUID
    child_id: UUID
    fact: PeriodFact
    how_known: str
    entry_id: UUID | None = None
    follows: UUID | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class CorrectPeriod:
    """A period as it should have stood, in place of `replaces`; `period_id` is the new row's."""

    period_id: UUID
    replaces: UUID
    child_id: UUID
    fact: PeriodFact
    how_known: str
    entry_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndPeriod:
    """The end of a running period, and why."""

    period_id: UUID
    replaces: UUID
    child_id: UUID
    ends: PartialDate
    why: str
    how_known: str
    entry_id: UUID | None = None


def record_period(session: Session, *wishes: RecordPeriod) -> Changes:
    """Saves it once, however often it is sent; of several all or none.

    NotPermitted, Refused, Conflict if `follows` was changed meanwhile or a day planned that was to be the `first`.
    """
    wanted = [
        call(
            "record_period",
            period=wish.period_id,
            child=wish.child_id,
            fact=sa.literal(wish.fact.to_json(), JSONB),
            how=clean_text(wish.how_known),
            entry=wish.entry_id,
            follows=wish.follows,
            first=wish.first or None,
        )
        for wish in wishes
    ]
    session.write(lambda connection: connection.execute(sa.select(*wanted)))
    return Changes(frozenset({"fact"}), frozenset(wish.child_id for wish in wishes))


def correct_period(session: Session, wish: CorrectPeriod) -> Changes:
    """As record_period; Conflict if somebody corrected or ended the same period meanwhile."""
    wanted = call(
        "correct_period",
        period=wish.period_id,
        replaces=wish.replaces,
        child=wish.child_id,
        fact=sa.literal(wish.fact.to_json(), JSONB),
        how=clean_text(wish.how_known),
        entry=wish.entry_id,
    )
    return _changed(session, wanted, wish.child_id)


def end_period(session: Session, wish: EndPeriod) -> Changes:
    """As correct_period."""
    wanted = call(
        "end_period",
        period=wish.period_id,
        replaces=wish.replaces,
        child=wish.child_id,
        ends=sa.literal(cleaned(span(wish.ends)), JSONB),
        why=clean_text(wish.why),
        how=clean_text(wish.how_known),
        entry=wish.entry_id,
    )
    return _changed(session, wanted, wish.child_id)


def span(when: PartialDate | None) -> dict[str, str] | None:
    """A partial date as the facts keep it: first and last possible day, and the words for it."""
    if when is None:
        return None
    return {"earliest": when.earliest.isoformat(), "latest": when.latest.isoformat(), "as_given": when.in_words()}


def _changed(session: Session, wanted: sa.ColumnElement[Any], child_id: UUID) -> Changes:
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return Changes(frozenset({"fact"}), frozenset({child_id}))
