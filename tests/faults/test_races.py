"""A few rounds of the long run, on every test run."""

from __future__ import annotations

from tests.faults.races import race
from tests.record import Record


def test_of_two_at_once_one_wins_and_nothing_is_lost_or_doubled(shared_record: Record) -> None:
    tally = race(shared_record, rounds=10)
    assert tally.well, str(tally)
    assert tally.together > 0, "no two acts were under way at once: the run proves nothing"
