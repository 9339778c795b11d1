"""Comparing two texts: whatever they are, both can be read from the pieces, and long ones end."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models.differences import Fate, Piece, differences

_WORDS = st.lists(st.sampled_from(("she", "was", "seen", "alone", "not", ",", "\n", "at home", "  ", "é")), max_size=60)


def _told(pieces: tuple[Piece, ...], without: Fate) -> str:
    return "".join(piece.text for piece in pieces if piece.fate is not without)


@settings(max_examples=26, deadline=None)
@given(old=_WORDS, new=_WORDS)
def test_both_texts_can_be_read_from_the_pieces(old: list[str], new: list[str]) -> None:
    before, after = " ".join(old), " ".join(new)
    pieces = differences(before, after)
    assert _told(pieces, Fate.COME) == before
    assert _told(pieces, Fate.GONE) == after
    assert all(piece.text for piece in pieces)
    assert all(one.fate is not other.fate for one, other in pairwise(pieces))


@settings(max_examples=33, deadline=None)
@given(text=st.text(max_size=300))
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(piece.fate is Fate.SAME for piece in differences(text, text))


def test_one_word_of_a_sentence_is_what_changed() -> None:
    pieces = differences("She was not seen alone.", "She was seen alone.")
    assert [(piece.fate, piece.text.strip()) for piece in pieces if piece.fate is not Fate.SAME] == [(Fate.GONE, "not")]


def test_a_megabyte_that_is_wholly_new_is_told_as_gone_and_come() -> None:
    before = " ".join(f"word{n}" for n in range(60_000))
    after = " ".join(f"other{n}" for n in range(60_000))
    pieces = differences(before, after)
    assert _told(pieces, Fate.COME) == before
    assert _told(pieces, Fate.GONE) == after


def test_one_line_changed_in_a_very_long_text_is_found_by_lines() -> None:
    lines = [f"Line {n} says what line {n} always said." for n in range(3000)]
    other = lines.copy()
    other[10], other[2900] = "Line 10 says something else.", "Line 2900 too."
    changed = [p for p in differences("\n".join(lines), "\n".join(other)) if p.fate is not Fate.SAME]
    assert sum(len(piece.text) for piece in changed) < 400
