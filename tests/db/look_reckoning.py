"""The questions about looks reckoned in plain Python, from their sentences: what the server must say.

Written for a few dozen looks, without a thought for speed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff: name in small letters, role and team, and the own house with its postcode."""

    staff_id: UUID
    name: str
    role: str
    team: str
    lives: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Child:
    """A file: its team, whether it is sealed, the family names around it, who held it, and who wrote in it.

    `homes` are the addresses around it: house, postcode, the last day there (None if they live there still), and who
    recorded it.
    """

    child_id: UUID
    team: str
    sealed: bool
    families: frozenset[str]
    held_by: frozenset[UUID]
    written_by: frozenset[UUID]
    homes: frozenset[tuple[str, str, date | None, UUID]]


@dataclass(frozen=True, slots=True)
class Looked:
    """An opening of a file; a later one has a greater number."""

    number: int
    by: Person
    child: Child
    basis: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: whose looks, at which file or at many, how often, and the newest look behind it."""

    question: str
    staff_id: UUID
    child_id: UUID | None
    times: int
    about: int


def reckon(
    looked: Sequence[Looked], reader: Person, rules: Mapping[str, tuple[int, int]], now: datetime
) -> Iterator[Asked]:
    """The questions that this reader is told; `rules` gives times and weeks."""

    def lately(question: str) -> list[Looked]:
        return [one for one in looked if one.at > now - timedelta(weeks=rules[question][1])]

    for question in ("own_name", "own_address", "not_theirs"):
        told = [one for one in lately(question) if _told(one.child, reader)]
        for by, child in {(one.by, one.child) for one in told}:
            theirs = [one for one in told if (one.by, one.child) == (by, child)]
            if question == "own_name":
                asked = any(f" {by.name}".endswith(f" {family}") for family in child.families)
            elif question == "own_address":
                since = (now - timedelta(weeks=rules[question][1])).astimezone(LONDON).date()
                asked = any(
                    by.lives == (house, postcode)
                    and (until is None or until >= since)
                    and recorded_by != reader.staff_id
                    for house, postcode, until, recorded_by in child.homes
                )
            else:
                theirs = [one for one in theirs if one.basis in ("team", "front_door") and by.role != "manager"]
                asked = by.staff_id not in child.held_by | child.written_by
            if asked and len(theirs) >= rules[question][0]:
                yield Asked(question, by.staff_id, child.child_id, len(theirs), max(one.number for one in theirs))
    yield from _many([one for one in lately("many_files") if not one.child.sealed], reader, rules["many_files"][0])


def _told(child: Child, reader: Person) -> bool:
    if child.sealed:
        return False
    return reader.role == "auditor" or reader.team == child.team


def _many(looked: Sequence[Looked], reader: Person, enough: int) -> Iterator[Asked]:
    most: dict[tuple[UUID, date], tuple[int, datetime, int]] = {}
    for one in looked:
        if reader.role != "auditor" and reader.team != one.by.team:
            continue
        files = {
            other.child for other in looked if other.by == one.by and one.at - HOUR <= other.at <= one.at
        }  # fmt: skip
        day = one.at.astimezone(LONDON).date()
        found = most.get((one.by.staff_id, day))
        if len(files) >= enough and (found is None or (-len(files), one.at, one.number) < (-found[0], *found[1:])):
            most[one.by.staff_id, day] = (len(files), one.at, one.number)
    for (staff_id, _), (files_, _, number) in most.items():
        yield Asked("many_files", staff_id, None, files_, number)
