"""Asking for the lists by stage and taking them away, both on record."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import sqlalchemy as sa

from db.call import call
from db.session import Session


def open_stages(session: Session, first: date, last: date, form: Literal["screen", "excel", "pdf"]) -> UUID:
    """Puts on record that the stages of these days are listed, and answers with the ticket that reads them.

    Refused for days in a wrong order; NotPermitted for administrators and auditors.
    """
    wanted = call("open_stages", **{"from": first, "to": last, "form": form})
    return session.write(lambda connection: UUID(str(connection.execute(sa.select(wanted)).scalar_one())))


def note_stages(session: Session, ticket: UUID, lines: int, sha256: str) -> None:
    """Puts on record that the lists of this ticket left the record, with the sha256 of the file in hex."""
    wanted = call("note_stages", ticket=ticket, lines=lines, sha256=sha256)
    session.write(lambda connection: connection.execute(sa.select(wanted)))
