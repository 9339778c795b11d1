"""A filter as a value: it goes to the server and back, and reads as a sentence."""

from __future__ import annotations

import json
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.domain.filters import EVERYTHING, Filter, dates_in_words, months_before

_KINDS = {"visit": "Visit", "police": "Police notification"}
_AGENCIES = {"police": "Police", "school": "School", "gp": "GP"}
_TODAY = date(2026, 11, 22)
_codes = st.lists(st.sampled_from(["visit", "police", "school", "harm"]), max_size=3, unique=True).map(tuple)
_filters = st.builds(
    Filter,
    significant=st.booleans(), kinds=_codes, agencies=_codes, tones=_codes, person_id=st.none() | st.uuids(),
    child_voice=st.booleans(), seen_alone=st.booleans(), author_id=st.none() | st.uuids(),
    since=st.none() | st.dates(), until=st.none() | st.dates(), documents=st.booleans(),
    words=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20), last_months=st.integers(0, 60),
)  # fmt: skip


@given(_filters)
def test_a_filter_comes_back_from_its_json_as_it_was(wanted: Filter) -> None:
    assert Filter.from_json(json.loads(json.dumps(wanted.to_json()))) == wanted
    assert wanted.empty == (wanted == Filter())


@pytest.mark.parametrize(
    "value",
    [
        {"colour": "red"},
        {"significant": "yes"},
        {"kinds": "visit"},
        {"kinds": [1]},
        {"since": 3},
        {"since": "soon"},
        {"author_id": "me"},
        {"words": ["a"]},
        {"last_months": True},
        {"last_months": -1},
        {"last_months": 10**9},
    ],
)
def test_what_is_no_filter_of_ours_is_refused(value: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValueError)):
        Filter.from_json(value)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Filter(), EVERYTHING),
        (
            Filter(significant=True, agencies=("police", "school"), since=date(2025, 3, 1)),
            "significant, from police or school, since March 2025",
        ),
        (Filter(kinds=("visit", "police"), seen_alone=True), "visit or police notification, seen alone"),
        (Filter(agencies=("gp", "police", "school")), "from GP, police or school"),
        (
            Filter(tones=("harm", "protective"), child_voice=True),
            "with the child’s own words, bearing harm or protective",
        ),
        (Filter(person_id=UUID(int=1), person_name="Leyla Kaya"), "about Leyla Kaya"),
        (Filter(author_id=UUID(int=1)), "written by a colleague"),
        (Filter(documents=True, words="bruise OR mark"), "with a document, with the words “bruise OR mark”"),
        (Filter(last_months=24, since=date(2024, 11, 22)), "in the last two years"),
        (Filter(kinds=("unheard_of",)), "unheard_of"),
    ],
)
def test_a_filter_reads_as_a_sentence(wanted: Filter, words: str) -> None:
    assert wanted.sentence(_KINDS, _AGENCIES) == words


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (date(2025, 3, 4), None, "since 4 March 2025"),
        (None, date(2026, 5, 31), "until the end of May 2026"),
        (None, date(2026, 5, 4), "until 4 May 2026"),
        (date(2025, 1, 1), date(2025, 12, 31), "in 2025"),
        (date(2024, 1, 1), date(2025, 12, 31), "in 2024 to 2025"),
        (date(2025, 2, 1), date(2025, 2, 28), "in February 2025"),
        (date(2025, 2, 3), date(2025, 2, 3), "on 3 February 2025"),
        (date(2025, 3, 1), date(2026, 5, 4), "from March 2025 to 4 May 2026"),
        (None, None, ""),
    ],
)
def test_days_are_told_as_people_say_them(since: date | None, until: date | None, words: str) -> None:
    assert dates_in_words(since, until) == words


def test_a_name_without_a_person_asks_for_nothing() -> None:
    assert Filter(person_name="Leyla", author_name="Dana").empty


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)), st.integers(0, 1000))
def test_so_many_months_before_is_never_later_and_never_a_month_out(day: date, months: int) -> None:
    found = months_before(day, months)
    assert (day.year - found.year) * 12 + day.month - found.month == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


def test_the_last_two_years_move_on_with_the_calendar() -> None:
    kept = Filter(significant=True).in_last(24, _TODAY)
    assert kept.since == date(2024, 11, 22)
    assert kept.renewed(date(2027, 1, 31)).since == date(2025, 1, 31)
    assert kept.between(date(2020, 1, 1), None).renewed(_TODAY).since == date(2020, 1, 1)
