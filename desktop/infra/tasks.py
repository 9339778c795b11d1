"""Questions and saves off the interface thread.

Workers own nothing: the one object that receives results lives in the interface thread, and a result that nobody
waits for any more is dropped there. So a page may close, or ask anew, at any moment. Each sitting of a person has its
own: when they sign out, whatever is still under way concerns nobody any more.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal
from shiboken6 import isValid

from db.errors import NotPermitted, OutcomeUnknown, Suspended, ThroughlineError, Unreachable
from desktop.infra import crash

T = TypeVar("T")
_TURN_SECONDS = 0.001
"""How long a worker that decodes an answer may keep the interpreter while somebody scrolls; Python's own is five times
as long, which costs a painted frame several turns."""
Failed = Callable[[ThroughlineError], None]


class Lane:
    """A line of questions of which only the newest matters: asking again makes earlier answers void."""

    def __init__(self) -> None:
        self.generation = 0

    def drop(self) -> None:
        """Void what is under way."""
        self.generation += 1


@dataclass(frozen=True, slots=True)
class _Waiting:
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Failed
    lane: Lane | None
    generation: int

    @property
    def wanted(self) -> bool:
        if self.lane is not None and self.lane.generation != self.generation:
            return False
        done = self.done.func if isinstance(self.done, partial) else self.done
        owner = getattr(done, "__self__", None)
        return not isinstance(owner, QObject) or isValid(owner)


class Tasks(QObject):
    """Runs reads and writes on worker threads and hands their results to methods in the interface thread."""

    reached = Signal(bool)
    """Whether the server answered, told when it changes."""
    refused = Signal()
    """The server did not permit something: perhaps the person may not work here any more."""
    _ended = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_TURN_SECONDS)
        self._reads, self._writes = QThreadPool(self), QThreadPool(self)
        self._reads.setMaxThreadCount(3)
        self._writes.setMaxThreadCount(2)
        self._waiting: dict[int, _Waiting] = {}
        self._number = 0
        self._answers = True
        self._closing, self._over = threading.Event(), threading.Event()
        self._ended.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._waiting)

    def read(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed, lane: Lane | None = None) -> None:
        """Run a question; in a lane it voids the earlier ones. One of the two methods is called, or none at the end."""
        self._start(self._reads, work, done, failed, lane)

    def write(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """Run a save; it is waited for at exit."""
        self._start(self._writes, work, done, failed, None)

    def let_go(self) -> None:
        """The person has gone: begin nothing more, and tell nobody of what ends. Saves under way run to their end."""
        self._over.set()
        self._go_when_idle()

    def _go_when_idle(self) -> None:
        if not self._waiting:
            self.deleteLater()

    def close(self, patience_ms: int = 8000) -> None:
        """Drop what waits, let saves end, and wait for the threads."""
        self._closing.set()
        self._reads.clear()
        self._writes.waitForDone(patience_ms)
        self._reads.waitForDone(patience_ms)
        self._waiting.clear()

    def _start(
        self, pool: QThreadPool, work: Callable[[], T], done: Callable[[T], None], failed: Failed, lane: Lane | None
    ) -> None:
        if self._closing.is_set() or self._over.is_set():  # a clock of a page that outlives its end may still ask
            return
        if lane is not None:
            lane.drop()
        self._number += 1
        number = self._number
        self._waiting[number] = _Waiting(work, done, failed, lane, lane.generation if lane else 0)

        held, asks = [work], pool is self._reads

        def run() -> None:
            result: object = None
            trouble: BaseException | None = None
            try:
                # The interface thread keeps the work too and lets go of it last: a page that the work belongs to
                # must never be destroyed by a worker.
                if asks and self._over.is_set():
                    held.clear()
                else:
                    result = held.pop()()
            except BaseException as error:
                trouble = error
            if not self._closing.is_set() and isValid(self):
                self._ended.emit(number, result, trouble)

        pool.start(run)

    def _hand_over(self, number: int, result: object, ended: object) -> None:
        trouble = ended if isinstance(ended, BaseException) else None
        waiting = self._waiting.pop(number, None)
        unexpected = trouble is not None and not isinstance(trouble, ThroughlineError)
        reference = crash.record(trouble) if unexpected and trouble is not None else ""
        if self._over.is_set():
            self._go_when_idle()
            return
        self._note_reach(trouble)
        self.note_refusal(trouble)
        if waiting is None or not waiting.wanted:
            return
        if trouble is None:
            waiting.done(result)
        elif isinstance(trouble, ThroughlineError):
            waiting.failed(trouble)
        else:
            waiting.failed(ThroughlineError(crash.SENTENCE, reference=reference))

    def note_refusal(self, trouble: BaseException | None) -> None:
        """Tell of it if the server did not permit this; for work that answers with the trouble too."""
        if isinstance(trouble, NotPermitted | Suspended):
            self.refused.emit()

    def _note_reach(self, trouble: BaseException | None) -> None:
        if trouble is not None and not isinstance(trouble, ThroughlineError):
            return
        answers = not isinstance(trouble, Unreachable | OutcomeUnknown)
        if answers != self._answers:
            self._answers = answers
            self.reached.emit(answers)
