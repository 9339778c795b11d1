"""Who opened which file in the last weeks: everyday looks, broken glass, looks that deserve a question, a known family.

Made after the stories with chances of its own, so that nothing of them moves by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from db.sample.family import Child, Family
from db.sample.moments import at
from db.sample.rows import (
    Address,
    Allocation,
    BreakGlassReview,
    Confidential,
    DeclaredInterest,
    EntryChild,
    File,
    Name,
    NamedAccess,
    Residence,
    Staff,
    StaffAddress,
    Ticket,
    Version,
)
from db.sample.terms import office_day, on_or_after, on_or_before
from db.sample.world import Colleague, World

_TONIGHT = (
    "The duty desk asked me to ring the grandmother: the child had not come home, and nobody of the team answered."
)
_BOTH_HOMES = (
    "School rang about the cousin of a child whom I visit: I had to know whether the same man stays in both homes."
)
_ADMITTED = "Hospital rang: the mother is being admitted, and the ward asks who is with the child tonight."
_FOUND = (
    "Asked {name} and the ward: nobody of our team could be reached that evening. Read the telephone numbers and the "
    "safety plan, rang the grandmother, told the worker at nine next morning. A good reason."
)
_SCHOOL = "The mother and I were at school together, and my sister still meets her every week."
_LISTED = 33
"""Files that the front door opens within an hour: a list of names from the police."""
_GOES_OUT_ALONE = timedelta(days=365 * 9)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file that is open and not sealed, of a child of this family."""

    family: Family
    child: Child
    file: File


class _Files:
    """The open files of each team, and who had anything to do with them; what is taken is not taken again."""

    def __init__(self, world: World, rng: Random, families: Iterable[Family]) -> None:
        self._today = world.today
        self.all = [
            _Opened(family, child, child.file)
            for family in families
            for child in family.children
            if child.file is not None and not child.closed and not child.file.sealed
        ]
        self._left = rng.sample(self.all, len(self.all))
        self._known: dict[UUID, set[UUID]] = defaultdict(set)
        for held in world.rows.of(Allocation):
            self._known[held.child_id].add(held.staff_id)
        for named in world.rows.of(NamedAccess):
            self._known[named.child_id].add(named.staff_id)
        authors: dict[UUID, set[UUID]] = defaultdict(set)
        for version in world.rows.of(Version):
            authors[version.entry_id].add(version.author_id)
        for link in world.rows.of(EntryChild):
            self._known[link.child_id] |= authors[link.entry_id]

    def of(self, team: UUID) -> list[_Opened]:
        """Those of a team."""
        return [one for one in self.all if one.file.team_id == team]

    def strange_to(self, who: Colleague, team: UUID, fits: Callable[[_Opened], bool]) -> Iterator[_Opened]:
        """One of a team for some weeks, for which this person never did anything, if there is one."""
        since = self._today - timedelta(days=30)
        for one in self._left:
            known = self._known[one.file.child_id]
            if one.file.team_id == team and one.file.opened_on <= since and who.staff_id not in known and fits(one):
                self._left.remove(one)
                yield one
                return


def add_looks(world: World, families: Iterable[Family], seed: int) -> None:
    """Adds the openings in the order of their time, and what was said of them."""
    rng = Random(f"looks {seed}")  # noqa: S311 (repeatable on purpose)
    files = _Files(world, rng, families)
    glass = [*_broken_glass(world, files)]
    opened = [
        *_own_children(world, rng, files),
        *_for_the_team(world, rng, files),
        *(ticket for ticket, _, _ in glass),
        *_own_name(world, rng, files),
        *_own_address(world, files),
        *_not_theirs(world, files),
        *_many_files(world, rng, files),
    ]
    for number, ticket in enumerate(sorted(opened, key=lambda each: each.opened_at), 1):
        ticket.ticket_id = number
        world.rows.add(ticket)
    for ticket, who, reviewer in glass:
        if reviewer is not None:
            following = on_or_after(ticket.opened_at.date() + timedelta(days=1), office_day)
            found = _FOUND.format(name=who.name.split()[0])
            world.rows.add(BreakGlassReview(ticket.ticket_id, found, reviewer.staff_id, at(following, 10, 15)))
    _know_a_family(world, rng, files)


