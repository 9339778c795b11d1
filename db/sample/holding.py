"""Who holds a family when: allocation after allocation, each with the talk between manager and worker before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import uuid5

from db.sample.moments import at
from db.sample.rows import Allocation, Answer, Discussion, DiscussionChild, File, Talk, TalkChild
from db.sample.schedule import Happening
from db.sample.terms import office_day, on_or_before
from db.sample.world import Colleague, World

_TO_CARE = ("placement.to", "placement.alone", "court.ico")
_REASONS = ("LEFTRL", "ORGRST", "ABSENC", "FCONTA", "MANAGE", "CHCHAN")


@dataclass(frozen=True, slots=True)
class Stretch:
    """One worker's time with the family, and why it ended."""

    since: date
    worker: Colleague
    team: int
    reason: str
    until: date | None = None


@dataclass(slots=True)
class Holding:
    """The stretches of one family, first to last."""

    stretches: list[Stretch]
    court: bool = False
    children: list[File] = field(default_factory=list)

    def worker_on(self, day: date) -> Colleague:
        """Who held the family on a day."""
        return self._on(day).worker

    def team_on(self, day: date) -> int:
        """Whose it was on a day."""
        return self._on(day).team

    def _on(self, day: date) -> Stretch:
        return next((each for each in reversed(self.stretches) if each.since <= day), self.stretches[0])


def plan_holding(world: World, story: Sequence[Happening], court: bool, running: bool) -> Holding:
    """Assessment in the first team, then the second, then children in care; with a change of worker now and then."""
    start, end = story[0].day, story[-1].day
    if court:
        return Holding([Stretch(start, _choose(world, 2, end, running, "court_adviser"), 2, "")], True)
    cared = next((each.day for each in story if each.beat.startswith(_TO_CARE)), None)
    cuts = [(start, 0, ""), (start + timedelta(days=world.rng.randint(42, 60)), 1, "TSPROC")]
    if cared:
        cuts = [each for each in cuts if each[0] < cared] + [(cared, 2, "PCCHAN")]
    found: list[Stretch] = []
    for place, (since, team, reason) in enumerate(cuts):
        until = cuts[place + 1][0] if place + 1 < len(cuts) else end
        day, why = since, reason
        while day < until or day == since:
            last = day + timedelta(days=800) >= until and place + 1 == len(cuts)
            found.append(Stretch(day, _choose(world, team, day, running and last, "practitioner"), team, why))
            day += timedelta(days=world.rng.randint(400, 800))
            why = world.rng.choice(_REASONS)
    return Holding([each for each in found if each.since <= end] or found[:1])


def earlier_holding(world: World, story: Sequence[Happening]) -> list[Stretch]:
    """The stretches of an earlier story, which ended when it was closed."""
    found = plan_holding(world, story, False, False).stretches
    return [*found[:-1], replace(found[-1], until=story[-1].day)]


def _choose(world: World, team: int, day: date, today: bool, role: str) -> Colleague:
    fitting = [each for each in world.staff if each.holds and each.role == role and each.team == team]
    if (world.today - day).days > 365 * 7 and role == "practitioner":
        fitting += [each for each in world.staff if each.former]
    if today:
        fitting = [each for each in fitting if each.holds]
        return min(fitting, key=lambda each: (each.load, each.name))
    return world.rng.choice(fitting)


def record_holding(world: World, holding: Holding, files: list[File]) -> None:
    """The allocations of each child's file, with one discussion a stretch for all the children it concerned."""
    rng, said = world.rng, world.discussions
    for place, stretch in enumerate(holding.stretches):
        follow = holding.stretches[place + 1] if place + 1 < len(holding.stretches) else None
        concerned = [f for f in files if not follow or f.opened_on < follow.since]
        concerned = [f for f in concerned if not f.closed_on or f.closed_on >= stretch.since]
        if not concerned:
            continue
        manager = world.manager(stretch.team)
        talked = on_or_before(stretch.since, office_day)
        part = "court_adviser" if holding.court else "allocated_worker"
        asked_id, asked_at, why = world.key(), at(talked, 9, rng.randrange(60)), rng.choice(said["why"])
        urgent, held = rng.choice(said["urgent"]), f"holds {rng.randint(9, 19)} children"
        first, by = rng.choice(said["first"]), min(talked + timedelta(days=14), world.last_day)
        asked = Discussion(
            asked_id, manager.staff_id, stretch.worker.staff_id, asked_at, part, why, held, stretch.reason
        )
        talk = Talk(
            uuid5(asked_id, "talk"), asked_id, talked, f"{manager.name}, {stretch.worker.name}",
            rng.choice(said["capacity"]), manager.staff_id, at(talked, 11, rng.randrange(60)),
        )  # fmt: skip
        world.rows.add(asked)
        world.rows.add(talk)
        world.rows.add(
            Answer(asked.discussion_id, "accepted", "", talk.talk_id, stretch.worker.staff_id, talk.recorded_at)
        )
        for file in concerned:
            world.rows.add(DiscussionChild(asked.discussion_id, file.child_id, urgent))
            world.rows.add(TalkChild(talk.talk_id, file.child_id, first, by))
            begins = max(stretch.since, file.opened_on)
            ends = min(
                (d for d in (follow.since if follow else None, stretch.until, file.closed_on) if d), default=None
            )
            if not ends:
                stretch.worker.load += 1
            reason = follow.reason if follow and ends == follow.since else ("OTHERS" if ends else "")
            world.rows.add(
                Allocation(
                    world.key(),
                    file.child_id,
                    stretch.worker.staff_id,
                    part,
                    asked.discussion_id,
                    at(begins, 12),
                    at(ends, 16) if ends else None,
                    reason,
                    rng.choice(said["handover"]) if ends and follow else "",
                    manager.staff_id,
                    at(begins, 12),
                )
            )
