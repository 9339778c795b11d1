"""What I am told once, until I have read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class Told:
    """What another did that concerns me.

    `what`: "password" (mine was set), "colleague_password" (that of `about`), "child_ended" and "child_passed" (I hold
    the child no more; `about` does), "file_taken" (my team's closed file came to `team`), "proposal_withdrawn" (what
    was proposed to `about`, who knows the family), "cover_taken_back" (mine, before it began),
    "proposed_to_gone" and "proposed_by_gone" (what was open of `about`, who `reason`: "has left" or "changed role"; of
    me, who changed role, where `about` is empty).
    """

    told_id: UUID
    what: str
    child_id: UUID | None
    reference: str
    child: str
    about: str
    team: str
    by: str
    reason: str
    told_at: datetime


def told_to_me(session: Session) -> tuple[Told, ...]:
    """What I have not said to have read, the oldest first."""
    return session.read(
        lambda connection: tuple(Told(*row) for row in connection.execute(rows(call("told_to_me")))), seconds=8.0
    )