# Everyday looks.


def _own_children(world: World, rng: Random, files: _Files) -> Iterator[Ticket]:
    """Workers at files of children whom they hold."""
    open_ones = {one.file.child_id for one in files.all}
    held: dict[UUID, list[Allocation]] = defaultdict(list)
    for row in world.rows.of(Allocation):
        if row.to_at is None and row.discussion_id is not None and row.child_id in open_ones:
            held[row.staff_id].append(row)
    for rows in held.values():
        for row in rng.sample(rows, min(len(rows), 4)):
            for ago in sorted(rng.sample(range(33), rng.randint(1, 3))):
                when = _office(world, ago, rng.randrange(8, 16), rng.randrange(60))
                if when > row.from_at:
                    yield _ticket(row.staff_id, row.child_id, "allocated", when)


def _for_the_team(world: World, rng: Random, files: _Files) -> Iterator[Ticket]:
    """Managers before supervision, and those who add papers."""
    for number, team in enumerate(world.teams):
        looked = (
            (world.manager(number), "team", ("supervision", "quality")),
            (world.support(number), "support", ("papers", "meeting")),
        )
        for who, basis, purposes in looked:
            here = files.of(team)
            for one in rng.sample(here, min(len(here), 4)):
                when = _office(world, rng.randrange(28), rng.randrange(8, 16), rng.randrange(60))
                if when.date() > one.file.opened_on:
                    yield _ticket(who.staff_id, one.file.child_id, basis, when, rng.choice(purposes))


# Broken glass.


def _broken_glass(world: World, files: _Files) -> Iterator[tuple[Ticket, Colleague, Colleague | None]]:
    """One of yesterday evening, one that has waited for days, and one reviewed, each by whom and reviewed by whom."""

    def goes_out_alone(one: _Opened) -> bool:
        return _with_mother(one) and one.child.born + _GOES_OUT_ALONE < world.today

    broken = (
        (2, 1, at(world.last_day, 18, 50), _TONIGHT, goes_out_alone, None),
        (1, 0, _office(world, 8, 15, 35), _BOTH_HOMES, _with_mother, None),
        (0, 1, _office(world, 23, 19, 5), _ADMITTED, _with_mother, world.manager(1)),
    )
    for own, team, when, reason, fits, reviewer in broken:
        who = _worker(world, own)
        for one in files.strange_to(who, world.teams[team], fits):
            yield _ticket(who.staff_id, one.file.child_id, "break_glass", when, reason, hours=1), who, reviewer


def _with_mother(one: _Opened) -> bool:
    """Whether the child is born and lives at home, with the mother."""
    at_home = {row.person_id for row in one.family.residences}
    return one.child.known != "the baby" and not one.child.with_carers and one.family.mother.person_id in at_home


# Looks that deserve a question.


def _own_name(world: World, rng: Random, files: _Files) -> Iterator[Ticket]:
    """Somebody adds papers to the file of a child whose mother once had the same family name."""
    who = world.support(2)
    for one in files.strange_to(who, world.teams[2], lambda one: one.family.language == "English"):
        mother, given = one.family.mother, one.family.names["mother"]
        world.rows.add(
            Name(
                _key(rng), mother.person_id, "former", given, who.name.split()[-1], None, None, one.family.by,
                one.family.when,
            )
        )  # fmt: skip
        for ago, hour, minute, purpose in ((16, 13, 20, "papers"), (4, 9, 45, "meeting")):
            when = _office(world, ago, hour, minute)
            yield _ticket(who.staff_id, one.file.child_id, "support", when, purpose)


