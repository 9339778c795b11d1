"""Where the children of a story live and learn, what of it is confidential, and from whom it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from db.sample.family import Child, Family
from db.sample.moments import at
from db.sample.rows import Confidential, Period, Relationship, Residence
from db.sample.world import World

_WHY = "Moved to safety from violence. He has said that he will find them, and has tried."
_FOSTER = "The carers' home. A parent has come to a placement uninvited before; the carers have asked that it be kept."
_ADOPTERS = "Adoptive family. Nothing that identifies them may reach the birth family."


@dataclass(slots=True)
class Whereabouts:
    """Homes and schools of one family."""

    world: World
    family: Family
    primary: str
    secondary: str
    special: bool
    hidden_since: date | None = None
    new_school: str = ""
    carers: list[Relationship] = field(default_factory=list)

    @classmethod
    def of(cls, world: World, family: Family, arc: dict[str, Any]) -> Whereabouts:
        """The schools that the family's children go to."""
        places = world.places
        return cls(world, family, world.rng.choice(places["primaries"]), world.rng.choice(places["secondaries"]),
                   arc.get("need") == "N2")  # fmt: skip

    def school(self, child: Child, day: date) -> str:
        """The school by age; after a move to safety it is not named."""
        if self.hidden_since and day >= self.hidden_since:
            return "the new school"
        if self.special and child is self.family.focus and child.band(day) not in ("baby", "toddler"):
            return str(self.world.places["special"])
        if child.band(day) in ("unborn", "baby", "toddler"):
            return self.family.names["nursery"]
        return self.secondary if day >= _starts(child, 11) else self.primary

    def _confide(  # noqa: PLR0917
        self,
        people: list[UUID],
        kind: str,
        value: str,
        postcode: str,
        hidden: list[UUID],
        why: str,
        day: date,
        by: UUID,
    ) -> None:
        child = self.family.focus.row.person_id
        for person in people:
            self.world.rows.add(
                Confidential(self.world.key(), person, kind, value, postcode, hidden, why, day, child, by, at(day, 17))
            )

    def _leave(self, people: set[UUID], day: date) -> None:
        for row in self.family.residences:
            if row.person_id in people and row.to_on is None:
                row.to_on = max(day, row.from_on or day)

    def hide_from_father(self, day: date, by: UUID) -> None:
        """Mother and children live at an address, and go to a school, that the father must not learn."""
        world, family, rng = self.world, self.family, self.world.rng
        place = rng.randrange(len(world.places["refuges"]))
        address, postcode = world.places["refuges"][place], world.places["refuge_postcodes"][place]
        people = [family.mother.person_id] + [child.row.person_id for child in family.children]
        hidden = [family.father.person_id]
        self._confide(people, "address", address, postcode, hidden, _WHY, day, by)
        self._confide(people[:1], "telephone", world.telephone(), "", hidden, _WHY, day, by)
        self.new_school = rng.choice(world.places["new_schools"])
        grown = [c.row.person_id for c in family.children if c.band(day) in ("young", "older", "teen")]
        self._confide(grown, "school", self.new_school, "", hidden, _WHY, day, by)
        self._leave(set(people), day)
        self.hidden_since = day
        family.names["dsl"] = world.professional()
        for child in family.children:
            child.teacher = world.professional()
        family.names["safe_address"] = f"{address}, {postcode}"
        family.names["pet"] = family.names["pet"].split(",")[0]
        for row in family.fathers:
            row.same_household = False

    def move(self, day: date, by: UUID) -> None:
        """A new home in the open."""
        address = self.world.address(by, at(day, 10))
        people = [row.person_id for row in self.family.residences if row.to_on is None]
        self._leave(set(people), day)
        for person in people:
            row = Residence(self.world.key(), person, address.address_id, day, None, by, at(day, 10))
            self.family.residences.append(self.world.rows.add(row))
        self.family.names["street"] = address.lines.split(", ")[0].lstrip("0123456789 ")

    def place(self, code: str, children: list[Child], day: date, by: UUID) -> str:
        """Where the children live from now on, in the words of the head of the file."""
        people = {child.row.person_id for child in children}
        stays = self.family.gran.person_id if code == "kin" else None  # who is with her already stays with her
        left = [tie for tie in self.carers if tie.other_id in people and tie.person_id != stays]
        for relation in left:
            relation.to_on, relation.same_household = day, False
        self.carers = [relation for relation in self.carers if relation not in left]
        if code == "home":
            self._return(people, day, by)
            about = ""
        else:
            about = self._away(code, children, day, by)
        names = {key: self.family.names[key] for key in ("carer", "carers", "carer_role")}
        for child in children:
            child.carers = names if code != "home" else {}
        return about

    def _away(self, code: str, children: list[Child], day: date, by: UUID) -> str:
        people = {child.row.person_id for child in children}
        self._leave(people, day)
        names, family = self.family.names, self.family
        if code == "kin":
            names |= {"carer": names["gran"], "carers": names["gran"], "carer_role": "grandmother"}
            there = {tie.other_id for tie in self.carers}
            new = [each for each in children if each.row.person_id not in there]
            self._relate([family.gran], new, "grandmother and carer", day, by)
            return f"with {names['gran']}, grandmother"
        if code == "adoptive":
            names |= {"carer": "the adoptive mother", "carers": "the adopters", "carer_role": "adoptive parents"}
            address = self.world.address(by, at(day, 10))
            self.world.rows.by_class[type(address)].remove(address)
            self._confide(list(people), "placement", address.lines, address.postcode, [], _ADOPTERS, day, by)
            return "address confidential"
        return self._foster(children, day, by)

    def _foster(self, children: list[Child], day: date, by: UUID) -> str:
        world, rng, older = self.world, self.world.rng, self.world.names["older"]
        woman, man, surname = rng.choice(older["women"]), rng.choice(older["men"]), rng.choice(older["surnames"])
        self.family.names |= {"carer": woman, "carers": f"{woman} and {man} {surname}", "carer_role": "foster carer"}
        carers = [world.person(given, surname, sex, by, at(day, 10)) for given, sex in ((woman, "F"), (man, "M"))]
        self._relate(carers, children, "foster carer", day, by)
        address = world.address(by, at(day, 10))
        people = [child.row.person_id for child in children]
        if rng.random() < 0.5:
            world.rows.by_class[type(address)].remove(address)
            hidden = [self.family.mother.person_id, self.family.father.person_id]
            self._confide(people, "placement", address.lines, address.postcode, hidden, _FOSTER, day, by)
            return f"{self.family.names['carers']}, address confidential"
        for person in people:
            row = Residence(world.key(), person, address.address_id, day, None, by, at(day, 10), "placement")
            self.family.residences.append(world.rows.add(row))
        return self.family.names["carers"]

    def _relate(self, carers: list[Any], children: list[Child], kind: str, day: date, by: UUID) -> None:
        for child in children:
            for carer in carers:
                row = Relationship(self.world.key(), carer.person_id, child.row.person_id, kind, by, at(day, 10),
                                   same_household=True, from_on=day)  # fmt: skip
                self.carers.append(self.world.rows.add(row))

    def _return(self, people: set[UUID], day: date, by: UUID) -> None:
        self._leave(people, day)
        for person in people:
            row = Residence(self.world.key(), person, self.family.home.address_id, day, None, by, at(day, 10))
            self.family.residences.append(self.world.rows.add(row))

    def finish(self) -> None:
        """The school periods of each child, up to now."""
        today = self.world.today
        for child in self.family.children:
            if not child.file:
                continue
            turns = [_starts(child, 4), _starts(child, 11), _starts(child, 16)]
            for begins, ends in pairwise(turns):
                moved = self.hidden_since if self.hidden_since and begins < self.hidden_since < ends else None
                for since, until in ((begins, moved), (moved, ends)) if moved else ((begins, ends),):
                    if since and until and since < (child.file.closed_on or today) and until > child.file.opened_on:
                        self._school_period(child, since, until)

    def _school_period(self, child: Child, since: date, until: date) -> None:
        name = self.school(child, since)
        about = "School not named here: confidential" if name == "the new school" else name
        row = Period(self.world.key(), child.row.person_id, "school", "", self.family.by,
                     at(max(since, self.family.when.date()), 12), description=about, begins_earliest=since,
                     begins_latest=since, begins_words=f"{since:%B %Y}")  # fmt: skip
        if until < self.world.today:
            row.ends_earliest = row.ends_latest = until
            row.ends_words = f"{until:%B %Y}"
        self.world.rows.add(row)


def _starts(child: Child, age: int) -> date:
    """The September of the school year in which the child reaches the age after `age`."""
    reached = child.born + timedelta(days=round(365.25 * age))
    return date(reached.year + (1 if reached.month > 8 else 0), 9, 4)
