"""Noting beside an entry what a person says against it. Nothing of the entry changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from db.call import call
from db.commands.changes import Changes
from db.domain.entry import clean_text
from db.session import Session


@dataclass(frozen=True, slots=True)
class ChallengeEntry:
    """Who said what against an entry, and when; noted in one child's file and read only there."""

    challenge_id: UUID
    child_id: UUID
    entry_id: UUID
    said_by: str
    said_on: date
    text: str = field(repr=False)


def challenge_entry(session: Session, wish: ChallengeEntry) -> Changes:
    """Notes it. NotPermitted, Refused, OutcomeUnknown (sending the same value again is safe)."""
    wanted = sa.select(
        call(
            "add_challenge",
            challenge=wish.challenge_id,
            child=wish.child_id,
            entry=wish.entry_id,
            said_by=clean_text(wish.said_by),
            said_on=wish.said_on,
            text=clean_text(wish.text),
        )
    )
    session.write(lambda connection: connection.execute(wanted))
    return Changes(frozenset({"entry"}), frozenset({wish.child_id}), wish.entry_id)