def _own_address(world: World, files: _Files) -> Iterator[Ticket]:
    """Somebody on duty lives in the house of a child's grandmother."""
    who, homes = _duty(world, 2), {row.address_id: row for row in world.rows.of(Address)}
    hidden = {row.child_id for row in world.rows.of(Confidential)}
    lived = {row.person_id: homes[row.address_id] for row in world.rows.of(Residence) if row.to_on is None}

    def lives_openly(one: _Opened) -> bool:
        return one.family.gran.person_id in lived and not hidden & {
            child.row.person_id for child in one.family.children
        }

    for one in files.strange_to(who, world.teams[2], lives_openly):
        home = lived[one.family.gran.person_id]
        world.rows.add(StaffAddress(who.staff_id, home.lines.split()[0], home.postcode))
        yield _ticket(who.staff_id, one.file.child_id, "team", _office(world, 6, 14, 5), "duty")


def _not_theirs(world: World, files: _Files) -> Iterator[Ticket]:
    """Somebody on duty comes back to a colleague's file again and again, and writes nothing."""
    who = _duty(world, 1)
    looks = ((19, 10, 25, "duty"), (14, 15, 50, "duty"), (9, 8, 40, "cover"), (3, 16, 10, "duty"))
    for one in files.strange_to(who, world.teams[1], lambda _: True):
        for ago, hour, minute, purpose in looks:
            when = _office(world, ago, hour, minute)
            yield _ticket(who.staff_id, one.file.child_id, "team", when, purpose)


def _many_files(world: World, rng: Random, files: _Files) -> Iterator[Ticket]:
    """The front door goes through a list of names."""
    who = next(each for each in world.staff if each.front_door)
    when = _office(world, 5, 8, 35)
    before = [one for one in files.all if one.file.opened_on < when.date()]
    for one in rng.sample(before, min(len(before), _LISTED)):
        own = one.file.team_id == world.teams[who.team]
        yield _ticket(who.staff_id, one.file.child_id, "team" if own else "front_door", when, "referral")
        when += timedelta(seconds=rng.randint(40, 100))


# Who knows a family.


def _know_a_family(world: World, rng: Random, files: _Files) -> None:
    """Somebody of the team says that they know the family of a colleague's only child."""
    who = _practitioners(world, 1)[-1]

    def only_child(one: _Opened) -> bool:
        return _with_mother(one) and sum(child.file is not None for child in one.family.children) == 1

    for one in files.strange_to(who, world.teams[1], only_child):
        said = _office(world, 11, 11, 40)
        world.rows.add(DeclaredInterest(_key(rng), one.file.child_id, who.staff_id, _SCHOOL, said))


# Words and moments.


def _worker(world: World, team: int) -> Colleague:
    """A worker of the team who does no duty there."""
    return next(each for each in _practitioners(world, team) if not _does_duty(world, each))


def _duty(world: World, team: int) -> Colleague:
    """A worker of the team who does duty there."""
    return next(each for each in _practitioners(world, team) if _does_duty(world, each))


def _practitioners(world: World, team: int) -> Sequence[Colleague]:
    return [each for each in world.staff if each.team == team and each.role == "practitioner" and each.holds]


def _does_duty(world: World, who: Colleague) -> bool:
    return any(row.staff_id == who.staff_id and row.duty for row in world.rows.of(Staff))


def _office(world: World, ago: int, hour: int, minute: int) -> datetime:
    """A moment of the last office day so many days before yesterday."""
    day: date = on_or_before(world.last_day - timedelta(days=ago), office_day)
    return at(day, hour, minute)


def _ticket(staff_id: UUID, child_id: UUID, basis: str, when: datetime, purpose: str = "", *, hours: int = 8) -> Ticket:
    return Ticket(0, staff_id, child_id, basis, purpose, when, when + timedelta(hours=hours))


def _key(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)
