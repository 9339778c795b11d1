"""One entry as a child's file reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.call import call, rows
from db.domain.entry import EntryContent
from db.domain.partial_date import PartialDate, Precision
from db.queries.chronology import content_of
from db.session import Session


@dataclass(frozen=True, slots=True)
class EntryView:
    """A version of an entry; `versions` is the newest version's number.

    `also_concerns` counts and `also_names` names the other children, as far as the reader may know of them;
    `first_recorded_at` is when the first version was recorded.
    """

    entry_id: UUID
    version: int
    versions: int
    content: EntryContent
    reason: str
    author: str
    author_role: str
    recorded_at: datetime
    also_concerns: int
    also_names: tuple[str, ...]
    first_recorded_at: datetime


@dataclass(frozen=True, slots=True)
class BasisLine:
    """An entry that another rests on: where it stands in the chronology, when it was, and its headline."""

    entry_id: UUID
    order_key: int
    when: PartialDate
    headline: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a person said against an entry, noted beside it in one child's file."""

    challenge_id: UUID
    said_by: str
    said_on: date
    text: str
    recorded_by: str
    recorded_at: datetime


def read_entry(session: Session, child_id: UUID, entry_id: UUID, version: int | None = None) -> EntryView:
    """The entry's newest version, or the one asked for; NotPermitted without a ticket or if it is not in this file."""
    wanted = call("read_entry", child=child_id, entry=entry_id, version=version)
    entry, number, newest, content, part, reason, author, role, recorded, others, names, first = session.read(
        lambda connection: tuple(connection.execute(rows(wanted)).one())
    )
    what = content_of(content, part)
    return EntryView(entry, number, newest, what, reason, author, role, recorded, others, tuple(names), first)


def basis_of(session: Session, child_id: UUID, entry_id: UUID) -> tuple[BasisLine, ...]:
    """The entries that the newest version rests on, as far as they stand in this child's file, oldest first."""
    wanted = rows(call("basis_of", child=child_id, entry=entry_id))
    return session.read(
        lambda connection: tuple(
            BasisLine(
                basis, key, PartialDate(earliest, latest, Precision(precision), minute, approximate, words), headline
            )
            for basis, key, earliest, latest, precision, minute, approximate, words, headline in connection.execute(
                wanted
            )
        )
    )


def challenges_of(session: Session, child_id: UUID, entry_id: UUID) -> tuple[Challenge, ...]:
    """What was said against the entry and noted in this child's file, in the order in which it was noted."""
    wanted = rows(call("challenges", child=child_id, entry=entry_id))
    return session.read(lambda connection: tuple(Challenge(*row) for row in connection.execute(wanted)))
