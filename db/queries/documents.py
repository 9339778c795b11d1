"""The papers of an opened file: which hang on an entry, which are current, and their bytes.

Only lists travel with the file; the bytes of a paper come one by one, each look on record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.call import call, rows
from db.session import Session

_BYTES_SECONDS = 120.0
"""A large paper over a poor line takes its time."""


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A paper: what it is, of when, and the entry that it hangs on.

    `text_note` says why its words are not searched, or not all of them; `current` is False once another took its place.
    """

    document_id: UUID
    entry_id: UUID
    order_key: int
    name: str
    media_type: str
    kind: str
    dated_on: date | None
    size: int
    text_note: str
    searched: bool
    current: bool
    added_by: str
    added_at: datetime


def documents_of_entry(session: Session, child_id: UUID, entry_id: UUID) -> tuple[DocumentLine, ...]:
    """The papers attached to one entry, in the order in which they came."""
    return _lines(session, call("documents_of_entry", child=child_id, entry=entry_id))


def documents_of_child(session: Session, child_id: UUID) -> tuple[DocumentLine, ...]:
    """All papers of the file, newest first."""
    return _lines(session, call("documents_of_child", child=child_id))


def current_papers(session: Session, child_id: UUID) -> tuple[DocumentLine, ...]:
    """The newest current paper of each kind that is lived by: safety plan, plans, orders."""
    return _lines(session, call("current_papers", child=child_id))


def document_bytes(session: Session, child_id: UUID, document_id: UUID) -> bytes:
    """The paper itself; on record. NotPermitted if it is not in this file."""
    wanted = call("document_bytes", child=child_id, document=document_id)
    return session.read(
        lambda connection: bytes(connection.execute(sa.select(wanted)).scalar_one()), seconds=_BYTES_SECONDS
    )


def document_limit(session: Session) -> int:
    """The largest document that this server keeps, in bytes."""
    return session.read(lambda connection: int(connection.execute(sa.select(call("document_limit"))).scalar_one()))


def _lines(session: Session, wanted: sa.sql.functions.Function[Any]) -> tuple[DocumentLine, ...]:
    return session.read(lambda connection: tuple(DocumentLine(*row) for row in connection.execute(rows(wanted))))
