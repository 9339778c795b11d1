"""What waits for a second manager: in the sealed files of which one is a member, and in files to be sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class SealedWait:
    """Somebody is to be added to a sealed file or, with `removal_id`, removed from it; who asked, and why.

    `joins`: one is to be added oneself by its only manager, and confirms that.
    """

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
    joins: bool


@dataclass(frozen=True, slots=True)
class SealingWait:
    """A file is to be sealed for these members by name, or unsealed; `may_confirm` unless one asked for it oneself."""

    sealing_id: UUID
    child_id: UUID
    reference: str
    child: str
    unseals: bool
    members: list[str]
    reason: str
    asked_by: str
    asked_at: datetime
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class AloneInSealed:
    """A sealed file of which one is the only manager left."""

    child_id: UUID
    reference: str
    child: str


def waits_for_second(session: Session) -> tuple[SealedWait, ...]:
    """For managers: what waits, the oldest first."""
    return session.read(
        lambda connection: tuple(SealedWait(*row) for row in connection.execute(rows(call("waits_for_second"))))
    )


def sealings_waiting(session: Session) -> tuple[SealingWait, ...]:
    """For managers: what they asked for or are the second person of, the oldest first."""
    return session.read(
        lambda connection: tuple(SealingWait(*row) for row in connection.execute(rows(call("sealings_waiting"))))
    )


def alone_in_sealed(session: Session) -> tuple[AloneInSealed, ...]:
    """For managers: the sealed files that have no other manager and wait for none."""
    return session.read(
        lambda connection: tuple(AloneInSealed(*row) for row in connection.execute(rows(call("alone_in_sealed"))))
    )
