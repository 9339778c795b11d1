"""More of each family: grandparents, aunts, couples, the GP and the school, so that a genogram looks like life.

Made after the stories, with numbers of its own, so that no story changes when a relative is added here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from db.sample.family import Child, Family
from db.sample.rows import ContactDetail, Name, Period, Person, Relationship, Warning
from db.sample.world import World

_BEWARE = (
    ("dog", "A large dog runs loose in the yard. Ring before you go in."),
    ("visit_in_pairs", "Visitors to the upper floor have threatened staff. Go in pairs."),
    ("weapons", "Police found knives in the shared hallway in the spring."),
)


def add_relatives(world: World, families: Sequence[tuple[str, Family]], arcs: dict[str, Any], seed: int) -> None:
    """Adds the relatives of all families, with a generator of their own."""
    before, world.rng = world.rng, Random(f"{seed} relatives")  # noqa: S311 (repeatable on purpose)
    ties = _Ties(world)
    for name, family in families:
        maker = _Relatives(world, family, ties)
        if not arcs[name].get("alone"):
            maker.family_of_the_mother()
            maker.family_of_the_father()
            maker.couples()
            maker.beware()
        maker.professionals()
    ties.pair_carers()
    ties.live_with_carers()
    world.rng = before


class _Ties:
    """Adds relationships, and knows those that the stories made."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.of_child: dict[UUID, list[Relationship]] = defaultdict(list)
        for row in world.rows.of(Relationship):
            self.of_child[row.other_id].append(row)
        self.surnames = {name.person_id: name.family for name in world.rows.of(Name)}
        self.sexes = {person.person_id: person.sex for person in world.rows.of(Person)}

    def add(self, person: Person, kind: str, other: UUID, by: tuple[UUID, datetime], **facts: Any) -> None:
        """`person` is `kind` of `other`."""
        self._world.rows.add(Relationship(self._world.key(), person.person_id, other, kind, *by, **facts))

    def pair_carers(self) -> None:
        """Foster carers who took a child in together are a couple."""
        done = set()
        for child in sorted(self.of_child, key=str):
            carers = [row for row in self.of_child[child] if row.kind == "foster carer"]
            for one, other in zip(carers[::2], carers[1::2], strict=False):
                pair = (one.person_id, other.person_id)
                if one.from_on == other.from_on and pair not in done:
                    done.add(pair)
                    kind = "wife" if self.sexes[one.person_id] == "F" else "husband"
                    self._world.rows.add(Relationship(self._world.key(), *pair, kind, one.recorded_by, one.recorded_at))

    def live_with_carers(self) -> None:
        """Who is placed away from home lives with the carers, and with brothers and sisters only who are there too."""
        placed = {
            row.child_id: row.begins_earliest
            for row in self._world.rows.of(Period)
            if row.kind == "placement" and row.code != "home" and row.ends_earliest is None
        }
        homes = {}
        for child, rows in self.of_child.items():
            caring = (row for row in rows if row.to_on is None and row.same_household and _cares(row))
            carers = frozenset(row.person_id for row in caring)
            if carers or child in placed:
                homes[child] = carers or placed[child]
        for child, rows in self.of_child.items():
            for row in rows:
                if not _cares(row) and homes.get(row.person_id) != homes.get(child):
                    row.same_household = False


def _cares(row: Relationship) -> bool:
    return row.kind == "foster carer" or row.kind.endswith("and carer")


