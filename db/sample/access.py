"""Named access beyond allocation, and the sealed files whose members two people have confirmed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from db.sample.family import Child, Family
from db.sample.moments import at
from db.sample.rows import (
    Allocation,
    Answer,
    Discussion,
    DiscussionChild,
    File,
    NamedAccess,
    Period,
    Talk,
    TalkChild,
)
from db.sample.world import Colleague, World

_POLICE = "Police operation: what is known here must not reach the adults under enquiry."
_OWN = "Family of a member of staff."


def give_access(world: World, families: list[tuple[str, Family]], arcs: dict[str, Any]) -> None:
    """Reviewing officer and chair for the children they review, cover for a few; then the sealed files."""
    status = _standing(world)
    for _, family in families:
        for child in family.children:
            if child.file and not child.closed:
                _review(world, child.file, status.get(child.row.person_id, set()))
    sealed = [(family, arcs[name]["sealed"]) for name, family in families if arcs[name].get("sealed")][:4]
    quiet = [family for name, family in families if name == "exploitation" and not family.focus.closed]
    ordinary = [family for name, family in families if name == "stress" and not family.focus.closed]
    sealed += [(family, _POLICE) for family in quiet[:1]] + [(family, _OWN) for family in ordinary[:1]]
    for family, why in sealed:
        for child in family.children:
            _seal(world, child, why)
    for file in [file for file in world.rows.of(File) if file.state == "closed" and not file.sealed][:2]:
        file.legal_hold = True


def _standing(world: World) -> dict[UUID, set[str]]:
    """The codes of legal status and plan that stand today, by child."""
    status: dict[UUID, set[str]] = {}
    for period in world.rows.of(Period):
        if period.ends_earliest is None and period.kind in ("legal_status", "plan"):
            status.setdefault(period.child_id, set()).add(period.code)
    return status


def _review(world: World, file: File, codes: set[str]) -> None:
    manager = next(each for each in world.staff if each.role == "manager" and world.teams[each.team] == file.team_id)
    if codes & {"s20", "ico", "s31", "placement_order"}:
        name_access(world, file, world.part("iro"), "reviewing_officer", "record", "Reviews the care plan.", manager)
    if "cp" in codes:
        name_access(world, file, world.part("chair"), "conference_chair", "record", "Chairs the conferences.", manager)
    if world.rng.random() < 0.05:
        cover = world.rng.choice([each for each in world.staff if each.holds and each.role == "practitioner"])
        _cover(world, file, cover, manager)


def _cover(world: World, file: File, who: Colleague, manager: Colleague) -> None:
    """Somebody covers for the worker: proposed, talked about and accepted like every allocation."""
    began = max(file.opened_on, world.last_day - timedelta(days=world.rng.randint(1, 300)))
    until, key = world.today + timedelta(days=21), world.key()
    talk = Talk(
        uuid5(key, "talk"), key, began, f"{manager.name}, {who.name}", "Can take the calls and one visit a week.",
        manager.staff_id, at(began, 15),
    )  # fmt: skip
    first = "Introduce oneself to the child, with the worker."
    for row in (
        Discussion(
            key, manager.staff_id, who.staff_id, at(began, 14), "cover", "Covers while the worker is on leave.",
            f"holds {who.load} children", cover_from=began, cover_until=until,
        ),
        DiscussionChild(key, file.child_id, "Nothing beyond the visits that are agreed."),
        talk,
        TalkChild(talk.talk_id, file.child_id, first, min(began + timedelta(days=7), world.last_day)),
        Answer(key, "accepted", "", talk.talk_id, who.staff_id, at(began, 16)),
        Allocation(
            uuid5(key, "cover"), file.child_id, who.staff_id, "cover", key, at(began, 16),
            at(until + timedelta(days=1), 0), "", "", who.staff_id, at(began, 16),
        ),
    ):  # fmt: skip
        world.rows.add(row)


def name_access(  # noqa: PLR0917
    world: World, file: File, who: Colleague, capacity: str, level: str, reason: str, by: Colleague,
    *, second: Colleague | None = None,
) -> None:  # fmt: skip
    """Gives one person access to a file, some time ago."""
    given = at(max(file.opened_on, world.last_day - timedelta(days=world.rng.randint(1, 300))), 15)
    world.rows.add(
        NamedAccess(file.child_id, who.staff_id, capacity, level, given, None, reason, by.staff_id, given,
                    second is not None, second.staff_id if second else None, world.key())
    )  # fmt: skip


def _seal(world: World, child: Child, why: str) -> None:
    file = child.file
    if not file:
        return
    file.sealed, file.sealed_why = True, why
    managers = [each for each in world.staff if each.role == "manager"]
    managers.sort(key=lambda each: world.teams[each.team] != file.team_id)
    own, second, third = managers
    workers = [row.staff_id for row in world.rows.of(Allocation) if row.child_id == file.child_id and row.to_at is None]
    members = [own, second, *(each for each in world.staff if each.staff_id in workers)]
    world.rows.by_class[NamedAccess] = [row for row in world.rows.of(NamedAccess) if row.child_id != file.child_id]
    for member in members:
        giver, confirmer = (second, third) if member is own else (own, third if member is second else second)
        name_access(world, file, member, "sealed_member", "record", why, giver, second=confirmer)
