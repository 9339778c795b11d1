"""Everything that a person is writing: kept on this computer within a second, and sent when the server is there.

The desk lives in the interface thread and answers at once from memory; workers do what needs the disk or the network.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, QTimer, Signal

from db.commands.changes import Changes
from db.domain.draft import Draft, DraftState, Versions, knows
from db.errors import ThroughlineError
from desktop.infra.draft_disk import Seen, Thing, look, save
from desktop.infra.draft_post import Post
from desktop.infra.tasks import Tasks

if TYPE_CHECKING:
    from db.local.drafts import DraftStore
    from db.local.unwritten import Unwritten
    from db.session import Session

WRITE_MS = 200
"""So long after the first unwritten key the draft goes to the disk; with the writing itself it is under a second, also
where the computer is busy."""
AGAIN_MS = 2_000
"""After so long a write that the disk did not take is tried again."""
LOOK_MS = 2_000
"""So often the desk looks what another window of the same person wrote."""


class DraftDesk(QObject):
    """The drafts of the signed-in person. It reads the store at once, and sends what waited there."""

    changed = Signal()
    """The list of drafts, or the state of one, is another; not told for every key."""
    sent = Signal(Draft, Changes)
    """A draft is on the server: it, and the Changes to be announced."""
    held = Signal(Draft, ThroughlineError)
    """The server will not take a draft as it is: it, and the error."""
    delayed = Signal(datetime)
    """The server has not answered since then; told once, until `flowing`."""
    flowing = Signal()
    """The server answers again."""
    unkept = Signal(ThroughlineError)
    """The disk does not take what is typed: the error. It is tried again; told once, until the disk takes it."""

    all_open = Signal()
    """What did not open on this computer does now."""
    parted = Signal(UUID, Draft)
    """A draft was written on at another desk or in another window too: its id, and as what it goes on from here."""
    kept_again = Signal()
    """The disk takes what is typed again."""

    def __init__(
        self, tasks: Tasks, store: DraftStore, session: Session | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        from db.local.unwritten import Unwritten  # noqa: PLC0415 (the database half comes after the first paint)

        self._store = store
        self._disk = Tasks(self)
        self._unwritten: Unwritten[Thing] = Unwritten()
        self._drafts: dict[UUID, Draft] = {}
        self._turn, self._touched = 0, dict[UUID, int]()
        self._hands: set[str] = set()
        self._written_times = 0
        self._to_tell: SimpleQueue[tuple[UUID, Draft]] = SimpleQueue()
        self._stamp: frozenset[tuple[str, int, int]] | None = None
        self.unreadable = 0
        """How many files the last look found that this key does not open."""
        self.disk_full = False
        """Whether the disk did not take what was typed last."""
        self._looking = self._look_again = False
        self._write_clock, self._look_clock = QTimer(self), QTimer(self)
        self._write_clock.setSingleShot(True)
        self._write_clock.timeout.connect(self.hasten)
        self._look_clock.timeout.connect(self.look)
        self._look_clock.start(LOOK_MS)
        self._post = Post(tasks, store, self._unwritten.write_out, self._is_waiting, self)
        self._post.sent.connect(self._on_server)
        self._post.held.connect(self._on_hold)
        self._post.delayed.connect(self.delayed)
        self._post.flowing.connect(self.flowing)
        self._post.unkept.connect(self._not_written)
        self._post.fetched.connect(self.look)
        self.look()
        if session is not None:
            self.use(session)

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """Every draft, the oldest first."""
        return tuple(sorted(self._drafts.values(), key=lambda draft: (draft.typed_at.timestamp(), draft.draft_id)))

    @property
    def unwritten(self) -> tuple[Draft, ...]:
        """The drafts of which something, words or a document, is not on the disk yet."""
        ids = {draft_id for draft_id, _ in self._unwritten.things}
        return tuple(draft for draft in self.drafts if draft.draft_id in ids)

    @property
    def silent_since(self) -> datetime | None:
        """Since when the server has not answered what was to be sent; None while it does."""
        return self._post.silent_since

    def take_over(self, earlier: DraftDesk) -> None:
        """Go on with what the disk did not take from an earlier desk of the same person."""
        for draft_id, paper_id in earlier._unwritten.things:
            if paper_id is not None:
                self.put_paper(draft_id, paper_id, earlier._store.paper(draft_id, paper_id))
        for draft in earlier.unwritten:
            self.keep(draft)
        self._post.send()

    def keep(self, draft: Draft) -> Draft:
        """Keep what is typed: on the disk at most a second after the key, however long the typing goes on.

        Answers with the draft as it is kept, from which one writes on.
        """
        before = self._drafts.get(draft.draft_id)
        draft = self._remember(draft)
        if not self._write_clock.isActive():
            self._write_clock.start(WRITE_MS)
        self._post.copy_later(draft.draft_id)
        if before is None or before.state is not draft.state:
            self.changed.emit()
        return draft

    def hasten(self) -> None:
        """Write what is not written yet, as soon as a worker can."""
        self._write_clock.stop()
        self._disk.write(self._unwritten.write_out, self._written, self._not_written)

    def flush(self) -> None:
        """Write what is not written yet, and wait until it is on the disk."""
        self._write_clock.stop()
        try:
            self._unwritten.write_out()
        except ThroughlineError as error:
            self._not_written(error)
            self._tell_parted()
        else:
            self._written(None)

    def send(self, draft: Draft) -> Draft:
        """Have the finished draft sent, after those that were finished before; `sending` is its command.

        Sending it a second time changes neither its turn nor what becomes of it. Answers with it as it is kept.
        """
        before = self._drafts.get(draft.draft_id, draft)
        if before is not draft and before.state is DraftState.WAITING and draft.is_in(before):
            self._post.send()
            return before
        finished_at = before.finished_at or draft.finished_at or datetime.now().astimezone()
        draft = self._remember(replace(draft, state=DraftState.WAITING, finished_at=finished_at, trouble=""))
        self.hasten()
        self.changed.emit()
        self._post.send()
        return draft

    def drop(self, draft_id: UUID, versions: Versions | None = None) -> None:
        """Let go of a draft and its papers, here and on the server, but not of what another window wrote beyond these
        versions; without them, of the draft as it is listed."""
        listed = self._drafts.get(draft_id)
        known = versions if versions is not None else listed.versions if listed is not None else {}
        if listed is None or knows(known, listed.versions):
            self._forget(draft_id)
        self._write_no_more(draft_id)
        self._unwritten.add((draft_id, None), partial(self._store.drop, draft_id, known))
        self.hasten()
        self._post.copy_later(draft_id)
        self.changed.emit()

    def put_together(self, draft: Draft, taken_up: Draft) -> Draft:
        """Keep a draft into which another one was taken up, and let go of that.

        It is nobody's writing: windows that do it at once do not part by that. Answers with it as it is kept.
        """
        draft = draft.after(taken_up)
        self._put(draft)
        self._post.copy_later(draft.draft_id)
        self.drop(taken_up.draft_id, taken_up.versions)
        return draft

    def was_sent(self, draft_id: UUID) -> bool:
        """Whether a draft that is not listed any more went from this computer because it is in the record."""
        return self._store.is_sent(draft_id)

    def put_paper(self, draft_id: UUID, paper_id: UUID, content: bytes) -> None:
        """Keep the bytes of a document; the draft that lists it is kept after it."""
        self._unwritten.add((draft_id, paper_id), partial(self._store.put_paper, draft_id, paper_id, content))
        self.hasten()

    def paper(self, draft_id: UUID, paper_id: UUID) -> bytes:
        """The bytes of a document; Refused if they are not on this computer."""
        if (draft_id, paper_id) in self._unwritten.things:
            self.flush()
        return self._store.paper(draft_id, paper_id)

    def use(self, session: Session | None) -> None:
        """The server is there, or it is not."""
        self._post.use(session)

    def close(self) -> None:
        """Write what is not written yet, and stop."""
        self._look_clock.stop()
        self._post.close()
        self.flush()
        self._disk.close()

    # Memory and disk.

    def _remember(self, draft: Draft) -> Draft:
        before = self._drafts.get(draft.draft_id)
        known = draft.versions or (before.versions if before is not None else {})
        self._written_times += 1
        hand = draft.hand if draft.hand in self._hands else uuid4().hex[:12]
        self._hands.add(hand)
        draft = replace(draft, versions={**known, hand: self._written_times}, hand=hand)
        self._put(draft)
        return draft

    def _put(self, draft: Draft) -> None:
        self._drafts[draft.draft_id] = draft
        self._touch(draft.draft_id)
        self._unwritten.add((draft.draft_id, None), partial(save, self._store, draft, self._to_tell))

    def _tell_parted(self) -> None:
        """The other draft, which lies under the id, is seen with the next look."""
        while not self._to_tell.empty():
            draft_id, kept = self._to_tell.get()
            self._forget(draft_id)
            if kept.draft_id not in self._drafts:
                self._drafts[kept.draft_id] = kept
                self._touch(kept.draft_id)
            self._post.copy_later(kept.draft_id)
            self.parted.emit(draft_id, kept)
            self.changed.emit()

    def _write_no_more(self, draft_id: UUID) -> None:
        for thing in self._unwritten.things:
            if thing[0] == draft_id:
                self._unwritten.forget(thing)

    def _forget(self, draft_id: UUID) -> None:
        self._drafts.pop(draft_id, None)
        self._touch(draft_id)

    def _touch(self, draft_id: UUID) -> None:
        self._turn += 1
        self._touched[draft_id] = self._turn
        self._stamp = None  # what came and went again on the disk leaves it as it was

    def _is_waiting(self) -> bool:
        return any(draft.state is DraftState.WAITING for draft in self._drafts.values())

    def _written(self, _done: None) -> None:
        self._tell_parted()
        if self.disk_full:
            self.disk_full = False
            self.kept_again.emit()

    def _not_written(self, error: ThroughlineError) -> None:
        self._write_clock.start(AGAIN_MS)
        if not self.disk_full:
            self.disk_full = True
            self.unkept.emit(error)

    def look(self) -> None:
        """See what another window wrote, or dropped, meanwhile; a look that is under way is let end first."""
        self._tell_parted()
        self._look_again = self._looking
        if not self._looking:
            self._looking = True
            work = partial(look, self._store, self._unwritten, self._stamp, self._turn)
            self._disk.read(work, self._looked, self._not_looked)

    def _looked(self, seen: Seen | None) -> None:
        if seen is not None:
            self._take_in(seen)
        self._look_ended()

    def _look_ended(self) -> None:
        self._looking = False
        if self._look_again:
            self.look()

    def _take_in(self, seen: Seen) -> None:
        ours = {draft_id for draft_id, turn in self._touched.items() if turn > seen.turn} | seen.unwritten
        self._stamp = None if ours else seen.stamp  # what was left out is looked at the next time
        before = self._drafts
        self._drafts = {draft.draft_id: draft for draft in seen.drafts if draft.draft_id not in ours}
        self._drafts |= {draft_id: draft for draft_id, draft in before.items() if draft_id in ours}
        closed, self.unreadable = self.unreadable, seen.unreadable
        if self._drafts != before or self.unreadable != closed:
            self.changed.emit()
        if closed and not self.unreadable:
            self.all_open.emit()
        self._post.send()

    def _not_looked(self, _error: ThroughlineError) -> None:
        """The next look may tell."""
        self._look_ended()

    # What the post tells.

    def _on_server(self, draft: Draft, changes: Changes) -> None:
        self._tell_parted()
        if self._is_same(draft):
            self._forget(draft.draft_id)
            self._write_no_more(draft.draft_id)
        self.sent.emit(draft, changes)
        self.changed.emit()

    def _on_hold(self, draft: Draft, error: ThroughlineError) -> None:
        self._tell_parted()
        if self._is_same(draft):
            self._drafts[draft.draft_id] = draft
            self._touch(draft.draft_id)
        self._post.copy_later(draft.draft_id)
        self.held.emit(draft, error)
        self.changed.emit()

    def _is_same(self, draft: Draft) -> bool:
        """Whether the draft is still as it was sent; its author may have taken it up again on the way."""
        ours = self._drafts.get(draft.draft_id)
        same = ours is not None and (ours.versions == draft.versions or ours.is_in(draft))
        return ours is not None and ours.state is DraftState.WAITING and same
