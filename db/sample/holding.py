"""Who holds a family when: allocation after allocation, each with the talk between manager and worker before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from db.sample.moments import at, working_day
from db.sample.rows import Allocation, Discussion, DiscussionChild, File
from db.sample.schedule import Happening
from db.sample.world import Colleague, World

_TO_CARE = ("placement.to", "placement.alone", "court.ico")
_WHY = ("Knows the school and the estate.", "Has room since two children were closed last month.", "Has worked with the family's wider circle before.", "Speaks plainly with teenagers; {child} asked for somebody who does.", "Is known to the older sibling.", "Has experience of babies and of joint work with health.")  # fmt: skip
_URGENT = ("See the children this week, each alone.", "Ring the parents today; they are waiting to hear.", "Nothing urgent; a good handover visit together.", "The next meeting is close: read the last plan first.", "Speak with school before Friday.")  # fmt: skip
_FIRST = ("Joint visit with the worker before; then a visit alone within ten days.", "Read the chronology, then see the children; talk again in a fortnight.", "Introduce yourself to the carers and to school; agree dates of visits for the term.", "Visit, and one telephone call to each grandparent.")  # fmt: skip
_SAID = ("Can take it on from Monday; has two court statements due and will need one visit covered.", "Has room. Asked for help with the genogram.", "Is full until the end of the month; one other child moves to a colleague first.", "Glad to; would like supervision on it in the first week.")  # fmt: skip
_HANDOVER = ("Joint goodbye visit made; the children know who comes next.", "Handover talk held, and a page about each child written.", "Family told by telephone and by letter.")  # fmt: skip
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
        while since <= until or not found:
            last = since + timedelta(days=500) >= until and place + 1 == len(cuts)
            found.append(Stretch(since, _choose(world, team, since, running and last, "practitioner"), team, reason))
            since += timedelta(days=world.rng.randint(400, 800))
            reason = world.rng.choice(_REASONS)
            if since >= until:
                break
    return Holding([each for each in found if each.since <= end])


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
    rng = world.rng
    for place, stretch in enumerate(holding.stretches):
        follow = holding.stretches[place + 1] if place + 1 < len(holding.stretches) else None
        concerned = [f for f in files if not follow or f.opened_on < follow.since]
        concerned = [f for f in concerned if not f.closed_on or f.closed_on >= stretch.since]
        if not concerned:
            continue
        manager = world.manager(stretch.team)
        talked = working_day(stretch.since)
        talk = Discussion(
            world.key(), manager.staff_id, stretch.worker.staff_id, at(talked, 9, rng.randrange(60)),
            rng.choice(_WHY).format(child="the eldest"), rng.choice(_URGENT), f"{rng.randint(9, 19)} children", talked,
            f"{manager.name}, {stretch.worker.name}", rng.choice(_FIRST), min(talked + timedelta(days=14), world.last_day),
            rng.choice(_SAID), at(talked, 11, rng.randrange(60)),
        )  # fmt: skip
        world.rows.add(talk)
        for file in concerned:
            world.rows.add(DiscussionChild(talk.discussion_id, file.child_id))
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
                    "court_adviser" if holding.court else "allocated_worker",
                    talk.discussion_id,
                    at(begins, 12),
                    at(ends, 16) if ends else None,
                    reason,
                    rng.choice(_HANDOVER) if ends and follow else "",
                    manager.staff_id,
                    at(begins, 12),
                )  # fmt: skip
            )
