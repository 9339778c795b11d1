"""Copies of drafts on the server, private to their author, for another desk or a lost laptop."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from db.commands.drafts import drop_draft, keep_draft
from db.domain.draft import Versions
from db.errors import Conflict, NotPermitted, Refused
from db.local.drafts import DraftStore
from db.queries.drafts import gone_drafts, my_drafts
from db.session import Session


def copy_drafts(session: Session, store: DraftStore, changed: Iterable[UUID]) -> bool:
    """Copies what changed to the server, tells it what was dropped here, and says whether other drafts came by that.

    They do where one that changed was written on at another desk as well: both are kept. Raises what a save raises when
    it is to be tried again; a draft that the server refuses stays on this computer.
    """
    tell_dropped(session, store)
    parted = [draft_id for draft_id in changed if not _copied(session, store, draft_id)]
    if parted:
        fetch_drafts(session, store)
        for draft in store.all():
            _copied(session, store, draft.draft_id)
    return bool(parted)


def _copied(session: Session, store: DraftStore, draft_id: UUID) -> bool:
    """Copies one draft; False if the server's was written on elsewhere."""
    draft = store.one(draft_id)
    if draft is None:
        return True
    try:
        keep_draft(session, draft)
    except Conflict:
        return False
    except (NotPermitted, Refused):
        return True
    if store.is_dropped(draft_id):  # while its copy was on the way
        _drop(session, draft_id, draft.versions)
    return True


def tell_dropped(session: Session, store: DraftStore) -> None:
    """Has the server drop its copies of what was saved or dropped here."""
    for draft_id, versions in store.to_be_told().items():
        _drop(session, draft_id, versions)
        store.server_told(draft_id)


def _drop(session: Session, draft_id: UUID, versions: Versions) -> None:
    with suppress(NotPermitted, Refused):
        drop_draft(session, draft_id, versions)


def fetch_drafts(session: Session, store: DraftStore) -> int:
    """Takes in what was written at another desk, and says how many; lets go of what was saved or dropped there.

    A draft that was saved or dropped here does not come back, and one that waits to be sent stays as it is.
    """
    tell_dropped(session, store)
    came = sum(store.take_in(draft) for draft in my_drafts(session))
    for draft_id, versions in gone_drafts(session).items():
        store.let_go(draft_id, versions)
    return came
