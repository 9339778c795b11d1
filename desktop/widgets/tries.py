"""Counting wrong passwords: after the second one waits, so that a mistake does not lock the login at the server."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

WRONG_BEFORE_WAITING = 2
WAIT_SECONDS = 30


class Tries(QObject):
    """The tries of one place at which a password is asked for."""

    waits = Signal(int)
    """So many seconds are left before the next try; 0 when it may be made."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._wrong = self._left = 0
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self.one_second_less)

    @property
    def waiting(self) -> int:
        """The seconds that are left."""
        return self._left

    def wrong(self) -> None:
        """One more was wrong."""
        self._wrong += 1
        if self._wrong >= WRONG_BEFORE_WAITING:
            self._left = WAIT_SECONDS
            self._clock.start()
            self.waits.emit(self._left)

    def right(self) -> None:
        """It was the right one: nothing is counted any more."""
        self._wrong = 0

    def one_second_less(self) -> None:
        """Go on waiting, or let the next try be made."""
        self._left -= 1
        if self._left <= 0:
            self._clock.stop()
            self._wrong = self._left = 0
        self.waits.emit(self._left)


def wrong_twice(seconds: int, look_at: str) -> str:
    """Why one waits, and what to look at meanwhile."""
    return (
        f"The password was wrong twice, so Throughline waits {seconds} seconds before the next try. "
        f"Check {look_at}; your administrator can set a new password."
    )
