"""The way of drafts to the server: finished ones in order and once, copies of the others when there is time.

It asks again by itself, ever more slowly while nobody answers and at once when somebody does, and says within five
seconds that something is on its way only.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from db.commands.changes import Changes
from db.domain.draft import Draft
from db.errors import Refused, ThroughlineError
from desktop.infra.tasks import Tasks

if TYPE_CHECKING:
    from db.local.drafts import DraftStore
    from db.local.outbox import Held, Sent
    from db.session import Session

SILENT_MS = 4_000
"""After so long without an answer the person is told that what was saved is on its way."""
FIRST_PAUSE_MS, LONGEST_PAUSE_MS = 2_000, 30_000
"""Between two attempts to send; each pause is twice the one before."""
COPY_MS, COPY_AT_LATEST_MS = 5_000, 30_000
"""So long after the last change, and at the latest after the first, a copy goes to the server."""
MEET_MS = 180_000
"""So often it is asked what was written, saved or dropped at another desk."""


class Post(QObject):
    """Sends and copies, one at a time each."""

    sent = Signal(Draft, Changes)
    held = Signal(Draft, ThroughlineError)
    delayed = Signal(datetime)
    flowing = Signal()
    unkept = Signal(ThroughlineError)
    fetched = Signal()
    """Drafts of another desk may have come."""

    def __init__(
        self,
        tasks: Tasks,
        store: DraftStore,
        write_out: Callable[[], None],
        is_waiting: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._store, self._write_out, self._is_waiting = tasks, store, write_out, is_waiting
        self._session: Session | None = None
        self._under_way = self._copying = False
        self._began: datetime | None = None
        self.silent_since: datetime | None = None
        """Since when nobody answers."""
        self._pause = FIRST_PAUSE_MS
        self._uncopied: set[UUID] = set()
        self._uncopied_since = 0.0
        self._again, self._silence = self._clock(self.send), self._clock(self._no_answer)
        self._copy_clock = self._clock(self._copy)
        self._meet_clock = self._clock(self._meet)
        tasks.reached.connect(self._reached)

    def _clock(self, rings: Callable[[], None]) -> QTimer:
        clock = QTimer(self)
        clock.setSingleShot(True)
        clock.timeout.connect(rings)
        return clock

    def use(self, session: Session | None) -> None:
        """The server is there, or it is not; when it is, drafts of other desks come first."""
        self._session, self._pause = session, FIRST_PAUSE_MS
        self._meet()
        self.send()

    def close(self) -> None:
        """Ask for nothing more."""
        self._session = None
        for clock in (self._again, self._silence, self._copy_clock, self._meet_clock):
            clock.stop()

    def _reached(self, answers: bool) -> None:
        if not answers:
            return
        self._pause = FIRST_PAUSE_MS
        self._answered()
        self.send()
        if self._uncopied:
            self._copy()

    # Finished drafts.

    def send(self) -> None:
        """Send what waits, unless that is under way."""
        if self._under_way or not self._is_waiting():
            return
        if self._session is None:
            self._late(datetime.now().astimezone())
            return
        self._under_way, self._began = True, datetime.now().astimezone()
        self._again.stop()
        self._silence.start(SILENT_MS)
        self._tasks.write(partial(_deliver, self._session, self._store, self._write_out), self._ended, self._failed)

    def _ended(self, result: Sent | Held | None) -> None:
        self._rest()
        if result is None:  # another window is sending, or what waits must wait for what is held
            self._try_later()
            return
        self._pause = FIRST_PAUSE_MS
        self._answered()
        from db.local.outbox import Sent  # noqa: PLC0415 (the database half comes after the first paint)

        if isinstance(result, Sent):
            self.copy_later(result.draft.draft_id)
            self.sent.emit(result.draft, result.changes)
        else:
            self.held.emit(result.draft, result.error)
            self._tasks.note_refusal(result.error)
        self.send()

    def _failed(self, error: ThroughlineError) -> None:
        began = self._began or datetime.now().astimezone()
        self._rest()
        if isinstance(error, Refused):  # what the server refuses is held: this is the disk
            self.unkept.emit(error)
        else:
            self._late(began)
        self._try_later()

    def _rest(self) -> None:
        self._under_way = False
        self._silence.stop()

    def _try_later(self) -> None:
        if self._is_waiting():
            self._again.start(self._pause)
            self._pause = min(2 * self._pause, LONGEST_PAUSE_MS)

    def _no_answer(self) -> None:
        self._late(self._began or datetime.now().astimezone())

    def _late(self, since: datetime) -> None:
        if self.silent_since is None:
            self.silent_since = since
            self.delayed.emit(since)

    def _answered(self) -> None:
        if self.silent_since is not None:
            self.silent_since = None
            self.flowing.emit()

    # Copies.

    def copy_later(self, draft_id: UUID) -> None:
        """Copy the draft to the server, or tell it that the draft is gone, when it rests for some seconds."""
        if not self._uncopied:
            self._uncopied_since = time.monotonic()
        self._uncopied.add(draft_id)
        left = COPY_AT_LATEST_MS - 1000 * (time.monotonic() - self._uncopied_since)
        self._copy_clock.start(max(0, min(COPY_MS, int(left))))

    def _copy(self) -> None:
        if self._session is None or self._copying:
            return
        self._copying = True
        self._copy_clock.stop()
        drafts, self._uncopied = frozenset(self._uncopied), set()
        work = partial(_copy, self._session, self._store, drafts, self._write_out)
        self._tasks.read(work, self._copied, partial(self._not_copied, drafts))

    def _copied(self, came: bool) -> None:
        self._copying = False
        if came:
            self.fetched.emit()
        if self._uncopied:
            self._copy_clock.start(COPY_MS)

    def _not_copied(self, drafts: Iterable[UUID], _error: ThroughlineError) -> None:
        self._copying = False
        self._uncopied.update(drafts)
        self._copy_clock.start(LONGEST_PAUSE_MS)

    def _meet(self) -> None:
        self._meet_clock.stop()
        if self._session is not None:
            self._tasks.read(partial(_meet, self._session, self._store, self._write_out), self._met, self._not_met)

    def _met(self, _done: None) -> None:
        self._meet_clock.start(MEET_MS)
        self.fetched.emit()

    def _not_met(self, _error: ThroughlineError) -> None:
        self._meet_clock.start(LONGEST_PAUSE_MS)


def _deliver(session: Session, store: DraftStore, write_out: Callable[[], None]) -> Sent | Held | None:
    from db.local.outbox import send_first  # noqa: PLC0415 (the database half comes after the first paint)

    _written(write_out)
    return send_first(session, store)


def _copy(session: Session, store: DraftStore, drafts: Iterable[UUID], write_out: Callable[[], None]) -> bool:
    from db.local.copies import copy_drafts  # noqa: PLC0415 (the database half comes after the first paint)

    _written(write_out)
    return copy_drafts(session, store, drafts)


def _meet(session: Session, store: DraftStore, write_out: Callable[[], None]) -> None:
    from db.local.copies import copy_drafts, fetch_drafts  # noqa: PLC0415 (as above)

    _written(write_out)
    fetch_drafts(session, store)
    copy_drafts(session, store, [draft.draft_id for draft in store.all()])


def _written(write_out: Callable[[], None]) -> None:
    """First to the disk. What the disk does not take is held in memory and goes to the server all the same."""
    with suppress(Refused):
        write_out()
