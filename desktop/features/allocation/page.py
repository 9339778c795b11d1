"""Allocation: what was proposed to me and what I propose, as conversations, with the form that says the next word.

What the person does with them stands in `next_word`, what becomes of it in `saving`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
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
from desktop.infra.desk import Desk
from desktop.widgets.asking_page import AskingPage
from desktop.widgets.banner import News
from desktop.widgets.split import side_by_side
from desktop.widgets.text import label
from desktop.widgets.text_or_form import TextOrForm

ROLES = ("practitioner", "court_adviser", "manager")
"""Who proposes, and to whom it is proposed."""


class AllocationPage(AskingPage[KeptPanel]):
    """Conversations, for managers the children of the team below them, and beside both what was said or a form."""

    read_anew = Signal(object)
    """The conversations, each time they were read."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Allocation", desk)
        self._manages = desk.signed_in.me.role == "manager"
        self.forms = Forms(desk)
        self.saving = Saving(desk, self.banner, self)
        self._resuming: UUID | None = None
        self._said = label("", "muted", name="What waits here")
        self.board = Board(desk, manages=self._manages)
        self.beside: TextOrForm[KeptPanel] = TextOrForm("What was said")
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
        self.saving.saved.connect(self._saved)
        self.saving.stale.connect(self._read_what_is_new)
        if self._desk.signed_in.me.role in ROLES:
            self._desk.news.changed.connect(self._changed)
        self._desk.appearance.changed.connect(self.board.fit)

    @property
    @override
    def front(self) -> QWidget:
        return self.board.talks

    @property
    @override
    def parts(self) -> Sequence[QWidget]:
        return [*self.board.lists, self.beside.part]

    @property
    def workers(self) -> tuple[WorkerLoad, ...]:
        """To whom one could propose."""
        return self.forms.workers

    @property
    def said(self) -> str:
        """What waits here, in words."""
        return self._said.text()

    # Reading.

    def read(self) -> None:
        """Read the conversations, and for a manager whom one could propose to whom."""
        read, session = self._tasks.read, self._session
        read(partial(allocation_discussions, session), self._show, self._not_read, self.lanes["talks"])
        if self._manages and self.isVisible():
            no_children, no_workers = (partial(self._not_read, part=part) for part in ("children", "workers"))
            read(partial(my_children, session), self._show_children, no_children, self.lanes["children"])
            read(partial(workers_to_propose, session), self._know_workers, no_workers, self.lanes["workers"])

    def _read_what_is_new(self) -> None:
        """Stand on the conversation in which something was said meanwhile, as it is read anew."""
        self.read()
        self.board.talks.setFocus()

    def _not_read(self, error: ThroughlineError, part: str = "") -> None:
        if self.isVisible():
            self.say_not_read(error, part)

    def _show(self, found: tuple[Discussion, ...]) -> None:
        self.banner.was_read()
        self.board.show_talks(found)
        self._said.setText(waiting(found, manages=self._manages))
        self._moved()
        self.read_anew.emit(found)
        self._go_on()

    def _show_children(self, found: tuple[ChildLine, ...]) -> None:
        self.banner.was_read("children")
        team = self._desk.signed_in.me.team
        self.board.show_children([child for child in found if child.team == team])

    def _know_workers(self, found: tuple[WorkerLoad, ...]) -> None:
        self.banner.was_read("workers")
        self.forms.workers = found
        self._go_on()

    def _moved(self) -> None:
        one = self.board.one
        self.beside.text.setPlainText(told(one) if one is not None else "")
        self.bar.show_rights(one, chosen=bool(self.board.chosen))

    def _changed(self, changes: Changes) -> None:
        if not changes.what.isdisjoint({"allocation", "access", "file", "staff"}):
            self.read()

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
        self.put(panel)
        if panel.is_unknown:
            self.saving.ask_again(panel.save)

    @override
    def leave_panel(self) -> None:
        """Away from the form; its words stay among the drafts."""
        if self.saving.under_way:
            self.banner.say(News.CARE, "There is no answer yet. Keep this open until it is answered.", stays=True)
        else:
            super().leave_panel()

    @override
    def take_away(self) -> None:
        self._leave_draft()
        super().take_away()

    def _leave_draft(self) -> None:
        if self.panel is not None:
            self.panel.leave_it()

    @override
    def save_form(self) -> None:
        if not self.saving.under_way:
            super().save_form()

    @override
    def save(self, save: object) -> None:
        self.saving.save(save, self.panel)

    def _saved(self) -> None:
        """The form goes; one stands on the conversation that it was about, also on one that begins."""
        if self.panel is not None:
            draft = self.panel.draft
            self.board.wanted = draft.op_id if draft.document == PROPOSAL else draft.entry_id
        self._close_panel()
