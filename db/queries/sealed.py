"""What waits for a second manager in the sealed files of which one is a member."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class SealedWait:
    """Somebody is to be added to a sealed file or, with `removal_id`, removed from it; who asked, and why."""

    access_id: UUID
    removal_id: UUID | None
    child_id: UUID
    reference: str
    child: str
    name: str
    job_title: str
    capacity: str
    level: str
    reason: str
    asked_by: str
    asked_at: datetime
    may_confirm: bool


def waits_for_second(session: Session) -> tuple[SealedWait, ...]:
    """For managers: what waits, the oldest first."""
    return session.read(
        lambda connection: tuple(SealedWait(*row) for row in connection.execute(rows(call("waits_for_second"))))
    )
