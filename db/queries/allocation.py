"""The conversations about children's allocation, what each worker holds, and who held a child's case when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class DiscussedChild:
    """A child of a conversation; `holder` is the colleague who holds the child now, if another does."""

    child_id: UUID
    reference: str
    name: str
    born: date | None
    urgent: str
    holder: str
    born_latest: date | None = None
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a talk agreed for one child."""

    child_id: UUID
    agreed_first: str
    agreed_by: date | None
    handover_note: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk as it was recorded, and by whom."""

    talk_id: UUID
    talked_on: date
    took_part: str
    capacity_said: str
    by: str
    recorded_at: datetime
    children: tuple[Agreed, ...]

    def about(self, child_id: UUID) -> Agreed | None:
        """What it agreed for one child."""
        return next((one for one in self.children if one.child_id == child_id), None)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: "accepted", "declined" or "withdrawn", with its reason."""

    answer: str
    reason: str
    by: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Discussion:
    """A conversation about an allocation, with everything that was said.

    `stage` is "proposed", "talked", "declined", "accepted" or "withdrawn". `emergency`: the worker began at once, and
    may open the files until `works_until`. `mine`: it was proposed to me; `may_decide`: I manage the children. `away`:
    until when the worker is away to whom it is proposed; empty for one at work, and once it is settled.
    """

    discussion_id: UUID
    part: str
    stage: str
    proposed_by: str
    staff_id: UUID
    proposed_to: str
    proposed_at: datetime
    why: str
    held_then: str
    emergency: bool
    works_until: datetime | None
    cover_from: date | None
    cover_until: date | None
    change_reason: str
    mine: bool
    may_decide: bool
    children: tuple[DiscussedChild, ...]
    talks: tuple[Talk, ...]
    answers: tuple[Answer, ...]
    away: str

    @property
    def settled(self) -> bool:
        """Whether nothing more can become of it."""
        return self.stage in ("accepted", "withdrawn")

    @property
    def owes_talk(self) -> bool:
        """Whether somebody began at once, and it is not yet talked about and accepted."""
        return self.emergency and not self.settled

    @property
    def waits_for_answer(self) -> bool:
        """Whether it waits for my answer, and not first of all for the talk that an emergency owes."""
        return self.mine and self.waits_for_me and not (self.emergency and self.stage == "proposed")

    @property
    def waits_for_me(self) -> bool:
        """Whether the next word is mine: an answer of the worker, a decision of the manager after a decline."""
        if self.mine:
            return self.stage in ("proposed", "talked")
        return self.may_decide and self.stage == "declined"


@dataclass(frozen=True, slots=True)
class WorkerLoad:
    """A worker who can be proposed to, what they hold and weigh, and between which weights is usual in their team.

    `away` says until when somebody is away: "away until 4 December 2026"; empty for one at work.
    """

    staff_id: UUID
    name: str
    role: str
    job_title: str
    team: str
    children: int
    in_proceedings: int
    other_parts: int
    proposed: int
    away: str
    weight: Decimal
    usual_from: Decimal
    usual_to: Decimal


@dataclass(frozen=True, slots=True)
class Holder:
    """That somebody held a child's case, in which part and until when, what was agreed before and why it ended.

    `ended_by` is the manager who ended it, if one did. Cover comes with the days for which it was agreed.
    """

    allocation_id: UUID
    part: str
    name: str
    job_title: str
    team: str
    from_at: datetime
    to_at: datetime | None
    emergency_until: datetime | None
    proposed_by: str
    why: str
    talked_on: date | None
    took_part: str
    agreed_first: str
    agreed_by: date | None
    ended_why: str
    handover_note: str
    ended_by: str
    cover_from: date | None
    cover_until: date | None

    @property
    def never_began(self) -> bool:
        """Whether it was taken back before it began."""
        return self.from_at == self.to_at


