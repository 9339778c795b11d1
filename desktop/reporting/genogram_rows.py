"""The order of people in a genogram: rows by generation, sibling groups by their parents, siblings by birth.

Who married in stands beside the partner: a man at the left, of several the earlier at the left and the later at the
right, as genograms are usually drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from desktop.reporting.family import Family, Figure

Partners = dict[UUID, list[tuple[tuple[bool, date], UUID]]]
_TIES = {"birth": 0, "adoptive": 1, "guardian": 2, "foster": 3}


@dataclass(frozen=True, slots=True)
class Block:
    """People who stand together: a group of siblings with their partners, or couples without recorded parents."""

    people: tuple[UUID, ...]
    siblings: tuple[UUID, ...] = ()
    parents: tuple[UUID, ...] = ()

    def width(self, box: float, apart: float) -> float:
        """From the left edge of the first to the right edge of the last."""
        return len(self.people) * (box + apart) - apart


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows from the oldest generation down, and which children stand below which parents."""

    rows: tuple[tuple[Block, ...], ...]
    children: dict[tuple[UUID, ...], tuple[UUID, ...]]


def rows_of(family: Family) -> Rows:
    """Everybody, once, in order."""
    figures = {figure.person_id: figure for figure in family.figures}
    homes = _homes(family, figures)
    places: dict[UUID, float] = {}
    rows = []
    for generation in sorted({figure.generation for figure in family.figures}):
        row = [figure for figure in family.figures if figure.generation == generation]
        blocks = _blocks(row, homes, _partners(family, row), places)
        places |= {person: float(n) for n, person in enumerate(person for block in blocks for person in block.people)}
        rows.append(tuple(blocks))
    children: dict[tuple[UUID, ...], list[UUID]] = {}
    for child in sorted(homes, key=str):
        children.setdefault(homes[child], []).append(child)
    return Rows(tuple(rows), {parents: tuple(found) for parents, found in children.items()})


def _homes(family: Family, figures: dict[UUID, Figure]) -> dict[UUID, tuple[UUID, ...]]:
    """The parents below whom each person stands: by birth before adoption, care last; one row above."""
    homes: dict[UUID, tuple[UUID, ...]] = {}
    for line in sorted(family.descents, key=lambda one: (_TIES.get(one.tie, 4), -len(one.parents), str(one.parents))):
        above = figures[line.child].generation - 1
        if line.child not in homes and all(figures[one].generation == above for one in line.parents):
            homes[line.child] = line.parents
    return homes


def _partners(family: Family, row: list[Figure]) -> Partners:
    """The partners of each person of a row, in the order of time: ended ones first, then by their eldest child."""
    born = {figure.person_id: figure.born for figure in family.figures}
    eldest: dict[frozenset[UUID], date] = {}
    for line in family.descents:
        pair = frozenset(line.parents)
        eldest[pair] = min(eldest.get(pair, date.max), born[line.child])
    partners: Partners = {figure.person_id: [] for figure in row}
    for bond in family.bonds:
        if bond.one in partners and bond.other in partners:
            when = (not bond.ended, eldest.get(frozenset((bond.one, bond.other)), date.max))
            partners[bond.one].append((when, bond.other))
            partners[bond.other].append((when, bond.one))
    for found in partners.values():
        found.sort(key=lambda each: (each[0], str(each[1])))
    return partners


def _blocks(
    row: list[Figure], homes: dict[UUID, tuple[UUID, ...]], partners: Partners, places: dict[UUID, float]
) -> list[Block]:
    here = {figure.person_id: figure for figure in row}
    seated = _Seats(here, homes, partners)
    found: list[tuple[tuple[float, float, str], Block]] = []
    groups: dict[tuple[UUID, ...], list[UUID]] = {}
    for person in here:
        if person in homes:
            groups.setdefault(homes[person], []).append(person)
    for parents in sorted(groups, key=str):
        siblings = sorted(groups[parents], key=seated.by_birth)
        people = [one for sibling in siblings for one in seated.with_partners(sibling)]
        middle = sum(places[one] for one in parents) / len(parents)
        found.append(((middle, _side(here, siblings), str(parents)), Block(tuple(people), tuple(siblings), parents)))
    hubs = sorted(set(here) - seated.done, key=lambda one: (-len(partners[one]), here[one].sex != "F", str(one)))
    for hub in hubs:
        if hub not in seated.done:
            people = seated.with_partners(hub)
            found.append(((_middle(here, people, places), _side(here, people), str(hub)), Block(tuple(people))))
    return [block for _, block in sorted(found, key=lambda one: one[0])]


def _side(here: dict[UUID, Figure], people: list[UUID]) -> float:
    return sum(here[one].side for one in people) / len(people)


def _middle(here: dict[UUID, Figure], people: list[UUID], places: dict[UUID, float]) -> float:
    """Where people without parents above them go: by the side of the family, across the row above."""
    last = max(places.values(), default=0.0)
    return _side(here, people) / 2 * last if places else 0.0


@dataclass(slots=True)
class _Seats:
    """Seats people one after the other, each once."""

    here: dict[UUID, Figure]
    homes: dict[UUID, tuple[UUID, ...]]
    partners: Partners
    done: set[UUID]

    def __init__(
        self,
        here: dict[UUID, Figure],
        homes: dict[UUID, tuple[UUID, ...]],
        partners: Partners,
    ) -> None:
        self.here, self.homes, self.partners, self.done = here, homes, partners, set()

    @property
    def by_birth(self) -> Callable[[UUID], tuple[object, ...]]:
        """The order of brothers and sisters."""
        return lambda one: (self.here[one].born, self.here[one].name, str(one))

    def with_partners(self, person: UUID) -> list[UUID]:
        """A person, with those partners at both sides who have no parents of their own above them."""
        self.done.add(person)
        free = [one for _, one in self.partners[person] if one not in self.done and one not in self.homes]
        self.done.update(free)
        lefts, rights = self._sides(person, free)
        return [
            *(one for left in lefts for one in self._beyond(left, at_left=True)),
            person,
            *(one for right in rights for one in self._beyond(right, at_left=False)),
        ]

    def _sides(self, person: UUID, free: list[UUID]) -> tuple[list[UUID], list[UUID]]:
        if len(free) == 1:
            man = self.here[free[0]].sex == "M" or self.here[person].sex == "F"
            return (free, []) if man and self.here[free[0]].sex != "F" else ([], free)
        return free[:1], free[1:]

    def _beyond(self, person: UUID, *, at_left: bool) -> list[UUID]:
        """A partner, and further out that partner's own other partners."""
        further = [one for _, one in self.partners[person] if one not in self.done and one not in self.homes]
        self.done.update(further)
        chain = [each for one in further for each in self._beyond(one, at_left=at_left)]
        return [*chain, person] if at_left else [person, *chain]
