"""A few of the kills of the long run, on every test run."""

from __future__ import annotations

from pathlib import Path

from tests.faults.kill_server import kill_while_saving


def test_a_killed_server_loses_and_doubles_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    tally = kill_while_saving(tmp_path / "home", kills=3)
    assert tally.kills == 3
    assert min(tally.saved_between) > 0, "no save was under way when the server was killed: the run proves nothing"
    assert (tally.lost, tally.doubled, tally.unaudited, tally.broken_chain_at) == (0, 0, 0, None)
