"""Putting on record that one looks for words in all one's files, before anything is answered."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from db.call import call
from db.domain.entry import clean_text
from db.session import Session


@dataclass(frozen=True, slots=True)
class OpenSearch:
    """The wish to look for words everywhere; with a `purpose` also in files that need a reason."""

    words: str
    purpose: str = ""


def open_search(session: Session, wish: OpenSearch) -> UUID:
    """Takes the search's ticket and answers with its id; Refused for words that say nothing."""
    wanted = call("open_search", words=clean_text(wish.words), purpose=clean_text(wish.purpose))
    return session.write(lambda connection: UUID(str(connection.execute(sa.select(wanted)).scalar_one())))
