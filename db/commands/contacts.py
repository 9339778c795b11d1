"""The referral desk: entering a contact about all its children in one act, and deciding on it.

A contact carries an id of the client's, so that sending it again lands it once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from db.call import call, id_or_null
from db.commands.changes import Changes
from db.domain.entry import cleaned
from db.domain.partial_date import PartialDate
from db.errors import Conflict
from db.session import Session

_ENTERED_ELSEWHERE = (
    "This contact was saved already with other words, at another desk or in another window. Your text is kept: look at "
    "both before you save."
)


@dataclass(frozen=True, slots=True)
class KnownChild:
    """A child that was found here; `name` is how it was shown, `said` what is told of this one child."""

    child_id: UUID
    name: str
    said: str = ""

    def to_json(self) -> dict[str, Any]:
        """As `api.enter_contact` takes it."""
        return {"child_id": str(self.child_id), "name": self.name, "said": self.said}


@dataclass(frozen=True, slots=True)
class NewChild:
    """A child that is not known here, as far as it was told; the client makes the id.

    `apart` says that somebody looked and that this is another child than the known one of the same name.
    """

    child_id: UUID
    given: str
    family: str
    born: PartialDate | None = None
    expected_on: date | None = None
    sex: str = "U"
    address: str = ""
    postcode: str = ""
    said: str = ""
    apart: bool = False

    def to_json(self) -> dict[str, Any]:
        """As `api.enter_contact` takes it."""
        born = self.born and {
            "earliest": self.born.earliest.isoformat(), "latest": self.born.latest.isoformat(),
            "as_given": self.born.as_given,
        }  # fmt: skip
        day = self.expected_on.isoformat() if self.expected_on else None
        return asdict(self) | {"child_id": str(self.child_id), "born": born, "expected_on": day, "new": True}


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What came in. `how`, `source` and `family_knows` are codes of contact_how, referral_source and family_knows.

    `team` receives it. `headline` is what is told in one sentence, `wanted` what is asked of us. `urgent`: a child may
    not be safe today. `not_named`: the referrer is not to be named to the family. `siblings`: the new children are
    brothers and sisters.
    """

    team: str
    received_at: datetime
    how: str
    source: str
    headline: str
    family_knows: str
    who: str = ""
    role: str = ""
    call_back: str = ""
    detail: str = ""
    wanted: str = ""
    urgent: bool = False
    not_named: bool = False
    siblings: bool = False


@dataclass(frozen=True, slots=True)
class EnterContact:
    """A contact about these children, as it is to be sent and sent again."""

    contact_id: UUID
    facts: Mapping[str, Any]
    children: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, contact_id: UUID, facts: ContactFacts, children: tuple[KnownChild | NewChild, ...]) -> Self:
        """The contact, cleaned of what PostgreSQL cannot hold."""
        said = asdict(facts) | {"received_at": facts.received_at.isoformat()}
        return cls(contact_id, cleaned(said), tuple(cleaned(child.to_json()) for child in children))

    def to_json(self) -> dict[str, Any]:
        """A JSON value, so that it can be sent later just as it was meant."""
        return {"contact_id": str(self.contact_id), "facts": dict(self.facts), "children": list(self.children)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The inverse of `to_json`; KeyError, TypeError or ValueError when it is no contact of ours."""
        return cls(UUID(value["contact_id"]), dict(value["facts"]), tuple(dict(one) for one in value["children"]))


@dataclass(frozen=True, slots=True)
class EnteredChild:
    """A child whom an entered contact reached; `made`: the file was made for it."""

    child_id: UUID
    name: str
    reference: str
    made: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided for one child; `base` is the version of the decision that was read, 0 for none.

    `outcome` and `family_knows` are codes of contact_outcome and family_knows.
    """

    child_id: UUID
    outcome: str
    why: str
    family_knows: str
    referrer_told: str
    family_why: str = ""
    base: int = 0


@dataclass(frozen=True, slots=True)
class DecideContact:
    """The decisions on one contact, for some or all of its children."""

    op_id: UUID
    contact_id: UUID
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class AnswerContact:
    """Of a contact that seems to name my sealed file's child: keep it there as an entry, or it is another child."""

    contact_id: UUID
    child_id: UUID
    entry_id: UUID | None


def enter_contact(session: Session, contact: EnterContact) -> tuple[tuple[EnteredChild, ...], Changes]:
    """Enters it and answers with its children. Refused for what is missing, NotPermitted for a child that is not there.

    Conflict if it landed already with other words; OutcomeUnknown (sending the same value again is safe).
    """
    wanted = call(
        "enter_contact",
        contact=contact.contact_id,
        facts=sa.literal(dict(contact.facts), JSONB),
        children=sa.literal(list(contact.children), JSONB),
    )
    try:
        found = session.write(lambda connection: connection.execute(sa.select(wanted)).scalar_one())
    except Conflict as error:
        raise Conflict(_ENTERED_ELSEWHERE, reference=error.reference) from None
    reached = tuple(
        EnteredChild(UUID(child["child_id"]), child["name"], child["reference"], child["made"])
        for child in found["children"]
    )
    return reached, Changes(frozenset({"contact", "file", "entry"}), frozenset(child.child_id for child in reached))


def open_contact(session: Session, contact_id: UUID) -> str:
    """Takes the ticket and answers on which basis: "team", "sealed" or "own". NotPermitted."""
    wanted = call("open_contact", contact=contact_id)
    return session.write(lambda connection: str(connection.execute(sa.select(wanted)).scalar_one()))


def decide_contact(session: Session, wish: DecideContact) -> Changes:
    """Records the decisions. NotPermitted, Refused for what is missing, Conflict if somebody decided meanwhile."""
    decisions = [cleaned(asdict(one) | {"child_id": str(one.child_id)}) for one in wish.decisions]
    wanted = call("decide_contact", op=wish.op_id, contact=wish.contact_id, decisions=sa.literal(decisions, JSONB))
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return Changes(frozenset({"contact", "entry", "fact"}), frozenset(one.child_id for one in wish.decisions))


def answer_contact(session: Session, wish: AnswerContact) -> Changes:
    """Keeps it in the sealed file, or puts it away. NotPermitted, Conflict if another member answered."""
    wanted = call("answer_contact", contact=wish.contact_id, child=wish.child_id, entry=id_or_null(wish.entry_id))
    session.write(lambda connection: connection.execute(sa.select(wanted)))
    return Changes(frozenset({"contact", "entry"}), frozenset({wish.child_id}))
