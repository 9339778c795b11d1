"""The whole sample out of a seed: families, stories, who holds them, sealed files, reference numbers.

Same seed and same day give the same set, row for row, so that a fault can be found again by anybody.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from db.sample.access import give_access
from db.sample.contacts import waiting_contacts
from db.sample.court_work import add_court_work
from db.sample.family import Family, make_family
from db.sample.holding import earlier_holding, plan_holding, record_holding
from db.sample.looks import add_looks
from db.sample.papers import add_papers
from db.sample.relatives import add_relatives
from db.sample.resting import rest_analyses
from db.sample.rows import Entry, EntryChild, File, Rows, Version
from db.sample.schedule import Happening, Story, lay_out, length_of
from db.sample.story import Narrator
from db.sample.talks import open_talks
from db.sample.week import add_week
from db.sample.words import read
from db.sample.world import YEARS, World

CHILDREN = 400
_RUNNING = 0.55
"""The share of families whose story is still going on today."""
FIRST_NUMBER = 1000


@dataclass(frozen=True, slots=True)
class Authority:
    """The finished set."""

    name: str
    rows: Rows
    world: World
    families: tuple[tuple[str, Family], ...]


def make_authority(
    seed: int, today: date, progress: Callable[[str], None] | None = None, *, children: int = CHILDREN
) -> Authority:
    """Makes the set as it stands at the start of `today`; nothing in it is later than the evening before."""
    world = World(Random(seed), today)  # noqa: S311 (repeatable on purpose)
    world.people_of_council()
    arcs = read("arcs")
    order = _order(arcs, world.rng)
    families: list[tuple[str, Family]] = []
    count = 1  # with the baby at the front door, who is in no story yet
    while count < children:
        name = order[len(families) % len(order)]
        family = _family(world, name, arcs, children - count)
        count += sum(1 for child in family.children if child.file)
        families.append((name, family))
        if progress and len(families) % 20 == 0:
            progress(f"{count} of {children} children")
    give_access(world, families, arcs)
    add_relatives(world, families, arcs, seed)
    add_court_work(world, families, seed)
    open_talks(world)
    waiting_contacts(world, [family for _, family in families])
    add_week(world, families, seed)
    add_looks(world, [family for _, family in families], seed)
    _number(world)
    rest_analyses(world.rows)
    add_papers(world.rows, (family for _, family in families), seed)
    return Authority(str(world.places["authority"]), world.rows, world, tuple(families))


def _order(arcs: dict[str, Any], rng: Random) -> list[str]:
    order = [name for name, arc in arcs.items() for _ in range(arc["weight"])]
    rng.shuffle(order)
    return order


def _family(world: World, name: str, arcs: dict[str, Any], room: int) -> Family:
    arc, rng = arcs[name], world.rng
    lengths = length_of(arc, rng)
    start = _start(world, sum(lengths))
    story = lay_out(arc, start, world.last_day, lengths, rng)
    earlier = _earlier(world, arcs, start) if name not in ("unborn", "adoption", "uasc", "private", "unfounded") else ()
    births = _births(world, arc, story, earlier[0].day if earlier else start, start, min(room, 4))
    whole = Story((*earlier, *story.happenings), story.planned, story.born_after)
    family = make_family(world, arc, births, whole.happenings[0].day)
    running = bool(story.planned) or "close" not in world.beats[whole.happenings[-1].beat]
    holding = plan_holding(world, story.happenings, bool(arc.get("court_adviser")), running)
    if earlier:
        holding.stretches[:0] = earlier_holding(world, earlier)
    Narrator.of(world, family, holding, arc, whole).tell()
    record_holding(world, holding, [child.file for child in family.children if child.file])
    return family


def _start(world: World, length: int) -> date:
    """A day from which the story is still running today, or one long enough ago for it to have ended."""
    if world.rng.random() < _RUNNING:
        ago = world.rng.uniform(0.08, 0.98) * min(length, 365 * 6)
    else:
        ago = world.rng.uniform(length + 60, max(365.0 * YEARS - 200, length + 400))
    return world.today - timedelta(days=max(int(ago), 7))


def _earlier(world: World, arcs: dict[str, Any], start: date) -> tuple[Happening, ...]:
    """In some families an earlier, smaller story that ended: a call that was unfounded, or help for a while."""
    if world.rng.random() > 0.3:
        return ()
    arc = arcs[world.rng.choice(("unfounded", "stress", "unfounded"))]
    lengths = length_of(arc, world.rng)
    begin = start - timedelta(days=sum(lengths) + world.rng.randint(150, 1100))
    told = lay_out(arc, begin, start - timedelta(days=100), lengths, world.rng).happenings
    return tuple(each for each in told)


def _births(  # noqa: PLR0917
    world: World, arc: dict[str, Any], story: Story, first: date, start: date, most: int
) -> list[date]:
    rng = world.rng
    if story.born_after:
        return [start + timedelta(days=story.born_after)]
    youngest, oldest = arc["ages"]
    age = rng.uniform(youngest, oldest + 0.9)
    eldest = min(start - timedelta(days=int(age * 365.25)), first - timedelta(days=40))
    births = [eldest]
    for _ in range(min(rng.randint(*arc["size"]), most) - 1):
        births.append(births[-1] + timedelta(days=rng.randint(400, 1100)))
    return [born for born in births if born <= start - timedelta(days=20)]


def _number(world: World) -> None:
    """References in the order of opening, entry numbers in the order of recording, a hash for each version."""
    rows = world.rows
    files = sorted(rows.of(File), key=lambda file: (file.opened_on, file.child_id))
    for number, file in enumerate(files, FIRST_NUMBER):
        file.reference = f"{file.opened_on:%y}-{number:04}"
        file.retain_until = file.retain_until or _retain(file)
    recorded = {entry.entry_id: entry.created_at for entry in rows.of(Entry)}
    by_child: dict[UUID, list[EntryChild]] = defaultdict(list)
    for link in rows.of(EntryChild):
        by_child[link.child_id].append(link)
    for file in files:
        links = sorted(by_child[file.child_id], key=lambda link: (recorded[link.entry_id], link.entry_id))
        for number, link in enumerate(links, 1):
            link.number = number
        file.last_number = len(links)
    for version in rows.of(Version):
        text = "\0".join((str(version.op_id), version.headline, version.detail, version.outcome))
        version.sha256 = hashlib.sha256(text.encode()).digest()


def _retain(file: File) -> date | None:
    if file.closed_on is None:
        return None
    years = {"adoption": 100, "looked_after": 75}.get(file.retention_class, 25)
    return date(file.closed_on.year + years, 12, 31)
