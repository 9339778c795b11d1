"""Recording, amending and importing entries. Each save carries an operation id, so sending it again lands it once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from db.call import call, rows
from db.commands.changes import Changes
from db.domain.entry import TEXT_LIMIT, ChildPart, EntryContent, HowKnown, Source, Tone, clean_text
from db.domain.partial_date import PartialDate
from db.errors import Conflict, Refused
from db.session import WRITE_SECONDS, Session

_CHARACTERS_A_SECOND = 50_000
"""What a poor line carries: a long text gets so much more time before its save is given up."""
_SAVED_ELSEWHERE = (
    "This entry was saved already with other words, at another desk or in another window. Your text is kept: look at "
    "both before you save."
)
_IMPORT_SECONDS = 90.0
"""Longer than the server's own limit of a statement, since 20,000 rows take their time."""


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """A new entry, recorded in one child's file; `content.children` names every child that it concerns."""

    op_id: UUID
    entry_id: UUID
    child_id: UUID
    content: EntryContent

    def to_json(self) -> dict[str, Any]:
        """A JSON value, so that it can be sent later just as it was meant."""
        return _packed(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The inverse of `to_json`; KeyError, TypeError or ValueError when it is no entry of ours."""
        return cls(*_unpacked(value))


@dataclass(frozen=True, slots=True)
class AmendEntry:
    """A new version of an entry, begun from `base_version`, with the reason for the amendment."""

    op_id: UUID
    entry_id: UUID
    child_id: UUID
    content: EntryContent
    base_version: int
    reason: str

    def to_json(self) -> dict[str, Any]:
        """A JSON value, as of RecordEntry."""
        return _packed(self) | {"base_version": self.base_version, "reason": clean_text(self.reason)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The inverse of `to_json`; KeyError, TypeError or ValueError when it is no amendment of ours."""
        return cls(*_unpacked(value), int(value["base_version"]), str(value["reason"]))


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
    """Saves a new entry. NotPermitted, Refused, OutcomeUnknown (sending the same value again is safe).

    Conflict if the entry is there already, saved with other words at another desk or in another window.
    """
    try:
        return _save(session, entry, 0, "")
    except Conflict as error:
        raise Conflict(_SAVED_ELSEWHERE, reference=error.reference) from None


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


def _packed(entry: RecordEntry | AmendEntry) -> dict[str, Any]:
    return {
        "op_id": str(entry.op_id),
        "entry_id": str(entry.entry_id),
        "child_id": str(entry.child_id),
        "content": entry.content.to_json(),
        "children": entry.content.children_json(),
    }


def _unpacked(value: Mapping[str, Any]) -> tuple[UUID, UUID, UUID, EntryContent]:
    fields = dict(value["content"])
    source = dict(fields["source"])
    content = EntryContent(
        **fields
        | {
            "occurred": PartialDate.from_json(fields["occurred"]),
            "source": Source(**source | {"how": HowKnown(source["how"])}),
            "tone": Tone(fields["tone"]),
            "rests_on": tuple(UUID(entry) for entry in fields.get("rests_on", ())),
            "next_on": date.fromisoformat(fields["next_on"]) if fields.get("next_on") else None,
            "children": tuple(ChildPart(**part | {"child_id": UUID(part["child_id"])}) for part in value["children"]),
        }
    )
    return UUID(value["op_id"]), UUID(value["entry_id"]), UUID(value["child_id"]), content
