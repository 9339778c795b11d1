"""Drafts as the tests of this folder write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from db.commands.entries import RecordEntry
from db.domain.draft import Draft, DraftState
from db.local.outbox import command_json
from tests.record import content

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def written(headline: str = "Seen at home", *, minute: int = 0, **fields: Any) -> Draft:
    """A draft that is being written, at so many minutes past noon."""
    plain = Draft(uuid4(), "Amira Kaya", "26-0001", typed_at=NOON + timedelta(minutes=minute))
    return replace(plain, **{"values": {"headline": headline, "when": "yesterday"}, **fields})


def written_on(draft: Draft, headline: str, hand: str = "this desk", **fields: Any) -> Draft:
    """The draft after somebody wrote on in it."""
    versions = {**draft.versions, hand: draft.versions.get(hand, 0) + 1}
    return replace(draft, **{"values": {"headline": headline}, "versions": versions, "hand": hand, **fields})


def finished(child: UUID, headline: str = "Seen at home", *, minute: int = 0, **fields: Any) -> Draft:
    """A draft that waits to be sent, finished at so many minutes past noon."""
    draft = written(headline, minute=minute, child_id=child, **fields)
    command = RecordEntry(draft.op_id, draft.entry_id, child, content(child, headline))
    sending = draft.sending or command_json(command)
    return replace(draft, state=DraftState.WAITING, finished_at=draft.typed_at, sending=sending)
