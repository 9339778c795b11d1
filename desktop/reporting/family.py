"""A child's family on one day, as a genogram needs it: figures with their generation, couples, and who is whose child.

Kept apart from the drawing, because what was true on a day is a question of the record and not of pens.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from db.domain.people import (
    KIN,
    ChildsPeople,
    Kinship,
    Person,
    Relationship,
    is_late,
    kinship,
    through_whom,
    to_the_child,
)

_HIGHEST, _LOWEST = -3, 3
_SIDES = {"paternal": 0.0, "maternal": 2.0}
_FIRST = ("parent", "child", "couple", "sibling")


@dataclass(frozen=True, slots=True)
class Figure:
    """A person of the genogram. `generation` is 0 for the child and less for the older; `age` is short: "7", "14 m"."""

    person_id: UUID
    name: str
    sex: str
    generation: int
    role: str
    age: str
    dates: str
    born: date
    focus: bool = False
    unborn: bool = False
    died: bool = False
    certain: bool = True
    responsible: bool = False
    side: float = 1.0
    household: int = -1

    @property
    def spoken(self) -> str:
        """The figure in a sentence, for the list and for screen readers."""
        parts = [self.name, self.role, self.dates]
        parts.append(f"aged {self.age}" if self.age and not self.died else "")
        parts.append("" if self.certain else "not certain")
        parts.append("has parental responsibility" if self.responsible else "")
        parts.append("lives with the child" if self.household == 0 and not self.focus else "")
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Bond:
    """Two people who are or were a couple, or are the parents of a child together."""

    one: UUID
    other: UUID
    ended: bool = False
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Descent:
    """A child and the parents, one or two, that one line leads to; `tie` is birth, adoptive, foster or guardian."""

    child: UUID
    parents: tuple[UUID, ...]
    tie: str = "birth"
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Family:
    """Everybody on one day. Household 0 is the child's own."""

    day: date
    focus: UUID
    figures: tuple[Figure, ...]
    bonds: tuple[Bond, ...]
    descents: tuple[Descent, ...]
    households: int = 0


@dataclass(frozen=True, slots=True)
class _Step:
    """A relationship of kin that had begun by the day, read with its kind."""

    tie: Relationship
    kind: Kinship
    ended: bool


def family_at(facts: ChildsPeople, day: date) -> Family:
    """The family as it was on a day; professionals and people not yet known of then are left out."""
    steps = tuple(_steps(facts, day))
    generations = _generations(facts, steps)
    steps = tuple(step for step in steps if step.tie.person_id in generations and step.tie.other_id in generations)
    descents = tuple(_descents(steps))
    bonds = tuple(_bonds(steps, descents))
    houses = _households(facts, steps, set(generations), day)
    sides = _sides(facts.child_id, steps, descents)
    figures = tuple(
        replace(_figure(facts, steps, person, generations[person.person_id], day),
                side=sides.get(person.person_id, 1.0), household=houses.get(person.person_id, -1))
        for person in sorted(facts.people, key=lambda one: str(one.person_id))
        if person.person_id in generations
    )  # fmt: skip
    count = max(houses.values(), default=-1) + 1
    return Family(day, facts.child_id, figures, bonds, descents, count)


def _steps(facts: ChildsPeople, day: date) -> Iterator[_Step]:
    there = {person.person_id for person in facts.people if _there(person, day, facts.child_id)}
    for tie in sorted(facts.relationships, key=lambda one: str(one.relationship_id)):
        kind = kinship(tie.kind)
        begun = tie.from_on is None or tie.from_on <= day or kind.tie == "birth"
        kin = kind.group in KIN or (kind.group == "other" and tie.same_household)
        if begun and kin and {tie.person_id, tie.other_id} <= there:
            yield _Step(tie, kind, tie.ended(day) or kind.ended)


def _there(person: Person, day: date, child: UUID) -> bool:
    """Whether the person was born, or awaited, by that day; the child in focus always is."""
    return person.person_id == child or person.awaited(day)


def _generations(facts: ChildsPeople, steps: tuple[_Step, ...]) -> dict[UUID, int]:
    """The generation of each person that a relationship leads to, the nearest first."""
    found = {facts.child_id: 0}
    ordered = sorted(steps, key=lambda step: (step.kind.group not in _FIRST, str(step.tie.relationship_id)))
    for _ in range(len(facts.people)):
        added: dict[UUID, int] = {}
        for step in ordered:
            one, other = step.tie.person_id, step.tie.other_id
            apart = step.kind.generation if step.kind.generation is not None else -1
            if other in found and one not in found and one not in added:
                added[one] = min(max(found[other] + apart, _HIGHEST), _LOWEST)
            elif one in found and other not in found and other not in added:
                added[other] = min(max(found[one] - apart, _HIGHEST), _LOWEST)
        if not added:
            break
        found |= added
    return found


