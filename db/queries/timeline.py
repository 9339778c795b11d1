"""The whole childhood of an opened file in one answer: months, marks, spans and the ends of the scale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.call import call
from db.domain.partial_date import PartialDate, Precision
from db.session import Session


@dataclass(frozen=True, slots=True)
class MonthLine:
    """How many entries begin in a month (given by its first day), and how many of them are significant."""

    begins: date
    entries: int
    significant: int


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """A significant event; `tone` is "harm", "protective" or "neutral"."""

    order_key: int
    occurred: PartialDate
    tone: str
    headline: str

    @property
    def day(self) -> date:
        """The first day on which it can have been, where it stands in the chronology too."""
        return self.occurred.earliest


@dataclass(frozen=True, slots=True)
class TimelineSpan:
    """A period: legal status, plan, placement or school. No end means that it goes on."""

    period_id: UUID
    kind: str
    label: str
    category: str
    description: str
    begins: date
    begins_words: str
    ends: date | None
    ends_words: str

    @property
    def words(self) -> str:
        """What the period is: "Child protection plan, Neglect"."""
        return ", ".join(part for part in (self.label, self.category, self.description) if part)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The strip's facts. `significant` counts all significant events; `marks` are at most the newest 2,000 of them."""

    months: tuple[MonthLine, ...]
    marks: tuple[TimelineMark, ...]
    significant: int
    spans: tuple[TimelineSpan, ...]
    today: date
    born: date | None
    expected_on: date | None
    died: date | None
    planned_on: date | None
    born_latest: date | None = None

    @property
    def left_out(self) -> int:
        """Significant events without a mark of their own."""
        return max(self.significant - len(self.marks), 0)

    @property
    def entries(self) -> int:
        """All entries of the file."""
        return sum(month.entries for month in self.months)


def timeline(session: Session, child_id: UUID) -> Timeline:
    """The childhood at a glance; NotPermitted without a ticket."""
    wanted = sa.select(call("timeline", child=child_id))
    found: dict[str, Any] = session.read(lambda connection: connection.execute(wanted).scalar_one())
    return Timeline(
        months=tuple(MonthLine(_day(begins), entries, weighty) for begins, entries, weighty in found["months"]),
        marks=tuple(_mark(row) for row in found["marks"]),
        significant=int(found["significant"]),
        spans=tuple(_span(row) for row in found["spans"]),
        today=_day(found["today"]),
        born=_maybe(found["born"]),
        expected_on=_maybe(found["expected"]),
        died=_maybe(found["died"]),
        planned_on=_maybe(found["planned"]),
        born_latest=_maybe(found["born_latest"]),
    )


def _mark(row: list[Any]) -> TimelineMark:
    key, earliest, latest, precision, minute, approximate, given, tone, headline = row
    when = PartialDate(_day(earliest), _day(latest), Precision(precision), minute, approximate, given)
    return TimelineMark(key, when, tone, headline)


def _span(row: dict[str, Any]) -> TimelineSpan:
    return TimelineSpan(
        UUID(row["id"]), row["kind"], row["label"] or "", row["category"] or "", row["description"] or "",
        _day(row["begins"]), row["begins_words"], _maybe(row["ends"]), row["ends_words"],
    )  # fmt: skip


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _maybe(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
