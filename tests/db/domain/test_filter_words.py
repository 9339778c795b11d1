"""A filter as it is typed: what is understood, and what is named as not understood."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.domain.filter_words import Vocabulary, read_days, read_filter, read_last
from db.domain.filters import Filter

_TODAY = date(2026, 11, 22)
_DANA, _LEYLA, _BO = UUID(int=1), UUID(int=2), UUID(int=3)
_KNOWN = Vocabulary(
    {"visit": "Visit", "police": "Police notification", "note": "Case note", "family_time": "Family time"},
    {"police": "Police", "school": "School", "health_visitor": "Health visitor", "council": "Children's services"},
    {_LEYLA: "Leyla Kaya", _BO: "Bo Kaya"},
    {_DANA: "Dana Okafor"},
)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("police since march 2025 significant", Filter(True, agencies=("police",), since=date(2025, 3, 1))),
        ("all police notifications since March 2025", Filter(kinds=("police",), since=date(2025, 3, 1))),
        ("from police or school", Filter(agencies=("police", "school"))),
        ("visits, case notes", Filter(kinds=("visit", "note"))),
        ("health visitor", Filter(agencies=("health_visitor",))),
        ("children’s services", Filter(agencies=("council",))),
        ("last two years, significant", Filter(True, since=date(2024, 11, 22), last_months=24)),
        ("in the last 6 months", Filter(since=date(2026, 5, 22), last_months=6)),
        ("2024", Filter(since=date(2024, 1, 1), until=date(2024, 12, 31))),
        ("since 3/4/2025 until end of May 2026", Filter(since=date(2025, 4, 3), until=date(2026, 5, 31))),
        ("before 4 May 2020", Filter(until=date(2020, 5, 3))),
        ("seen alone with the child's own words", Filter(seen_alone=True, child_voice=True)),
        ("harm or protective", Filter(tones=("harm", "protective"))),
        ("documents about Leyla", Filter(documents=True, person_id=_LEYLA, person_name="Leyla Kaya")),
        ("by Dana Okafor", Filter(author_id=_DANA, author_name="Dana Okafor")),
        ('"the red car" visits', Filter(kinds=("visit",), words='"the red car"')),
        ("family time", Filter(kinds=("family_time",))),
        ("everything", Filter()),
        ("", Filter()),
    ],
)
def test_what_somebody_types_is_understood(typed: str, wanted: Filter) -> None:
    assert read_filter(typed, _KNOWN, _TODAY) == type(read_filter("", _KNOWN, _TODAY))(wanted, ())


@pytest.mark.parametrize(
    ("typed", "unknown"), [("polce since 2025", ("polce",)), ("Kaya", ("Kaya",)), ("school 12", ("12",))]
)
def test_what_is_not_understood_or_could_be_two_people_is_named(typed: str, unknown: tuple[str, ...]) -> None:
    assert read_filter(typed, _KNOWN, _TODAY).unknown == unknown


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("since 31/2/2026", "February 2026 has 28 days, so there is no day 31 in it."),
        ("police 31 April 2025", "April 2025 has 30 days, so there is no day 31 in it."),
        ("polce since 1/2/2026", ""),
    ],
)
def test_a_day_that_does_not_exist_is_explained(typed: str, trouble: str) -> None:
    assert read_filter(typed, _KNOWN, _TODAY).trouble == trouble


def test_typing_adds_to_the_filter_that_is_there() -> None:
    before = Filter(significant=True, agencies=("police",))
    after = read_filter("school since 2025", _KNOWN, _TODAY, before).filter
    assert after == Filter(True, agencies=("police", "school"), since=date(2025, 1, 1))


def test_days_alone_are_read_for_the_choice_of_dates() -> None:
    assert read_days("since March 2025", _TODAY) == (date(2025, 3, 1), None)
    assert read_days("summer 2019", _TODAY) == (date(2019, 6, 1), date(2019, 8, 31))
    assert read_days("whenever", _TODAY) is None
    assert (read_last("the last two years"), read_last("past year"), read_last("last 99999 years")) == (24, 12, 0)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(typed: str) -> None:
    found = read_filter(typed, _KNOWN, _TODAY)
    assert Filter.from_json(found.filter.to_json()).to_json() == found.filter.to_json()
