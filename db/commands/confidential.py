"""Details that somebody must not learn: kept, corrected, ended, and opened with a reason.

They are apart from other details so that nothing which shows those can show these.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from db.call import call, day_or_null
from db.commands.changes import Changes
from db.commands.writing import done
from db.domain.entry import clean_text
from db.session import Session


@dataclass(frozen=True, slots=True)
class OpenConfidential:
    """The wish to see what is kept from somebody, with its reason."""

    child_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class AddConfidentialDetail:
    """A detail that somebody must not learn; nobody named in `hidden_from` means everybody outside the service."""

    child_id: UUID
    detail_id: UUID
    person_id: UUID
    kind: str
    value: str
    why: str
    postcode: str = ""
    hidden_from: tuple[UUID, ...] = ()
    from_on: date | None = None


@dataclass(frozen=True, slots=True)
class CorrectConfidentialDetail:
    """A detail as it should read, in place of one that ends today; `hidden_from` None keeps it from the same people."""

    child_id: UUID
    detail_id: UUID
    new_id: UUID
    kind: str
    value: str
    why: str
    postcode: str = ""
    hidden_from: tuple[UUID, ...] | None = None


@dataclass(frozen=True, slots=True)
class EndConfidentialDetail:
    """From this day on it need not be kept from anybody."""

    child_id: UUID
    detail_id: UUID
    to_on: date


def open_confidential(session: Session, wish: OpenConfidential) -> datetime:
    """Takes the ticket of its own for confidential details, and answers until when it counts."""
    wanted = sa.select(call("open_confidential", child=wish.child_id, reason=clean_text(wish.reason)))
    until: datetime = session.write(lambda connection: connection.execute(wanted).scalar_one())
    return until


def add_confidential_detail(session: Session, wish: AddConfidentialDetail) -> Changes:
    """Records a detail that somebody must not learn; who may record need not be able to read it afterwards."""
    hidden = sa.cast(list(wish.hidden_from), sa.ARRAY(sa.Uuid()))
    return done(
        session, wish.child_id, "add_confidential_detail",
        detail=wish.detail_id, person=wish.person_id, kind=wish.kind, value=clean_text(wish.value),
        postcode=clean_text(wish.postcode), hidden_from=hidden, why=clean_text(wish.why),
        from_on=day_or_null(wish.from_on),
    )  # fmt: skip


def correct_confidential_detail(session: Session, wish: CorrectConfidentialDetail) -> Changes:
    """Needs the ticket of `open_confidential`, as reading does. Conflict if it ended meanwhile."""
    kept = None if wish.hidden_from is None else list(wish.hidden_from)
    return done(
        session, wish.child_id, "correct_confidential_detail",
        detail=wish.detail_id, new=wish.new_id, kind=wish.kind, value=clean_text(wish.value),
        postcode=clean_text(wish.postcode), hidden_from=sa.cast(kept, sa.ARRAY(sa.Uuid())), why=clean_text(wish.why),
    )  # fmt: skip


def end_confidential_detail(session: Session, wish: EndConfidentialDetail) -> Changes:
    """Needs the ticket of `open_confidential`, as reading does. Conflict if it ended on another day meanwhile."""
    return done(session, wish.child_id, "end_confidential_detail", detail=wish.detail_id, to_on=wish.to_on)
