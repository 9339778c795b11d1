"""What the desk of drafts has its workers do on the disk: write, and look what another window wrote."""

from __future__ import annotations

from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING
from uuid import UUID

from db.domain.draft import Draft

if TYPE_CHECKING:
    from db.local.drafts import DraftStore
    from db.local.unwritten import Unwritten

Thing = tuple[UUID, UUID | None]
"""What is written: a draft, or a paper of it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A look at the disk: its stamp, when it began, what memory knew better then, what lay there, and how many files
    did not open.

    There is no stamp where something that the stamp does not tell of came before everything was read.
    """

    stamp: frozenset[tuple[str, int, int]] | None
    turn: int
    unwritten: frozenset[UUID]
    drafts: tuple[Draft, ...]
    unreadable: int


def save(store: DraftStore, draft: Draft, to_tell: SimpleQueue[tuple[UUID, Draft]]) -> None:
    """On the disk, where it may become a draft of its own, which is left for the desk to tell."""
    kept = store.save(draft)
    if kept.draft_id != draft.draft_id:
        to_tell.put((draft.draft_id, kept))


def look(
    store: DraftStore, unwritten: Unwritten[Thing], stamp: frozenset[tuple[str, int, int]] | None, turn: int
) -> Seen | None:
    """What lies on the disk, or None if it is the same as before. What was not written yet is asked first."""
    waiting = frozenset(draft_id for draft_id, paper_id in unwritten.things if paper_id is None)
    now = store.stamp()
    if now == stamp:
        return None
    drafts, told = store.all(), {name.removesuffix(".draft") for name, _, _ in now}
    whole = all(str(draft.draft_id) in told for draft in drafts)
    return Seen(now if whole else None, turn, waiting, drafts, store.unreadable)
