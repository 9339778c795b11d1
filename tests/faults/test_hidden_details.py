"""A short run of the planted details; `python -m tests.faults.hidden_details` is the long one."""

from __future__ import annotations

from tests.faults.disguises import DISGUISES
from tests.faults.hidden_details import run
from tests.record import Record


def test_what_is_planted_is_found_and_nothing_else_for_sure(record: Record) -> None:
    tally = run(record, 315)
    print(f"\n{tally}")
    assert tally.well
    assert tally.clean == 105
    assert not [what for what in tally.false if what.startswith("sure")]
    assert len(tally.by_disguise) == sum(len(ways) for ways in DISGUISES.values()) > 180
