"""What others recorded, amended or changed in an opened file while one reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.call import call, rows
from db.session import Session


@dataclass(frozen=True, slots=True)
class News:
    """The newest 200 entries of others since a moment, each with its version and order key, and the facts that changed.

    `asked_at` is the server's clock, for the next question; `newest` the moment of the newest entry among them.
    """

    asked_at: datetime
    newest: datetime | None
    versions: dict[UUID, int]
    order_keys: dict[UUID, int]
    facts: frozenset[UUID]


def news(session: Session, child_id: UUID, since: datetime | None = None) -> News:
    """What is new since a moment of the server's clock, or in the last minute.

    Gives up after 8 seconds; NotPermitted without a ticket.
    """
    wanted = rows(call("file_news", child=child_id, since=since))
    asked_at, newest, entries, versions, keys, facts = session.read(
        lambda connection: tuple(connection.execute(wanted).one()), seconds=8.0
    )
    return News(
        asked_at,
        newest,
        dict(zip(entries, versions, strict=True)),
        dict(zip(entries, keys, strict=True)),
        frozenset(facts),
    )
