"""Referrals: the contacts that wait for a decision, oldest first; beside them a new one, or one that is read."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from db.commands.changes import Changes
from db.commands.contacts import open_contact
from db.domain.draft import CONTACT, CONTACT_DECISION, Draft
from db.errors import ThroughlineError
from db.queries.contacts import Contact, QueuedContact, Waiting, contact_queue, contacts_waiting, read_contact
from db.session import Session
from desktop.features.referrals.deciding import DecisionPanel
from desktop.features.referrals.desk import DeskPanel
from desktop.features.referrals.lines import BESIDE, COLUMNS
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.known_family import contact_shut_in_words
from desktop.models.waiting_words import waiting_words
from desktop.models.words import count, with_marks
from desktop.widgets.banner import News
from desktop.widgets.page import Page
from desktop.widgets.record_list import RecordList
from desktop.widgets.text import button, label

_EVERY_MS = 60_000
ENTERS = ("practitioner", "manager", "support")
"""Who enters contacts."""
_ROLES_WITHOUT_RECORD = ("administrator", "auditor")


class ReferralsPage(Page):
    """The queue, and a panel at the right for one contact at a time; a new one takes the whole width."""

    acts = frozenset({Act.NEXT_PART, Act.NEW_ENTRY, Act.SAVE, Act.BACK, Act.ANOTHER_CHILD, Act.SPELLING})
    counted = Signal(int)
    """How many contacts wait for me to decide."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Referrals")
        self._desk, self._tasks, self._signed_in = desk, desk.tasks, desk.signed_in
        self._lane, self._count_lane, self._open_lane = Lane(), Lane(), Lane()
        self.side: DeskPanel | DecisionPanel | None = None
        self._decided = False
        self._count = label("", "muted", name="How many contacts wait")
        self.new = button("New contact", self.begin, part="main", tip=Act.NEW_ENTRY.keys)
        self.decided = button("Decided lately", self._turn, name="Show what was decided in the last 14 days")
        self.table = RecordList(desk, "Contacts", COLUMNS, place="referrals", key=lambda one: one.contact_id)
        self.table.sort_by(0)
        self.table.when_chosen(self._open)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._again)
        desk.news.changed.connect(self._something_changed)
        desk.drafts.held.connect(self._held)
        desk.appearance.changed.connect(self.table.fit)
        self.table.fit()
        if self._may_read:
            self._timer.start()
            self.tell()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(label("Referrals", "heading", wrap=False), 1)
        top.addWidget(self.decided)
        top.addWidget(self.new)
        self.queue = QWidget()
        column = QVBoxLayout(self.queue)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._count)
        column.addWidget(self.table, 1)
        self._across = QHBoxLayout()
        self._across.setSpacing(14)
        self._across.addWidget(self.queue, 5)
        self.body.addLayout(self._across, 1)
        self.new.setVisible(self._signed_in.me.role in ENTERS)

    @property
    def _may_read(self) -> bool:
        return self._signed_in.me.role not in _ROLES_WITHOUT_RECORD

    # The queue.

    @property
    def said(self) -> str:
        """How many contacts there are, in words."""
        return self._count.text()

    def arrive(self) -> None:
        """Read the queue anew, and stand in it or in the panel."""
        self.read()
        if self.side is not None:
            self.side.arrive()
        else:
            self.table.setFocus()

    def read(self) -> None:
        """Ask for the contacts anew."""
        work = partial(contact_queue, self._signed_in.session, decided=self._decided)
        self._tasks.read(work, self._show, self._failed, self._lane)
        self.tell()

    def tell(self) -> None:
        """Ask how many wait for me."""
        self._tasks.read(
            partial(contacts_waiting, self._signed_in.session), self._told, self._not_told, self._count_lane
        )

    def _told(self, waiting: Waiting) -> None:
        self.counted.emit(0 if waiting.mine else waiting.waiting)

    def _not_told(self, _error: ThroughlineError) -> None:
        """The queue itself says when the server cannot be reached."""

    def _again(self) -> None:
        if self.isVisible():
            self.read()
        else:
            self.tell()

    def _show(self, found: tuple[QueuedContact, ...]) -> None:
        self.banner.was_read()
        self.table.show_lines(found)
        self._say(found)

    def _say(self, found: tuple[QueuedContact, ...]) -> None:
        if self._decided:
            words = f"{count(len(found), 'contact')} decided in the last 14 days, the newest first."
        else:
            urgent = sum(one.urgent for one in found)
            words = waiting_words(len(found), max((one.hours for one in found), default=0), urgent)
        self._count.setText(f"{words} Enter reads one." if found else words)

    def _turn(self) -> None:
        """From those that wait to those that are decided, or back."""
        self._decided = not self._decided
        self.decided.setText("Those that wait" if self._decided else "Decided lately")
        order = Qt.SortOrder.DescendingOrder if self._decided else Qt.SortOrder.AscendingOrder
        self.table.sortByColumn(0, order)
        self.read()

    def _failed(self, error: ThroughlineError) -> None:
        self.banner.not_read(error, self.read)

    # One contact.

    def begin(self, draft: Draft | None = None) -> None:
        """A new contact, or on with a draft of one."""
        if self._signed_in.me.role not in ENTERS:
            self.banner.say(News.NOTE, "Your role enters no contacts.")
            return
        self._open_lane.drop()
        if not isinstance(self.side, DeskPanel):
            panel = DeskPanel(self._desk)
            panel.entered.connect(self._entered)
            self._put_beside(panel)
        if isinstance(self.side, DeskPanel) and draft is not None:
            self.side.begin(draft)
        if self.side is not None:
            self.side.arrive()

    def _entered(self, words: str) -> None:
        self.banner.say(News.GOOD, words)
        self.tell()

    def resume(self, draft_id: UUID) -> None:
        """On with a draft of a contact or of a decision."""
        self._keep()
        draft = next((one for one in self._desk.drafts.drafts if one.draft_id == draft_id), None)
        if draft is None:
            return
        if draft.document == CONTACT:
            self.begin(draft)
        elif draft.document == CONTACT_DECISION:
            self.open(draft.entry_id)

    def _held(self, draft: Draft, error: ThroughlineError) -> None:
        """One that went off by itself was sent back, while another stands in the form."""
        front = self.side
        if draft.document != CONTACT or (isinstance(front, DeskPanel) and front.draft.draft_id == draft.draft_id):
            return
        names = with_marks(draft.child)
        self.banner.say(
            News.CARE, f"The contact about {names} was sent back, with every word: {error.text}",
            (("Show it", partial(self.resume, draft.draft_id)),), stays=True,
        )  # fmt: skip

    def _open(self, one: QueuedContact) -> None:
        if one.basis:
            self.open(one.contact_id)
            return
        words = f"{one.entered_by} entered it; what it says is for the managers of {one.team} to read."
        me = self._signed_in.me
        if one.entered_by == me.name or (me.role == "manager" and one.team == me.team):  # who would read it otherwise
            words = contact_shut_in_words(one.team)
        self.banner.say(News.NOTE, with_marks(words))

    def open(self, contact_id: UUID) -> None:
        """Read a contact, on record; it is not shown to who opens or begins another meanwhile."""
        self.banner.clear()
        work = partial(_opened, self._signed_in.session, contact_id)
        self._tasks.read(work, self._show_contact, partial(self._not_opened, contact_id), self._open_lane)

    def _not_opened(self, contact_id: UUID, error: ThroughlineError) -> None:
        self.banner.trouble(error, (("Try again", partial(self.open, contact_id)),))

    def _show_contact(self, contact: Contact) -> None:
        panel = DecisionPanel(self._desk, contact)
        panel.recorded.connect(partial(self.banner.say, News.GOOD))
        self._put_beside(panel)
        panel.arrive() if panel.draft.values else panel.read()

    def _keep(self) -> None:
        """A new contact that makes way for another stays among the drafts."""
        if isinstance(self.side, DeskPanel):
            self.side.keep()

    def _put_beside(self, panel: DeskPanel | DecisionPanel) -> None:
        self._keep()
        self._take_away()
        self.side = panel
        panel.finished.connect(self.close_side)
        self._across.addWidget(panel, 6)
        self.queue.setVisible(isinstance(panel, DecisionPanel))
        self._show_columns(beside=True)

    def close_side(self) -> None:
        """Put the panel away; what was typed is kept among the drafts."""
        self._take_away()
        self.queue.setVisible(True)
        self._show_columns(beside=False)
        self.table.setFocus()
        self.read()

    def _show_columns(self, *, beside: bool) -> None:
        """While a contact is read there is room for when and about whom."""
        for column in range(BESIDE, len(COLUMNS)):
            self.table.setColumnHidden(column, beside)
        self.table.fit()

    def _take_away(self) -> None:
        if self.side is not None:
            self.side.setParent(None)
            self.side.deleteLater()
            self.side = None

    @override
    def act(self, act: Act) -> bool:
        """What the panel does, a new contact, or from the queue to the text of a contact and to its decision."""
        if act is Act.NEW_ENTRY:
            self.begin()
            return True
        if act is Act.NEXT_PART:
            side, now = self.side, self.focusWidget()
            if isinstance(side, DecisionPanel) and not side.isAncestorOf(now):
                side.read()
            elif side is not None and (side.text if isinstance(side, DecisionPanel) else self.queue).isAncestorOf(now):
                side.arrive()
            elif self.queue.isVisible():
                self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return self.side is not None and self.side.act(act)

    @property
    @override
    def unsaved(self) -> bool:
        """Whether words would be lost."""
        return self.side is not None and self.side.unsaved

    def _something_changed(self, changes: Changes) -> None:
        if "contact" in changes.what and self._may_read:
            self._again()


def _opened(session: Session, contact_id: UUID) -> Contact:
    open_contact(session, contact_id)
    return read_contact(session, contact_id)
