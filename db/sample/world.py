"""What all families share: the places, the people of the council, the professionals, and where numbers come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from db.sample.moments import at
from db.sample.rows import Address, Name, Person, Rows, Staff, Team
from db.sample.words import banks, beats, read

YEARS = 15


@dataclass(slots=True)
class Colleague:
    """A member of staff as the stories need one; `load` counts the children held today."""

    staff_id: UUID
    name: str
    role: str
    team: int
    title: str
    login: str
    holds: bool
    former: bool
    part: str
    front_door: bool
    load: int = 0


@dataclass(slots=True)
class World:
    """The seed's own little county."""

    rng: Random
    today: date
    rows: Rows = field(default_factory=Rows)
    places: dict[str, Any] = field(default_factory=lambda: read("places"))
    names: dict[str, Any] = field(default_factory=lambda: read("names"))
    sources: dict[str, list[str]] = field(default_factory=lambda: read("sources"))
    discussions: dict[str, Any] = field(default_factory=lambda: read("discussions"))
    banks: dict[str, Any] = field(default_factory=banks)
    beats: dict[str, dict[str, Any]] = field(default_factory=beats)
    teams: list[UUID] = field(default_factory=list)
    team_names: list[str] = field(default_factory=list)
    staff: list[Colleague] = field(default_factory=list)
    numbers: int = 0

    @property
    def last_day(self) -> date:
        """The last day of the record: yesterday, so that nothing lies in the future whatever the hour."""
        return self.today - timedelta(days=1)

    def key(self) -> UUID:
        """A key that tells nothing and is the same each time."""
        return UUID(int=self.rng.getrandbits(128), version=4)

    def people_of_council(self) -> None:
        """Makes teams and staff."""
        plan = read("staff")
        began = at(self.today - timedelta(days=365 * YEARS + 400), 9)
        self.team_names = list(plan["teams"])
        self.teams = [self.rows.add(Team(self.key(), name)).team_id for name in self.team_names]
        for number, one in zip(self.rng.sample(range(1000, 10000), 25), plan["person"], strict=True):
            login = f"u{number}"
            team = self.teams[one["team"]] if one["team"] >= 0 else None
            row = Staff(
                self.key(), login, one["name"], one["role"], one["title"], team,
                one.get("front_door", False), one.get("duty", False), began,
            )  # fmt: skip
            self.rows.add(row)
            self.staff.append(
                Colleague(
                    row.staff_id,
                    row.name,
                    row.role,
                    one["team"],
                    row.job_title,
                    login,
                    one.get("holds", False),
                    one.get("former", False),
                    one.get("part", ""),
                    row.front_door,
                )
            )

    def manager(self, team: int) -> Colleague:
        """The team's manager."""
        return next(each for each in self.staff if each.role == "manager" and each.team == team)

    def support(self, team: int) -> Colleague:
        """The team's support worker."""
        return next(each for each in self.staff if each.role == "support" and each.team == team)

    def part(self, part: str) -> Colleague:
        """The reviewing officer ("iro") or the conference chair ("chair")."""
        return next(each for each in self.staff if each.part == part)

    def front_door(self) -> Colleague:
        """One of the two at the front door."""
        return self.rng.choice([each for each in self.staff if each.front_door])

    def person(self, given: str, family: str, sex: str, by: UUID, when: datetime, **facts: Any) -> Person:
        """A person with a legal name."""
        row = self.rows.add(Person(self.key(), sex, by, when, **facts))
        self.name(row, "legal", given, family, by, when)
        return row

    def name(  # noqa: PLR0917
        self, person: Person, kind: str, given: str, family: str, by: UUID, when: datetime
    ) -> None:
        """One more name of a person."""
        self.rows.add(Name(self.key(), person.person_id, kind, given, family, None, None, by, when))

    def address(self, by: UUID, when: datetime) -> Address:
        """A new place in the county."""
        street = self.rng.choice(self.places["streets"])
        town = self.rng.choice(self.places["towns"])
        postcode = (
            f"ZZ{self.rng.randint(1, 6)} {self.rng.randint(1, 9)}{''.join(self.rng.choices('ABDEFGHJLNPQRSTUW', k=2))}"
        )
        return self.rows.add(Address(self.key(), f"{self.rng.randint(1, 148)} {street}, {town}", postcode, by, when))

    def nhs_number(self) -> str:
        """A number of the test range 999, with its check digit."""
        while True:
            digits = "999" + f"{self.rng.randrange(1_000_000):06}"
            check = 11 - sum(int(d) * (10 - i) for i, d in enumerate(digits)) % 11
            if check != 10:
                return digits + str(check % 11)

    def telephone(self) -> str:
        """A number kept for drama."""
        return f"07700 900{self.rng.randrange(1000):03}"

    def given_name(self, bank: str) -> str:
        """A first name of anybody's."""
        culture = self.rng.choice(("english", "english", "irish", "welsh", "polish", "caribbean", "punjabi", "sylheti"))
        return str(self.rng.choice(self.names[culture][bank]))

    def professional(self) -> str:
        """A professional's name, with a title now and then."""
        culture = self.names[
            self.rng.choice(("english", "english", "english", "irish", "welsh", "punjabi", "caribbean", "polish"))
        ]
        return f"{self.rng.choice(culture['women'] + culture['men'])} {self.rng.choice(culture['surnames'])}"
