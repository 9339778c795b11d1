"""Conversations about allocations that are still open: one waits for an answer, one was declined, one owes its talk."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid5

from db.sample.moments import at
from db.sample.rows import Allocation, Answer, Discussion, DiscussionChild, File, Talk, TalkChild
from db.sample.world import Colleague, World

_STAGES = ("proposed", "declined", "emergency")
_WHY = {
    "proposed": "Knows the school, and the family asked for somebody who stays.",
    "declined": "Has room since two children were closed last month.",
    "emergency": "Police removed the children at five; she is on call and has met the grandmother.",
}


def open_talks(world: World) -> None:
    """One of each in the second team; drawn without the seed's dice, so that the rest stays as it is."""
    team = 1
    workers = [each for each in world.staff if each.holds and each.role == "practitioner" and each.team == team]
    for stage, held, number in zip(_STAGES, _families(world, workers), range(len(_STAGES)), strict=False):
        holder = held[0].staff_id
        others = [each for each in workers if each.staff_id != holder]
        _converse(world, stage, held, others[number % len(others)])


def _families(world: World, workers: list[Colleague]) -> list[list[Allocation]]:
    """What the team's workers hold today, brothers and sisters together; no sealed file."""
    staff = {each.staff_id for each in workers}
    closed = {file.child_id for file in world.rows.of(File) if file.sealed or file.state != "open"}
    found: dict[UUID, list[Allocation]] = {}
    for row in world.rows.of(Allocation):
        if row.to_at is None and row.staff_id in staff and row.discussion_id and row.part == "allocated_worker":
            found.setdefault(row.discussion_id, []).append(row)
    return [rows for rows in found.values() if not closed.intersection(row.child_id for row in rows)]


def _converse(world: World, stage: str, held: list[Allocation], worker: Colleague) -> None:
    manager, begun = world.manager(worker.team), at(world.last_day, 17, 10)
    key = uuid5(held[0].allocation_id, stage)
    world.rows.add(
        Discussion(
            key, manager.staff_id, worker.staff_id, begun, "allocated_worker", _WHY[stage],
            f"holds {worker.load} children", "ABSENC" if stage == "emergency" else "ORGRST", stage == "emergency",
        )
    )  # fmt: skip
    for row in held:
        world.rows.add(DiscussionChild(key, row.child_id, "See the child this week; ring whoever sees the child most."))
    if stage == "declined":
        talk = Talk(
            uuid5(key, "talk"), key, world.last_day, f"{manager.name}, {worker.name}",
            "Has three court statements due this month and could not visit weekly.", manager.staff_id,
            begun + timedelta(minutes=25),
        )  # fmt: skip
        world.rows.add(talk)
        for row in held:
            first = "Joint visit with the worker before; then a visit alone within ten days."
            told = "The worker before has told the children that somebody new may come."
            world.rows.add(TalkChild(talk.talk_id, row.child_id, first, world.last_day + timedelta(days=10), told))
        world.rows.add(
            Answer(
                key, "declined", "Three statements are due; the children would wait for me. After the 10th I could.",
                None, worker.staff_id, begun + timedelta(minutes=50),
            )
        )  # fmt: skip
    if stage == "emergency":
        until = begun + timedelta(hours=72)
        for row in held:
            world.rows.add(
                Allocation(
                    uuid5(row.allocation_id, stage), row.child_id, worker.staff_id, "allocated_worker", None, begun,
                    until, "", "", manager.staff_id, begun, until,
                )
            )  # fmt: skip
