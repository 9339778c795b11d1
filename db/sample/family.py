"""A family: parents, children, grandmother, home, and the professionals around them, as persons with relationships."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from db.sample.moments import PREGNANCY, at
from db.sample.rows import Address, ContactDetail, File, Person, Relationship, Residence
from db.sample.world import World


@dataclass(slots=True)
class Child:
    """A child of a story, and what changes in it: `with_carers` while looked after by `carers`, `file` once opened."""

    row: Person
    given: str
    known: str
    family: str
    born: date
    toy: str
    interest: str
    friend: str
    teacher: str
    file: File | None = None
    with_carers: bool = False
    carers: dict[str, str] = field(default_factory=dict)
    closed: bool = False

    def band(self, day: date) -> str:
        """The child's age in words that choose a bank."""
        years = (day - self.born).days / 365.25
        bands = ((0, "unborn"), (1.6, "baby"), (4.5, "toddler"), (8.5, "young"), (12.5, "older"))
        return next((name for limit, name in bands if years < limit), "teen")


@dataclass(slots=True)
class Family:
    """The people of a story. `names` fills the slots of templates that do not change from child to child."""

    children: list[Child]
    mother: Person
    father: Person
    father_in_household: bool
    gran: Person
    home: Address
    focus: Child
    language: str
    by: UUID
    when: datetime
    names: dict[str, str] = field(default_factory=dict)
    residences: list[Residence] = field(default_factory=list)
    fathers: list[Relationship] = field(default_factory=list)


def make_family(world: World, arc: dict[str, Any], births: list[date], start: date) -> Family:
    """A family with a child for each date of birth, the eldest first, and everyone's relationship to each."""
    rng = world.rng
    cultures = {key: value for key, value in world.names.items() if "weight" in value}
    if arc.get("alone"):
        cultures = {key: cultures[key] for key in ("kurdish", "somali")}
    (culture,) = rng.choices(list(cultures.values()), [each["weight"] for each in cultures.values()])
    by, when = world.front_door().staff_id, at(start, 10, rng.randrange(60))
    surname, other = rng.sample(culture["surnames"], 2)
    family_name = f"{surname}-{other}" if rng.random() < 0.08 and " " not in surname + other else surname
    ethnicity = rng.choice(culture["ethnicity"])
    women, men = rng.sample(culture["women"], 3), rng.sample(culture["men"], 2)
    facts: dict[str, Any] = {"ethnicity": ethnicity, "first_language": culture["language"]}
    mother_born = births[0] - timedelta(days=rng.randint(18 * 365, 33 * 365))
    mother = world.person(women[0], surname, "F", by, when, **facts, **_born(mother_born))
    father = world.person(
        men[0], other, "M", by, when, **facts, **_born(mother_born - timedelta(days=rng.randint(-900, 2500)))
    )
    older = world.names["older"]["women"] if culture["language"].endswith("English") else culture["women"]
    gran_name = rng.choice([each for each in older if each not in women[:2]])
    gran = world.person(
        gran_name, surname, "F", by, when,
        **facts, born_earliest=(year := date(mother_born.year - rng.randint(19, 30), 1, 1)),
        born_latest=year.replace(month=12, day=31), born_words=f"about {year.year}",
    )  # fmt: skip
    home = world.address(by, when)
    children = _children(world, culture, births, family_name, (by, when), facts)
    focus = children[0] if arc.get("focus") == "eldest" else rng.choice(children)
    made = Family(
        children, mother, father, rng.random() < 0.7 and not arc.get("court_adviser"), gran, home, focus,
        culture["language"], by, when,
    )  # fmt: skip
    given = {"mother": women[0], "father": men[0], "gran": gran_name, "aunt": women[1]}
    made.names = _names(world, made, given, arc)
    _relate(world, made, men, culture, arc, facts)
    _live(world, made, arc, start)
    return made


_NEEDS = ("", "", "", "", "", "", "Speech therapy", "Wears hearing aids", "Reads large print")


def _born(day: date) -> dict[str, Any]:
    return {"born_earliest": day, "born_latest": day}


def _children(  # noqa: PLR0917
    world: World,
    culture: dict[str, Any],
    births: list[date],
    family_name: str,
    by: tuple[UUID, datetime],
    facts: dict[str, Any],
) -> list[Child]:
    rng, places, found, used = world.rng, world.places, [], set[str]()
    for born in births:
        sex = rng.choice("FM")
        given = rng.choice([each for each in culture["girls" if sex == "F" else "boys"] if each not in used])
        used.add(given)
        known = given.split("-")[0] if "-" in given and rng.random() < 0.7 else given
        unborn = born > world.last_day
        row = world.person(
            f"Unborn baby of {family_name}" if unborn else given, "" if unborn else family_name,
            "U" if unborn else sex, by[0], by[1], **facts,
            pronouns="" if unborn else ("she/her" if sex == "F" else "he/him"),
            **({"expected_on": born} if born > by[1].date() else {}), **({} if unborn else _born(born)),
            nhs_number=None if unborn or rng.random() < 0.15 else world.nhs_number(),
            upn=None if unborn or (world.today - born).days < 1800 else f"A000{rng.randrange(10**9):09}",
            communication_needs=rng.choice(_NEEDS),
        )  # fmt: skip
        if known != given and not unborn:
            world.name(row, "known_as", known, "", *by)
        if unborn:
            given = known = "the baby"
        found.append(
            Child(row, given, known, family_name, born, rng.choice(places["toys"]), rng.choice(places["interests"]),
                  rng.choice([each for each in places["friends"] if each != given]), world.professional())
        )  # fmt: skip
    return found


