"""Copies of unfinished entries on the server: kept, dropped, handed to a manager, and taken up by one."""

from __future__ import annotations

import json
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from db.call import call, id_or_null
from db.domain.draft import Draft, Versions
from db.domain.entry import clean_text
from db.session import WRITE_SECONDS, Session

_CHARACTERS_A_SECOND = 50_000
"""What a poor line carries: a long draft gets so much more time before its copy is given up."""


def keep_draft(session: Session, draft: Draft) -> None:
    """Copies the draft in the place of the copy that it was written on from; an older one changes nothing.

    Conflict if the copy was written on at another desk; Refused beyond 5 MB of text or 200 drafts.
    """
    content = draft.to_json()
    wanted = call(
        "keep_draft",
        draft=draft.draft_id,
        child=id_or_null(draft.child_id),
        content=sa.literal(content, JSONB),
        typed_at=draft.typed_at,
    )
    _write(session, wanted, WRITE_SECONDS + len(json.dumps(content)) / _CHARACTERS_A_SECOND)


def drop_draft(session: Session, draft_id: UUID, versions: Versions) -> None:
    """Takes one's own copy away, unless it was written on elsewhere beyond these versions or was handed on."""
    _write(session, call("drop_draft", draft=draft_id, versions=sa.literal(dict(versions), JSONB)))


def hand_draft(session: Session, draft_id: UUID, note: str) -> str:
    """Hands one's own draft, which was kept before, to managers; answers to whom, in words."""
    wanted = sa.select(call("hand_draft", draft=draft_id, note=clean_text(note)))
    return session.write(lambda connection: str(connection.execute(wanted).scalar_one()))


def open_colleagues_draft(session: Session, draft_id: UUID, reason: str) -> None:
    """For managers: puts on record that a colleague's draft is opened, and why; it can be read afterwards."""
    _write(session, call("open_draft", draft=draft_id, reason=clean_text(reason)))


def settle_draft(session: Session, draft_id: UUID) -> None:
    """The manager who opened it has dealt with it: it waits for nobody any more."""
    _write(session, call("settle_draft", draft=draft_id))


def _write(session: Session, wanted: sa.sql.functions.Function[object], seconds: float = WRITE_SECONDS) -> None:
    session.write(lambda connection: connection.execute(sa.select(wanted)), seconds=seconds)
