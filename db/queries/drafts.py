"""Unfinished entries that lie on the server: one's own for another desk, and those that a manager takes up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from db.call import call, rows
from db.domain.draft import Draft, Versions
from db.errors import Refused
from db.session import Session

_DRAFT_SECONDS = 60.0
"""A long draft over a poor line takes its time."""


@dataclass(frozen=True, slots=True)
class ColleaguesDraft:
    """A draft that was handed to the managers of my team, or that an absent member of it left.

    `child` is the child's name where the file is open to me, and else empty; `handed` if the author handed it on.
    """

    draft_id: UUID
    author: str
    job_title: str
    child: str
    typed_at: datetime
    handed: bool
    note: str


def my_drafts(session: Session) -> tuple[Draft, ...]:
    """My own drafts, oldest first; one that a newer program wrote and this one cannot read is left where it is."""
    wanted = rows(call("my_drafts"))
    found = session.read(
        lambda connection: [content for _draft, content in connection.execute(wanted)], seconds=_DRAFT_SECONDS
    )
    return tuple(draft for draft in map(_read, found) if draft is not None)


def gone_drafts(session: Session) -> dict[UUID, Versions]:
    """My drafts that were saved or dropped at some desk within three months, each as it was then."""
    wanted = rows(call("gone_drafts"))
    return session.read(lambda connection: {row.draft_id: row.versions for row in connection.execute(wanted)})


def colleagues_drafts(session: Session) -> tuple[ColleaguesDraft, ...]:
    """For managers: what waits for a manager of my team, oldest first."""
    return session.read(
        lambda connection: tuple(ColleaguesDraft(*row) for row in connection.execute(rows(call("colleagues_drafts"))))
    )


def read_colleagues_draft(session: Session, draft_id: UUID) -> Draft:
    """The draft itself, after `open_colleagues_draft`; NotPermitted without, or when it may be opened no more."""
    wanted = sa.select(call("read_draft", draft=draft_id))
    draft = _read(session.read(lambda connection: connection.execute(wanted).scalar_one(), seconds=_DRAFT_SECONDS))
    if draft is None:
        raise Refused("This draft was written with a newer Throughline. Install the newer version to read it.")
    return draft


def _read(content: object) -> Draft | None:
    try:
        return Draft.from_json(content)  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
