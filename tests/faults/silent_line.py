"""Lets the network fall silent, or cut, in the middle of a save of the real window, and watches the window itself.

`python -m tests.faults.silent_line --rounds 10` tells how long the interface thread was ever away, and how long it
took until the window said honestly how things stand. A save that is cut and sent again at once needs no such words.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.record import Record

WORKER = "tl_practitioner_a"
MOST_AWAY_MS, MOST_SILENT_SECONDS = 100.0, 5.0
_BEAT_MS = 4


@dataclass
class Tally:
    """What the run saw: the longest pause of the interface thread, the slowest honest word, and what was lost."""

    rounds: int = 0
    longest_away_ms: float = 0.0
    slowest_word: float = 0.0
    lost: int = 0
    doubled: int = 0

    def __str__(self) -> str:
        return (
            f"{self.rounds} saves; interface thread away at most {self.longest_away_ms:.0f} ms, honest state after at "
            f"most {self.slowest_word:.1f} s; {self.lost} lost, {self.doubled} doubled"
        )

    @property
    def good(self) -> bool:
        """Whether it is as promised."""
        fair = self.longest_away_ms <= MOST_AWAY_MS and self.slowest_word <= MOST_SILENT_SECONDS
        return fair and (self.lost, self.doubled) == (0, 0)


class Pulse:
    """A clock in the interface thread: the longest time between two beats is how long that thread was away."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.longest_ms = 0.0
        self._last = time.perf_counter()
        self._clock = QTimer()
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._beat)
        self._clock.start(_BEAT_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest_ms = max(self.longest_ms, (now - self._last) * 1000)
        self._last = now

    def stop(self) -> float:
        """The longest pause in milliseconds."""
        self._clock.stop()
        return self.longest_ms


def silence_in_saves(record: Record, folder: Path, rounds: int) -> Tally:
    """Runs the whole experiment: in turn silent, cut before the commit, and cut after it."""
    from PySide6.QtCore import Qt

    from tests.db.relay import Relay
    from tests.desktop.window import CTRL, Hand
    from tests.faults.own_home import Patience

    tally = Tally()
    child = record.new_child()
    record.allocate(child, WORKER)
    with Relay(record.address) as relay:
        hand = Hand(cast("QtBot", Patience()), record, folder, address=relay.address)
        hand.sign_in(WORKER)
        hand.open_file_without_entries(child)
        for number in range(rounds):
            panel = hand.panel(child)
            hand.write(panel, f"Saved as number {number}")
            way = ("silent", "cut_before", "cut_after")[number % 3]
            pulse, begun = Pulse(), time.monotonic()
            if way == "silent":
                relay.silent.set()
            else:
                setattr(relay, way, b"save_entry")
            hand.press(Qt.Key.Key_S, CTRL)
            if way == "silent":
                hand.until(lambda at=panel: "goes off by itself, once" in at.banner.words)  # type: ignore[misc]
                tally.slowest_word = max(tally.slowest_word, time.monotonic() - begun)
                relay.silent.clear()
            hand.until(lambda: hand.workspace.panel_of(child) is None)
            tally.longest_away_ms = max(tally.longest_away_ms, pulse.stop())
            tally.rounds += 1
        hand.close()
    with record.superuser() as connection:
        kept = [row[0] for row in connection.execute("select headline from core.entry_version").fetchall()]
    wanted = {f"Saved as number {number}" for number in range(rounds)}
    tally.lost, tally.doubled = len(wanted - set(kept)), len(kept) - len(set(kept))
    return tally


def main(arguments: Sequence[str] | None = None) -> int:
    """The long run; status 1 if it is not as promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=12)
    rounds = parser.parse_args(arguments).rounds
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    from PySide6.QtWidgets import QApplication

    from tests.faults.own_home import own_record

    application = QApplication([])
    with tempfile.TemporaryDirectory() as folder, own_record(Path(folder) / "home") as record:
        tally = silence_in_saves(record, Path(folder), rounds)
    application.quit()
    print(tally)
    return 0 if tally.good else 1


if __name__ == "__main__":
    sys.exit(main())
