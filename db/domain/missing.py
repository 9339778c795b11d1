"""What the service and the child need on record: each fact, how its absence reads, and where it is entered.

The rules are functions of the server (`db/sql/missing.sql`); here is how each reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Where(Enum):
    """Where a fact is entered."""

    FACT = auto()
    """In the form for facts of the child."""
    PEOPLE = auto()
    """On the page of the child's people."""
    ENTRY = auto()
    """In a new entry."""


@dataclass(frozen=True, slots=True)
class WantedFact:
    """A fact that children need: its label, the words for its absence, where it is entered and how to answer it.

    `opens` is the fact that the form begins with, and `corrects` whether what stands is put right there.
    """

    label: str
    gap: str
    where: Where
    opens: str = ""
    corrects: bool = False
    hint: str = ""


FACTS = {
    "born": WantedFact("Date of birth", "Date of birth", Where.FACT, "born", hint="“About May 2016” will do."),
    "sex": WantedFact("Sex", "Sex", Where.FACT, "sex"),
    "ethnicity": WantedFact(
        "Ethnicity", "Ethnicity", Where.FACT, "ethnicity", hint="“Declined to say” is an answer, “not known” is none."
    ),
    "first_language": WantedFact("First language", "First language", Where.FACT, "first_language"),
    "communication_needs": WantedFact(
        "Interpreter or other help",
        "Whether an interpreter is needed",
        Where.FACT,
        "communication_needs",
        hint="The first language is not English. “None” is an answer.",
    ),
    "nhs_number": WantedFact("NHS number", "NHS number", Where.FACT, "nhs_number"),
    "gp": WantedFact("GP", "GP", Where.PEOPLE, hint="Add the GP to the people with Insert."),
    "parental_responsibility": WantedFact(
        "Parental responsibility",
        "Who has parental responsibility",
        Where.PEOPLE,
        hint="Stand on the parent, Enter, and correct who it is; or add somebody with Insert.",
    ),
    "placement": WantedFact("Where the child lives", "Where the child lives", Where.FACT, "placement"),
    "school": WantedFact("School", "School", Where.FACT, "school", hint="“Taught at home” is an answer."),
    "legal_status": WantedFact(
        "Legal status", "Legal status", Where.FACT, "legal_status", hint="“No order” is an answer."
    ),
    "legal_status_source": WantedFact(
        "Source of the legal status",
        "What the legal status rests on",
        Where.FACT,
        "legal_status",
        corrects=True,
        hint="Say how it is known, or open the entry that tells it.",
    ),
    "plan_category": WantedFact(
        "Category of the protection plan",
        "Category of the child protection plan",
        Where.FACT,
        "plan",
        corrects=True,
    ),
    "seen_alone": WantedFact(
        "Seen alone",
        "Never seen alone",
        Where.ENTRY,
        hint="Record the visit at which the child was seen alone.",
    ),
    "no_entry": WantedFact("An entry lately", "No entry", Where.ENTRY),
}
"""The facts in the order in which they are told."""


def gap_in_words(fact: str, weeks: int | None = None) -> str:
    """What is missing: "Ethnicity", "No entry in 6 weeks"."""
    known = FACTS.get(fact)
    if known is None:
        return fact.replace("_", " ")
    return f"{known.gap} in {weeks} {'week' if weeks == 1 else 'weeks'}" if weeks is not None else known.gap