def _descents(steps: tuple[_Step, ...]) -> Iterator[Descent]:
    by_child: dict[tuple[UUID, str], dict[UUID, _Step]] = {}
    for step in steps:
        if step.kind.group in ("parent", "carer") and step.kind.tie != "step":
            child, parent = step.tie.other_id, step.tie.person_id
        elif step.kind.group in ("child", "cared for") and step.kind.tie != "step":
            child, parent = step.tie.person_id, step.tie.other_id
        else:
            continue
        if step.kind.tie in ("foster", "guardian") and step.ended:
            continue
        by_child.setdefault((child, step.kind.tie), {}).setdefault(parent, step)
    yield from _lines_to(by_child)
    yield from _brothers_and_sisters(steps, {child for child, tie in by_child if tie == "birth"}, by_child)


def _lines_to(by_child: dict[tuple[UUID, str], dict[UUID, _Step]]) -> Iterator[Descent]:
    """One line to a pair, and one more to each further person who may be a parent."""
    for (child, tie), parents in sorted(by_child.items(), key=str):
        ordered = sorted(parents, key=lambda one: (not parents[one].tie.certain, parents[one].ended, str(one)))
        pair = ordered[:1]
        for one in ordered[1:]:
            if len(pair) == 1 and parents[one].kind.code != parents[pair[0]].kind.code:
                pair.append(one)
        if len(pair) == 1 and tie != "birth":
            pair = ordered[:2]
        yield Descent(child, tuple(sorted(pair, key=str)), tie, all(parents[one].tie.certain for one in pair))
        for one in ordered:
            if one not in pair:
                yield Descent(child, (one,), tie, parents[one].tie.certain)


def _brothers_and_sisters(
    steps: tuple[_Step, ...], known: set[UUID], by_child: dict[tuple[UUID, str], dict[UUID, _Step]]
) -> Iterator[Descent]:
    """A full brother or sister whose parents are not recorded hangs on the same line."""
    done = set(known)
    lines = {line.child: line for line in reversed(list(_lines_to(by_child))) if line.tie == "birth"}
    for step in steps:
        if step.kind.group != "sibling" or step.kind.tie != "birth":
            continue
        for one, other in ((step.tie.person_id, step.tie.other_id), (step.tie.other_id, step.tie.person_id)):
            if one not in done and other in known and not _half(steps, one, other):
                done.add(one)
                yield replace(lines[other], child=one, certain=step.tie.certain)


def _half(steps: tuple[_Step, ...], one: UUID, other: UUID) -> bool:
    return any(step.kind.group == "sibling" and step.kind.tie != "birth"
               and {step.tie.person_id, step.tie.other_id} == {one, other} for step in steps)  # fmt: skip


def _bonds(steps: tuple[_Step, ...], descents: tuple[Descent, ...]) -> Iterator[Bond]:
    said = _couples(steps)
    for line in descents:
        if len(line.parents) == 2:
            pair = _pair(*line.parents)
            if pair not in said or (line.certain and not said[pair].certain):
                said[pair] = Bond(*pair, said[pair].ended if pair in said else False, line.certain)
    for step in steps:
        if step.kind.group == "parent" and step.kind.tie == "step":
            partners = _with_parent(steps, step)
            if partners is not None:
                said.setdefault(partners, Bond(*partners, step.ended))
    return iter(said[pair] for pair in sorted(said, key=str))


def _couples(steps: tuple[_Step, ...]) -> dict[tuple[UUID, UUID], Bond]:
    """Couples as they are recorded; of one that is recorded twice, what stands rather than what ended."""
    said: dict[tuple[UUID, UUID], Bond] = {}
    for step in steps:
        if step.kind.group == "couple":
            pair = _pair(step.tie.person_id, step.tie.other_id)
            if pair not in said or said[pair].ended:
                said[pair] = Bond(*pair, step.ended, step.tie.certain)
    return said


def _with_parent(steps: tuple[_Step, ...], step: _Step) -> tuple[UUID, UUID] | None:
    """The parent that a step-parent is the partner of: one in the same household first, then one of the other sex."""
    parents = [one for one in steps if one.kind.group == "parent" and one.kind.tie in ("birth", "adoptive")
               and one.tie.other_id == step.tie.other_id and one.tie.person_id != step.tie.person_id]  # fmt: skip
    parents.sort(key=lambda one: (not one.tie.same_household, one.kind.sex == step.kind.sex, str(one.tie.person_id)))
    return _pair(parents[0].tie.person_id, step.tie.person_id) if parents else None


