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
    """Time and place of a planned meeting about a child, and who is to be invited, as words."""

    arrangement_id: UUID
    child_id: UUID
    period_id: UUID
    at: str = field(repr=False)
    place: str = field(repr=False)
    invited: str = field(repr=False)


def arrange_meeting(session: Session, wish: ArrangeMeeting) -> Changes:
    """The newest counts and all are kept. For support staff of the responsible team; safe to send again."""
    wanted = call(
        "arrange_meeting",
        arrangement=wish.arrangement_id,
        period=wish.period_id,
        at=clean_text(wish.at),
        place=clean_text(wish.place),
        invited=clean_text(wish.invited),
    )
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return Changes(frozenset({"period"}), frozenset({wish.child_id}))
