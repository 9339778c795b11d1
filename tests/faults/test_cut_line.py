"""A few of the cuts of the long run, on every test run."""

from __future__ import annotations

from pathlib import Path

from tests.faults.cut_line import cut_around_saves
from tests.record import Record


def test_a_line_cut_around_a_save_loses_doubles_and_drops_nothing(shared_record: Record, tmp_path: Path) -> None:
    tally = cut_around_saves(shared_record, tmp_path, cuts=10)
    assert tally.cuts >= 10
    assert tally.faults == 0, str(tally)
