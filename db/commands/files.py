"""Opening a child's file, and opening a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from db.call import call, day_or_null, rows
from db.commands.changes import Changes
from db.domain.entry import clean_text
from db.session import Session


@dataclass(frozen=True, slots=True)
class OpenFile:
    """The wish to read a child's file; `purpose` is empty for one's own children, else a reason on record."""

    child_id: UUID
    purpose: str = ""
    break_glass: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """On which basis the file is open, until when, and whether one may record in it."""

    basis: str
    expires_at: datetime
    may_record: bool


@dataclass(frozen=True, slots=True)
class AddChild:
    """A child who is new to the service; the client makes the id."""

    child_id: UUID
    given: str
    family: str
    team: str
    born: date | None = None
    sex: str = "U"


@dataclass(frozen=True, slots=True)
class NoteExport:
    """A document about the child that was made: its kind, pages, and the sha256 of its bytes in hexadecimal."""

    child_id: UUID
    kind: str
    pages: int
    sha256: str


def open_file(session: Session, wish: OpenFile) -> Opened:
    """Takes the ticket; NotPermitted, or Refused when a reason is missing."""
    wanted = call("open_file", child=wish.child_id, purpose=clean_text(wish.purpose), break_glass=wish.break_glass)
    return session.write(lambda connection: Opened(*connection.execute(rows(wanted)).one()))


def add_child(session: Session, child: AddChild) -> tuple[str, Changes]:
    """Opens a new file and answers with its reference; Refused for missing facts, NotPermitted for the wrong role."""
    wanted = call(
        "add_child",
        child=child.child_id,
        given=clean_text(child.given),
        family=clean_text(child.family),
        born=day_or_null(child.born),
        sex=child.sex,
        team=child.team,
    )
    reference = session.write(lambda connection: str(connection.execute(sa.select(wanted)).scalar_one()))
    return reference, Changes(frozenset({"file"}), frozenset({child.child_id}))


def note_export(session: Session, export: NoteExport) -> None:
    """Puts on record that a document was printed or saved."""
    wanted = call("note_export", child=export.child_id, kind=export.kind, pages=export.pages, sha256=export.sha256)
    session.write(lambda connection: connection.execute(sa.select(wanted)))
