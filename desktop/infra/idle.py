"""Whether anybody is at the desk: after some minutes without a key or a movement in any window they are locked.

The computer's clock counts beside the running one, since a computer that sleeps counts nothing: who wakes it up finds
the windows locked before a key reaches them.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from typing_extensions import override

from desktop.infra.settings import Settings

USUAL_MINUTES, MOST_MINUTES = 10, 60
"""Until an authority says otherwise, and what none may go beyond."""
LOOK_MS = 2_000
"""So often it is looked whether the time is over."""
_KEY = "idle minutes"
_SIGNS = frozenset(
    {
        *(QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel),
        *(QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletPress, QEvent.Type.TabletMove),
    }
)
"""What tells that somebody is there."""
_WAKES = frozenset({QEvent.Type.Expose, QEvent.Type.WindowActivate, QEvent.Type.FocusIn})
"""What a window hears before it is seen again."""


class Idle(QObject):
    """Looks at the windows that it is shown; `lock` locks them all and says whether any was open."""

    looked = Signal()
    """It was looked again, or another window came to the front."""

    def __init__(self, settings: Settings, lock: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self.wall: Callable[[], float] = time.time
        self.running: Callable[[], float] = time.monotonic
        self._settings, self._lock = settings, lock
        self._last = self._now()
        self._looking = False
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_MS)
        self._clock.timeout.connect(self.look)
        self._clock.start()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self.watch)

    def watch(self, window: QWindow | None) -> None:
        """Take what happens in this window as a sign of somebody."""
        if window is not None:
            window.installEventFilter(self)  # a second time changes nothing
        self.looked.emit()

    def look(self) -> None:
        """Have the windows locked if nobody was there for so long."""
        if self._is_over():
            self._lock_all()
        self.looked.emit()

    def somebody(self) -> None:
        """Somebody is there."""
        self._last = self._now()

    def stop(self) -> None:
        """The program ends."""
        self._clock.stop()

    def _lock_all(self) -> bool:
        if self._looking:  # what is locked tells of itself
            return False
        self._looking = True
        try:
            return self._lock()
        finally:
            self._looking = False

    def _is_over(self) -> bool:
        passed = (now - last for now, last in zip(self._now(), self._last, strict=True))
        return max(passed) >= 60 * minutes(self._settings)

    def _now(self) -> tuple[float, float]:
        return self.wall(), self.running()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key that comes too late locks and does nothing else."""
        kind = event.type()
        if kind in _WAKES:
            self.look()
        elif kind in _SIGNS:
            locked = self._is_over() and self._lock_all()
            self.somebody()
            return locked
        return False


def minutes(settings: Settings) -> int:
    """After how many minutes windows are locked, as the server said it last."""
    return min(max(int(settings.number(_KEY, USUAL_MINUTES)), 1), MOST_MINUTES)


def learn(settings: Settings, said: int) -> None:
    """The authority has it so."""
    settings.remember_number(_KEY, said)
