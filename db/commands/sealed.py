"""What two managers settle about a sealed file: that it is sealed, who its members are, that it is unsealed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from db.call import call
from db.commands.changes import Changes
from db.domain.entry import clean_text
from db.session import Session


@dataclass(frozen=True, slots=True)
class AskToRemove:
    """Somebody should be no member of a sealed file any more; a second manager among its members confirms it."""

    removal_id: UUID
    access_id: UUID
    child_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class SealedChange:
    """A change that waits: of a named access, or with `removal_id` of a removal."""

    access_id: UUID
    child_id: UUID
    removal_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AskToSeal:
    """A file should be sealed for these members and oneself; another manager among them confirms it."""

    sealing_id: UUID
    child_id: UUID
    members: tuple[UUID, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class AskToUnseal:
    """A file should be sealed no more; another manager among its members confirms it."""

    sealing_id: UUID
    child_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Sealing:
    """A sealing or an unsealing that waits."""

    sealing_id: UUID
    child_id: UUID


def ask_to_seal(session: Session, wish: AskToSeal) -> Changes:
    """NotPermitted unless one manages the file, Refused without another manager; again changes nothing."""
    wanted = call(
        "ask_to_seal", sealing=wish.sealing_id, child=wish.child_id,
        members=sa.cast(list(wish.members), sa.ARRAY(sa.Uuid)), why=clean_text(wish.reason),
    )  # fmt: skip
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return _changes(wish.child_id)


def ask_to_unseal(session: Session, wish: AskToUnseal) -> Changes:
    """NotPermitted unless one is a manager among the members; sending it again changes nothing."""
    wanted = call("ask_to_unseal", sealing=wish.sealing_id, child=wish.child_id, why=clean_text(wish.reason))
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return _changes(wish.child_id)


def confirm_sealing(session: Session, wish: Sealing) -> Changes:
    """It comes about at once; NotPermitted for whoever asked."""
    wanted = call("confirm_sealing", sealing=wish.sealing_id)
    session.write_once(lambda connection: connection.execute(sa.select(wanted)))
    return _changes(wish.child_id)


def drop_sealing(session: Session, wish: Sealing) -> Changes:
    """It does not come about: taken back, or not confirmed."""
    session.write_once(lambda connection: connection.execute(sa.select(call("drop_sealing", sealing=wish.sealing_id))))
    return _changes(wish.child_id)


def ask_to_remove(session: Session, wish: AskToRemove) -> Changes:
    """Refused if it was asked for already; sending it again changes nothing."""
    wanted = call("ask_to_remove", removal=wish.removal_id, access=wish.access_id, reason=clean_text(wish.reason))
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return _changes(wish.child_id)


def confirm_change(session: Session, wish: SealedChange) -> Changes:
    """The second person says yes; NotPermitted for whoever asked, and for whom it is about."""
    wanted = call("confirm_access", access=wish.access_id)
    if wish.removal_id is not None:
        wanted = call("confirm_removal", removal=wish.removal_id)
    session.write_once(lambda connection: connection.execute(sa.select(wanted)))
    return _changes(wish.child_id)


def drop_change(session: Session, wish: SealedChange) -> Changes:
    """It does not come about: taken back, or not confirmed."""
    wanted = call("end_access", access=wish.access_id)
    if wish.removal_id is not None:
        wanted = call("keep_member", removal=wish.removal_id)
    session.write_once(lambda connection: connection.execute(sa.select(wanted)))
    return _changes(wish.child_id)


def _changes(child_id: UUID) -> Changes:
    return Changes(frozenset({"access"}), frozenset({child_id}))
