"""Taking away what is missing, or how complete each fact is, on record."""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa

from db.call import call
from db.session import Session


def note_missing(session: Session, what: Literal["gaps", "shares"], lines: int, sha256: str) -> None:
    """Puts on record that so many lines of it left the record, with the sha256 of the file in hex."""
    wanted = call("note_missing", what=what, lines=lines, sha256=sha256)
    session.write(lambda connection: connection.execute(sa.select(wanted)))
