"""Keeping a filter under a name, and forgetting it: private to the person, the same in every child's file."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from db.call import call
from db.commands.changes import Changes
from db.domain.filters import Filter
from db.session import Session


@dataclass(frozen=True, slots=True)
class SaveFilter:
    """Keep this filter; the same name or id is written over."""

    filter_id: UUID
    name: str
    filter: Filter


@dataclass(frozen=True, slots=True)
class ForgetFilter:
    """Forget this one."""

    filter_id: UUID


def save_filter(session: Session, wish: SaveFilter) -> Changes:
    """Keeps the filter. Refused without a name or with a person involved, who belongs to one child's file."""
    wanted = call(
        "save_filter",
        id=sa.literal(wish.filter_id),
        name=wish.name,
        filter=sa.literal(wish.filter.to_json(), JSONB),
    )
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return Changes(frozenset({"filter"}))


def forget_filter(session: Session, wish: ForgetFilter) -> Changes:
    """Forgets the filter; one that is gone already changes nothing."""
    wanted = call("forget_filter", id=sa.literal(wish.filter_id))
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return Changes(frozenset({"filter"}))
