"""Keeps the document that is written on: every change on this computer, versions on the server, two people's work.

It outlives its page, so that what is on its way when one leaves arrives, and its draft goes with that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, QTimer, Signal

from db.commands.changes import Changes
from db.commands.court_documents import SaveCourtDocument, save_court_document
from db.commands.files import OpenFile, open_file
from db.domain.draft import Draft
from db.domain.merging import Merged, merge
from db.errors import (
    Busy,
    Conflict,
    NotPermitted,
    OutcomeUnknown,
    Refused,
    ServerFull,
    ThroughlineError,
    Unreachable,
)
from db.queries.court_documents import CourtDocument, court_document
from db.session import Session
from desktop.infra.desk import Desk

AGAIN_MS = 15_000
"""So long after an attempt that nobody answered it is tried again."""
Fields = Mapping[str, str]
_NO_ANSWER = (Unreachable, OutcomeUnknown, ServerFull, Busy)


class Keeping(QObject):
    """One document in the hands of one person."""

    told = Signal()
    """How it stands is another: unsaved, on its way, saved."""
    saved = Signal()
    waiting = Signal()
    """The server does not answer: it is kept here, and saved when it does."""
    refused = Signal(ThroughlineError)
    taken = Signal(CourtDocument, tuple)
    """Somebody saved it meanwhile: their version, and the names of the fields that were taken from it."""
    differs = Signal(CourtDocument, Merged)
    """Somebody saved it meanwhile, and changed what was changed here too: it is to be chosen."""
    parted = Signal()
    """It was written on in another window as well; both are kept."""

    def __init__(self, desk: Desk, draft: Draft, proceedings_id: UUID | None = None) -> None:
        super().__init__(desk.drafts)
        self._desk, self._tasks, self._drafts = desk, desk.tasks, desk.drafts
        self._session = desk.signed_in.session
        self.draft, self._proceedings_id = draft, proceedings_id
        self.start: Mapping[str, str] = dict(draft.values)
        """The fields as they stood before anything was typed."""
        self.kept = self.under_way = self.unanswered = False
        self.saved_at: datetime | None = None
        self.theirs: CourtDocument | None = None
        """What somebody else saved, while it is asked what both changed."""
        self.disk_full = desk.drafts.disk_full
        self.before_merging: Callable[[Fields, Fields, Fields], Fields] = _as_it_is
        """Makes mine fit to be put together with theirs: given what both began from, mine, theirs."""
        self._once_more = self._going = self._written = False
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._try_again)
        desk.tasks.reached.connect(self._reached)
        desk.drafts.parted.connect(self._parted)
        desk.drafts.unkept.connect(self._unkept)
        desk.drafts.kept_again.connect(self._kept_again)

    # What stands in it.

    @property
    def fields(self) -> Mapping[str, str]:
        """The texts under their names; none of them is empty."""
        return self.draft.values

    @property
    def document_id(self) -> UUID:
        """The document's id."""
        return self.draft.entry_id

    @property
    def version(self) -> int:
        """The version that this goes on from; 0 while none is saved."""
        return self.draft.base_version

    @property
    def touched(self) -> bool:
        """Whether something was written that is not on the server."""
        return dict(self.fields) != dict(self.start)

    @property
    def gone(self) -> bool:
        """Whether the draft was discarded, or saved elsewhere, since it was written."""
        return self.kept and all(one.draft_id != self.draft.draft_id for one in self._drafts.drafts)

    def resume(self, draft: Draft) -> None:
        """Go on with a draft that is kept already."""
        self.draft, self.kept, self.start = draft, True, dict(draft.base_values)

    def put(self, changes: Mapping[str, str]) -> bool:
        """Set some fields, and keep that; whether anything changed. An empty text takes the field away."""
        values = {name: text for name, text in {**self.fields, **changes}.items() if text}
        if values == self.fields:
            return False
        self._written = True
        self._keep(replace(self.draft, values=values))
        self.told.emit()
        return True

    def _keep(self, draft: Draft) -> None:
        self.kept = True
        self.draft = self._drafts.keep(replace(draft, typed_at=datetime.now().astimezone()))

    def _drop(self) -> None:
        """Nothing is unsaved any more: what is written from now on is another draft."""
        if self.kept:
            self._drafts.drop(self.draft.draft_id, self.draft.versions)
        self.kept = False
        self.draft = replace(self.draft, draft_id=uuid4(), versions={}, hand="")

    # Saving.

    def save(self) -> None:
        """Save a version; while one is on its way, another after it. What nobody answered is sent again first."""
        if self.theirs is not None:
            return
        if self.under_way:
            self._once_more = True
            return
        if self.draft.sending is None and self.version and not self.touched:
            if self.kept:
                self._drop()
            self.saved.emit()
            return
        if self.draft.sending is None:
            sending = {"op_id": str(uuid4()), "base": self.version, "fields": dict(self.fields)}
            self._keep(replace(self.draft, sending=sending))
        else:  # what was written since goes after it
            self._once_more = True
        self._send()

    def leave(self) -> None:
        """One goes elsewhere: what was written is saved; where nothing was, nothing is kept.

        A draft of a new document that was only looked at stays one.
        """
        if not self.version and self.touched and not self._written and not self.unanswered:
            return
        if self.theirs is None and (self.touched or self.unanswered) and not self.gone:
            self.save()
        elif self.kept and not self.touched and not self.under_way:
            self._drop()

    def _send(self) -> None:
        self._again.stop()
        self.under_way = True
        self.told.emit()
        self._tasks.write(partial(_save, self._session, self._wish()), self._landed, self._failed)

    def _wish(self) -> SaveCourtDocument:
        draft, sending = self.draft, self.draft.sending or {}
        assert draft.child_id is not None  # noqa: S101 (a document stands in a child's file)
        return SaveCourtDocument(
            UUID(sending["op_id"]), draft.entry_id, draft.child_id, draft.document, dict(sending["fields"]),
            tuple(draft.concerned), proceedings_id=self._proceedings_id, base=int(sending["base"]),
        )  # fmt: skip

    def _landed(self, changes: Changes) -> None:
        sent = dict((self.draft.sending or {})["fields"])
        self.under_way = self.unanswered = False
        self.saved_at, self.start = datetime.now().astimezone(), sent
        landed = replace(self.draft, base_version=changes.version or 0, base_values=sent, sending=None)
        if self.touched:
            self._keep(landed)
        else:
            self.draft = landed
            self._drop()
        self.told.emit()
        self.saved.emit()
        self._desk.news.announce(changes)
        again, self._once_more = self._once_more, False
        if again and self.touched:
            self.save()
        else:
            self._go_when_done()

    def _failed(self, error: ThroughlineError) -> None:
        self.under_way = self._once_more = False
        if isinstance(error, _NO_ANSWER):
            self.unanswered = True
            self._again.start()
            self.waiting.emit()
        elif isinstance(error, Conflict):
            self._keep(replace(self.draft, sending=None))
            self.look_at_theirs()
        else:
            self._keep(replace(self.draft, sending=None))
            self.refused.emit(error)
            self._go_when_done()
        self.told.emit()

    def _reached(self, answers: bool) -> None:
        if answers:
            self._try_again()

    def _try_again(self) -> None:
        if self.gone:  # what was discarded is not sent
            self.unanswered = False
            self._go_when_done()
        elif self.unanswered and not self.under_way:
            self.save()

    # Somebody else saved it meanwhile.

    def look_at_theirs(self) -> None:
        """Read the newest version, and put both together."""
        if self.draft.child_id is not None:
            work = partial(court_document, self._session, self.draft.child_id, self.document_id)
            self._tasks.read(work, self.meet, self._not_read)

    def _not_read(self, error: ThroughlineError) -> None:
        if isinstance(error, _NO_ANSWER):
            self.unanswered = True
            self._again.start()
            self.waiting.emit()
        else:
            self.refused.emit(error)
        self._go_when_done()

    def meet(self, theirs: CourtDocument) -> None:
        """Put what somebody else saved together with what is written here, and save that; ask where both changed it."""
        if self._going:
            self._go_when_done()
            return
        merged = self._merged(theirs)
        if merged.both:
            self.theirs = theirs
            self.differs.emit(theirs, merged)
        else:
            self._rebase(theirs, merged.values)
            self.taken.emit(theirs, merged.theirs)
            self.save()

    def settle(self, decided: Mapping[str, str]) -> None:
        """It is chosen what stands where both changed the same. What was written meanwhile is put together anew."""
        theirs, self.theirs = self.theirs, None
        if theirs is None:
            return
        merged = self._merged(theirs)
        if set(merged.both) <= decided.keys():
            self._rebase(theirs, merged.values | {key: decided[key] for key in merged.both})
            self.save()
        else:
            self.theirs = theirs
            self.differs.emit(theirs, merged)

    def _merged(self, theirs: CourtDocument) -> Merged:
        base = self.draft.base_values
        return merge(base, self.before_merging(base, self.fields, theirs.fields), theirs.fields)

    def _rebase(self, theirs: CourtDocument, values: Mapping[str, str]) -> None:
        self.start = dict(theirs.fields)
        values = {name: text for name, text in values.items() if text}
        self._keep(replace(self.draft, values=values, base_version=theirs.version, base_values=dict(theirs.fields)))

    # Elsewhere on this computer.

    def _parted(self, draft_id: UUID, kept: Draft) -> None:
        if draft_id == self.draft.draft_id and kept.hand == self.draft.hand:
            self.draft = self.draft.parted()
            self.parted.emit()

    def _unkept(self, _error: ThroughlineError) -> None:
        self.disk_full = True
        self.told.emit()

    def _kept_again(self) -> None:
        self.disk_full = False
        self.told.emit()

    def let_go(self) -> None:
        """The page is gone: what is under way, or waits for the server, may arrive, and then this goes too."""
        self._going = True
        self._go_when_done()

    def _go_when_done(self) -> None:
        if self._going and not self.under_way and not self.unanswered:
            self._again.stop()
            self.deleteLater()


def _as_it_is(_base: Fields, mine: Fields, _theirs: Fields) -> Fields:
    return mine


def _save(session: Session, wish: SaveCourtDocument) -> Changes:
    """Save; where the file is open no more, once again after opening it, if that needs no reason."""
    try:
        return save_court_document(session, wish)
    except NotPermitted as refused:
        try:
            open_file(session, OpenFile(wish.child_id))
        except (NotPermitted, Refused):
            raise refused from None
    return save_court_document(session, wish)
