"""What each role does here, what it sees and what it never sees, in the words of the office.

The wall on the server decides (`db/sql/wall.sql`); this says it to the administrator who chooses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from db.queries.staffing import Member
from desktop.models.role_words import ROLE_WORDS


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its name, and in sentences what it does, what it sees and what it never sees."""

    name: str
    does: str
    sees: str
    never: str


_GLASS = (
    "Any other file that is not sealed only by breaking the glass: with a reason, on record, and reviewed by a manager."
)
ROLES = {
    "practitioner": Role(
        ROLE_WORDS["practitioner"],
        "Records in the files of their children; accepts or declines what is proposed to them.",
        f"The files of children allocated to them, or for which they are named. {_GLASS}",
        "A sealed file of which they are no member.",
    ),
    "court_adviser": Role(
        ROLE_WORDS["court_adviser"],
        "Records and writes for the court; accepts or declines what is proposed to them.",
        f"The files of children allocated to them, or for which they are named. {_GLASS}",
        "A sealed file of which they are no member; as children’s guardian, the council’s legal advice.",
    ),
    "manager": Role(
        ROLE_WORDS["manager"],
        "Proposes children to workers, decides on contacts, names people for a file, seals files, stands in for "
        "workers who are away or gone.",
        f"The files of their own team, with a reason. {_GLASS}",
        "A sealed file of which they are no member.",
    ),
    "support": Role(
        ROLE_WORDS["support"],
        "Adds papers and minutes to the files of the team, enters contacts, people and dates.",
        "The files of their own team, with a reason.",
        "Confidential details; sealed files; files of other teams. Records no visit and no analysis.",
    ),
    "administrator": Role(
        ROLE_WORDS["administrator"],
        "Keeps staff, teams, lists, limits and templates in order.",
        "Who works here, as what and in which team, and where they live if that is kept; of the children that somebody "
        "holds, how many.",
        "Any child’s record, not even a child’s name.",
    ),
    "auditor": Role(
        ROLE_WORDS["auditor"],
        "Reads who looked at what and why, and reviews glass that was broken.",
        "The record of looks, by reference; the list of staff.",
        "What a child’s record says.",
    ),
}
FRONT_DOOR = "Front door: opens any file that is not sealed, with a reason, without the confidential details."
DUTY = "Duty: opens the files of their own team, with a reason."
WORK_WITH_CHILDREN = ("practitioner", "court_adviser", "manager", "support")
"""The roles that need a team, and that may be at the front door or on duty."""


def explained(code: str) -> str:
    """A role in three sentences."""
    role = ROLES[code]
    return f"{role.does} Sees: {role.sees} Never sees: {role.never}"


def rights(one: Member) -> Iterator[str]:
    """What somebody does, sees and never sees, a line each."""
    role = ROLES[one.role]
    yield f"Does: {role.does}"
    yield f"Sees: {role.sees}"
    if one.front_door:
        yield FRONT_DOOR
    if one.duty:
        yield DUTY
    yield f"Never sees: {role.never}"