def _names(world: World, family: Family, given: dict[str, str], arc: dict[str, Any]) -> dict[str, str]:
    rng, places, gran = world.rng, world.places, given["gran"]
    names = {
        **given, "father_role": "father",
        "hospital": places["hospital"], "court": places["court"], "language": family.language,
        "surgery": rng.choice(places["surgeries"]), "nursery": rng.choice(places["nurseries"]),
        "centre": rng.choice(places["centres"]), "pet": rng.choice(places["pets"]),
        "officer": f"PC {rng.randint(2000, 2999)}", "detective": f"DC {rng.randint(4000, 4799)}",
        "doctor": f"Dr {world.professional().split(' ', 1)[1]}", "gp": f"Dr {world.professional().split(' ', 1)[1]}",
        "street": rng.choice(places["streets"]), "category": _CATEGORIES.get(arc.get("category", ""), "neglect"),
        "safe_address": family.home.lines, "carer": gran, "carers": gran, "carer_role": "grandmother",
    }  # fmt: skip
    for role in (
        "hv",
        "midwife",
        "dsl",
        "therapist",
        "nurse",
        "housing",
        "advocate",
        "supervisor",
        "probation",
        "keyworker",
    ):
        names[role] = world.professional()
    return names


_CATEGORIES = {"NEG": "neglect", "EMO": "emotional abuse", "PHY": "physical abuse", "SAB": "sexual abuse"}


def _relate(  # noqa: PLR0917
    world: World, family: Family, men: list[str], culture: dict[str, Any], arc: dict[str, Any], facts: dict[str, Any]
) -> None:
    rng, alone = world.rng, bool(arc.get("alone"))
    earlier = None
    if len(family.children) > 1 and rng.random() < 0.35:
        earlier = world.person(men[1], rng.choice(culture["surnames"]), "M", family.by, family.when, **facts)
    for index, child in enumerate(family.children):
        half = earlier is not None and index == 0
        _relative(world, family, family.mother, child, "mother", not alone, "birth", not alone)
        father = earlier if half and earlier is not None else family.father
        responsible = not alone and rng.random() < 0.8
        how = "on the birth certificate" if responsible else ""
        together = not half and not alone and family.father_in_household
        _relative(world, family, father, child, "father", responsible, how, together)
        if half:
            _relative(world, family, family.father, child, "stepfather", False, "", family.father_in_household)
        _relative(world, family, family.gran, child, "grandmother", False, "", False)
        for sibling in family.children:
            if sibling is not child:
                kind = {"F": "sister", "M": "brother"}.get(child.row.sex, "sibling")
                _relative(world, family, child.row, sibling, kind, False, "", not alone)
    _professionals(world, family)


def _professionals(world: World, family: Family) -> None:
    for role, title in (("hv", "health visitor"), ("dsl", "designated safeguarding lead")):
        given, surname = family.names[role].split(" ", 1)
        row = world.person(given, surname, "U", family.by, family.when)
        for child in family.children:
            if (role == "hv") == (child.band(world.today) in ("unborn", "baby", "toddler")):
                _relative(world, family, row, child, title, False, "", False)


def _relative(  # noqa: PLR0917
    world: World, family: Family, person: Person, child: Child, kind: str, responsible: bool, how: str, together: bool
) -> None:
    since = child.born if kind in ("mother", "father", "sister", "brother") and child.born <= world.last_day else None
    row = Relationship(
        world.key(), person.person_id, child.row.person_id, kind, family.by, family.when, responsible, how,
        kind != "father" or world.rng.random() > 0.05, together, from_on=since,
    )  # fmt: skip
    world.rows.add(row)
    if person is family.father:
        family.fathers.append(row)


def _live(world: World, family: Family, arc: dict[str, Any], start: date) -> None:
    people = [child.row for child in family.children]
    if not arc.get("alone"):
        people += [family.mother] + ([family.father] if family.father_in_household else [])
        for person in (family.mother, family.gran):
            world.rows.add(
                ContactDetail(world.key(), person.person_id, "mobile", world.telephone(), family.by, family.when)
            )
        for person in people:
            since = max(start - timedelta(days=world.rng.randint(100, 1500)), person.born_earliest or start)
            family.residences.append(
                world.rows.add(
                    Residence(
                        world.key(), person.person_id, family.home.address_id, since, None, family.by, family.when
                    )
                )
            )
    gran_home = world.address(family.by, family.when)
    world.rows.add(
        Residence(world.key(), family.gran.person_id, gran_home.address_id, None, None, family.by, family.when)
    )


def earliest(child: Child) -> date:
    """The first day on which something can have happened to the child: the start of the pregnancy."""
    return child.born - PREGNANCY
