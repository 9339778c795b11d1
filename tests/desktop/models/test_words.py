"""Ages and distances as the screens say them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.models.words import age_in_words, count, distance, near_day, seen_in_words, with_marks

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (date(2019, 7, 1), "7 y 4 m"),
        (date(2019, 11, 22), "7 years"),
        (date(2019, 11, 23), "6 y 11 m"),
        (date(2026, 11, 1), "3 weeks"),
        (date(2026, 6, 1), "5 months"),
        (date(2000, 1, 1), "26 years"),
        (date(2024, 2, 29), "2 y 8 m"),
    ],
)
def test_an_age_is_said_in_years_and_months(born: date, words: str) -> None:
    assert age_in_words(born, None, TODAY) == words


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        (date(2017, 1, 1), date(2017, 12, 31), "about 9"),
        (date(2017, 3, 1), date(2017, 3, 31), "about 9"),
        (date(2014, 1, 1), date(2018, 12, 31), "about 10"),
        (date(2025, 10, 1), date(2026, 9, 30), "about 1"),
        (date(2026, 1, 1), date(2026, 12, 31), "under 1 year"),
        (date(2017, 3, 4), date(2017, 3, 4), "9 y 8 m"),
    ],
)
def test_an_age_says_no_more_than_is_known_of_the_birth(earliest: date, latest: date, words: str) -> None:
    assert age_in_words(earliest, None, TODAY, latest) == words


def test_an_unborn_child_is_expected() -> None:
    assert age_in_words(None, date(2027, 2, 1), TODAY) == "unborn, expected 1 Feb 2027"
    assert age_in_words(None, TODAY - timedelta(days=20), TODAY) == "unborn, expected 2 Nov 2026"
    assert age_in_words(None, TODAY - timedelta(days=21), TODAY) == "birth not recorded, expected 1 Nov 2026"
    assert age_in_words(None, None, TODAY) == "age not recorded"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, "22 Nov"),
        (date(2026, 11, 25), "25 Nov"),
        (date(2027, 9, 21), "21 Sep"),
        (date(2027, 9, 22), "22 Sep 2027"),
        (date(2026, 11, 21), "21 Nov 2026"),
    ],
)
def test_a_day_that_is_near_needs_no_year(day: date, words: str) -> None:
    assert near_day(day, TODAY) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 21), "yesterday"),
        (date(2026, 10, 19), "34 days ago"),
        (date(2026, 12, 2), "in 10 days"),
        (date(2026, 2, 1), "10 months ago"),
        (date(2020, 1, 1), "6 years ago"),
    ],
)
def test_a_distance_is_said_in_days_for_four_months_and_then_more_roughly(day: date, words: str) -> None:
    assert distance(day, TODAY) == words


def test_a_child_never_seen_is_said_to_be_not_recorded() -> None:
    assert seen_in_words(None, TODAY) == "not recorded"
    assert seen_in_words(date(2026, 10, 19), TODAY) == "34 days ago · 19 Oct 2026"


def test_counts_are_in_the_singular_for_one() -> None:
    assert [count(number, "child", "children") for number in (0, 1, 2)] == ["0 children", "1 child", "2 children"]


def test_marks_that_turn_the_direction_are_shown() -> None:
    assert with_marks("safe\u202etxt") == "safe⟦U+202E⟧txt"
