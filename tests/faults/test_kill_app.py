"""A few of the kills of the long run, on every test run."""

from __future__ import annotations

from pathlib import Path

from tests.faults.kill_app import desk_in, kill_while_typing


def test_a_killed_program_loses_at_most_a_second_of_typing_and_tears_no_draft(tmp_path: Path) -> None:
    tally = kill_while_typing(desk_in(tmp_path), kills=3, key_ms=40, between=(1.2, 1.7))
    assert tally.kills == 3
    assert min(tally.due) > 0, "it was killed before anything had to be kept: the run proves nothing"
    assert (tally.lost, tally.torn, tally.mixed) == (0, 0, 0)
