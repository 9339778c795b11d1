"""The chronology of an opened file: its keys, its lines, what a search finds, and the rows for the court."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from db.call import call, day_or_null, rows
from db.domain.entry import ChildPart, EntryContent, HowKnown, Source, Tone, clean_text
from db.domain.filters import Filter
from db.domain.partial_date import PartialDate, Precision
from db.session import Session

EVERYTHING = Filter()
_READ_APART = frozenset({"occurred", "source", "tone", "rests_on", "next_on"})
"""Of an entry's content, what is not taken as it is."""


@dataclass(frozen=True, slots=True)
class ChronologyRow:
    """One line of the chronology. `late_days` counts the days from the event to its recording, `challenges` what people
    say against it in this file.
    """

    order_key: int
    entry_id: UUID
    version: int
    occurred: PartialDate
    kind: str
    headline: str
    detail_start: str
    source: Source
    significant: bool
    tone: str
    words: str
    seen: bool | None
    seen_alone: bool | None
    siblings: int
    documents: int
    late_days: int
    author: str
    author_role: str
    recorded_at: datetime
    challenges: int = 0

    @property
    def amended(self) -> bool:
        """Whether the entry has more than one version."""
        return self.version > 1


@dataclass(frozen=True, slots=True)
class CourtRow:
    """An entry with its full text, as the court chronology takes it."""

    order_key: int
    entry_id: UUID
    version: int
    content: EntryContent
    author: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class FilterCounts:
    """How many entries pass a filter, and how many stand beside each choice given its other parts.

    `beside` goes by part and choice: ("kinds", "visit"), ("authors", a staff id), ("years", "2025"); what is yes or no
    has the choice "true".
    """

    all: int
    beside: dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The newest seal of the audit chain, which every filed document prints."""

    seq: int
    hash: str


def keys(session: Session, child_id: UUID, filter: Filter = EVERYTHING) -> array[int]:
    """All order keys of the entries that pass the filter, ascending, as 8-byte integers."""
    wanted = call("filtered_keys", child=child_id, filter=sa.literal(filter.to_json(), JSONB))
    return session.read(lambda connection: _unpacked(connection, wanted))


def counts(session: Session, child_id: UUID, filter: Filter) -> FilterCounts:
    """What stands beside the choices of the filter; for a long file a question of a moment, so ask it later."""
    wanted = call("filter_counts", child=child_id, filter=sa.literal(filter.to_json(), JSONB))

    def counted(connection: sa.Connection) -> FilterCounts:
        found = {(part, choice): many for part, choice, many in connection.execute(rows(wanted))}
        return FilterCounts(found.pop(("all", ""), 0), found)

    return session.read(counted)


def search(session: Session, child_id: UUID, words: str) -> array[int]:
    """The order keys of the entries that hold the words: "a phrase", OR, -without, begin*; every word counts."""
    wanted = call("search_file", child=child_id, words=clean_text(words))
    return session.read(lambda connection: _unpacked(connection, wanted))


def page_rows(session: Session, child_id: UUID, wanted: Sequence[int]) -> tuple[ChronologyRow, ...]:
    """The lines of these keys (at most 1,000), ascending; a key that is gone is left out."""
    keys_array = sa.cast(list(wanted), sa.ARRAY(sa.BigInteger))
    return session.read(
        lambda connection: _lines(
            connection.execute(rows(call("chronology_rows", child=child_id, keys=keys_array))).all()
        )
    )


def newest_page(session: Session, child_id: UUID, count: int = 200) -> tuple[ChronologyRow, ...]:
    """The newest lines, newest first: what is painted before the keys are here."""
    return session.read(
        lambda connection: _lines(connection.execute(rows(call("chronology_page", child=child_id, count=count))).all())
    )


def court_rows(
    session: Session, child_id: UUID, *, since: date | None, until: date | None, significant_only: bool
) -> tuple[CourtRow, ...]:
    """The entries of a span of days in order, with their text. Legal advice is never among them."""
    wanted = call(
        "court_rows", child=child_id, since=day_or_null(since), until=day_or_null(until), significant=significant_only
    )
    return session.read(
        lambda connection: tuple(
            CourtRow(key, entry, version, content_of(content, part), author, recorded)
            for key, entry, version, content, part, author, recorded in connection.execute(rows(wanted))
        ),
        seconds=90.0,
    )


def audit_head(session: Session) -> AuditHead:
    """Seals what is not sealed yet and answers with the newest seal."""

    def sealed(connection: sa.Connection) -> AuditHead:
        connection.execute(sa.select(call("seal")))
        row = connection.execute(rows(call("audit_head"))).first()
        return AuditHead(int(row[0]), str(row[1])) if row else AuditHead(0, "")

    return session.read(sealed)


def content_of(content: dict[str, Any], part: dict[str, Any]) -> EntryContent:
    """The content value of an entry as one child's file reads it, from the server's JSON."""
    source = content["source"]
    fields = {key: value for key, value in content.items() if key not in _READ_APART}
    return EntryContent(
        occurred=PartialDate.from_json(content["occurred"]),
        source=Source(HowKnown(source["how"]), source["who"], source["role"], source["agency"], source["on"]),
        tone=Tone(content["tone"]),
        children=(ChildPart(**{**part, "child_id": UUID(part["child_id"])}),),
        rests_on=tuple(UUID(entry) for entry in content.get("rests_on", ())),
        next_on=date.fromisoformat(content["next_on"]) if content.get("next_on") else None,
        **fields,
    )


def _unpacked(connection: sa.Connection, wanted: sa.ColumnElement[bytes]) -> array[int]:
    packed = array("q")
    packed.frombytes(connection.execute(sa.select(wanted)).scalar_one())
    if sys.byteorder == "little":
        packed.byteswap()
    return packed


def _lines(found: Iterable[Any]) -> tuple[ChronologyRow, ...]:
    return tuple(
        ChronologyRow(
            key, entry, version,
            PartialDate(earliest, latest, Precision(precision), minute, approximate, given),
            kind, headline, detail, Source(HowKnown(how), who, role, agency, on),
            *rest,
        )
        for key, entry, version, earliest, latest, precision, minute, approximate, given, kind, headline, detail,
            how, who, role, agency, on, *rest in found
    )  # fmt: skip
