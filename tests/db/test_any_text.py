"""Whatever is typed or pasted is stored and shown as it is, or refused in plain words."""

from __future__ import annotations

from tests.faults.any_text import keep_any_text
from tests.record import Record


def test_any_text_is_kept_and_shown_unchanged_or_refused_in_plain_words(shared_record: Record) -> None:
    tally = keep_any_text(shared_record, 200)
    assert (tally.cases, tally.changed, tally.unplain) == (200, [], [])
    assert tally.kept > 200
    assert tally.refused > 5
