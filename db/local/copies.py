"""Copies of drafts on the server, private to their author, for another desk or a lost laptop."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from db.commands.drafts import drop_draft, keep_draft
from db.domain.draft import Draft, DraftState
from db.errors import NotPermitted, Refused
from db.local.drafts import DraftStore
from db.queries.drafts import my_drafts
from db.session import Session


def copy_drafts(session: Session, store: DraftStore, changed: Iterable[UUID]) -> None:
    """Copies what changed to the server, and tells it what was dropped here.

    Raises what a save raises when it is to be tried again; a draft that the server refuses stays on this computer.
    """
    tell_dropped(session, store)
    for draft_id in changed:
        draft = store.one(draft_id)
        if draft is not None:
            with suppress(NotPermitted, Refused):
                keep_draft(session, draft)
            if store.is_dropped(draft_id):  # while its copy was on the way
                _drop(session, draft_id)


def tell_dropped(session: Session, store: DraftStore) -> None:
    """Has the server drop its copies of what was saved or dropped here."""
    for draft_id in store.to_be_told():
        _drop(session, draft_id)
        store.server_told(draft_id)


def _drop(session: Session, draft_id: UUID) -> None:
    with suppress(NotPermitted, Refused):
        drop_draft(session, draft_id)


def fetch_drafts(session: Session, store: DraftStore) -> int:
    """Takes in what was written at another desk, and says how many; of two copies the newer stays.

    A draft that was saved or dropped here does not come back, and one that waits to be sent stays as it is.
    """
    came = 0
    for draft in my_drafts(session):
        if store.is_dropped(draft.draft_id):
            _drop(session, draft.draft_id)
        elif _taken_in(store, draft):
            came += 1
    return came


def _taken_in(store: DraftStore, draft: Draft) -> bool:
    with store.lock:
        here = store.one(draft.draft_id)
        if here is not None and (
            here.state is DraftState.WAITING or here.typed_at.timestamp() >= draft.typed_at.timestamp()
        ):
            return False
        if here is None:
            store.set_aside(draft.draft_id)
        store.save(draft)
        return True
