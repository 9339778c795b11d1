"""Decisions of a case discussion as people type them, and as they are kept so that they stay true on another day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.domain.decisions import Decision, day_to_come, kept_decisions, read_decision, read_decisions

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("ring the nursery; Dana; fri", Decision("ring the nursery", "Dana", "27 November 2026")),
        ("- Ring her – Dana Okafor – by 4 December", Decision("Ring her", "Dana Okafor", "4 December 2026")),
        ("1. see the GP; Dana, by 3/12", Decision("see the GP", "Dana", "3 December 2026")),
        ("Letter; Ade Cole, 10 December", Decision("Letter", "Ade Cole", "10 December 2026")),
        ("Ask legal; by 9 January; Max and Dana", Decision("Ask legal", "Max and Dana", "9 January 2027")),
        ("Visit; in two weeks; Dana", Decision("Visit", "Dana", "6 December 2026")),
        ("No further action", Decision("No further action")),
        ("visit tomorrow: alone, by bus", Decision("visit tomorrow: alone, by bus")),
        ("see him; Dana; 3 March 2020", Decision("see him", "Dana", "3 March 2020")),
    ],
)
def test_a_line_says_what_who_and_by_when(line: str, meant: Decision) -> None:
    assert read_decision(line, SUNDAY) == meant


def test_what_is_not_said_is_told() -> None:
    assert [read_decision(line, SUNDAY).lacks for line in ("a; Dana; fri", "a; fri", "a; Dana", "a")] == [
        "", "who does it", "by when", "who does it and by when",
    ]  # fmt: skip


def test_empty_lines_are_no_decisions() -> None:
    assert [one.what for one in read_decisions("first\n\n  ; \nsecond\n", SUNDAY)] == ["first", "second"]


@given(st.text(max_size=60), st.integers(0, 400))
def test_what_is_kept_reads_the_same_on_any_later_day(text: str, days: int) -> None:
    kept = kept_decisions(text, SUNDAY)
    assert kept_decisions(kept, SUNDAY + timedelta(days=days)) == kept


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("in four weeks", date(2026, 12, 20)),
        ("9 January", date(2027, 1, 9)),
        ("9 January 2026", date(2026, 1, 9)),
        ("30/11", date(2026, 11, 30)),
    ],
)
def test_a_day_without_a_year_is_one_to_come(words: str, day: date) -> None:
    found = day_to_come(words, SUNDAY)
    assert found is not None
    assert found.earliest == day


def test_what_is_no_day_is_none() -> None:
    assert day_to_come("soon enough", SUNDAY) is None
