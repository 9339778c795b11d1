"""A form of the conversation whose words are kept as a draft from the first key, and found again where they were left.

What was sent and not answered stands in the draft too, so that it is sent again as it was and lands once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from typing_extensions import override

from db.domain.draft import PROPOSAL, Draft
from desktop.infra.desk import Desk
from desktop.infra.draft_desk import DraftDesk
from desktop.models.words import coming_day, lasting_day
from desktop.widgets.asking import Asked
from desktop.widgets.asking_panel import AskingPanel

Ask = Callable[[Draft], Asked]
"""The form of a draft, which makes the id of what is to be saved: the same however often it is sent."""


class KeptPanel(AskingPanel):
    """A form of `asking` that goes on with a draft, and keeps it."""

    def __init__(self, desk: Desk, draft: Draft, ask: Ask) -> None:
        super().__init__(ask(draft), desk.writer)
        self._drafts, self.draft = desk.drafts, draft
        for key in self.form.fields:
            if key in draft.values:
                self.form.put(key, _lasting(key, draft))
        self.form.changed.connect(self._keep)
        desk.drafts.parted.connect(self._parted)
        if self.is_unknown:
            self.form.freeze(True)

    @property
    def is_unknown(self) -> bool:
        """Whether it was sent, and nobody knows whether it was saved."""
        return self.draft.sending is not None

    @property
    @override
    def unsaved(self) -> bool:
        """Whether words would be lost: what is typed is kept as a draft."""
        return False

    @override
    def arrive(self) -> None:
        """Stand in the first field; in a form that is gone on with in the first that is empty."""
        begun = any(one.draft_id == self.draft.draft_id for one in self._drafts.drafts)
        shown = [key for key in self.form.fields if self.form.unfolded(key)]
        self.form.go_to(next((key for key in shown if begun and not self.form.text(key).strip()), shown[0]))

    def _keep(self, _key: str) -> None:
        written = {key: self.form.text(key) for key in self.form.fields}
        self._put(values={**self.draft.values, **written})

    def _put(self, **changes: object) -> None:
        now = datetime.now().astimezone()
        self.draft = self._drafts.keep(replace(self.draft, typed_at=now, **changes))  # type: ignore[arg-type]

    def _parted(self, draft_id: UUID, draft: Draft) -> None:
        """It was written on elsewhere too: what stands here goes on as a draft of its own."""
        if draft_id == self.draft.draft_id:
            self.draft = draft

    @override
    def sent(self) -> None:
        """It is on its way: from now on the same is sent, until there is an answer."""
        super().sent()
        self._put(sending={"op_id": str(self.draft.op_id)})
        self._drafts.hasten()

    def refused(self) -> None:
        """It was not saved: it may be changed again, and one stands where something is wanting."""
        self.again()
        self._put(sending=None)
        self.arrive()

    def settled(self) -> None:
        """It is saved: nothing of it is a draft any more."""
        self._drafts.drop(self.draft.draft_id, self.draft.versions)

    def leave_it(self) -> None:
        """The person goes on elsewhere; the draft stays."""
        self._drafts.hasten()


def _lasting(key: str, draft: Draft) -> str:
    """What a field holds; of a day as somebody said it the words that are right today too."""
    words, typed = draft.values[key], draft.typed_at.astimezone().date()
    if key == "talked":
        return lasting_day(words, typed)
    return coming_day(words, typed) if key in ("from", "until") or key.removeprefix("by").isdecimal() else words


def kept_draft(drafts: DraftDesk, document: str, discussion_id: UUID) -> Draft | None:
    """What was begun about a conversation and is not saved."""
    ours = (one for one in drafts.drafts if one.document == document)
    return next((one for one in ours if one.entry_id == discussion_id), None)


def kept_proposal(drafts: DraftDesk, children: Sequence[UUID], *, at_once: bool) -> Draft | None:
    """A proposal of the same children that was begun."""
    wanted = (set(map(str, children)), at_once)
    ours = (one for one in drafts.drafts if one.document == PROPOSAL)
    return next((one for one in ours if (_proposed(one), bool(one.values.get("at_once"))) == wanted), None)


def _proposed(draft: Draft) -> set[str]:
    return set(draft.values.get("children", "").split())


def new_draft(document: str, names: str, discussion_id: UUID | None = None, **values: str) -> Draft:
    """A draft of a form that nothing is typed in yet."""
    return Draft(None, names, entry_id=discussion_id or uuid4(), document=document, values=values)
