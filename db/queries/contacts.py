"""Contacts at the front door: what waits for a decision, what one contact says, and whether it came in already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class QueuedContact:
    """A contact in the queue, without any word of what was told.

    `hours` is how long ago it was received; `children` are named in it, `waiting` of them without a decision; `names`
    is empty and so is `basis` for who may not read it. `source` and `how` are codes.
    """

    contact_id: UUID
    received_at: datetime
    hours: int
    source: str
    how: str
    urgent: bool
    team: str
    entered_by: str
    entered_at: datetime
    children: int
    waiting: int
    names: str
    basis: str
    may_decide: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many contacts wait, the oldest for how many hours, and how many say that a child may not be safe today.

    `mine`: not those that I decide on, but those that I entered.
    """

    waiting: int
    hours: int
    urgent: int
    mine: bool


@dataclass(frozen=True, slots=True)
class LikeContact:
    """A contact from the same source about children named in the one being entered, within a week."""

    received_at: datetime
    how: str
    entered_by: str
    entered_at: datetime
    names: str
    same_who: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision that stands for a child; `why` and `family_why` are empty for who only entered the contact."""

    version: int
    outcome: str
    why: str
    family_knows: str
    family_why: str
    referrer_told: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EarlierContact:
    """A contact about the same child in the year before; `outcome` is empty while it waits."""

    at: datetime
    source: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ContactChild:
    """A child named in a contact. Who only entered it is told the name that they gave and no more."""

    child_id: UUID
    said_name: str
    name: str
    reference: str
    team: str
    worker: str
    closed: bool
    born: date | None
    expected_on: date | None
    made: bool
    said: str
    may_decide: bool
    earlier: tuple[EarlierContact, ...]
    decision: Decided | None
    born_latest: date | None = None


@dataclass(frozen=True, slots=True)
class SealedNamed:
    """A child of a sealed file of mine whom the contact seems to name; `kept`: as an entry there."""

    child_id: UUID
    name: str
    reference: str
    answered: bool
    kept: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact that I opened. `basis` is "team", "sealed" or "own"."""

    contact_id: UUID
    basis: str
    team: str
    received_at: datetime
    hours: int
    how: str
    source: str
    who: str
    role: str
    call_back: str
    headline: str
    detail: str
    family_knows: str
    urgent: bool
    not_named: bool
    entered_by: str
    entered_at: datetime
    children: tuple[ContactChild, ...]
    sealed: tuple[SealedNamed, ...]


def contact_queue(session: Session, *, decided: bool = False) -> tuple[QueuedContact, ...]:
    """The contacts that wait for a decision, oldest first; or those decided on in the last 14 days, newest first."""
    wanted = rows(call("contact_queue", decided=decided))
    return session.read(lambda connection: tuple(QueuedContact(*row) for row in connection.execute(wanted)))


def contacts_waiting(session: Session) -> Waiting:
    """What waits for my decision, or for who decides nothing of what I entered."""
    wanted = rows(call("contacts_waiting"))
    return session.read(lambda connection: Waiting(*connection.execute(wanted).one()))


def contacts_like(
    session: Session, children: tuple[UUID, ...], source: str, who: str, received_at: datetime
) -> tuple[LikeContact, ...]:
    """Whether this notification came in already: same source, same child, within a week. The question is on record."""
    wanted = call(
        "contacts_like",
        children=sa.cast(list(children), sa.ARRAY(sa.Uuid())),
        source=source,
        who=who,
        received=sa.literal(received_at, sa.TIMESTAMP(timezone=True)),
    )
    return session.read(lambda connection: tuple(LikeContact(*row) for row in connection.execute(rows(wanted))))


def read_contact(session: Session, contact_id: UUID) -> Contact:
    """A contact that was opened before; NotPermitted without a ticket."""
    wanted = sa.select(call("read_contact", contact=contact_id))
    found = session.read(lambda connection: connection.execute(wanted).scalar_one())
    moments = {name: datetime.fromisoformat(found[name]) for name in ("received_at", "entered_at")}
    return Contact(
        **found
        | moments
        | {
            "contact_id": UUID(found["contact_id"]),
            "children": tuple(_child(child) for child in found["children"]),
            "sealed": tuple(SealedNamed(**one | {"child_id": UUID(one["child_id"])}) for one in found["sealed"]),
        }
    )


def _child(said: dict[str, Any]) -> ContactChild:
    decision = said["decision"]
    return ContactChild(
        **said
        | {
            "child_id": UUID(said["child_id"]),
            "born": _day(said["born"]),
            "born_latest": _day(said.get("born_latest")),
            "expected_on": _day(said["expected_on"]),
            "earlier": tuple(
                EarlierContact(**one | {"at": datetime.fromisoformat(one["at"])}) for one in said["earlier"]
            ),
            "decision": decision and Decided(**decision | {"at": datetime.fromisoformat(decision["at"])}),
        }
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
