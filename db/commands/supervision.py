"""Saying what became of a decision of a case discussion; the discussion itself is an entry like others."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa

from db.call import call
from db.commands.changes import Changes
from db.domain.entry import clean_text
from db.session import Session


@dataclass(frozen=True, slots=True)
class AnswerDecision:
    """That a decision, named by its line, is done or open again, and what came of it."""

    answer_id: UUID
    child_id: UUID
    entry_id: UUID
    words: str = field(repr=False)
    done: bool
    note: str = field(default="", repr=False)


def answer_decision(session: Session, wish: AnswerDecision) -> Changes:
    """Kept beside the entry, which stays. Refused if the line was worded anew meanwhile; safe to send again."""
    wanted = call(
        "answer_decision",
        answer=wish.answer_id,
        child=wish.child_id,
        entry=wish.entry_id,
        words=wish.words,
        done=wish.done,
        note=clean_text(wish.note),
    )
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return Changes(frozenset({"decision"}), frozenset({wish.child_id}), wish.entry_id)
