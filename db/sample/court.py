"""Proceedings of a story: issued, heard, ended; parties, representatives and the hearing that comes next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from db.sample.family import Child, Family
from db.sample.moments import at
from db.sample.rows import Hearing, Name, Party, Proceedings, ProceedingsChild, ProceedingsVersion
from db.sample.terms import office_day, on_or_after
from db.sample.world import World

_KINDS = {
    "Case management hearing": "cmh", "Issues resolution hearing": "irh", "Final hearing": "final",
    "Decision hearing": "decision", "Urgent hearing": "urgent", "First hearing dispute resolution appointment": "fhdra",
}  # fmt: skip
_SOLICITORS = ("Ashdown Pike Solicitors", "Merrow & Lisle", "Holt Verity Law", "Carding Bell LLP")


@dataclass(slots=True)
class Case:
    """One set of proceedings."""

    world: World
    row: ProceedingsVersion
    children: list[UUID] = field(default_factory=list)

    @classmethod
    def issue(cls, world: World, family: Family, day: date, by: UUID, *, child: Child, private: bool) -> Case:
        """Issues proceedings with both parents as parties; the council applies unless the law is private."""
        rng, when = world.rng, at(day, 15)
        number = f"ZW{day.year % 100:02}{'P' if private else 'C'}{rng.randint(50000, 59999)}"
        case = world.rows.add(Proceedings(world.key(), by, when))
        row = ProceedingsVersion(
            case.proceedings_id, number, world.places["court"], "private" if private else "public",
            "C100" if private else "C110A", "first_hearing" if private else "cmh", day, "sealed application", by, when,
        )  # fmt: skip
        world.rows.add(row)

        def party(person: UUID | None, name: str, part: str, firm: str = "") -> Party:
            file, known = child.row.person_id, "application form"
            made = Party(world.key(), row.proceedings_id, file, person, name, part, known, by, when, firm)
            return world.rows.add(made)

        parents = {family.mother.person_id, family.father.person_id}
        whole = {
            one.person_id: f"{one.given} {one.family}"
            for one in reversed(world.rows.of(Name))
            if one.person_id in parents
        }
        mother, father = whole[family.mother.person_id], whole[family.father.person_id]
        parts = (
            [(father, family.father.person_id, "applicant"), (mother, family.mother.person_id, "respondent")]
            if private
            else [
                (str(world.places["authority"]), None, "applicant"),
                (mother, family.mother.person_id, "first_respondent"),
                (father, family.father.person_id, "second_respondent"),
            ]
        )
        for name, person, part in parts:
            made = party(person, name, part, "Council legal services" if person is None else rng.choice(_SOLICITORS))
            if private and part == "respondent":
                made.hidden, made.hidden_from, made.hidden_why = (
                    "contact",
                    "the applicant",
                    "form C8 filed with her answer",
                )
        if not private:
            guardian = world.staff[18 + int(str(family.mother.person_id)[0], 16) % 2]
            party(None, guardian.name, "guardian")
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
                _KINDS[kind],
                day,
                clock,
                str(self.world.places["court"]),
                outcome,
                "notice of hearing",
                by,
                at(min(day, self.world.last_day), 16),
            )
        )

    def end(self, day: date, outcome: str) -> None:
        """The final order."""
        self.row.ended_on, self.row.outcome, self.row.stage = day, outcome, "final"

    def list_next(self, by: UUID) -> None:
        """The hearing to come, while the proceedings go on."""
        if self.row.ended_on is None:
            private = self.row.law == "private"
            self.row.stage = "report" if private else "irh"
            soon = self.world.today + timedelta(days=self.world.rng.randint(9, 60))
            day = on_or_after(soon, office_day)
            self.heard("Decision hearing" if private else "Issues resolution hearing", day, by, "")
