"""Adding a document to a file. The client makes its id, so sending it again lands it once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from db.call import call, day_or_null, id_or_null
from db.commands.changes import Changes
from db.domain.entry import clean_name, clean_text
from db.session import WRITE_SECONDS, Session

_BYTES_A_SECOND = 100_000
"""What a poor line carries: a large document gets so much more time before its save is given up."""


@dataclass(frozen=True, slots=True)
class AddDocument:
    """A paper for one child's file, attached to an entry, or as an entry of its own where there is none.

    `text` is what search finds, `text_note` why there is none; `supersedes` is the paper whose place it takes.
    """

    document_id: UUID
    child_id: UUID
    entry_id: UUID | None
    name: str
    kind: str
    content: bytes = field(repr=False)
    media_type: str = ""
    dated_on: date | None = None
    text: str = field(default="", repr=False)
    text_note: str = ""
    supersedes: UUID | None = None
    headline: str = ""


def add_document(session: Session, document: AddDocument) -> Changes:
    """Adds it. NotPermitted, Refused, Conflict if its forerunner was replaced meanwhile, OutcomeUnknown (resend)."""
    wanted = call(
        "add_document",
        document=document.document_id,
        child=document.child_id,
        entry=id_or_null(document.entry_id),
        name=clean_name(document.name)[:255],
        media_type=document.media_type,
        kind=document.kind,
        dated_on=day_or_null(document.dated_on),
        content=document.content,
        sha256=hashlib.sha256(document.content).hexdigest(),
        text=clean_text(document.text),
        text_note=document.text_note,
        supersedes=id_or_null(document.supersedes),
        headline=clean_text(document.headline),
    )
    seconds = WRITE_SECONDS + len(document.content) / _BYTES_A_SECOND
    entry = session.write(lambda connection: connection.execute(sa.select(wanted)).scalar_one(), seconds=seconds)
    return Changes(frozenset({"entry", "document"}), frozenset({document.child_id}), entry)