class _Relatives:
    """The relatives of one family."""

    def __init__(self, world: World, family: Family, ties: _Ties) -> None:
        self._world, self._family, self._ties = world, family, ties
        self._by: tuple[UUID, datetime] = (family.by, family.when)
        self._facts: dict[str, Any] = {
            "ethnicity": family.mother.ethnicity,
            "first_language": family.mother.first_language,
        }
        self._surname = family.children[0].family.split("-")[0]

    def _chance(self, share: float) -> bool:
        return self._world.rng.random() < share

    def _older(self, sex: str, about: int, surname: str) -> Person:
        """Somebody of a generation before, born in about that year, of whom some have died."""
        world, rng = self._world, self._world.rng
        culture = self._culture()
        given = rng.choice(culture["women" if sex == "F" else "men"])
        year = date(about + rng.randint(-4, 4), 1, 1)
        born: dict[str, Any] = {"born_earliest": year, "born_latest": year.replace(month=12, day=31),
                                "born_words": f"about {year.year}"}  # fmt: skip
        if self._chance(0.28 if sex == "M" else 0.15):
            oldest = max(year.year + 40, self._family.when.year - 18)
            died = date(
                min(oldest + rng.randint(0, 15), world.last_day.year - 1), rng.randint(1, 12), rng.randint(1, 28)
            )
            born |= {"died_earliest": died, "died_latest": died, "died_words": f"{died.day} {died:%B %Y}"}
        return world.person(given, surname, sex, self._family.by, self._family.when, **self._facts, **born)

    def _culture(self) -> dict[str, Any]:
        english = (self._family.mother.first_language or "English").endswith("English")
        cultures = [
            each for each in self._world.names.values() if each.get("language") == self._facts["first_language"]
        ]
        older: dict[str, Any] = self._world.names["older"]
        return older if english or not cultures else cultures[0]

    def _year(self, person: Person) -> int:
        return (person.born_earliest or date(1985, 1, 1)).year

    def family_of_the_mother(self) -> None:
        """The grandmother is the mother's mother; often there is a grandfather, often a sister or brother."""
        family = self._family
        self._ties.add(family.gran, "mother", family.mother.person_id, self._by)
        if self._chance(0.5):
            grandfather = self._older("M", self._year(family.gran) - 2, self._surname)
            self._ties.add(grandfather, "father", family.mother.person_id, self._by)
            kind = "husband" if grandfather.died_earliest or self._chance(0.6) else "ex-husband"
            self._ties.add(grandfather, kind, family.gran.person_id, self._by)
            for child in family.children:
                self._ties.add(grandfather, "grandfather", child.row.person_id, self._by)
        if self._chance(0.55):
            self._aunt(family.names["aunt"], "F")
        if self._chance(0.2):
            self._aunt(self._world.rng.choice(self._culture()["men"]), "M")

    def _aunt(self, given: str, sex: str) -> None:
        family, rng = self._family, self._world.rng
        born = (family.mother.born_earliest or date(1985, 1, 1)) + timedelta(days=rng.randint(-2500, 2500))
        row = self._world.person(
            given, self._surname, sex, *self._by, **self._facts, born_earliest=born, born_latest=born
        )
        self._ties.add(row, "sister" if sex == "F" else "brother", family.mother.person_id, self._by)
        self._ties.add(family.mother, "sister", row.person_id, self._by)
        for child in family.children:
            self._ties.add(row, "aunt" if sex == "F" else "uncle", child.row.person_id, self._by)

    def family_of_the_father(self) -> None:
        """In some families the father's parents are known."""
        family = self._family
        if not self._chance(0.4):
            return
        surname = self._ties.surnames[family.father.person_id]
        about = self._year(family.father) - self._world.rng.randint(21, 32)
        theirs = [child for child in family.children if self._is_father(family.father, child)]
        parents = [self._older("F", about, surname)]
        self._ties.add(parents[0], "mother", family.father.person_id, self._by)
        if self._chance(0.6):
            parents.append(self._older("M", about - 2, surname))
            self._ties.add(parents[1], "father", family.father.person_id, self._by)
            self._ties.add(parents[1], "husband", parents[0].person_id, self._by)
        for child in theirs:
            for parent in parents:
                kind = "paternal grandmother" if parent.sex == "F" else "paternal grandfather"
                self._ties.add(parent, kind, child.row.person_id, self._by)

    def _is_father(self, person: Person, child: Child) -> bool:
        rows = self._ties.of_child[child.row.person_id]
        return any(row.person_id == person.person_id and row.kind == "father" for row in rows)

    def couples(self) -> None:
        """Who was together and who still is; a mother on her own sometimes has somebody new."""
        family, rng = self._family, self._world.rng
        today = family.father_in_household and any(row.same_household for row in family.fathers)
        kind = "husband" if today and self._chance(0.4) else "partner" if today else "ex-partner"
        self._ties.add(family.father, kind, family.mother.person_id, self._by)
        earlier = {row.person_id for child in family.children for row in self._ties.of_child[child.row.person_id]
                   if row.kind == "father" and row.person_id != family.father.person_id}  # fmt: skip
        people = {person.person_id: person for person in self._world.rows.of(Person)} if earlier else {}
        for person in sorted(earlier, key=str):
            self._ties.add(people[person], "ex-partner", family.mother.person_id, self._by)
        if not today and self._chance(0.25):
            culture = self._culture()
            row = self._world.person(
                rng.choice(culture["men"]), rng.choice(culture.get("surnames") or [self._surname]), "M", *self._by
            )
            self._ties.add(row, "partner", family.mother.person_id, self._by)
            for child in family.children:
                self._ties.add(row, "stepfather", child.row.person_id, self._by)

    def beware(self) -> None:
        """At a few homes something to beware of on the way in."""
        if self._chance(0.05):
            kind, text = self._world.rng.choice(_BEWARE)
            review = self._world.today + timedelta(days=self._world.rng.randint(20, 180))
            row = Warning(self._world.key(), None, kind, text, review, *self._by)
            row.address_id = self._family.home.address_id
            self._world.rows.add(row)

    def professionals(self) -> None:
        """A GP for nearly every child; a teacher at school; a midwife before birth."""
        family = self._family
        if self._chance(0.9):
            gp = self._professional(family.names["gp"])
            for child in family.children:
                self._ties.add(gp, "GP", child.row.person_id, self._by)
        for child in family.children:
            band = child.band(self._world.today)
            if band in ("young", "older", "teen") and self._chance(0.7):
                self._ties.add(self._professional(child.teacher), "teacher", child.row.person_id, self._by)
            elif band == "unborn":
                self._ties.add(self._professional(family.names["midwife"]), "midwife", child.row.person_id, self._by)

    def _professional(self, name: str) -> Person:
        given, surname = name.split(" ", 1)
        row = self._world.person(given, surname, "U", *self._by)
        number = self._world.telephone()
        self._world.rows.add(ContactDetail(self._world.key(), row.person_id, "work", number, *self._by))
        return row
