"""Putting away a notice that one has read; it stays in the audit."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from db.call import call
from db.commands.changes import Changes
from db.session import Session


@dataclass(frozen=True, slots=True)
class SeeNotice:
    """The notice of this event, and with it the earlier ones of that day by the same person about the same child."""

    event_id: int


def see_notice(session: Session, notice: SeeNotice) -> Changes:
    """Notes that I have seen it; seeing it again changes nothing. NotPermitted if it is not mine to be told of."""
    wanted = call("notice_seen", event=sa.cast(notice.event_id, sa.BigInteger))
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return Changes(frozenset({"notice"}))
