"""Saving documents that are made out of a child's file, and answering what the check before filing found in them.

A document is texts under names: the sections of a report, the wording of an entry, a choice. So two people's work on
one document is put together field by field, as with entries (`db.domain.merging`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from db.call import call, id_or_null
from db.commands.changes import Changes
from db.commands.codes import administer, because
from db.domain.entry import TEXT_LIMIT, clean_text, cleaned
from db.errors import Conflict, Refused
from db.session import WRITE_SECONDS, Session

_CHARACTERS_A_SECOND = 50_000
"""What a poor line carries: a long document gets so much more time before its saving is given up."""
_SAVED_MEANWHILE = (
    "Somebody saved this document while you were writing. Your text is kept: look at both before you save."
)


@dataclass(frozen=True, slots=True)
class SaveCourtDocument:
    """A new document (`base` 0), or a version of one that began from version `base`. `kind` names its template.

    `children` are those besides `child_id` whom it is about; they stay as they were when it was begun.
    """

    op_id: UUID
    document_id: UUID
    child_id: UUID
    kind: str
    fields: Mapping[str, str] = field(repr=False)
    children: tuple[UUID, ...] = ()
    proceedings_id: UUID | None = None
    base: int = 0


@dataclass(frozen=True, slots=True)
class AnswerFinding:
    """Why a finding may stand; an empty reason takes back what was said. `finding` is its sha256 in hex.

    What is `hidden` is released by a second person only.
    """

    answer_id: UUID
    child_id: UUID
    document_id: UUID
    finding: str
    kind: str
    hidden: bool
    reason: str


@dataclass(frozen=True, slots=True)
class PutTemplate:
    """A template in the place of the program's own, as TOML; an empty text goes back to that.

    One that is `ended` is offered no more; documents that stand on it are opened with this text.
    """

    kind: str
    toml: str
    ended: bool = False
    why: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class PutPageLimit:
    """The usual number of sides of A4 of a kind of document from a day on, and on whose authority."""

    kind: str
    from_on: date
    pages: int
    authority: str
    why: str = ""
    seen: int | None = None


def save_court_document(session: Session, wish: SaveCourtDocument) -> Changes:
    """NotPermitted, Refused, OutcomeUnknown (sending it again is safe); Conflict if somebody saved it meanwhile."""
    size = sum(len(text) for text in wish.fields.values())
    if size > TEXT_LIMIT:
        raise Refused("A document has at most 2,000,000 characters. Add longer papers as exhibits.")
    wanted = call(
        "save_court_document",
        op=wish.op_id,
        document=wish.document_id,
        child=wish.child_id,
        children=sa.cast(list(wish.children), sa.ARRAY(sa.Uuid())),
        kind=wish.kind,
        proceedings=id_or_null(wish.proceedings_id),
        base=wish.base,
        fields=sa.literal(cleaned(wish.fields), JSONB),
    )
    try:
        version = session.write(
            lambda connection: int(connection.execute(sa.select(wanted)).scalar_one()),
            seconds=WRITE_SECONDS + size / _CHARACTERS_A_SECOND,
        )
    except Conflict as error:
        raise Conflict(_SAVED_MEANWHILE, reference=error.reference) from None
    return Changes(frozenset({"court_document"}), frozenset({wish.child_id, *wish.children}), wish.document_id, version)


def answer_finding(session: Session, wish: AnswerFinding) -> Changes:
    """NotPermitted; Refused, also for releasing what one wrote oneself."""
    wanted = call(
        "answer_finding",
        answer=wish.answer_id,
        child=wish.child_id,
        document=wish.document_id,
        finding=wish.finding,
        kind=wish.kind,
        hidden=wish.hidden,
        reason=clean_text(wish.reason),
    )
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return Changes(frozenset({"finding"}), frozenset({wish.child_id}), wish.document_id)


def put_template(session: Session, wish: PutTemplate) -> int:
    """The version that it became. For administrators; whether it can be read as a template is the caller's to see."""
    wanted = call(
        "put_document_template",
        kind=wish.kind,
        toml=clean_text(wish.toml),
        ended=wish.ended,
        **because(wish.why, wish.seen),
    )
    return int(administer(session, wanted))


def put_page_limit(session: Session, wish: PutPageLimit) -> None:
    """For administrators. The limit only warns."""
    wanted = call(
        "put_page_limit",
        kind=wish.kind,
        from_on=wish.from_on,
        pages=wish.pages,
        authority=clean_text(wish.authority),
        **because(wish.why, wish.seen),
    )
    administer(session, wanted)
