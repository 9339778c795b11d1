"""Lays out the pages and checks the words in the background, a moment after each change, and never twice at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from db.domain.court_chronology import Choice
from db.domain.findings import Finding
from db.errors import ThroughlineError
from desktop.features.court.hidden import Shown
from desktop.infra.tasks import Lane, Tasks
from desktop.reporting.report import Cancelled, RenderedPdf

REST_MS = 800
"""So long after the last change the pages are laid out anew."""
_TOLD_TIMES = 200


@dataclass(frozen=True, slots=True)
class Laid:
    """The pages, and what they show."""

    document: RenderedPdf
    shown: Shown


Draw = Callable[[Callable[[], bool], Callable[[int, int], None]], Laid]
"""Makes the pages, asking whether it is cancelled and telling the pages drawn and in all; it may raise Cancelled."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be laid out, the same as a copy marked as not filed, and what is to be checked; all in a worker."""

    draw: Draw
    draw_copy: Draw
    check: Callable[[], tuple[Finding, ...]]


class _Teller(QObject):
    """Carries what a worker has to tell into the interface thread."""

    moved = Signal(int, int)
    found = Signal(tuple)


class Laying(QObject):
    """One piece of work at a time: a newer wish cancels the older one, and begins when that has stopped."""

    began = Signal()
    moved = Signal()
    """More pages are drawn."""
    found = Signal(tuple)
    """The findings, which come before the pages."""
    laid = Signal(Laid)
    stopped = Signal()
    """Cancelled by the person: nothing is under way."""
    failed = Signal(ThroughlineError)

    def __init__(self, tasks: Tasks, wanted: Callable[[], Wanted | None], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._wanted = tasks, wanted
        self._lane = Lane()
        self._cancel = threading.Event()
        self.running = self._again = self.cancelled = False
        self.drawn = self.pages_in_all = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.now)

    @property
    def pending(self) -> bool:
        """Whether what is shown is not what was last wished for."""
        return self.running or self._rest.isActive()

    def soon(self) -> None:
        """Something changed: after a short rest of the hand."""
        self._cancel.set()
        self._rest.start()

    def now(self) -> None:
        """Begin, as soon as what is under way has stopped."""
        self._rest.stop()
        self._cancel.set()
        if self.running:
            self._again = True
            return
        wanted = self._wanted()
        if wanted is None:
            return
        self.running, self.cancelled, self._cancel = True, False, threading.Event()
        teller = _Teller(self)
        teller.moved.connect(self._moved)
        teller.found.connect(self._found)
        self.began.emit()
        work = partial(_lay, wanted, self._cancel, teller)
        self._tasks.read(work, self._ended, self._broken, self._lane)

    def cancel(self) -> None:
        """The person does not want it."""
        self._rest.stop()
        self._again, self.cancelled = False, True
        self._cancel.set()
        self.stopped.emit()

    def close(self) -> None:
        """Nobody wants it any more."""
        self._rest.stop()
        self._cancel.set()
        self._lane.drop()

    def _moved(self, drawn: int, pages: int) -> None:
        self.drawn, self.pages_in_all = drawn, pages
        self.moved.emit()

    def _found(self, findings: tuple[Finding, ...]) -> None:
        if not self._cancel.is_set():
            self.found.emit(findings)

    def _ended(self, laid: Laid | None) -> None:
        self._stop()
        if laid is not None and not self.cancelled:
            self.laid.emit(laid)
        else:
            self.stopped.emit()

    def _broken(self, error: ThroughlineError) -> None:
        self._stop()
        self.failed.emit(error)

    def _stop(self) -> None:
        self.running, self.drawn, self.pages_in_all = False, 0, 0
        again, self._again = self._again, False
        if again:
            self.now()


def _lay(wanted: Wanted, cancelled: threading.Event, teller: _Teller) -> Laid | None:
    teller.found.emit(wanted.check())

    def told(page: int, pages: int) -> None:
        if page % max(pages // _TOLD_TIMES, 1) == 0 or page == pages:
            teller.moved.emit(page, pages)

    try:
        return wanted.draw(cancelled.is_set, told)
    except Cancelled:
        return None


def included(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Those that are in."""
    return tuple(choice for choice in choices if choice.included)
