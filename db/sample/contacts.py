"""Contacts that came in on the last office day and wait for a manager: known children, and a baby whom nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from db.domain.partial_date import PartialDate
from db.sample.family import Child, Family
from db.sample.moments import at
from db.sample.rows import Contact, ContactChild, Entry, EntryChild, File, Name, Person, Version, VersionChild
from db.sample.terms import office_day, on_or_before
from db.sample.world import World

_SPACE = UUID("6f1c5b1e-2f0d-4f0e-9a53-0c8d7a3f9e41")


@dataclass(frozen=True, slots=True)
class _Call:
    """What somebody told the front door; `who`, `role` and `agency` as the entry names them."""

    hour: int
    minute: int
    how: str
    source: str
    agency: str
    who: str
    role: str
    headline: str
    detail: str
    family_knows: str = "not_asked"
    urgent: bool = False
    unnamed: bool = False


_CALLS = (
    _Call(
        9, 20, "telephone", "2A", "school", "Helen Aldous", "designated safeguarding lead",
        "Came to school with a bruise on the upper arm and would not say how it came about",
        "Seen by the class teacher at registration. About the size of a thumb, yellow at the edge. Asked how it "
        "happened, there was no answer, only a look at the door. Home is at 15:15.\n\nAsked for: what to say to the "
        "parent at the gate.",
        "does_not_know", urgent=True,
    ),
    _Call(
        11, 45, "notification", "6", "police", "PC 4417", "response officer",
        "Officers were called to shouting at the home at 22:40; the children were awake upstairs",
        "A neighbour rang. Both adults were calm when officers came and said it had been about money. No injuries "
        "seen. The children were spoken to in their bedroom and said that they were used to it.",
        "knows",
    ),
    _Call(
        14, 5, "telephone", "9", "member_of_public", "somebody who gave no name", "lives in the same road",
        "A child is often on the step by the front door after dark, in school clothes",
        "Seen four or five times in three weeks, the last time a few days ago at about seven. The lights in the house "
        "were off. The caller does not want the family to know who rang.",
        unnamed=True,
    ),
)  # fmt: skip
_NEW = _Call(
    16, 30, "form", "3B", "health_visitor", "Ruth Penhale", "health visitor",
    "A baby of five months has not been weighed for three months, and nobody answers the door",
    "Three appointments missed, two visits without an answer though a radio was on. When last weighed she was on the "
    "second centile. The GP has not seen her since the six-week check.\n\nAsked for: a visit, together if that helps.",
)  # fmt: skip


def waiting_contacts(world: World, families: list[Family]) -> None:
    """Three on children of the first team and one on a new child; drawn without the seed's dice, as open talks are."""
    known = [found for family in families if (found := _of_team(world, family, world.teams[0]))]
    for call, children in zip(_CALLS, known, strict=False):
        named = children if call.source == "6" else children[:1]
        _come_in(world, call, [(child.row.person_id, f"{child.given} {child.family}") for child in named])
    _come_in(world, _NEW, [(_new_child(world), "Posy Farrant")], made=True)


def _day(world: World) -> date:
    """The last day on which the front door's office was open."""
    return on_or_before(world.last_day, office_day)


def _of_team(world: World, family: Family, team: UUID) -> list[Child]:
    """The children of school age of a family, if all with files have open ones in this team and none is sealed."""
    filed = [(child, child.file) for child in family.children if child.file]
    if any(file.team_id != team or file.state != "open" or file.sealed for _, file in filed):
        return []
    return [child for child, _ in filed if child.band(_day(world)) in ("young", "older")]


def _new_child(world: World) -> UUID:
    key, by = uuid5(_SPACE, "baby"), world.support(0).staff_id
    when, born = at(_day(world), _NEW.hour, _NEW.minute + 12), _day(world) - timedelta(days=152)
    world.rows.add(Person(key, "F", by, when, born_earliest=born, born_latest=born))
    world.rows.add(Name(uuid5(key, "name"), key, "legal", "Posy", "Farrant", None, None, by, when))
    world.rows.add(File(key, "", world.teams[0], _day(world)))
    return key


def _come_in(world: World, call: _Call, children: list[tuple[UUID, str]], *, made: bool = False) -> None:
    received = at(_day(world), call.hour, call.minute)
    entered = received + timedelta(minutes=12)
    contact, by = uuid5(_SPACE, call.headline), world.support(0).staff_id
    entry = _tell(world, call, [child for child, _ in children], by, entered)
    world.rows.add(
        Contact(
            contact, world.teams[0], entry, received, call.how, call.source, call.who, "", call.family_knows,
            call.urgent, b"", by, entered,
        )
    )  # fmt: skip
    for child, name in children:
        world.rows.add(ContactChild(contact, child, name, made))


def _tell(world: World, call: _Call, children: list[UUID], by: UUID, when: datetime) -> UUID:
    """The entry in the files of the children that holds what was told."""
    key = uuid5(_SPACE, f"entry: {call.headline}")
    told = PartialDate.on(_day(world), call.hour * 60 + call.minute)
    world.rows.add(Entry(key, by, when))
    world.rows.add(
        Version(
            key, 1, uuid5(key, "operation"), told.earliest, told.latest, told.precision.value, told.minute, False,
            told.in_words(), "referral", call.headline, call.detail, "", "", "told", call.who, call.role, call.agency,
            "", "", True, "harm", False, False, "the family" if call.unnamed else "",
            "the referrer asked not to be named to the family" if call.unnamed else "", "", by, when,
        )
    )  # fmt: skip
    for child in children:
        world.rows.add(EntryChild(key, child))
        world.rows.add(VersionChild(key, 1, child))
    return key
