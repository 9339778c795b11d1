"""A short surge, on every test run."""

from __future__ import annotations

from tests.faults.surge import surge
from tests.record import Record


def test_of_referrals_and_entries_by_many_at_once_none_is_lost_or_doubled(shared_record: Record) -> None:
    tally = surge(shared_record, clients=8, referrals=24, entries=40)
    assert tally.well, str(tally)
    assert (len(tally.contacts), len(tally.entries)) == (24, 40)
    assert tally.together > 1, "no two clients were at it at once: the run proves nothing"