@dataclass(frozen=True, slots=True)
class Named:
    """That somebody is named for a file; `capacity` is a code of access_capacity, `waits` for a second manager.

    In a `sealed` file two people remove a member: `removal_id` is of a removal that waits for the second.
    """

    access_id: UUID
    name: str
    job_title: str
    capacity: str
    level: str
    from_at: datetime
    to_at: datetime | None
    reason: str
    given_by: str
    waits: bool
    sealed: bool
    removal_id: UUID | None
    may_confirm: bool


def named_people(session: Session, child_id: UUID) -> tuple[Named, ...]:
    """Who is named for a file that one manages, now and later; NotPermitted otherwise."""
    return session.read(
        lambda connection: tuple(Named(*row) for row in connection.execute(rows(call("named_people", child=child_id))))
    )


def allocation_discussions(session: Session) -> tuple[Discussion, ...]:
    """What was proposed to me, or is open about the children of my team; settled ones for thirty days."""
    return session.read(
        lambda connection: tuple(
            _discussion(said) for (said,) in connection.execute(rows(call("allocation_discussions")))
        )
    )


def allocation_news(session: Session) -> datetime | None:
    """When something was last said in a conversation that I am shown."""
    wanted = sa.select(sa.type_coerce(call("allocation_news"), sa.DateTime(timezone=True)))

    def read(connection: sa.Connection) -> datetime | None:
        return connection.execute(wanted).scalar_one()

    return session.read(read, seconds=8.0)


def workers_to_propose(session: Session) -> tuple[WorkerLoad, ...]:
    """The workers at work here, those of my team first; for managers."""
    return session.read(
        lambda connection: tuple(WorkerLoad(*row) for row in connection.execute(rows(call("workers_to_propose"))))
    )


def who_held(session: Session, child_id: UUID) -> tuple[Holder, ...]:
    """Who held the case of an opened file, the newest first; NotPermitted without a ticket."""
    return session.read(
        lambda connection: tuple(Holder(*row) for row in connection.execute(rows(call("who_held", child=child_id))))
    )


def _discussion(said: Mapping[str, Any]) -> Discussion:
    return Discussion(
        discussion_id=UUID(said["discussion_id"]),
        part=said["part"],
        stage=said["stage"],
        proposed_by=said["proposed_by"],
        staff_id=UUID(said["staff_id"]),
        proposed_to=said["proposed_to"],
        proposed_at=datetime.fromisoformat(said["proposed_at"]),
        why=said["why"],
        held_then=said["held_then"],
        emergency=said["emergency"],
        works_until=_moment(said["works_until_at"]),
        cover_from=_day(said["cover_from_on"]),
        cover_until=_day(said["cover_until_on"]),
        change_reason=said["change_reason"],
        mine=said["mine"],
        may_decide=said["may_decide"],
        children=tuple(_child(child) for child in said["children"]),
        talks=tuple(_talk(talk) for talk in said["talks"]),
        answers=tuple(_answer(answer) for answer in said["answers"]),
        away=said["away"],
    )


def _child(said: Mapping[str, Any]) -> DiscussedChild:
    return DiscussedChild(
        UUID(said["child_id"]),
        said["reference"],
        said["name"],
        _day(said["born_on"]),
        said["urgent"],
        said["holder"],
        _day(said["born_latest"]),
        _day(said["expected_on"]),
    )


def _talk(said: Mapping[str, Any]) -> Talk:
    agreed = tuple(
        Agreed(UUID(one["child_id"]), one["agreed_first"], _day(one["agreed_by_on"]), one["handover_note"])
        for one in said["children"]
    )
    return Talk(
        UUID(said["talk_id"]),
        date.fromisoformat(said["talked_on"]),
        said["took_part"],
        said["capacity_said"],
        said["by"],
        datetime.fromisoformat(said["recorded_at"]),
        agreed,
    )


def _answer(said: Mapping[str, Any]) -> Answer:
    return Answer(said["answer"], said["reason"], said["by"], datetime.fromisoformat(said["answered_at"]))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
