"""A colleague's draft opened by a manager: first the reason, on record; then its text, field by field."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from db.commands.drafts import open_colleagues_draft, settle_draft
from db.domain.draft import Draft
from db.domain.reason import lacks
from db.errors import ThroughlineError
from db.queries.drafts import ColleaguesDraft, read_colleagues_draft
from db.session import Session
from desktop.features.drafts.columns import moment
from desktop.features.drafts.fields import read_out, taken_up
from desktop.infra.desk import Desk
from desktop.infra.navigation import Inbox, ResumeDraft
from desktop.models.note_draft import is_note
from desktop.models.words import with_marks
from desktop.widgets.form import Field, Form
from desktop.widgets.side_panel import SidePanel
from desktop.widgets.text import button, label

_REASON = (Field("reason", "Why do you open it?", hint="In a sentence; it is on record"),)


class TakingUp(SidePanel):
    """One colleague's draft."""

    settled = Signal()

    def __init__(self, desk: Desk, told: ColleaguesDraft) -> None:
        super().__init__(f"Draft of {with_marks(told.author)}")
        self._desk, self._told = desk, told
        self.draft: Draft | None = None
        self.form = Form(_REASON)
        self.go = button("Open it", self.open, part="main", name="Open the draft, on record")
        self._why = label(
            "A draft is private to its author. Opening it is put on record, with your reason.",
            "muted",
        )
        for part in (self._why, self.form):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.add_button(self.go)
        reason = self.form.widgets["reason"]
        if isinstance(reason, QLineEdit):
            reason.returnPressed.connect(self.open)

    def arrive(self) -> None:
        """Stand in the reason, or on what can be done with the text."""
        if self.draft is None:
            self.form.go_to("reason")
        else:
            (self.done if self.draft.document else self.take).setFocus()

    def open(self) -> None:
        """Put the reason on record, then read the draft."""
        reason = self.form.text("reason").strip()
        if missing := lacks(reason):
            self.form.note("reason", f"Say why you open it. {missing}", "wrong")
            self.form.go_to("reason")
            return
        self.go.setEnabled(False)
        work = partial(_opened, self._desk.signed_in.session, self._told, reason)
        self._desk.tasks.write(work, self._show, self._failed)

    def _failed(self, error: ThroughlineError) -> None:
        self.go.setEnabled(True)
        self.banner.trouble(error)

    def _show(self, draft: Draft) -> None:
        self.draft = draft
        self.banner.clear()
        for gone in (self.go, self.form):
            gone.setVisible(False)
        whose = with_marks(draft.child) if draft.child else "no child named"
        self._why.setText(f"{whose} · typed {moment(draft.typed_at)} · opening it is on record")
        place = 1
        for words, text in read_out(draft):
            shown = label(with_marks(text), name=words)
            self.column.insertWidget(place, label(words, "label"))
            self.column.insertWidget(place + 1, shown)
            place += 2
        self.take = button(
            "Take into my inbox" if is_note(draft) else "Take into an entry of mine", self._take, part="main"
        )
        self.done = button("Done", self._settle, name="Done: it waits for nobody any more")
        if not self.draft.document:  # it goes on in its own document, not as an entry
            self.add_button(self.take)
        self.add_button(self.done)
        self.arrive()

    def _take(self) -> None:
        """Begin an entry of my own with their words; theirs waits until I say that I am done."""
        if self.draft is None:
            return
        mine = taken_up(self.draft, self._told)
        self._desk.drafts.keep(mine)
        self._desk.navigator.go(Inbox(mine.draft_id) if is_note(mine) else ResumeDraft(mine.draft_id))

    def _settle(self) -> None:
        work = partial(settle_draft, self._desk.signed_in.session, self._told.draft_id)
        self._desk.tasks.write(work, self._is_settled, self._failed)

    def _is_settled(self, _done: None) -> None:
        self.settled.emit()


def _opened(session: Session, told: ColleaguesDraft, reason: str) -> Draft:
    open_colleagues_draft(session, told.draft_id, reason)
    return read_colleagues_draft(session, told.draft_id)
