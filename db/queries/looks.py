"""Who looked at a file, the broken glass that is to be reviewed, looks that deserve a question, and the audit's chain.

For managers of the files and for auditors, who learn a file's reference and never its record. To ask for looks is on
record itself: `open_looks` comes before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.call import call, rows
from db.domain.looks import Opening
from db.session import Session


@dataclass(frozen=True, slots=True)
class DayOfLooks:
    """What one person did at one file on one day; `acts` counts by the name of the act."""

    on_day: date
    who: str
    job_title: str
    team: str
    first_at: datetime
    last_at: datetime
    opened: tuple[Opening, ...]
    acts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class GlassOpening:
    """A file opened by broken glass; `own` is one's own, `finding` is empty until somebody reviewed it."""

    ticket_id: int
    child_id: UUID
    reference: str
    who: str
    job_title: str
    team: str
    own: bool
    reason: str
    opened_at: datetime
    due_on: date
    acts: Mapping[str, int]
    finding: str
    reviewed_by: str
    reviewed_at: datetime | None

    def late(self, today: date) -> bool:
        """Whether the working day after has passed without a review, or passed before it."""
        done = today if self.reviewed_at is None else self.reviewed_at.astimezone().date()
        return done > self.due_on


@dataclass(frozen=True, slots=True)
class Look:
    """An opening behind a question; the reference is empty where it is not told."""

    opening: Opening
    reference: str


@dataclass(frozen=True, slots=True)
class LookAnswer:
    """What somebody noted to a question; `now`: to the looks as they stand."""

    note: str
    by: str
    at: datetime
    now: bool


@dataclass(frozen=True, slots=True)
class LookQuestion:
    """Looks of one person that deserve a question, at one file or (without a child) at many."""

    question: str
    staff_id: UUID
    who: str
    job_title: str
    team: str
    child_id: UUID | None
    reference: str
    times: int
    weeks: int
    first_at: datetime
    last_at: datetime
    about: int
    looks: tuple[Look, ...]
    answers: tuple[LookAnswer, ...]
    answered: bool
    may_answer: bool


@dataclass(frozen=True, slots=True)
class Interest:
    """That somebody said they know a family; `holds_case`: they are still allocated to the child."""

    interest_id: UUID
    child_id: UUID
    reference: str
    who: str
    job_title: str
    team: str
    why: str
    declared_at: datetime
    holds_case: bool
    lifted_by: str
    lifted_why: str
    lifted_at: datetime | None
    may_lift: bool


@dataclass(frozen=True, slots=True)
class OwnInterest:
    """That I said I know a family, which stands; `team` has the file now."""

    child_id: UUID
    declared_at: datetime
    team: str


@dataclass(frozen=True, slots=True)
class LookThreshold:
    """From how many times on and of how many weeks looks deserve a question."""

    question: str
    version: int
    times: int
    weeks: int
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """How far the walk along the chain has come; the last two are there once it has ended."""

    broken_at: int | None
    walked: int
    hash: str
    newest: int
    unsealed: int | None
    head_found: bool | None

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to walk."""
        return self.unsealed is not None


def file_with_looks(session: Session, reference: str) -> UUID:
    """The file of a reference; NotPermitted where its looks are not told."""
    wanted = sa.select(call("file_with_looks", reference=reference))
    return session.read(lambda connection: UUID(str(connection.execute(wanted).scalar_one())))


def looks(session: Session, child_id: UUID) -> tuple[DayOfLooks, ...]:
    """A line for each person and day, the newest first; NotPermitted unless asked for before."""
    wanted = rows(call("looks", child=child_id))
    return session.read(lambda connection: tuple(_day(row) for row in connection.execute(wanted)))


def glass_openings(session: Session) -> tuple[GlassOpening, ...]:
    """Those that wait for a review, the oldest first, then those reviewed lately. NotPermitted unless asked for."""
    wanted = rows(call("glass_openings"))
    return session.read(lambda connection: tuple(GlassOpening(*row) for row in connection.execute(wanted)))


def look_questions(session: Session) -> tuple[LookQuestion, ...]:
    """What nobody answered yet first, the newest first. NotPermitted unless asked for before."""
    wanted = rows(call("look_questions"))
    return session.read(lambda connection: tuple(_question(row) for row in connection.execute(wanted)))


def interests(session: Session) -> tuple[Interest, ...]:
    """Who said that they know a family, the newest first. NotPermitted unless asked for before."""
    wanted = rows(call("interests"))
    return session.read(lambda connection: tuple(Interest(*row) for row in connection.execute(wanted)))


def my_interests(session: Session) -> tuple[OwnInterest, ...]:
    """The families that I said I know, whose files are shut to me; not of sealed files."""
    wanted = rows(call("my_interests"))
    return session.read(lambda connection: tuple(OwnInterest(*row) for row in connection.execute(wanted)))


def looks_waiting(session: Session) -> tuple[int, int]:
    """How many openings wait for a review of mine, and how many of them longer than a working day."""
    wanted = rows(call("looks_waiting"))

    def read(connection: sa.Connection) -> tuple[int, int]:
        waiting, late = connection.execute(wanted).one()
        return int(waiting), int(late)

    return session.read(read)


def look_thresholds(session: Session) -> tuple[LookThreshold, ...]:
    """All versions by question, the newest first."""
    wanted = rows(call("look_thresholds"))
    return session.read(lambda connection: tuple(LookThreshold(*row) for row in connection.execute(wanted)))


def walk_audit(session: Session, before: Step | None, head: tuple[int, str] | None = None) -> Step:
    """Walks the next part of the chain; for auditors and administrators. A `head` is the number and hash of a print."""
    after = {"after": before.walked, "hash": before.hash} if before is not None else {}
    printed = {"seq": sa.cast(head[0], sa.BigInteger), "head": head[1]} if head is not None else {}
    if after:
        after["after"] = sa.cast(after["after"], sa.BigInteger)
    wanted = rows(call("walk_audit", **after, **printed))
    return session.read(lambda connection: Step(*connection.execute(wanted).one()))


def _day(row: sa.Row[Any]) -> DayOfLooks:
    opened = tuple(_opening(one) for one in row.opened)
    return DayOfLooks(
        row.on_day, row.who, row.job_title, row.team, row.first_at, row.last_at, opened,
        {str(act): int(number) for act, number in row.acts.items()},
    )  # fmt: skip


def _question(row: sa.Row[Any]) -> LookQuestion:
    return LookQuestion(
        row.question, row.staff_id, row.who, row.job_title, row.team, row.child_id, row.reference, row.times, row.weeks,
        row.first_at, row.last_at, row.about, tuple(Look(_opening(one), one["reference"]) for one in row.looks),
        tuple(LookAnswer(one["note"], one["by"], datetime.fromisoformat(one["at"]), one["now"]) for one in row.answers),
        row.answered, row.may_answer,
    )  # fmt: skip


def _opening(said: Mapping[str, Any]) -> Opening:
    return Opening(datetime.fromisoformat(said["at"]), said["basis"], said["reason"])
