"""Who is known here: children by name, birth or reference, what leads to them, and the files that I opened lately.

Apart from the questions about one file, because these are asked of all files and each is itself on record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.call import call, rows
from db.domain.find_words import FindWords
from db.session import Session

MOST = 50
"""Children that one question answers with at most."""


@dataclass(frozen=True, slots=True)
class KnownChild:
    """A child that is known here.

    `access` is the basis on which I could open the file, "break_glass", or empty if I could not. `how` says by what it
    was found ("reference", "birth", "name", "spelling", "sound", "similar"), `by_name` by which name, `by_kind` what
    kind of name that is ("legal", "birth", "known_as", "former", "alias").
    """

    child_id: UUID
    reference: str
    name: str
    known_as: str
    born: date | None
    born_words: str
    expected_on: date | None
    team: str
    worker: str
    access: str
    how: str
    by_name: str
    by_kind: str
    born_latest: date | None = None


@dataclass(frozen=True, slots=True)
class ConnectedChild:
    """A child to whom a person, number or address leads.

    `lead` is the person, `lead_words` the name, number or address found; `relation` is what the lead is to the child
    ("mother"; "self" where it is the child's own), or with `reverse` what the child is to the lead.
    """

    lead: str
    lead_kind: str
    lead_words: str
    present: bool
    relation: str
    reverse: bool
    child_id: UUID
    reference: str
    name: str
    born: date | None
    expected_on: date | None
    team: str
    worker: str
    access: str
    born_latest: date | None = None


@dataclass(frozen=True, slots=True)
class RecentFile:
    """A file that I opened lately and may open still."""

    child_id: UUID
    reference: str
    name: str
    known_as: str
    born: date | None
    expected_on: date | None
    team: str
    worker: str
    access: str
    opened_at: datetime
    born_latest: date | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """That something touched a child whose sealed file I am a member of; `times` on the day of `at`.

    `about` is "asked" where somebody asked for the child, "contact" where somebody entered a contact that seems to name
    it (it stands among the contacts that wait), "recorded" where somebody recorded an entry in the open file
    of a brother or sister, who could not be offered this child.
    """

    event_id: int
    child_id: UUID
    reference: str
    name: str
    who: str
    job_title: str
    team: str
    at: datetime
    times: int
    about: str = "asked"


def known(session: Session, asked: FindWords) -> tuple[KnownChild, ...]:
    """Is this child known? At most 50 children of unsealed files, mine first; the question is on record."""
    wanted = call("known", words=asked.words, born_from=asked.born_from, born_to=asked.born_to)
    return session.read(lambda connection: tuple(KnownChild(*row) for row in connection.execute(rows(wanted))))


def find_connected(session: Session, words: str) -> tuple[ConnectedChild, ...]:
    """The children of unsealed files to whom an adult's name, a telephone number, e-mail or address leads."""
    wanted = call("find_connected", words=words)
    return session.read(lambda connection: tuple(ConnectedChild(*row) for row in connection.execute(rows(wanted))))


def recent_files(session: Session) -> tuple[RecentFile, ...]:
    """The files that I opened in the last three months and may open still, newest first."""
    return session.read(
        lambda connection: tuple(RecentFile(*row) for row in connection.execute(rows(call("recent_files"))))
    )


def notices(session: Session) -> tuple[Notice, ...]:
    """What touched a child whose sealed file I am a member of, newest first, as far as I have not seen it."""
    return session.read(lambda connection: tuple(Notice(*row) for row in connection.execute(rows(call("notices")))))
