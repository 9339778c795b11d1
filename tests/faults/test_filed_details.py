"""A short run of the details planted in documents; `python -m tests.faults.filed_details` is the long one."""

from __future__ import annotations

from tests.faults.filed_details import run
from tests.record import Record

_CASES = (3, 6, 8, 14, 19, 21, 27, 33, 40, 52)
"""A few of either kind of document, half of them with the detail over the end of a page."""


def test_what_is_planted_in_a_document_is_found_and_not_filed_without_a_release(record: Record) -> None:
    tally = run(record, _CASES)
    print(f"\n{tally}")
    assert tally.well
    assert (tally.planted, tally.filed) == (8, 10)
    assert tally.parted >= 3
    assert tally.released > 0 < tally.taken_out
