"""Allocating children to a worker, which is a conversation: a manager proposes, the two talk, the worker answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from db.call import call, day_or_null, id_or_null
from db.commands.changes import Changes
from db.domain.entry import clean_text, cleaned
from db.session import Session


@dataclass(frozen=True, slots=True)
class ProposedChild:
    """A child who is proposed, and what is urgent for this child."""

    child_id: UUID
    urgent: str


@dataclass(frozen=True, slots=True)
class ProposeAllocation:
    """Children for a worker, and why them. `part` is allocated_worker, second_worker, court_adviser or cover (with its
    days); `reason` a code of worker_change_reason where somebody holds a child. `at_once`: tonight, for 72 hours."""

    discussion_id: UUID
    staff_id: UUID
    why: str
    children: tuple[ProposedChild, ...]
    part: str = "allocated_worker"
    reason: str = ""
    cover_from: date | None = None
    cover_until: date | None = None
    instead_of: UUID | None = None
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class AgreedChild:
    """What was agreed to do first for a child and by when, and what a colleague who holds the child hands over."""

    child_id: UUID
    agreed_first: str
    agreed_by: date
    handover_note: str = ""


@dataclass(frozen=True, slots=True)
class RecordTalk:
    """That manager and worker talked about a proposal: when, who took part, what the worker said about capacity."""

    talk_id: UUID
    discussion_id: UUID
    talked_on: date
    took_part: str
    capacity_said: str
    children: tuple[AgreedChild, ...]


@dataclass(frozen=True, slots=True)
class AcceptAllocation:
    """The worker accepts what this talk agreed."""

    discussion_id: UUID
    talk_id: UUID
    children: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class DeclineAllocation:
    """The worker declines, and why."""

    discussion_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class WithdrawProposal:
    """A manager takes a proposal back, and why."""

    discussion_id: UUID
    reason: str


def propose_allocation(session: Session, wish: ProposeAllocation) -> Changes:
    """NotPermitted unless one manages all the children, Refused with what is wrong; sent again it lands once."""
    days = {} if wish.at_once else {"from": day_or_null(wish.cover_from), "until": day_or_null(wish.cover_until)}
    wanted = call(
        "allocate_at_once" if wish.at_once else "propose_allocation",
        discussion=wish.discussion_id,
        staff=wish.staff_id,
        part=wish.part,
        why=clean_text(wish.why),
        children=_lines(wish.children),
        reason=wish.reason,
        instead_of=id_or_null(wish.instead_of),
        **days,
    )
    return _done(session, wanted, (child.child_id for child in wish.children))


def record_talk(session: Session, wish: RecordTalk) -> Changes:
    """NotPermitted for anybody but worker and manager, Refused with what is missing; sent again it lands once."""
    wanted = call(
        "record_talk",
        talk=wish.talk_id,
        discussion=wish.discussion_id,
        talked_on=wish.talked_on,
        took_part=clean_text(wish.took_part),
        capacity_said=clean_text(wish.capacity_said),
        children=_lines(wish.children),
    )
    return _done(session, wanted, (child.child_id for child in wish.children))


def accept_allocation(session: Session, wish: AcceptAllocation) -> Changes:
    """NotPermitted for anybody but the worker, Conflict if another talk was recorded since, Refused without a talk."""
    wanted = call("accept_allocation", discussion=wish.discussion_id, talk=wish.talk_id)
    return _done(session, wanted, wish.children)


def decline_allocation(session: Session, wish: DeclineAllocation) -> Changes:
    """NotPermitted for anybody but the worker, Refused without a reason."""
    return _done(session, call("decline_allocation", discussion=wish.discussion_id, reason=clean_text(wish.reason)))


def withdraw_proposal(session: Session, wish: WithdrawProposal) -> Changes:
    """NotPermitted unless one manages the children, Refused without a reason or once it was accepted."""
    return _done(session, call("withdraw_proposal", discussion=wish.discussion_id, reason=clean_text(wish.reason)))


def _done(session: Session, wanted: Any, children: Iterable[UUID] = ()) -> Changes:
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return Changes(frozenset({"access", "allocation"}), frozenset(children))


def _lines(children: tuple[ProposedChild, ...] | tuple[AgreedChild, ...]) -> Any:
    return sa.literal([_line(asdict(child)) for child in children], JSONB)


def _line(said: dict[str, Any]) -> dict[str, Any]:
    ready: dict[str, Any] = cleaned(
        {key: value if isinstance(value, str) else str(value) for key, value in said.items()}
    )
    return ready
