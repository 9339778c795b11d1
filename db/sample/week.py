"""The offices' week: meetings about children on plans, minutes that are owed, and what case discussions agreed.

Made after the stories with chances of its own, so that nothing of them moves by it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from uuid import UUID

from db.sample.family import Child, Family
from db.sample.moments import at
from db.sample.rows import Allocation, DecisionAnswer, EntryChild, MeetingArrangement, Period, Version
from db.sample.terms import office_day, on_or_after, on_or_before
from db.sample.world import Colleague, World

_MEETINGS = {
    "cp": (("core_group", "Core group"), ("rcpc", "Review child protection conference")),
    "care": (("lac_review", "Review"), ("pep", "Personal education plan meeting")),
}
"""What is held about children on these plans."""
_DAYS_AHEAD = (0, 1, 2, 3, 4, 7, 9, 11)
"""Days after Monday of this week on which a team has meetings."""
_DAYS_BEFORE = (3, 6, 12)
"""Days ago on which one was held whose minutes are not in the file."""
_ROOMS = (
    "Civic Centre, room 2",
    "Family hub, the green room",
    "By video",
    "Town Hall annexe, first floor",
    "At school",
)
_TIMES = ("10:00 to 11:30", "14:00 to 15:30", "13:15", "09:30 to 11:00")
_DECISIONS = (
    "See {child} alone, away from home", "Read {child}’s words of this month together with the mother",
    "Ask GP and health visitor what they see, in writing", "Go through the safety plan with everybody who carries it",
    "Bring the genogram up to date", "Write to the family in plain words what has to change",
    "Ask school or nursery once a week how {child} comes in", "Draw together the chronology of the last six months",
    "Speak with the grandmother about what the family can carry", "Ask legal for a planning meeting",
)  # fmt: skip
_CAME = ("Done at the visit", "Letter sent, copy in the file", "They agreed at once")
_OF_LATE = timedelta(days=70)


def add_week(world: World, families: Iterable[tuple[str, Family]], seed: int) -> None:
    """Adds it to every team's open, unsealed files."""
    rng = Random(f"week {seed}")  # noqa: S311 (repeatable on purpose)
    plans = {row.child_id: row.code for row in world.rows.of(Period) if row.kind == "plan" and not row.ends_earliest}
    discussed = _last_discussions(world)
    for team in range(len(world.teams)):
        here = [open_ for _, family in families if (open_ := _open(family, world.teams[team]))]
        _meetings(world, rng, team, [(kids, _plan(kids, plans)) for kids in here])
        for kids in here:
            last = {one.entry_id: one for child in kids if (one := discussed.get(child.row.person_id))}
            for one in last.values():
                _discussion(world, rng, team, kids, one)


def _open(family: Family, team: UUID) -> list[Child]:
    """The family's children whose files are open in this team."""
    return [
        child
        for child in family.children
        if child.file is not None and not child.closed and not child.file.sealed and child.file.team_id == team
    ]


def _plan(kids: list[Child], plans: dict[UUID, str]) -> str:
    return next((code for child in kids if (code := plans.get(child.row.person_id, "")) in _MEETINGS), "")


def _key(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


# Meetings.


def _meetings(world: World, rng: Random, team: int, here: list[tuple[list[Child], str]]) -> None:
    """One family each day, as far as there are families on plans; then some of the last two weeks."""
    fitting = [(kids, plan) for kids, plan in here if plan]
    rng.shuffle(fitting)
    monday = world.today - timedelta(days=world.today.weekday())
    ahead = [on_or_after(monday + timedelta(days=days), office_day) for days in _DAYS_AHEAD]
    before = [on_or_before(world.today - timedelta(days=days), office_day) for days in _DAYS_BEFORE]
    for day, (kids, plan) in zip([*ahead, *before], fitting, strict=False):
        code, what = rng.choice(_MEETINGS[plan])
        for child in kids:
            _meeting(world, rng, team, child, (code, what, day), arranged=rng.random() < 0.6)


def _meeting(
    world: World, rng: Random, team: int, child: Child, planned: tuple[str, str, date], *, arranged: bool
) -> None:
    code, what, day = planned
    booked = at(on_or_before(world.last_day - timedelta(days=20), office_day), 11, 5)
    period = Period(
        _key(rng), child.row.person_id, "planned", code, world.manager(team).staff_id, booked, description=what,
        planned_on=day,
    )  # fmt: skip
    world.rows.add(period)
    if arranged:
        people = ["mother", "class teacher" if child.band(day) not in ("baby", "toddler") else "health visitor", "GP"]
        world.rows.add(
            MeetingArrangement(
                _key(rng), period.period_id, rng.choice(_TIMES), rng.choice(_ROOMS), ", ".join(people),
                world.support(team).staff_id, booked + timedelta(days=2),
            )
        )  # fmt: skip


# Case discussions.


def _discussion(world: World, rng: Random, team: int, kids: list[Child], found: Version) -> None:
    """What a case discussion decided, and when the next one is agreed for."""
    worker, manager = _worker(world, kids[0], found.occurred_earliest), world.manager(team)
    found.present = ", ".join(one.name for one in (manager, worker) if one is not None)
    decided = rng.sample(_DECISIONS, rng.choice((2, 3)))
    lines = [
        f"{words.format(child=kids[0].known)} — {(worker or manager).name if number else manager.name}, "
        f"by {_day(found.occurred_earliest + timedelta(days=7 * (number + 1)))}"
        for number, words in enumerate(decided)
    ]
    found.outcome = "\n".join(lines)
    if rng.random() < 0.85:
        found.next_on = on_or_after(found.occurred_earliest + timedelta(days=rng.choice((28, 42, 56))), office_day)
    if found.recorded_at < at(world.last_day, 9):
        world.rows.add(
            DecisionAnswer(
                _key(rng), found.entry_id, hashlib.sha256(lines[0].encode()).digest(), True, rng.choice(_CAME),
                (worker or manager).staff_id, at(world.last_day, 9, 20),
            )
        )  # fmt: skip


def _last_discussions(world: World) -> dict[UUID, Version]:
    """The last case discussion of late about each child, in its newest version."""
    since = world.last_day - _OF_LATE
    newest: dict[UUID, Version] = {}
    for version in world.rows.of(Version):
        if version.kind == "supervision" and version.occurred_earliest >= since:
            newest[version.entry_id] = version
    found: dict[UUID, Version] = {}
    for link in world.rows.of(EntryChild):
        one, before = newest.get(link.entry_id), found.get(link.child_id)
        if one is not None and (before is None or before.occurred_earliest < one.occurred_earliest):
            found[link.child_id] = one
    return found


def _worker(world: World, child: Child, day: date) -> Colleague | None:
    """Who held the case that day."""
    held = {
        row.staff_id
        for row in world.rows.of(Allocation)
        if row.child_id == child.row.person_id and row.part == "allocated_worker" and row.from_at.date() <= day
        and (row.to_at is None or row.to_at.date() > day)
    }  # fmt: skip
    return next((one for one in world.staff if one.staff_id in held), None)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
