"""Allocating a child to a worker, which is a conversation first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from db.call import call
from db.commands.changes import Changes
from db.domain.entry import clean_text
from db.session import Session


@dataclass(frozen=True, slots=True)
class Allocate:
    """A child for a worker, with the talk before it: when, who took part, what was agreed to do first, and what the
    worker said about their capacity. `part` is allocated_worker, second_worker, court_adviser or cover."""

    allocation_id: UUID
    child_id: UUID
    staff_id: UUID
    talked_on: date
    took_part: str
    agreed_first: str
    capacity_said: str
    part: str = "allocated_worker"


def allocate(session: Session, wish: Allocate) -> Changes:
    """Makes the allocation; NotPermitted unless one manages the file, Refused without the discussion."""
    wanted = call(
        "allocate",
        allocation=wish.allocation_id,
        child=wish.child_id,
        staff=wish.staff_id,
        part=wish.part,
        talked_on=wish.talked_on,
        took_part=clean_text(wish.took_part),
        agreed_first=clean_text(wish.agreed_first),
        capacity_said=clean_text(wish.capacity_said),
    )
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return Changes(frozenset({"access"}), frozenset({wish.child_id}))
