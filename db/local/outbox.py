"""Sends what was finished while the server was away: in order, and once.

Every step carries an id that was made when the entry was begun, so that a step whose answer was lost is simply sent
again. What the server will not take is held for its author, with every word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from db.commands.changes import Changes
from db.commands.contacts import EnterContact, enter_contact
from db.commands.documents import AddDocument, add_document
from db.commands.entries import AmendEntry, RecordEntry, amend_entry, record_entry
from db.commands.files import OpenFile, open_file
from db.domain.draft import Draft, DraftPaper, DraftState
from db.errors import Conflict, Locked, NotPermitted, Refused, ThroughlineError
from db.local.copies import tell_dropped
from db.local.drafts import DraftStore
from db.local.files import alone
from db.session import Session

T = TypeVar("T")
EntryCommand = RecordEntry | AmendEntry
Command = EntryCommand | EnterContact
_ENTRY_SAVED = "The entry is saved, but a document of it is not. "
_REFUSALS = (NotPermitted, Refused, Conflict, Locked)


@dataclass(frozen=True, slots=True)
class Sent:
    """A draft that is on the server now and gone from this computer, and what that changed."""

    draft: Draft
    changes: Changes


@dataclass(frozen=True, slots=True)
class Held:
    """A draft that the server will not take as it is."""

    draft: Draft
    error: ThroughlineError


def command_json(command: Command) -> dict[str, Any]:
    """The command as a draft carries it in `sending`."""
    if isinstance(command, EnterContact):
        return {"contact": command.to_json()}
    return {"amends": isinstance(command, AmendEntry)} | command.to_json()


def command_of(value: Mapping[str, Any]) -> Command:
    """The command behind `sending`; KeyError, TypeError or ValueError when it is none of ours."""
    if "contact" in value:
        return EnterContact.from_json(value["contact"])
    return AmendEntry.from_json(value) if value["amends"] else RecordEntry.from_json(value)


def error_of(held: Draft) -> ThroughlineError:
    """Why a draft is held, as whoever sent it was told: it may have been another window."""
    kinds = {kind.__name__: kind for kind in _REFUSALS}
    return kinds.get(held.refusal, Refused)(held.trouble)


def send_first(session: Session, store: DraftStore) -> Sent | Held | None:
    """Sends the draft that was finished first, and its papers; None if nothing waits, or another window is sending.

    A held draft stands in the way of later ones of the same entry and of no others. Raises what a save raises when it
    is to be tried again: Unreachable, OutcomeUnknown, ServerFull, Busy.
    """
    with _alone(store) as mine:
        draft = _first(store.all()) if mine else None
        if draft is None:
            return None
        sending = _Sending(session, store, draft)
        try:
            sending.send()
        except _REFUSALS as error:
            return sending.hold(error)
        return sending.finish()


@contextmanager
def _alone(store: DraftStore) -> Iterator[bool]:
    """Whether no other window is sending; where the folder does not tell, sending twice lands once all the same."""
    with ExitStack() as stack:
        try:
            mine = stack.enter_context(alone(store.folder / "sending"))
        except Refused:
            mine = True
        yield mine


def _first(drafts: tuple[Draft, ...]) -> Draft | None:
    held = {draft.entry_id for draft in drafts if draft.state is DraftState.HELD}
    waiting = [draft for draft in drafts if draft.state is DraftState.WAITING and draft.entry_id not in held]
    return min(waiting, key=lambda draft: (draft.finished_at or draft.typed_at).timestamp(), default=None)


class _Sending:
    """One draft on its way; `changes` is what of it is saved so far."""

    def __init__(self, session: Session, store: DraftStore, draft: Draft) -> None:
        self._session, self._store, self._draft = session, store, draft
        self.changes: Changes | None = None

    def send(self) -> None:
        """The entry, then its papers; or a contact. What is not whole here is not begun."""
        command = self._command()
        if isinstance(command, EnterContact):
            _, self.changes = enter_contact(self._session, command)
            return
        papers = [self._paper(command, paper) for paper in self._draft.papers]
        self.changes = self._with_file_open(command.child_id, partial(_save, self._session, command))
        for paper in papers:
            added = self._with_file_open(command.child_id, partial(add_document, self._session, paper))
            self.changes = replace(self.changes, what=self.changes.what | added.what)

    def _command(self) -> Command:
        try:
            return command_of(self._draft.sending or {})
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Refused("This entry cannot be sent as it is. Open it, and save it again.") from None

    def _paper(self, command: EntryCommand, paper: DraftPaper) -> AddDocument:
        return AddDocument(
            document_id=paper.paper_id,
            child_id=command.child_id,
            entry_id=command.entry_id,
            name=paper.name,
            kind=paper.kind,
            content=self._store.paper(self._draft.draft_id, paper.paper_id),
            media_type=paper.media_type,
            dated_on=paper.dated_on,
            text=paper.text,
            text_note=paper.note,
        )

    def _with_file_open(self, child_id: UUID, work: Callable[[], T]) -> T:
        """Does the work; when it is refused, once more after opening the file, if that needs no reason."""
        try:
            return work()
        except NotPermitted as refused:
            try:
                open_file(self._session, OpenFile(child_id))
            except (NotPermitted, Refused):
                raise refused from None
        return work()

    def hold(self, error: ThroughlineError) -> Held:
        """Keeps the draft for its author, unless that one took it up again meanwhile."""
        words = (_ENTRY_SAVED if self.changes else "") + error.text
        held = replace(self._draft, state=DraftState.HELD, trouble=words, refusal=type(error).__name__)
        with self._store.lock, suppress(Refused):  # what the disk does not take is held in memory
            here = self._store.still_on_its_way(self._draft)
            if here is not None:
                held = replace(held, versions=here.versions, hand=here.hand)
                self._store.save(held)
        return Held(held, error)

    def finish(self) -> Sent:
        """Lets go of the draft, here and on the server, unless its author wrote on in it meanwhile."""
        with suppress(Refused):
            self._store.drop_sent(self._draft)
        with suppress(ThroughlineError):
            tell_dropped(self._session, self._store)
        assert self.changes is not None  # noqa: S101 (the entry is saved first)
        return Sent(self._draft, self.changes)


def _save(session: Session, command: EntryCommand) -> Changes:
    return amend_entry(session, command) if isinstance(command, AmendEntry) else record_entry(session, command)
