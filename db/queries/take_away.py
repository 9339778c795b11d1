"""The entries that leave a file as a copied table or in a Word or Excel file; taking them is on record.

Apart from reading, because it is the one question whose answer is meant to go somewhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa

from db.call import call, rows
from db.errors import Refused
from db.queries.chronology import AuditHead, CourtRow, audit_head, content_of
from db.session import Session

MOST = 20_000
"""Entries that can be taken away at once."""


class Form(StrEnum):
    """As what entries are taken away."""

    COPY = "copy"
    WORD = "word"
    EXCEL = "excel"


@dataclass(frozen=True, slots=True)
class Taken:
    """The whole entries in their order, when the record was read, and the newest seal of the audit after it."""

    rows: tuple[CourtRow, ...]
    as_at: datetime
    head: AuditHead


def take_away(session: Session, child_id: UUID, keys: Sequence[int], form: Form) -> Taken:
    """The entries of these keys with their full text; legal advice is never among them.

    Refused for a sealed file and for more than 20,000; NotPermitted without a ticket.
    """
    if len(keys) > MOST:
        raise Refused(f"At most {MOST:,} entries can be taken away at once. Choose fewer with the filter.")
    wanted = call("take_away", child=child_id, keys=sa.cast(list(keys), sa.ARRAY(sa.BigInteger)), form=str(form))
    found = session.read(lambda connection: connection.execute(rows(wanted)).all(), seconds=90.0)
    taken = tuple(
        CourtRow(key, entry, version, content_of(content, part), author, recorded)
        for key, entry, version, content, part, author, recorded, _as_at in found
    )
    as_at = found[0][-1] if found else datetime.now().astimezone()
    return Taken(taken, as_at, audit_head(session))
