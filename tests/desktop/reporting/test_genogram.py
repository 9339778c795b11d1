"""The genogram: nobody twice, nobody on top of another, generations and brothers and sisters in order; and its page."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from random import Random
from uuid import UUID

import pypdfium2
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Pdf

from db.domain.people import ChildsPeople, Person, Relationship, kinships
from desktop.reporting.family import Family, family_at, short_age
from desktop.reporting.genogram import WIDTH, Genogram, Shape, Stroke, lay_out
from desktop.reporting.genogram_pdf import GenogramSheet, render_genogram

TODAY = date(2026, 11, 22)
SHEET = GenogramSheet("Amira Kaya", "26-1000", "Jo Worker, social worker", TODAY)


class House:
    """Builds a family by hand: people by name, relationships by "who is what of whom"."""

    def __init__(self, child: str = "Amira Kaya", born: date | None = date(2019, 5, 2)) -> None:
        self.people: dict[str, Person] = {}
        self.ties: list[Relationship] = []
        self.child = self.person(child, born=born)

    def person(self, name: str, sex: str = "F", born: date | None = None, **facts: object) -> Person:
        """Somebody new."""
        made = Person(UUID(int=len(self.people) + 1), 1, name, sex=sex, born_earliest=born, born_latest=born, **facts)  # type: ignore[arg-type]
        self.people[name] = made
        return made

    def tie(self, person: str, kind: str, other: str, **facts: object) -> None:
        """`person` is `kind` of `other`."""
        one, two = self.people[person].person_id, self.people[other].person_id
        self.ties.append(Relationship(UUID(int=1000 + len(self.ties)), one, two, kind, **facts))  # type: ignore[arg-type]

    def at(self, day: date = TODAY) -> Family:
        """The family on a day."""
        return family_at(self.facts, day)

    @property
    def facts(self) -> ChildsPeople:
        """As the record answers."""
        return ChildsPeople(self.child.person_id, tuple(self.people.values()), tuple(self.ties))


def step_family() -> House:
    """Mother with an earlier partner and a present one, a child of each, and her mother who has died."""
    house = House()
    house.person("Sarah Kaya", born=date(1992, 1, 1))
    house.person("Deniz Yilmaz", "M", date(1990, 1, 1))
    house.person("Carl Moss", "M")
    house.person("Tom Kaya", "M", date(2014, 1, 1))
    house.person("Ruth Kaya", born=date(1960, 1, 1), died_earliest=date(2020, 1, 1), died_latest=date(2020, 1, 1))
    house.tie("Sarah Kaya", "mother", "Amira Kaya", same_household=True, parental_responsibility=True)
    house.tie("Deniz Yilmaz", "father", "Amira Kaya", certain=False)
    house.tie("Sarah Kaya", "mother", "Tom Kaya")
    house.tie("Carl Moss", "father", "Tom Kaya")
    house.tie("Carl Moss", "ex-partner", "Sarah Kaya")
    house.tie("Tom Kaya", "half-brother", "Amira Kaya", same_household=True)
    house.tie("Ruth Kaya", "mother", "Sarah Kaya")
    return house


def check(family: Family, genogram: Genogram) -> None:
    """What must hold of every picture."""
    placed = [box.figure.person_id for box in genogram.boxes]
    assert len(placed) == len(set(placed)) == len(family.figures)
    for one, other in combinations(genogram.boxes, 2):
        apart = one.right <= other.left or other.right <= one.left or one.bottom <= other.top or other.bottom <= one.top
        assert apart, (one.label, other.label)
        if one.figure.generation != other.figure.generation:
            assert (one.figure.generation < other.figure.generation) == (one.bottom <= other.top)
    where = {box.figure.person_id: box for box in genogram.boxes}
    lines = [line for line in family.descents if line.tie == "birth"]
    for one_line, other_line in combinations(lines, 2):
        own = {line.parents for line in lines if line.child == one_line.child}
        others = {line.parents for line in lines if line.child == other_line.child}
        a, b = where[one_line.child], where[other_line.child]
        if own == others == {one_line.parents} and a.figure.born != b.figure.born and a.top == b.top:
            above = {where[one].figure.generation for one in one_line.parents}
            if above == {a.figure.generation - 1}:
                assert (a.figure.born < b.figure.born) == (a.left < b.left)
    for box in genogram.boxes:
        assert box.left > -0.001 and box.right <= genogram.width + 0.001 and box.bottom <= genogram.height + 0.001
        assert abs(box.right - box.left - WIDTH) < 0.001


def test_a_step_family_with_a_half_brother_and_a_grandmother_who_has_died() -> None:
    family = step_family().at()
    genogram = lay_out(family)
    check(family, genogram)
    where = {box.figure.name: box for box in genogram.boxes}
    assert where["Carl Moss"].left < where["Sarah Kaya"].left < where["Deniz Yilmaz"].left
    assert where["Tom Kaya"].left < where["Amira Kaya"].left
    assert where["Ruth Kaya"].figure.died and where["Ruth Kaya"].figure.age == "60"
    assert where["Amira Kaya"].figure.focus and where["Amira Kaya"].shape is Shape.CIRCLE
    assert any(line.stroke is Stroke.DASHED for line in genogram.connections)
    assert sum(line.ended is not None for line in genogram.connections) == 1
    assert "mother · PR" in where["Sarah Kaya"].label


def test_the_household_is_outlined_together_and_leaves_the_others_out() -> None:
    genogram = lay_out(step_family().at())
    assert genogram.home == len(genogram.outlines) == 1
    (outline,) = genogram.outlines
    for box in genogram.boxes:
        assert _inside(outline, box.x, box.y) == (box.figure.name in ("Sarah Kaya", "Tom Kaya", "Amira Kaya"))


def _inside(outline: tuple[tuple[float, float], ...], x: float, y: float) -> bool:
    inside = False
    for number, (x1, y1) in enumerate(outline):
        x2, y2 = outline[number - 1]
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def test_the_family_of_an_earlier_day_has_neither_the_later_born_nor_the_later_ended() -> None:
    house = step_family()
    house.person("Baby Kaya", born=date(2025, 6, 1))
    house.tie("Sarah Kaya", "mother", "Baby Kaya")
    house.tie("Paul Dunn", "stepfather", "Amira Kaya", from_on=date(2024, 1, 1)) if house.person(
        "Paul Dunn", "M"
    ) else None
    names = {figure.name for figure in house.at(date(2023, 3, 3)).figures}
    assert "Baby Kaya" not in names and "Paul Dunn" not in names
    figures = {figure.name: figure for figure in house.at(date(2025, 3, 3)).figures}
    assert figures["Baby Kaya"].unborn and not figures["Tom Kaya"].unborn
    assert "Paul Dunn" in figures
    past = {figure.name: figure for figure in house.at(date(2019, 12, 31)).figures}
    assert not past["Ruth Kaya"].died and past["Ruth Kaya"].age == "59"


def test_a_sister_by_another_father_hangs_on_her_own_parents_whatever_she_is_called() -> None:
    house = step_family()
    house.person("Lena Moss", born=date(2012, 1, 1))
    house.person("Ines Yilmaz", born=date(2009, 1, 1))
    house.tie("Lena Moss", "sister", "Amira Kaya")
    house.tie("Sarah Kaya", "mother", "Lena Moss")
    house.tie("Carl Moss", "father", "Lena Moss")
    house.tie("Ines Yilmaz", "sister", "Amira Kaya")
    house.tie("Deniz Yilmaz", "father", "Ines Yilmaz")
    family = house.at()
    parents = {
        child: {house_name(house, one) for line in family.descents if line.child == house.people[child].person_id
                for one in line.parents}
        for child in ("Amira Kaya", "Lena Moss", "Ines Yilmaz")
    }  # fmt: skip
    assert parents == {
        "Amira Kaya": {"Sarah Kaya", "Deniz Yilmaz"}, "Lena Moss": {"Sarah Kaya", "Carl Moss"},
        "Ines Yilmaz": {"Deniz Yilmaz"},
    }  # fmt: skip
    genogram = lay_out(family)
    check(family, genogram)
    where = {box.figure.name: box for box in genogram.boxes}
    assert where["Lena Moss"].left < where["Tom Kaya"].left < where["Amira Kaya"].left


def house_name(house: House, person_id: UUID) -> str:
    """The name of somebody in the house."""
    return next(name for name, one in house.people.items() if one.person_id == person_id)


def test_an_unborn_child_is_a_triangle_and_the_sex_not_recorded_a_diamond() -> None:
    house = House("the baby", None)
    house.people["the baby"] = house.child = Person(
        UUID(int=1), 0, "the baby", sex="U", expected_on=TODAY + timedelta(60)
    )
    house.person("Kim Lee", "U")
    house.tie("Kim Lee", "parent", "the baby")
    boxes = {box.figure.name: box for box in lay_out(house.at()).boxes}
    assert boxes["the baby"].shape is Shape.TRIANGLE and boxes["Kim Lee"].shape is Shape.DIAMOND
    assert any(words.startswith("due ") for words in boxes["the baby"].label)
    house.people["the baby"] = house.child = replace(house.child, expected_on=TODAY - timedelta(21))
    boxes = {box.figure.name: box for box in lay_out(house.at()).boxes}
    assert boxes["the baby"].label[-1] == "birth not recorded", "three weeks after that day nobody knows"


def test_foster_carers_stand_beside_the_parents_with_a_dotted_line() -> None:
    house = step_family()
    for name, sex in (("Linda Pryce", "F"), ("Derek Pryce", "M")):
        house.person(name, sex)
        house.tie(name, "foster carer", "Amira Kaya", same_household=True)
    house.tie("Linda Pryce", "wife", "Derek Pryce")
    family = house.at()
    genogram = lay_out(family)
    check(family, genogram)
    where = {box.figure.name: box for box in genogram.boxes}
    assert where["Linda Pryce"].top == where["Sarah Kaya"].top
    assert where["Derek Pryce"].left > where["Deniz Yilmaz"].left
    assert any(line.stroke is Stroke.DOTTED for line in genogram.connections)


def test_professionals_have_no_place_in_the_picture() -> None:
    house = step_family()
    house.person("Joan Price")
    house.tie("Joan Price", "teacher", "Amira Kaya")
    assert "Joan Price" not in {figure.name for figure in house.at().figures}


def test_ages_are_short() -> None:
    house = House()
    weeks = house.person("A", born=TODAY - timedelta(30))
    months = house.person("B", born=date(2025, 10, 1))
    about = Person(UUID(int=99), 1, "C", born_earliest=date(1960, 1, 1), born_latest=date(1960, 12, 31))
    assert [short_age(one, TODAY) for one in (weeks, months, about)] == ["4 w", "13 m", "~66"]


def _any_day(rng: Random) -> date | None:
    return None if rng.random() < 0.3 else date(1930, 1, 1) + timedelta(days=rng.randrange(35_000))


def any_family(seed: int, number: int) -> ChildsPeople:
    """Any people with any relationships, sensible or not; from a seed, so that a fault is soon made small."""
    rng = Random(seed)  # noqa: S311 (repeatable on purpose)
    people, ties = [], []
    for place in range(number):
        born, died = _any_day(rng), _any_day(rng) if rng.random() < 0.2 else None
        name = rng.choice(("Amira Kaya", "X", "Maximiliana-Josephine von und zu Habsburg-Lothringen", "Ǻ 王"))
        people.append(Person(UUID(int=place + 1), 1, name, sex=rng.choice("FMU"), born_earliest=born,
                             born_latest=born, died_earliest=died, died_latest=died))  # fmt: skip
    kinds = [*kinships(), *["mother", "father", "partner", "sister"] * 12, "of no list"]
    for place in range(rng.randrange(number * 2 + 1)):
        one, other = rng.randint(1, number), rng.randint(1, number)
        if one != other:
            ties.append(Relationship(
                UUID(int=1000 + place), UUID(int=one), UUID(int=other), rng.choice(kinds), certain=rng.random() < 0.7,
                same_household=rng.random() < 0.3, from_on=_any_day(rng), to_on=_any_day(rng)))  # fmt: skip
    return ChildsPeople(UUID(int=1), tuple(people), tuple(ties))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 40), st.dates(date(2000, 1, 1), date(2027, 1, 1)))
def test_whatever_is_recorded_nobody_overlaps_and_everybody_is_there_once(seed: int, number: int, day: date) -> None:
    facts = any_family(seed, number)
    family = family_at(facts, day)
    genogram = lay_out(family)
    check(family, genogram)
    shuffled = ChildsPeople(facts.child_id, facts.people[::-1], facts.relationships[::-1])
    assert lay_out(family_at(shuffled, day)) == genogram


def test_the_page_is_one_landscape_page_with_everybody_in_words_and_embedded_fonts() -> None:
    made = render_genogram(step_family().at(), SHEET)
    assert made.pages == 1
    document = pypdfium2.PdfDocument(made.pdf)
    assert len(document) == 1
    width, height = document[0].get_size()
    assert width > height
    text = document[0].get_textpage().get_text_range()
    document.close()
    for words in ("Family of Amira Kaya on 22 November 2026", "OFFICIAL-SENSITIVE", "couple that ended", "26-1000",
                  "Carl Moss, father of Tom Kaya", "Deniz Yilmaz, father, born 1990, aged 36, not"):  # fmt: skip
        assert words in " ".join(text.split())
    with Pdf.open(io.BytesIO(made.pdf)) as pdf:
        assert "Amira" not in str(pdf.docinfo.get("/Title", ""))
        assert pdf.Root.MarkInfo.Marked
        for font in pdf.pages[0].Resources.Font.values():
            embedded = font.get("/FontDescriptor")
            assert embedded is None or "/FontFile2" in embedded
            assert embedded is not None or font.BaseFont not in ("/Arimo-Regular",)


def test_the_same_family_gives_the_same_bytes() -> None:
    assert render_genogram(step_family().at(), SHEET).sha256 == render_genogram(step_family().at(), SHEET).sha256
