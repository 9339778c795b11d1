"""Saying that one has read what one was told."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from db.call import call
from db.commands.changes import Changes
from db.session import Session


@dataclass(frozen=True, slots=True)
class HaveRead:
    """These I have read."""

    told: tuple[UUID, ...]


def have_read(session: Session, wish: HaveRead) -> Changes:
    """Once is enough; what was told to another stays as it was."""
    wanted = call("told_read", told=sa.cast(list(wish.told), sa.ARRAY(sa.Uuid)))
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return Changes(frozenset({"told"}))
