"""The entries of the files that a report may cite, and those of them that some typed words or a date mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from uuid import UUID

from db.domain.partial_date import DateNotUnderstood, PartialDate, parse_partial_date
from db.errors import NotPermitted
from db.queries.chronology import court_rows
from db.queries.entries import read_entry
from db.session import Session
from desktop.features.court.citing import Citation, cite
from desktop.models.known_words import known_words

MOST_SHOWN = 200
_LOOKED_AT = 4_000
"""Characters of an entry in which words are looked for."""


@dataclass(frozen=True, slots=True)
class Citable:
    """An entry in the file of one of the children."""

    child_id: UUID
    entry_id: UUID
    order_key: int
    occurred: PartialDate
    headline: str
    source: str
    looked_in: str = field(repr=False)


def citable(session: Session, children: Sequence[UUID]) -> tuple[Citable, ...]:
    """All entries of these open files but legal advice, the newest first; one that concerns several stands once."""
    found: dict[UUID, Citable] = {}
    for child in children:
        for row in court_rows(session, child, since=None, until=None, significant_only=False):
            content = row.content
            source = known_words(content.kind, content.source, row.author)
            words = f"{content.occurred.in_words()} {content.headline} {source} {content.detail[:_LOOKED_AT]}"
            found.setdefault(
                row.entry_id,
                Citable(
                    child, row.entry_id, row.order_key, content.occurred, content.headline, source, words.casefold()
                ),
            )
    return tuple(sorted(found.values(), key=lambda one: one.order_key, reverse=True))


def meant(entries: Iterable[Citable], words: str, today: date) -> tuple[Citable, ...]:
    """The first entries of the day, month or year that was typed, or in which every word begins a word or stands."""
    when = _date(words, today)
    wanted = words.casefold().split()
    found = (
        one
        for one in entries
        if (when is not None and when.earliest <= one.occurred.latest and one.occurred.earliest <= when.latest)
        or all(word in one.looked_in for word in wanted)
    )
    return tuple(islice(found, MOST_SHOWN))


def _date(words: str, today: date) -> PartialDate | None:
    if not words.strip():
        return None
    try:
        return parse_partial_date(words, today=today)
    except DateNotUnderstood:
        return None


def cited(session: Session, one: Citable, fields: dict[str, str]) -> Citation:
    """The citation of an entry as it stands today; Refused for legal advice."""
    return cite(read_entry(session, one.child_id, one.entry_id), fields)


def entry_of(session: Session, children: Sequence[UUID], entry_id: str) -> Citable | None:
    """Where an entry stands, None where it is in none of the files any more."""
    try:
        return next((one for one in citable(session, children) if str(one.entry_id) == entry_id), None)
    except NotPermitted:
        return None