def _pair(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    return (one, other) if str(one) < str(other) else (other, one)


def _households(facts: ChildsPeople, steps: tuple[_Step, ...], among: set[UUID], day: date) -> dict[UUID, int]:
    """Who lives together: with the child by what is said of living together; the others by a shared address."""
    own = {facts.child_id}
    for step in steps:
        pair = {step.tie.person_id, step.tie.other_id}
        if step.tie.same_household and facts.child_id in pair and not step.ended and step.tie.holds(day):
            own |= pair
    found = dict.fromkeys(own, 0) if len(own) > 1 else {}
    homes: dict[UUID, set[UUID]] = {}
    for person in facts.people:
        for address in _addresses(person, day) if person.person_id in among - own else ():
            homes.setdefault(address, set()).add(person.person_id)
    number = 1
    for address in sorted(homes, key=str):
        members = homes[address] - found.keys()
        if len(members) > 1:
            found |= dict.fromkeys(members, number)
            number += 1
    return found


def _addresses(person: Person, day: date) -> Iterator[UUID]:
    """Where a person lived on a day."""
    for home in person.addresses:
        begun = home.from_on is None or home.from_on <= day
        if begun and (home.to_on is None or home.to_on > day) and home.kind in ("home", "placement"):
            yield home.address_id


def _sides(child: UUID, steps: tuple[_Step, ...], descents: tuple[Descent, ...]) -> dict[UUID, float]:
    """Where a person belongs: 0 with the father, 2 with the mother, 3 with the carers, else between."""
    sides: dict[UUID, float] = {}
    for step in steps:
        if step.tie.other_id == child and (side := _side_of(step.kind)) is not None:
            sides.setdefault(step.tie.person_id, side)
    for _ in range(3):
        for line in descents:
            if line.child != child:
                _hand_on(line, sides)
    return sides


def _hand_on(line: Descent, sides: dict[UUID, float]) -> None:
    """Parents belong where their child belongs, and children where a parent does."""
    if line.child in sides:
        for parent in line.parents:
            sides.setdefault(parent, sides[line.child])
    above = [sides[parent] for parent in line.parents if sides.get(parent) in (0.0, 2.0)]
    if above:
        sides.setdefault(line.child, above[0])


def _side_of(kind: Kinship) -> float | None:
    if kind.group == "carer":
        return 3.0
    if kind.group == "parent" and kind.tie == "birth" and kind.sex in ("F", "M"):
        return 2.0 if kind.sex == "F" else 0.0
    return _SIDES.get(kind.side)


def _figure(facts: ChildsPeople, steps: tuple[_Step, ...], person: Person, generation: int, day: date) -> Figure:
    own = [step for step in steps if step.tie.person_id == person.person_id and step.tie.other_id == facts.child_id]
    focus = person.person_id == facts.child_id
    roles = to_the_child(facts, person.person_id, day)
    born = person.born_earliest or person.expected_on
    return Figure(
        person.person_id,
        person.called,
        person.sex,
        generation,
        "" if focus else ", ".join(roles) or through_whom(facts, person.person_id, day),
        short_age(person, day),
        _dates(person, day),
        born or date.max,
        focus,
        person.unborn(day),
        person.died_by(day),
        all(step.tie.certain for step in own),
        any(step.tie.parental_responsibility and step.tie.holds(day) for step in own),
    )


def short_age(person: Person, day: date) -> str:
    """The age on a day, or at death, in the fewest signs: "7", "14 m", "3 w"; empty where it is not known."""
    born = person.born_earliest
    if born is None or born > day:
        return ""
    until = person.died_earliest if person.died_earliest and person.died_earliest <= day else day
    about = "" if person.born_latest in (None, born) else "~"
    years = until.year - born.year - ((until.month, until.day) < (born.month, born.day))
    if years >= 2:
        return f"{about}{years}"
    months = (until.year - born.year) * 12 + until.month - born.month - (until.day < born.day)
    return f"{months} m" if months >= 3 else f"{max((until - born).days // 7, 0)} w"


def _dates(person: Person, day: date) -> str:
    if not person.awaited(day):
        return "not yet expected on this day"
    if person.unborn(day):
        due = person.expected_on or person.born_earliest
        if due is None:
            return "unborn"
        return "birth not recorded" if is_late(due, day) else f"due {due:%d/%m/%Y}"
    born = person.born_earliest
    year = "" if born is None else str(born.year) if person.born_latest == born else f"about {born.year}"
    if person.died_by(day) and person.died_earliest is not None:
        return f"{year or '?'} – {person.died_earliest.year}"
    return f"born {year}" if year else ""
