"""What was filed: the versions of a document, their bytes, and how the record moved on since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class FiledVersion:
    """A filing. `number` counts those of its document, `version` is the saved version whose pages they are.

    `facts` holds the title, the case number and the court, the recipients, who approved it, and the findings with their
    reasons. The last three count the entries that are new in the file since, and of those that it shows the amended and
    the gone.
    """

    filed_id: UUID
    number: int
    version: int
    pages: int
    sha256: str
    facts: Mapping[str, Any] = field(repr=False)
    record_as_at: datetime
    filed_by: str
    filed_at: datetime
    entries: int
    new_since: int
    amended_since: int
    gone_since: int


@dataclass(frozen=True, slots=True)
class ChangedEntry:
    """An entry that is "new" since a filing, or was shown in it and is "amended" or "gone"; its place in the file."""

    entry_id: UUID
    what: str
    order_key: int | None


def filed_versions(session: Session, child_id: UUID, document_id: UUID) -> tuple[FiledVersion, ...]:
    """The filings of a document, newest first."""
    wanted = rows(call("filed_versions", child=child_id, document=document_id))
    return session.read(lambda connection: tuple(FiledVersion(*row) for row in connection.execute(wanted)))


def changes_since_filing(session: Session, child_id: UUID, filed_id: UUID) -> tuple[ChangedEntry, ...]:
    """What is new or otherwise since, in the order of the file."""
    wanted = rows(call("changes_since_filing", child=child_id, filed=filed_id))
    return session.read(lambda connection: tuple(ChangedEntry(*row) for row in connection.execute(wanted)))


def filed_pdf(session: Session, child_id: UUID, filed_id: UUID) -> bytes:
    """The bytes as they were filed; the look is on record."""
    wanted = sa.select(call("filed_pdf", child=child_id, filed=filed_id))
    return session.read(lambda connection: bytes(connection.execute(wanted).scalar_one()), seconds=120.0)
