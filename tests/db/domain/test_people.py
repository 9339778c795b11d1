"""The kinds of relationship: every inverse is of the list, generations mirror, and who somebody is reads rightly."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from db.domain.people import ChildsPeople, Person, Relationship, kinship, kinships, through_whom, to_the_child

TODAY = date(2026, 11, 22)


def test_every_inverse_is_a_kind_of_the_list_and_lies_as_many_generations_the_other_way() -> None:
    for kind in kinships().values():
        for _sex, code in kind.inverses:
            inverse = kinships()[code]
            if kind.generation is not None and inverse.generation is not None:
                assert inverse.generation == -kind.generation, (kind.code, code)


def test_kin_have_a_generation_and_professionals_none() -> None:
    for kind in kinships().values():
        assert (kind.generation is None) == (kind.group in ("professional", "other")), kind.code
        assert kind.professional == (kind.group == "professional"), kind.code


@pytest.mark.parametrize(
    ("kind", "sex", "inverse"),
    [("mother", "M", "son"), ("grandmother", "F", "granddaughter"), ("aunt", "U", "niece or nephew"),
     ("half-sister", "M", "half-brother"), ("foster carer", "F", "foster child"), ("GP", "F", ""),
     ("ex-husband", "F", "ex-wife")],
)  # fmt: skip
def test_the_inverse_goes_by_the_sex_of_the_other(kind: str, sex: str, inverse: str) -> None:
    assert kinship(kind).inverse(sex) == inverse


def test_a_word_that_is_not_of_the_list_is_somebody_connected_in_another_way() -> None:
    assert (kinship("chum").group, kinship("chum").generation) == ("other", None)


CHILD, OTHER, THIRD = (Person(UUID(int=n), n - 1, name, sex="F") for n, name in enumerate(("Amira", "Ruth", "Ann"), 1))


def facts(*ties: Relationship) -> ChildsPeople:
    """Three people and what they are to one another."""
    return ChildsPeople(CHILD.person_id, (CHILD, OTHER, THIRD), ties)


def tie(number: int, one: Person, kind: str, other: Person, **more: object) -> Relationship:
    """`one` is `kind` of `other`."""
    return Relationship(UUID(int=number), one.person_id, other.person_id, kind, **more)  # type: ignore[arg-type]


def test_who_somebody_is_reads_from_either_direction_and_says_what_is_over() -> None:
    assert to_the_child(facts(tie(9, OTHER, "aunt", CHILD)), OTHER.person_id, TODAY) == ("aunt",)
    assert to_the_child(facts(tie(9, CHILD, "niece", OTHER)), OTHER.person_id, TODAY) == ("aunt",)
    ended = facts(tie(9, OTHER, "foster carer", CHILD, from_on=date(2020, 1, 1), to_on=date(2021, 1, 1)))
    assert to_the_child(ended, OTHER.person_id, TODAY) == ("foster carer, until 1 January 2021",)
    assert to_the_child(ended, OTHER.person_id, date(2020, 6, 1)) == ("foster carer",)
    assert to_the_child(ended, OTHER.person_id, date(2019, 6, 1)) == ()


def test_of_what_ended_the_words_of_the_end_are_told() -> None:
    ended = facts(tie(9, OTHER, "foster carer", CHILD, to_on=date(2021, 1, 1), to_words="January 2021"))
    assert to_the_child(ended, OTHER.person_id, TODAY) == ("foster carer, until January 2021",)


def test_nobody_is_there_before_they_could_have_been_expected() -> None:
    born = Person(UUID(int=7), 6, "Baby", born_earliest=date(2024, 6, 1), born_latest=date(2024, 6, 1))
    assert not born.awaited(date(2023, 6, 1)) and born.awaited(date(2024, 1, 1))
    assert OTHER.awaited(date(1900, 1, 1))


def test_a_half_sister_is_not_called_a_sister_as_well() -> None:
    both = facts(tie(8, OTHER, "sister", CHILD), tie(9, OTHER, "half-sister", CHILD))
    assert to_the_child(both, OTHER.person_id, TODAY) == ("half-sister",)


def test_who_is_connected_through_somebody_is_told_with_them() -> None:
    assert through_whom(facts(tie(9, THIRD, "mother", OTHER)), THIRD.person_id, TODAY) == "mother of Ruth"
    assert through_whom(facts(), THIRD.person_id, TODAY) == "connected"
