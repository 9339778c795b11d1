"""Looks in words: the basis and the reason, what was done, and what left the record."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from db.domain.looks import Opening, acts_in_words, left_in_words, opening_in_words

CAPACITIES = {"conference_chair": "Conference chair"}
PURPOSES = {"duty": "Duty: somebody is at the door"}


@pytest.mark.parametrize(
    ("basis", "reason", "words"),
    [
        ("allocated", "", "holds the child’s case"),
        ("team", "duty", "for the team (Duty: somebody is at the door)"),
        ("named:conference_chair", "", "named as conference chair"),
        ("named:something_new", "", "named as something new"),
        ("break_glass", "police rang", "broke the glass: “police rang”"),
        ("confidential", "to post a letter", "opened the confidential details: “to post a letter”"),
    ],
)
def test_an_opening_says_its_basis_and_its_reason(basis: str, reason: str, words: str) -> None:
    assert opening_in_words(Opening(datetime.now(UTC), basis, reason), CAPACITIES, PURPOSES) == words


def test_what_was_done_is_counted_and_what_left_the_record_stands_apart() -> None:
    acts = {"record": 2, "read_document": 1, "something_new": 3, "export:court_chronology": 1, "take_away:word": 2}
    assert acts_in_words(acts) == ("1 document read", "2 entries recorded", "something new, 3 times")
    assert left_in_words(acts) == ("court chronology printed or saved", "Word file taken away, 2 times")
