"""Drafts: everything that is not on the server yet, newest first, with what becomes of it by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from db.domain.draft import (
    ALLOCATION_ANSWER,
    ALLOCATION_TALK,
    CHALLENGE,
    CONTACT,
    CONTACT_DECISION,
    PROPOSAL,
    Draft,
)
from db.queries.drafts import ColleaguesDraft
from desktop.features.drafts.colleagues import ColleaguesList
from desktop.features.drafts.columns import COLUMNS
from desktop.features.drafts.discarding import Discarding
from desktop.features.drafts.earlier import EarlierKey
from desktop.features.drafts.taking_up import TakingUp
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import (
    Allocations,
    Challenge,
    CourtChronology,
    Inbox,
    NoteAbsence,
    OpenCourtDocument,
    Referrals,
    ResumeDraft,
)
from desktop.models import note_draft
from desktop.models.document_kinds import CHRONOLOGY
from desktop.models.words import count, with_marks
from desktop.widgets.child_picker import ChildPicker, Pick
from desktop.widgets.next_part import to_next
from desktop.widgets.page import Page
from desktop.widgets.record_list import RecordList
from desktop.widgets.side_panel import SidePanel
from desktop.widgets.text import button, label

_TYPED = 2
_ROLES_WITHOUT_RECORD = ("administrator", "auditor")


class DraftsPage(Page):
    """My drafts, for managers those of colleagues, and a panel at the right for one thing at a time."""

    acts = frozenset({Act.NEXT_PART, Act.BACK})
    counted = Signal(int)
    """How many drafts of mine there are."""
    left = Signal()

    def __init__(self, desk: Desk, *, here_only: bool = False) -> None:
        super().__init__("Drafts")
        self._desk, self._here_only = desk, here_only
        self.side: SidePanel | None = None
        self.discarding = Discarding(desk.drafts, self.banner, self)
        self.discarding.changed.connect(self._show)
        self.table = RecordList(desk, "My drafts", COLUMNS, place="drafts", key=lambda draft: draft.draft_id)
        self.table.sort_by(_TYPED, Qt.SortOrder.DescendingOrder)
        self.table.when_chosen(self.open)
        gone = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        gone.setContext(Qt.ShortcutContext.WidgetShortcut)
        gone.activated.connect(self.discard)
        self._count = label("", "muted", name="How many drafts")
        self._away = button("Away…", self._note_absence, name="Note who is away", tip=Act.AWAY.keys)
        self._resume = button("Open", self.table.open_one, name="Go on with the draft", tip="Enter")
        self._discard = button("Discard…", self.discard, part="link", name="Discard the draft", tip="Delete")
        self.earlier = EarlierKey(desk, self.banner)
        self.colleagues = ColleaguesList(desk, here_only=here_only)
        self.colleagues.wanted.connect(self._take_up)
        self._lay_out()
        desk.drafts.changed.connect(self._show)
        desk.appearance.changed.connect(self._fit)
        self._fit()
        self._show()

    def _lay_out(self) -> None:
        may_be_away = not self._here_only and self._desk.signed_in.me.role not in _ROLES_WITHOUT_RECORD
        top = QHBoxLayout()
        top.addWidget(label("Drafts", "heading", wrap=False), 1)
        top.addWidget(self._away)
        below = QHBoxLayout()
        below.addWidget(self._resume)
        below.addWidget(self._discard)
        below.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._count)
        column.addWidget(self.earlier)
        column.addWidget(self.table, 3)
        column.addLayout(below)
        column.addWidget(self.colleagues, 2)
        self._across = QHBoxLayout()
        self._across.setSpacing(14)
        self._across.addLayout(column, 3)
        self.body.addLayout(self._across, 1)
        self._away.setVisible(may_be_away)

    # The list.

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """My drafts, without the one that is going."""
        return tuple(one for one in self._desk.drafts.drafts if one.draft_id != self.discarding.going)

    @property
    def said(self) -> str:
        """How many drafts there are, in words."""
        return self._count.text()

    def arrive(self) -> None:
        """Stand in the list, on the newest."""
        self.table.stand_in_row(0)
        self._show()
        self.colleagues.read()
        if self.side is not None:
            self.side.arrive()
        else:
            self._go_to_list()

    def _go_to_list(self) -> None:
        (self.table if self.table.one or not self.colleagues.table.one else self.colleagues.table).setFocus()

    def _show(self) -> None:
        self.table.show_lines(self.drafts)
        known = len(self.drafts)
        for one in (self._resume, self._discard):
            one.setEnabled(known > 0)
        self._count.setText(_how_many(known, self._desk.drafts.unreadable))
        self.earlier.tell()
        self.counted.emit(known)

    def open(self, draft: Draft) -> None:
        """Go on with a draft; first its child is asked for, where none was chosen."""
        if draft.document in (CONTACT, CONTACT_DECISION):
            self._desk.navigator.go(Referrals(draft.draft_id))
        elif draft.document in (PROPOSAL, ALLOCATION_TALK, ALLOCATION_ANSWER):
            self._desk.navigator.go(Allocations(draft.draft_id))
        elif draft.document and draft.child_id is not None:
            self._desk.navigator.go(_document(draft, draft.child_id))
        elif note_draft.is_note(draft):
            self._desk.navigator.go(Inbox(draft.draft_id))
        elif draft.child_id is None and not self._here_only:
            self._ask_child(draft)
        else:
            self._desk.navigator.go(ResumeDraft(draft.draft_id))

    def discard(self) -> None:
        """Ask whether the draft that is marked is to go."""
        draft = self.table.one
        if draft is not None:
            self.discarding.ask(draft)

    def settle(self) -> None:
        """One leaves the window: what was discarded goes now."""
        self.discarding.settle()

    # What stands beside.

    def put_beside(self, panel: SidePanel) -> None:
        """Show a panel at the right, in place of the one before."""
        self._take_away()
        self.side = panel
        panel.closed.connect(self.close_side)
        self._across.addWidget(panel, 2)
        panel.arrive()

    def close_side(self) -> None:
        """Put the panel away."""
        self._take_away()
        self._go_to_list()

    def _take_away(self) -> None:
        if self.side is not None:
            self.side.setParent(None)
            self.side.deleteLater()
            self.side = None

    def _note_absence(self) -> None:
        self._desk.navigator.go(NoteAbsence())

    def _take_up(self, told: ColleaguesDraft) -> None:
        panel = TakingUp(self._desk, told)
        panel.settled.connect(self._settled)
        self.put_beside(panel)

    def _settled(self) -> None:
        self.close_side()
        self.colleagues.read()

    def _ask_child(self, draft: Draft) -> None:
        panel = SidePanel(
            f"Whose entry is it? You wrote: {with_marks(draft.child)}" if draft.child else "Whose entry is it?"
        )
        picker = ChildPicker(self._desk)
        picker.chosen.connect(partial(self._child_chosen, draft))
        panel.column.addWidget(picker, 1)
        self.put_beside(panel)
        picker.begin()

    def _child_chosen(self, draft: Draft, pick: Pick) -> None:
        self._desk.drafts.keep(
            replace(
                draft, child_id=pick.child_id, child=pick.name, reference=pick.reference, born=pick.born,
                expected_on=pick.expected_on, born_latest=pick.born_latest, typed_at=datetime.now().astimezone(),
            )
        )  # fmt: skip
        self.close_side()
        self._desk.navigator.go(ResumeDraft(draft.draft_id))

    @override
    def act(self, act: Act) -> bool:
        """Go through the parts of the page; Esc puts away what stands beside."""
        if act is Act.BACK:
            if self.side is None:
                return False
            self.close_side()
            return True
        parts: list[QWidget] = [self.table]
        if self.colleagues.table.isVisible():
            parts.append(self.colleagues.table)
        to_next([*parts, *([self.side] if self.side is not None else [])])
        return True

    def _fit(self) -> None:
        self.table.fit()
        self.colleagues.fit()


def _how_many(known: int, closed: int) -> str:
    """How many drafts there are, and how many of them do not open, in one sentence."""
    if closed:
        whole, do = count(known + closed, "draft"), "does" if closed == 1 else "do"
        if not known:
            return f"{whole} on this computer {do} not open with your present password."
        opens = "opens" if known == 1 else "open"
        return f"Of {whole} on this computer {known} {opens} with Enter and {closed} {do} not."
    if known:
        return f"{count(known, 'draft')} on this computer. Enter goes on with one, Delete discards it."
    return "Nothing is unsaved. What you write is kept here until the server has it."


def _document(draft: Draft, child_id: UUID) -> CourtChronology | OpenCourtDocument | Challenge:
    if draft.document == CHALLENGE:
        return Challenge(child_id, draft.child, draft.entry_id, draft.values.get("headline", ""))
    if draft.document == CHRONOLOGY.kind:
        return CourtChronology(child_id, draft.child, draft_id=draft.draft_id)
    return OpenCourtDocument(child_id, draft.child, draft.entry_id, draft.document, draft.draft_id)
