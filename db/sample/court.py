"""Proceedings of a story: issued, heard, ended; parties, representatives and the hearing that comes next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from db.sample.family import Child, Family
from db.sample.moments import at
from db.sample.rows import Hearing, Party, Proceedings, ProceedingsChild
from db.sample.terms import office_day, on_or_after
from db.sample.world import World

_SOLICITORS = ("Ashdown Pike Solicitors", "Merrow & Lisle", "Holt Verity Law", "Carding Bell LLP")


@dataclass(slots=True)
class Case:
    """One set of proceedings."""

    world: World
    row: Proceedings
    children: list[UUID] = field(default_factory=list)

    @classmethod
    def issue(cls, world: World, family: Family, day: date, by: UUID, *, private: bool) -> Case:
        """Issues proceedings with both parents as parties; the council applies unless the law is private."""
        rng = world.rng
        number = f"ZW{day.year % 100:02}{'P' if private else 'C'}{rng.randint(50000, 59999)}"
        row = Proceedings(
            world.key(), number, world.places["court"], "private" if private else "public",
            "Child arrangements order" if private else "Care order", "first hearing" if private else "case management",
            day, day + timedelta(weeks=26), by, at(day, 15),
        )  # fmt: skip
        world.rows.add(row)
        mother, father = family.names["mother"], family.names["father"]
        parts = (
            [(father, family.father.person_id, "applicant"), (mother, family.mother.person_id, "respondent")]
            if private
            else [
                (str(world.places["authority"]), None, "applicant"),
                (mother, family.mother.person_id, "first respondent"),
                (father, family.father.person_id, "second respondent"),
            ]
        )
        for name, person, part in parts:
            firm = "Council legal services" if person is None else rng.choice(_SOLICITORS)
            world.rows.add(Party(world.key(), row.proceedings_id, person, name, part, firm))
        if not private:
            guardian = world.staff[18 + int(str(family.mother.person_id)[0], 16) % 2]
            world.rows.add(Party(world.key(), row.proceedings_id, None, guardian.name, "children's guardian"))
        return cls(world, row)

    def concern(self, children: list[Child]) -> None:
        """The children whom the proceedings concern."""
        for child in children:
            if child.row.person_id not in self.children:
                self.children.append(child.row.person_id)
                self.world.rows.add(ProceedingsChild(self.row.proceedings_id, child.row.person_id))

    def heard(self, kind: str, day: date, by: UUID, outcome: str = "Heard; see the entry of the day.") -> None:
        """A hearing on a day."""
        clock = self.world.rng.choice(("10:00", "10:30", "11:30", "14:00"))
        self.world.rows.add(
            Hearing(
                self.world.key(),
                self.row.proceedings_id,
                kind,
                day,
                clock,
                outcome,
                by,
                at(min(day, self.world.last_day), 16),
            )
        )

    def end(self, day: date, outcome: str) -> None:
        """The final order."""
        self.row.ended_on, self.row.outcome, self.row.stage = day, outcome, "ended"

    def list_next(self, by: UUID) -> None:
        """The hearing to come, while the proceedings go on."""
        if self.row.ended_on is None:
            private = self.row.law == "private"
            self.row.stage = "report" if private else "issues resolution"
            soon = self.world.today + timedelta(days=self.world.rng.randint(9, 60))
            day = on_or_after(soon, office_day)
            self.heard("Decision hearing" if private else "Issues resolution hearing", day, by, "")
