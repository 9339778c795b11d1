"""Allocation: what was proposed to me and what I propose, as conversations, with the form that says the next word.

What the person does with them stands in `next_word`, what becomes of it in `saving`.
"""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from typing_extensions import override

from db.commands.changes import Changes
from db.domain.draft import PROPOSAL
from db.errors import ThroughlineError
from db.queries.allocation import Discussion, WorkerLoad, allocation_discussions, workers_to_propose
from db.queries.files import ChildLine, my_children
from desktop.features.allocation.bar import Bar
from desktop.features.allocation.board import Board
from desktop.features.allocation.forms import Forms, wanted
from desktop.features.allocation.keeping import KeptPanel
from desktop.features.allocation.lines import told, waiting
from desktop.features.allocation.next_word import NextWord
from desktop.features.allocation.saving import Saving
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.widgets.asking_page import AskingPage
from desktop.widgets.asking_panel import AskingPanel
from desktop.widgets.banner import News
from desktop.widgets.next_part import to_next
from desktop.widgets.split import side_by_side
from desktop.widgets.text import label
from desktop.widgets.text_or_form import TextOrForm

ROLES = ("practitioner", "court_adviser", "manager")
"""Who proposes, and to whom it is proposed."""


class AllocationPage(AskingPage):
    """Conversations, for managers the children of the team below them, and beside both what was said or a form."""

    acts = frozenset({Act.BACK, Act.SAVE, Act.NEXT_PART, Act.SPELLING})
    read_anew = Signal(object)
    """The conversations, each time they were read."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Allocation")
        self._desk, self._tasks, self._session = desk, desk.tasks, desk.signed_in.session
        self._manages = desk.signed_in.me.role == "manager"
        self._lanes = {name: Lane() for name in ("talks", "children", "workers")}
        self.forms = Forms(desk)
        self.saving = Saving(desk, self.banner, self)
        self._resuming: UUID | None = None
        self._said = label("", "muted", name="What waits here")
        self.board = Board(desk, manages=self._manages)
        self.beside = TextOrForm("What was said")
        self.words = NextWord(self.board, self.forms, self.saving, self.banner, self._ask)
        self.bar = Bar(
            {
                "accept": self.words.accept, "propose": self.words.propose, "tonight": self.words.allocate_tonight,
                "talk": self.words.record_the_talk, "decline": self.words.decline,
                "other": self.words.ask_somebody_else, "withdraw": self.words.withdraw,
            }, manages=self._manages,
        )  # fmt: skip
        self._lay_out()
        self._listen()
        self.board.fit()
        self._moved()

    def _lay_out(self) -> None:
        self.body.addWidget(label("Allocation", "heading", wrap=False))
        self.body.addWidget(self._said)
        self.body.addWidget(self.bar)
        self.body.addWidget(side_by_side(self.board, self.beside, sizes=(620, 420)), 1)

    def _listen(self) -> None:
        self.board.talks.opened.connect(self.words.say)
        self.board.talks.adding.connect(self.words.propose)
        self.board.talks.ending.connect(self.words.end)
        self.board.children_list.opened.connect(self.words.propose_here)
        self.board.children_list.adding.connect(self.words.propose)
        self.board.moved.connect(self._moved)
        self.beside.wanted.connect(self._send)
        self.saving.saved.connect(self._saved)
        self.saving.stale.connect(self.read)
        self.beside.left.connect(self.leave_panel)
        self._desk.news.changed.connect(self._changed)
        self._desk.appearance.changed.connect(self.board.fit)

    @property
    def panel(self) -> AskingPanel | None:
        """The form beside the lists, if one is open."""
        return self.beside.panel

    @property
    def workers(self) -> tuple[WorkerLoad, ...]:
        """To whom one could propose."""
        return self.forms.workers

    @property
    def said(self) -> str:
        """What waits here, in words."""
        return self._said.text()

    # Reading.

    def arrive(self) -> None:
        """Read what may be stale, and stand in the lists or in the form."""
        if self.panel is not None:
            self.panel.arrive()
            return
        self.read()
        self.board.talks.setFocus()

    def read(self) -> None:
        """Read the conversations, and for a manager whom one could propose to whom."""
        if self._desk.signed_in.me.role not in ROLES:
            self._said.setText("Your role has no part in allocations.")
            return
        read, session = self._tasks.read, self._session
        read(partial(allocation_discussions, session), self._show, self._not_read, self._lanes["talks"])
        if self._manages and self.isVisible():
            read(partial(my_children, session), self._show_children, self._not_read, self._lanes["children"])
            read(partial(workers_to_propose, session), self._know_workers, self._not_read, self._lanes["workers"])

    def _not_read(self, error: ThroughlineError) -> None:
        if self.isVisible():
            self.say_not_read(error)

    def _show(self, found: tuple[Discussion, ...]) -> None:
        self.board.show_talks(found)
        self._said.setText(waiting(found, manages=self._manages))
        self._moved()
        self.read_anew.emit(found)
        self._go_on()

    def _show_children(self, found: tuple[ChildLine, ...]) -> None:
        team = self._desk.signed_in.me.team
        self.board.show_children([child for child in found if child.team == team])

    def _know_workers(self, found: tuple[WorkerLoad, ...]) -> None:
        self.forms.workers = found
        self._go_on()

    def _moved(self) -> None:
        one = self.board.one
        self.beside.text.setPlainText(told(one) if one is not None else "")
        self.bar.show_rights(one, chosen=bool(self.board.chosen))

    def _changed(self, changes: Changes) -> None:
        if not changes.what.isdisjoint({"allocation", "access", "file"}):
            self.read()

    def close_page(self) -> None:
        """The person has gone: whatever is under way may stop."""
        for lane in self._lanes.values():
            lane.drop()

    # On with a draft.

    def resume(self, draft_id: UUID) -> None:
        """On with a draft, as soon as it is known how things stand."""
        self._resuming = draft_id
        self.read()

    def _go_on(self) -> None:
        """On with the draft that is wanted."""
        draft = next((one for one in self._desk.drafts.drafts if one.draft_id == self._resuming), None)
        if draft is None or (draft.document == PROPOSAL and not self.workers):
            return
        self._resuming = None
        found = [one for one in self.board.talks.lines.records if not one.settled]
        panel = self.forms.resumed(draft, [wanted(child) for child in self.board.children_list.lines.records], found)
        if panel is None:
            self.banner.say(News.CARE, "That proposal is settled. What you typed stays among your drafts.")
            return
        self.board.stand_on(draft.entry_id)
        self._ask(panel)

    # Forms and saving.

    def _ask(self, panel: KeptPanel) -> None:
        if self.saving.under_way:
            panel.deleteLater()
            return
        self.banner.clear()
        self._leave_draft()
        self.board.choose_here()
        self.beside.put(panel)
        if panel.is_unknown:
            self.saving.ask_again(panel.save)

    def leave_panel(self) -> None:
        """Away from the form; its words stay among the drafts."""
        if self.saving.under_way:
            self.banner.say(News.CARE, "There is no answer yet. Keep this open until it is answered.", stays=True)
        else:
            self._close_panel()

    def take_away(self) -> None:
        """What was said again."""
        self._leave_draft()
        self.beside.take_away()
        self.board.talks.setFocus()

    def _leave_draft(self) -> None:
        if isinstance(self.panel, KeptPanel):
            self.panel.leave_it()

    def save_form(self) -> None:
        """Save what the form asks for, unless it is on its way."""
        if self.panel is not None and not self.saving.under_way:
            self.panel.save()

    def _saved(self) -> None:
        """The form goes; one stands on the conversation that it was about, also on one that begins."""
        if isinstance(self.panel, KeptPanel):
            draft = self.panel.draft
            self.board.wanted = draft.op_id if draft.document == PROPOSAL else draft.entry_id
        self._close_panel()

    def _send(self, save: object) -> None:
        self.saving.save(save, self.panel if isinstance(self.panel, KeptPanel) else None)

    # Acts.

    @override
    def act(self, act: Act) -> bool:
        """As other pages with forms; without a form Esc goes home."""
        if act is Act.BACK and self.panel is None:
            return False
        return super().act(act)

    def back(self) -> None:
        """There is no file to go back to: the window goes home."""

    def next_part(self) -> None:
        """From list to list, and to what stands beside them."""
        to_next([*self.board.lists, self.beside.part])
