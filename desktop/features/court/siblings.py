"""Brothers and sisters for whom a chronology is begun along with a child's: who they are, and what is begun for each.

Each gets a document of its own, made of what stands in that child's file. It knows no Qt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from db.domain.draft import Draft
from db.domain.sibling_chronology import carried
from db.errors import NotPermitted
from db.queries.court_documents import court_documents
from db.queries.siblings import siblings_of
from db.session import Session
from desktop.features.court.opening import WRITERS
from desktop.features.court.selection import KIND, CourtFacts, read_facts
from desktop.models.words import with_marks


@dataclass(frozen=True, slots=True)
class Kin:
    """A brother or sister with an unsealed file, whether it is open, and which chronologies are on the server."""

    child_id: UUID
    name: str
    order: tuple[date, str]
    is_open: bool
    begun: bool = False
    filed: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """What is begun, a draft each, and what is to be said of it."""

    drafts: tuple[Draft, ...] = field(repr=False)
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shut:
    """Nothing is begun: these files are not open."""

    names: Mapping[UUID, str]


def age_order(born: date | None, expected_on: date | None, name: str) -> tuple[date, str]:
    """The eldest first, as brothers and sisters are told of everywhere."""
    return (born or expected_on or date.max, name)


def read_kin(session: Session, child_id: UUID) -> tuple[Kin, ...]:
    """The brothers and sisters of a child; a sealed one is never among them."""
    found = []
    for one in siblings_of(session, child_id):
        order = age_order(one.born, one.expected_on, one.name)
        try:
            lines = [line for line in court_documents(session, one.child_id) if line.kind == KIND]
        except NotPermitted:
            found.append(Kin(one.child_id, one.name, order, is_open=False))
            continue
        begun, filed = any(line.unfiled for line in lines), any(line.filed for line in lines)
        found.append(Kin(one.child_id, one.name, order, is_open=True, begun=begun, filed=filed))
    return tuple(found)


def begin_for(session: Session, facts: CourtFacts, fields: Mapping[str, str], wanted: Sequence[Kin]) -> Begun | Shut:
    """A draft for each of these, with what holds for all of them; runs off the interface thread.

    Nothing is written anywhere: who asked keeps the drafts. What is begun already, and is not filed, stays as it is.
    """
    now = {kin.child_id: kin for kin in read_kin(session, facts.child.child_id)}
    wanted = [now[kin.child_id] for kin in wanted if kin.child_id in now]
    shut = {kin.child_id: kin.name for kin in wanted if not kin.is_open}
    if shut:
        return Shut(shut)
    drafts, said = [], []
    for kin in wanted:
        whose = with_marks(kin.name)
        if kin.begun:
            said.append(f"The one of {whose} was begun before, and stays as it is.")
            continue
        theirs = read_facts(session, kin.child_id)
        if not theirs.child.may_record or theirs.me.role not in WRITERS:
            said.append(f"You may read the file of {whose}, but write no documents in it.")
            continue
        draft, besides = _begun(facts, fields, theirs)
        drafts.append(draft)
        said += besides
    return Begun(tuple(drafts), tuple(said))


def _begun(facts: CourtFacts, fields: Mapping[str, str], theirs: CourtFacts) -> tuple[Draft, list[str]]:
    """The draft for one child. Proceedings of its own give it a case number of its own."""
    child, said = theirs.child, []
    names = tuple(f"{one.name} {one.known_as}" for one in (facts.child, child))
    found = carried(fields, facts.candidates, theirs.candidates, (names[0], names[1]))
    values = dict(found.fields)
    mine, case = facts.case, theirs.case
    if case is not None and case.case_number and (mine is None or mine.proceedings_id != case.proceedings_id):
        values |= {"case_number": case.case_number, "court": case.court}
        said.append(f"{with_marks(child.name)} has proceedings of their own, whose case number stands in theirs.")
    if found.left_out:
        texts = "text speaks" if found.left_out == 1 else "texts speak"
        whose = with_marks(facts.child.name)
        said.append(f"{found.left_out:,} {texts} of {whose} alone and did not go over to {with_marks(child.name)}.")
    values = {name: text for name, text in values.items() if text}
    draft = Draft(
        child.child_id,
        child.name,
        child.reference,
        child.born,
        child.expected_on,
        child.born_latest,
        values=values,
        document=KIND,
    )
    return draft, said
