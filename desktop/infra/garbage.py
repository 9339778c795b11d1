"""Collects Python's garbage in the interface thread alone.

The collector may otherwise run in whichever thread allocates, and a widget destroyed in a worker takes the process
with it. It also keeps the pauses out of painting: collection happens between events.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 250
"""Often and little: what a quarter of a second leaves is collected within a frame, what a second leaves is not."""
_THRESHOLDS = (700, 10, 160)


class Collector(QObject):
    """While it lives the automatic collector is off, and a timer does its work."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due."""
        counts = gc.get_count()
        due = [number for number in range(3) if counts[number] > _THRESHOLDS[number]]
        if due:
            gc.collect(due[-1])

    def stop(self) -> None:
        """Give the work back to Python, if it did it before."""
        self._timer.stop()
        if self._was_on:
            gc.enable()
