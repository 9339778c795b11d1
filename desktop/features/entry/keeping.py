"""Keeps what is being written: every change goes to the draft, and the draft to the desk, which has it on the disk.

The ids of an entry are made once, with its draft, so that however often it is sent it lands as one entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, QTimer, Signal

from db.commands.entries import AmendEntry, RecordEntry
from db.domain.draft import Draft, DraftPaper, DraftState
from db.domain.entry import EntryContent
from db.errors import ThroughlineError
from db.local.outbox import command_json, error_of
from desktop.infra.draft_desk import DraftDesk

_KEPT_MS = 1_000
"""So long after a key the draft is on the disk."""


class Keeping(QObject):
    """The draft of one panel, and what becomes of it."""

    said = Signal(str)
    """Where the text is, in small type."""
    landed = Signal()
    """The entry is on the server."""
    refused = Signal(object)
    """The server will not take it as it is: the error."""
    delayed = Signal(object)
    flowing = Signal()
    parted = Signal()
    """The draft was written on elsewhere too; this one goes on as a draft of its own."""
    taken_up = Signal()
    """What was on its way was taken up in another window, and is not sent from here."""
    discarded = Signal()
    """What was on its way was discarded elsewhere before it went off."""

    def __init__(self, drafts: DraftDesk, draft: Draft, parent: QObject) -> None:
        super().__init__(parent)
        self.draft = draft
        self.sending = False
        self.kept = False
        """Whether there is a draft on the desk."""
        self._silent_since: object = drafts.silent_since
        self._drafts = drafts
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_KEPT_MS)
        self._clock.timeout.connect(self._on_disk)
        drafts.sent.connect(self._sent)
        drafts.held.connect(self._held)
        drafts.delayed.connect(self._late)
        drafts.flowing.connect(self._flows)
        drafts.unkept.connect(self._unkept)
        drafts.kept_again.connect(self._kept_again)
        drafts.parted.connect(self._parted)
        drafts.changed.connect(self._look)

    def take(self, draft: Draft) -> None:
        """Go on with a draft that is kept already."""
        self.draft, self.kept = draft, True

    def begin_amending(self, entry_id: UUID, version: int, values: Mapping[str, str]) -> None:
        """It is a new version of this entry."""
        self.draft = replace(self.draft, entry_id=entry_id, base_version=version, base_values=dict(values))

    def write(self, values: Mapping[str, str], concerned: Mapping[UUID, str], rests_on: tuple[UUID, ...]) -> None:
        """What stands in the form now."""
        before = self.draft
        after = replace(before, values=dict(values), concerned=dict(concerned), rests_on=rests_on)
        self._keep(after if after == before else replace(after, sending=None))

    def rebase(self, entry_id: UUID, version: int, values: Mapping[str, str]) -> None:
        """Amend another version than the one that it began from; one that began anew may have parted meanwhile."""
        self.begin_amending(entry_id, version, values)
        self.draft = replace(self.draft, op_id=uuid4(), sending=None)

    def add_paper(self, paper: object, content: object) -> None:
        """Keep a document, a DraftPaper and its bytes, with the draft."""
        if not isinstance(paper, DraftPaper) or not isinstance(content, bytes):
            return
        self._drafts.put_paper(self.draft.draft_id, paper.paper_id, content)
        self.list_papers((*self.draft.papers, paper))
        self._drafts.hasten()

    def list_papers(self, papers: tuple[DraftPaper, ...]) -> None:
        """The documents are these now."""
        self._keep(replace(self.draft, papers=papers))

    def flush(self) -> None:
        """Have everything on the disk now."""
        if self.kept and not self.sending:
            self._drafts.hasten()

    def flush_now(self) -> None:
        """The same, and wait for it."""
        self._drafts.flush()

    def drop(self) -> None:
        """Let go of the draft for good."""
        if self.kept:
            self._drafts.drop(self.draft.draft_id, self.draft.versions)
            self.kept = False

    def _keep(self, draft: Draft) -> None:
        if self.sending:  # what is on its way stays as it was finished
            return
        self.draft = replace(draft, typed_at=datetime.now().astimezone(), state=DraftState.WRITING, trouble="")
        self.kept = True
        self.draft = self._drafts.keep(self.draft)
        if not self._clock.isActive():
            self._clock.start()

    def _on_disk(self) -> None:
        if not self.disk_full and not self.sending:
            self.said.emit(f"Draft kept on this computer {datetime.now():%H:%M}")

    def _unkept(self, error: object) -> None:
        words = error.text if isinstance(error, ThroughlineError) else ""
        self.said.emit(f"Not kept on this computer: {words}")
        self._late(self._silent_since)

    def _kept_again(self) -> None:
        if self.kept:
            self._on_disk()
        self._late(self._silent_since)

    @property
    def disk_full(self) -> bool:
        """Whether this computer does not take what is typed."""
        return self._drafts.disk_full

    @property
    def gone(self) -> bool:
        """Whether the draft was saved or discarded elsewhere, under this panel."""
        return self.kept and not self.sending and self._listed() is None

    def _listed(self) -> Draft | None:
        return next((one for one in self._drafts.drafts if one.draft_id == self.draft.draft_id), None)

    def keep_again(self) -> None:
        """Have the text among the drafts as it stands, and on the disk before this returns."""
        self._keep(self.draft)
        self._drafts.flush()

    def _look(self) -> None:
        """See what became of the draft in another window, which may have sent it for this one."""
        listed = self._listed()
        if not self.sending:
            if self.gone:
                self.said.emit("Not among your drafts any more: saved or discarded elsewhere")
        elif listed is None:
            if self._drafts.was_sent(self.draft.draft_id):
                self._land()
            else:
                self._give_back(self.discarded.emit)
        elif listed.state is not DraftState.WRITING and self._is_what_was_sent(listed):
            if listed.state is DraftState.HELD:
                self._held(listed, error_of(listed))
        elif not self.draft.knows(listed):
            self._give_back(self.taken_up.emit)

    def _give_back(self, tell: Callable[[], None]) -> None:
        """It does not go off from here: the text is the person's again."""
        self.sending = False
        self.draft = replace(self.draft, state=DraftState.WRITING)
        tell()

    def _land(self) -> None:
        self.sending = self.kept = False
        self.landed.emit()

    def _parted(self, draft_id: UUID, kept: Draft) -> None:
        """Go on as the draft that this has become, with what was typed since."""
        if draft_id != self.draft.draft_id or kept.hand != self.draft.hand:
            return
        self.draft = self.draft.parted()
        self.parted.emit()

    # Sending.

    def send(self, content: EntryContent) -> None:
        """Have the entry sent, once however often this is asked; the same text under the same operation."""
        if self.sending:
            return
        sending = command_json(self._command(content))
        if self.draft.sending is not None and self.draft.sending != sending:
            self.draft = replace(self.draft, op_id=uuid4())
            sending = command_json(self._command(content))
        now = datetime.now().astimezone()
        self.draft = replace(self.draft, state=DraftState.WAITING, typed_at=now, finished_at=now, sending=sending)
        self.kept = True
        self.draft = self._drafts.send(self.draft)
        self.sending = True
        self._late(self._silent_since)

    def _command(self, content: EntryContent) -> RecordEntry | AmendEntry:
        draft = self.draft
        assert draft.child_id is not None  # noqa: S101 (a panel stands in a child's file)
        if not draft.base_version:
            return RecordEntry(draft.op_id, draft.entry_id, draft.child_id, content)
        reason = draft.values.get("reason", "").strip()
        return AmendEntry(draft.op_id, draft.entry_id, draft.child_id, content, draft.base_version, reason)

    def _sent(self, draft: Draft, _changes: object) -> None:
        """It landed, also if it was discarded when it had gone off already."""
        if self._is_what_was_sent(draft):
            self._land()

    def _is_what_was_sent(self, draft: Draft) -> bool:
        """Other words under the same draft, finished in another window or before, are another matter."""
        same_words = self.draft.sending is not None and draft.sending == self.draft.sending
        return same_words and draft.draft_id == self.draft.draft_id

    def _held(self, draft: Draft, error: ThroughlineError) -> None:
        if self.sending and self._is_what_was_sent(draft):
            self.sending = False
            self.draft = draft
            self.refused.emit(error)

    def _late(self, since: object) -> None:
        self._silent_since = since
        if self.sending and since is not None:
            self.delayed.emit(since)

    def _flows(self) -> None:
        self._silent_since = None
        self.flowing.emit()
