"""The band of an opened file: every value with what it rests on, what stood before, and the child's photograph."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.call import call, rows
from db.queries.files import ChildSummary
from db.session import Session


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of the band.

    `source` is what it rests on ("entry", "period", "relationship", "name", "person", "residence", "warning",
    "allocation", "named_access", "hearing", "proceedings", "confidential", "photograph" or nothing) and
    `source_id` its id; `order_key` leads to its entry in this chronology. `since` and `until` are its own days, `due`
    the day that it is for or is to be looked at again, `entry_on` the day of the entry that it comes from.
    """

    key: str
    words: str
    since: date | None = None
    since_words: str = ""
    until: date | None = None
    due: date | None = None
    source: str = ""
    source_id: UUID | None = None
    entry_id: UUID | None = None
    order_key: int | None = None
    entry_kind: str | None = None
    entry_on: date | None = None
    how_known: str = ""
    recorded_by: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """The head of a file and all its recorded values; what nobody recorded is not among them."""

    head: ChildSummary
    facts: tuple[Fact, ...]

    def all(self, *keys: str) -> tuple[Fact, ...]:
        """The values under these keys, in the order of the keys and then of the server."""
        return tuple(fact for key in keys for fact in self.facts if fact.key == key)

    def one(self, key: str) -> Fact | None:
        """The first value under a key, or None."""
        return next(iter(self.all(key)), None)


@dataclass(frozen=True, slots=True)
class Past:
    """One value as it stands or stood; `standing` is false for what a correction or an ending replaced.

    Of a name, `description` is the given and `category` the family name; of a fact of the person, `description` is
    what stood before.
    """

    source: str
    item_id: UUID
    replaces: UUID | None
    standing: bool
    kind: str
    code: str
    category: str
    description: str
    words: str
    since: date | None
    since_words: str
    until: date | None
    until_words: str
    due: date | None
    why: str
    entry_id: UUID | None
    order_key: int | None
    entry_kind: str | None
    entry_on: date | None
    how_known: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Photograph:
    """The child's photograph as the server keeps it: a PNG that no window decodes itself."""

    photograph_id: UUID
    content: bytes
    taken_on: date | None


def band(session: Session, child_id: UUID) -> Band:
    """The head of an opened file with all its values; NotPermitted without a ticket."""
    return session.read(
        lambda connection: Band(
            ChildSummary(*connection.execute(rows(call("child_summary", child=child_id))).one()),
            tuple(Fact(*row) for row in connection.execute(rows(call("child_band", child=child_id)))),
        )
    )


def history_of(session: Session, child_id: UUID, key: str) -> tuple[Past, ...]:
    """All that was ever recorded of one value of the band, newest first."""
    wanted = call("history_of", child=child_id, key=key)
    return session.read(lambda connection: tuple(Past(*row) for row in connection.execute(rows(wanted))))


def photograph(session: Session, child_id: UUID) -> Photograph | None:
    """The child's photograph, or None."""
    wanted = rows(call("photograph", child=child_id))
    found = session.read(lambda connection: connection.execute(wanted).first())
    return None if found is None else Photograph(found[0], bytes(found[1]), found[2])
