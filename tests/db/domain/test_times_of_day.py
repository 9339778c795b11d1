"""When something begins and ends on a day, as people type it."""

from __future__ import annotations

import pytest

from db.domain.date_clock import read_times, times_in_words
from db.domain.partial_date import DateNotUnderstood


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("14:00", "14:00"),
        ("2pm", "14:00"),
        ("At 2.30 p.m.", "14:30"),
        ("noon", "12:00"),
        ("14:00 to 15:30", "14:00 to 15:30"),
        ("14:00–15:30", "14:00 to 15:30"),
        ("09:30 until 11:00", "09:30 to 11:00"),
        ("9-10am", "09:00 to 10:00"),
        ("11 to 1pm", "11:00 to 13:00"),
        ("1.30 to 3pm", "13:30 to 15:00"),
        ("9.30 to 11am", "09:30 to 11:00"),
        ("2pm to 3.30", "14:00 to 15:30"),
        ("11am to 1.30", "11:00 to 13:30"),
        ("2pm to 1pm", "14:00 to 13:00"),
        ("14", ""),
        ("14:00 by video", ""),
        ("Friday 2pm", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_times_are_understood_as_they_are_typed(typed: str, kept: str) -> None:
    assert times_in_words(read_times(typed)) == kept


@pytest.mark.parametrize("typed", ["25:99", "10am to 24:10", "0pm"])
def test_a_time_that_no_day_has_is_named(typed: str) -> None:
    with pytest.raises(DateNotUnderstood, match="There is no time"):
        read_times(typed)
