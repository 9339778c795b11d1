"""Recording, amending and importing entries. Each save carries an operation id, so sending it again lands it once."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from db.call import call, rows
from db.commands.changes import Changes
from db.domain.entry import TEXT_LIMIT, EntryContent, clean_text
from db.errors import Refused
from db.session import WRITE_SECONDS, Session

_CHARACTERS_A_SECOND = 50_000
"""What a poor line carries: a long text gets so much more time before its save is given up."""
_IMPORT_SECONDS = 90.0
"""Longer than the server's own limit of a statement, since 20,000 rows take their time."""


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """A new entry, recorded in one child's file; `content.children` names every child that it concerns."""

    op_id: UUID
    entry_id: UUID
    child_id: UUID
    content: EntryContent


@dataclass(frozen=True, slots=True)
class AmendEntry:
    """A new version of an entry, begun from `base_version`, with the reason for the amendment."""

    op_id: UUID
    entry_id: UUID
    child_id: UUID
    content: EntryContent
    base_version: int
    reason: str


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row of a chronology kept elsewhere. `row_hash`, 32 bytes, and `occurrence` tell it from every other row."""

    row_hash: bytes
    occurrence: int
    content: EntryContent


@dataclass(frozen=True, slots=True)
class ImportRows:
    """The rows of one import into one child's file."""

    child_id: UUID
    rows: tuple[ImportRow, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many entries an import added, and how many rows were in the file already."""

    added: int
    already: int


def record_entry(session: Session, entry: RecordEntry) -> Changes:
    """Saves a new entry. NotPermitted, Refused, OutcomeUnknown (sending the same value again is safe)."""
    return _save(session, entry, 0, "")


def amend_entry(session: Session, amendment: AmendEntry) -> Changes:
    """Saves a new version. As record_entry; Conflict if somebody amended meanwhile."""
    return _save(session, amendment, amendment.base_version, amendment.reason)


def import_rows(session: Session, wish: ImportRows) -> tuple[Imported, Changes]:
    """Adds all rows or none; those that are in the file already are left as they are."""
    packed = [
        {
            "row_sha256": row.row_hash.hex(),
            "occurrence": row.occurrence,
            "content": row.content.to_json(),
            "children": row.content.children_json(),
        }
        for row in wish.rows
    ]
    wanted = call("import_entries", child=wish.child_id, rows=sa.literal(packed, JSONB))
    imported = session.write(
        lambda connection: Imported(*connection.execute(rows(wanted)).one()), seconds=_IMPORT_SECONDS
    )
    return imported, Changes(frozenset({"entry"}), frozenset({wish.child_id}))


def _save(session: Session, entry: RecordEntry | AmendEntry, base: int, reason: str) -> Changes:
    content, children = entry.content.to_json(), entry.content.children_json()
    texts = [*content.values(), *(text for child in children for text in child.values())]
    if any(isinstance(text, str) and len(text) > TEXT_LIMIT for text in texts):
        raise Refused("A text may have at most 2,000,000 characters. Attach longer papers as documents.")
    wanted = call(
        "save_entry",
        op=entry.op_id,
        entry=entry.entry_id,
        child=entry.child_id,
        base=base,
        content=sa.literal(content, JSONB),
        children=sa.literal(children, JSONB),
        reason=clean_text(reason),
    )
    seconds = WRITE_SECONDS + sum(len(text) for text in texts if isinstance(text, str)) / _CHARACTERS_A_SECOND
    version = session.write(lambda connection: int(connection.execute(sa.select(wanted)).scalar_one()), seconds=seconds)
    concerned = frozenset(part.child_id for part in entry.content.children)
    return Changes(frozenset({"entry"}), concerned, entry.entry_id, version)
