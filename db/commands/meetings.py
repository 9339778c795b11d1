"""Saying when and where a planned conference, review or core group is, and who is to be invited."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa

from db.call import call
from db.commands.changes import Changes
from db.domain.entry import clean_text
from db.session import Session


@dataclass(frozen=True, slots=True)
class ArrangeMeeting:
    """Time and place of a planned meeting, and who is to be invited, as words.

    Brothers and sisters have a planned date each (`period_ids`); `arrangement_ids` are new ones, as many.
    """

    arrangement_ids: tuple[UUID, ...]
    children: frozenset[UUID]
    period_ids: tuple[UUID, ...]
    at: str = field(repr=False)
    place: str = field(repr=False)
    invited: str = field(repr=False)


def arrange_meeting(session: Session, wish: ArrangeMeeting) -> Changes:
    """The newest counts and all are kept. For support staff of the responsible team; safe to send again."""
    wanted = call(
        "arrange_meeting",
        arrangements=sa.cast(list(wish.arrangement_ids), sa.ARRAY(sa.Uuid())),
        periods=sa.cast(list(wish.period_ids), sa.ARRAY(sa.Uuid())),
        at=clean_text(wish.at),
        place=clean_text(wish.place),
        invited=clean_text(wish.invited),
    )
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return Changes(frozenset({"period"}), wish.children)
