"""Recording proceedings, their hearings and their parties. A correction or an end is a new version; what stood stays.

Each wish carries an operation id and the version that it was read in (0 for something new), so that a resent wish lands
once and nobody writes over what a colleague changed meanwhile.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from db.call import call, id_or_null
from db.commands.changes import Changes
from db.domain.entry import clean_text, cleaned
from db.session import Session


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What is recorded of proceedings as a whole.

    `law` is "public" or "private"; `application` and `stage` are codes of application_type and court_stage. `due_on`
    with `due_why` is a day that the court set instead of the 26 weeks. `mistaken`: they were recorded by mistake.
    """

    law: str
    stage: str
    case_number: str = ""
    court: str = ""
    application: str = ""
    letter_on: date | None = None
    issued_on: date | None = None
    due_on: date | None = None
    due_why: str = ""
    ended_on: date | None = None
    outcome: str = ""
    mistaken: bool = False


@dataclass(frozen=True, slots=True)
class HearingFacts:
    """A hearing or a meeting before proceedings; `kind` and `status` are codes of hearing_type and hearing_status."""

    kind: str
    listed_on: date
    listed_at: str = ""
    venue: str = ""
    status: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A party, a carer or a guardian; `part` and `hidden` are codes of party_part and hidden_part.

    What is hidden says from whom and why.
    """

    name: str
    part: str
    representative: str = ""
    hidden: str = ""
    hidden_from: str = ""
    hidden_why: str = ""
    ended_on: date | None = None
    mistaken: bool = False


@dataclass(frozen=True, slots=True)
class RecordProceedings:
    """Proceedings of a child and of those brothers and sisters of `children` whose files are not sealed."""

    op_id: UUID
    proceedings_id: UUID
    child_id: UUID
    facts: CaseFacts
    how_known: str
    children: tuple[UUID, ...] = ()
    base: int = 0


@dataclass(frozen=True, slots=True)
class RecordHearing:
    """A hearing of these proceedings."""

    op_id: UUID
    hearing_id: UUID
    proceedings_id: UUID
    child_id: UUID
    facts: HearingFacts
    how_known: str
    base: int = 0


@dataclass(frozen=True, slots=True)
class RecordParty:
    """A party to these proceedings; `person_id` if it is somebody around the child."""

    op_id: UUID
    party_id: UUID
    proceedings_id: UUID
    child_id: UUID
    facts: PartyFacts
    how_known: str
    person_id: UUID | None = None
    base: int = 0


def record_proceedings(session: Session, wish: RecordProceedings) -> Changes:
    """NotPermitted, Refused, Conflict if somebody changed them since `base`."""
    others = sa.cast(list(wish.children), sa.ARRAY(sa.Uuid()))
    return _recorded(session, wish, "record_proceedings", others=others)


def record_hearing(session: Session, wish: RecordHearing) -> Changes:
    """As record_proceedings."""
    return _recorded(session, wish, "record_hearing", hearing=wish.hearing_id)


def record_party(session: Session, wish: RecordParty) -> Changes:
    """As record_proceedings; NotPermitted too for a hidden party that one may not see."""
    return _recorded(session, wish, "record_party", party=wish.party_id, person=id_or_null(wish.person_id))


def _recorded(
    session: Session, wish: RecordProceedings | RecordHearing | RecordParty, function: str, **more: Any
) -> Changes:
    wanted = call(
        function, op=wish.op_id, proceedings=wish.proceedings_id, child=wish.child_id, base=wish.base,
        facts=sa.literal(_as_json(wish.facts), JSONB), how=clean_text(wish.how_known), **more,
    )  # fmt: skip
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    others = wish.children if isinstance(wish, RecordProceedings) else ()
    return Changes(frozenset({"proceedings", "fact"}), frozenset({wish.child_id, *others}))


def _as_json(facts: CaseFacts | HearingFacts | PartyFacts) -> dict[str, Any]:
    said = asdict(facts)
    days = {field.name for field in fields(facts) if isinstance(said[field.name], date)}
    ready: dict[str, Any] = cleaned({key: value.isoformat() if key in days else value for key, value in said.items()})
    return ready
