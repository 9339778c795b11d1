"""Words beyond one list: how they may have been meant in this file, and where they stand in all of one's files."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from db.call import call, rows
from db.domain.entry import HowKnown, Source, clean_text
from db.domain.partial_date import PartialDate, Precision
from db.queries.staff import Me
from db.session import Session

MOST_FOUND = 200


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A typed word that stands nowhere in the file, and one that does and is written nearly like it."""

    typed: str
    word: str


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """An entry in one of my files that holds the words; `access` is the basis on which I may open the file."""

    child_id: UUID
    reference: str
    name: str
    access: str
    entry_id: UUID
    order_key: int
    occurred: PartialDate
    kind: str
    headline: str
    detail_start: str
    source: Source
    significant: bool


@dataclass(frozen=True, slots=True)
class FoundEverywhere:
    """At most 200 entries, newest first; `more` if others hold the words too."""

    entries: tuple[FoundEntry, ...]
    more: bool


def suggestions(session: Session, child_id: UUID, words: str) -> tuple[Suggestion, ...]:
    """For words that nothing in the file holds: the file's own words that are written nearly alike."""
    wanted = call("suggest_words", child=child_id, words=clean_text(words))
    return session.read(lambda connection: tuple(Suggestion(*row) for row in connection.execute(rows(wanted))))


def search_everywhere(session: Session, search_id: UUID) -> FoundEverywhere:
    """Where the words of a search stand that was put on record by `open_search`; each child shown is on record too."""
    wanted = call("search_everywhere", search=search_id)
    found = session.read(lambda connection: connection.execute(rows(wanted)).all())
    return FoundEverywhere(
        tuple(
            FoundEntry(
                child, reference, name, access, entry, key,
                PartialDate(earliest, latest, Precision(precision), minute, approximate, given),
                kind, headline, detail, Source(HowKnown(how), who, role, agency, on), significant,
            )
            for child, reference, name, access, entry, key, earliest, latest, precision, minute, approximate, given,
                kind, headline, detail, how, who, role, agency, on, significant, _more in found
        ),
        bool(found and found[0][-1]),
    )  # fmt: skip


def reason_matters(me: Me) -> bool:
    """Whether a reason may open more files to this person's search: a team's, or those known to the front door.

    The server decides; this only spares court advisers the question, who have neither.
    """
    return me.role in ("manager", "support", "practitioner")
