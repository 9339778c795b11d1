"""Which form says the next word of a conversation, and the draft in which its words are kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from db.domain.draft import ALLOCATION_ANSWER, ALLOCATION_TALK, PROPOSAL, Draft
from db.queries.allocation import Discussion, WorkerLoad
from db.queries.files import ChildLine
from desktop.features.allocation.asking import (
    Wanted,
    ask_about_talk,
    ask_to_decline,
    ask_to_propose,
    ask_to_withdraw,
)
from desktop.features.allocation.keeping import KeptPanel, kept_draft, kept_proposal, new_draft
from desktop.features.allocation.lines import names
from desktop.features.allocation.proposing import ProposalPanel
from desktop.infra.desk import Desk


class Forms:
    """Makes the forms, on with what was begun about the same children or the same conversation."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.workers: tuple[WorkerLoad, ...] = ()
        """To whom one could propose."""

    def proposal(self, children: Sequence[Wanted], *, at_once: bool = False, before: UUID | None = None) -> KeptPanel:
        """To propose children; `before` is the proposal whose place it takes."""
        draft = kept_proposal(self._desk.drafts, [child.child_id for child in children], at_once=at_once)
        if draft is not None:
            children = in_order(draft, children)
        else:
            draft = new_draft(
                PROPOSAL,
                ", ".join(child.name for child in children),
                children=" ".join(str(child.child_id) for child in children),
                holders="\n".join(child.holder for child in children),
                called="\n".join(child.name for child in children),
                at_once="yes" if at_once else "",
                before=str(before or ""),
            )
        return self._proposal(draft, children, at_once=at_once, before=before)

    def _proposal(self, draft: Draft, children: Sequence[Wanted], *, at_once: bool, before: UUID | None) -> KeptPanel:
        ask = partial(ask_to_propose, children, self.workers, at_once=at_once, before=before)
        return ProposalPanel(self._desk, draft, ask, self.workers, children, at_once=at_once)

    def resumed(self, draft: Draft, known: Sequence[Wanted], open_ones: Sequence[Discussion]) -> KeptPanel | None:
        """The form of a draft; None where the conversation that it is about is settled."""
        if draft.document == PROPOSAL:
            ids = (one.discussion_id for one in open_ones)
            before = next((one for one in ids if str(one) == draft.values.get("before")), None)
            at_once = bool(draft.values.get("at_once"))
            children = in_order(draft, known)
            return self._proposal(draft, children, at_once=at_once, before=before)
        one = next((one for one in open_ones if one.discussion_id == draft.entry_id), None)
        if one is None:
            return None
        return self.talk(one) if draft.document == ALLOCATION_TALK else self.answer(one)

    def talk(self, one: Discussion) -> KeptPanel:
        """To record the talk."""
        ask = partial(ask_about_talk, one, self._desk.signed_in.me.name)
        return KeptPanel(self._desk, self._begun(ALLOCATION_TALK, one), ask)

    def answer(self, one: Discussion) -> KeptPanel:
        """To decline what was proposed to oneself, or to withdraw what one manages."""
        ask = partial(ask_to_decline if one.mine else ask_to_withdraw, one)
        return KeptPanel(self._desk, self._begun(ALLOCATION_ANSWER, one), ask)

    def _begun(self, document: str, one: Discussion) -> Draft:
        found = kept_draft(self._desk.drafts, document, one.discussion_id)
        return found or new_draft(document, names(one), one.discussion_id)


def in_order(draft: Draft, known: Sequence[Wanted]) -> list[Wanted]:
    """The children of a draft in its order, as they are known now; who is not known any more, as the draft has them."""
    now = {str(child.child_id): child for child in known}
    kept = zip(
        draft.values.get("children", "").split(),
        draft.values.get("called", "").split("\n"),
        draft.values.get("holders", "").split("\n"),
        strict=False,
    )
    return [now.get(child) or Wanted(UUID(child), name, holder) for child, name, holder in kept]


def wanted(child: ChildLine) -> Wanted:
    """A child of the list, as somebody who may be proposed."""
    return Wanted(child.child_id, child.name, child.worker)
