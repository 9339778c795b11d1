"""The words of a day, as they are still right on another one."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.models.words import coming_day, lasting_day

TYPED = date(2026, 11, 23)
"""A Monday."""


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("20 January", "20 January 2027"),
        ("4 December", "4 December 2026"),
        ("Friday", "27 November 2026"),
        ("tomorrow", "24 November 2026"),
        ("today", "23 November 2026"),
        ("3 March 2025", "3 March 2025"),
        ("in two weeks", "7 December 2026"),
        ("10 days", "3 December 2026"),
        ("In a month", "23 December 2026"),
        ("in 3 months from now", "23 February 2027"),
        ("30/11", "30 November 2026"),
        ("2 December 10:00", "2 December 2026 10:00"),
        ("Friday at 10am", "27 November 2026 10am"),
        ("3 March 2025, 14:30", "3 March 2025 14:30"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_a_day_to_come_without_a_year_is_the_next_one(words: str, means: str) -> None:
    assert coming_day(words, TYPED) == means


@pytest.mark.parametrize(("words", "means"), [("yesterday", "22 November 2026"), ("soon", "soon"), ("", "")])
def test_a_day_that_was_stays_the_day_that_it_was(words: str, means: str) -> None:
    assert lasting_day(words, TYPED) == means
