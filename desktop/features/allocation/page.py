"""Allocation: what was proposed to me and what I propose, as conversations, with the form that says the next word.

Nothing here allocates by a click of the manager's: only the worker's own Accept does, after a talk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

from db.commands.allocation import AcceptAllocation, accept_allocation
from db.commands.changes import Changes
from db.errors import Conflict, OutcomeUnknown, ThroughlineError
from db.queries.allocation import Discussion, WorkerLoad, allocation_discussions, workers_to_propose
from db.queries.files import ChildLine, my_children
from desktop.features.allocation.asking import (
    Wanted,
    ask_about_talk,
    ask_to_decline,
    ask_to_propose,
    ask_to_withdraw,
)
from desktop.features.allocation.bar import Bar
from desktop.features.allocation.beside import Beside, ProposalPanel
from desktop.features.allocation.board import Board
from desktop.features.allocation.lines import names, told
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.words import count, with_marks
from desktop.widgets.asking import Asked, Save, swap
from desktop.widgets.asking_page import AskingPage
from desktop.widgets.asking_panel import AskingPanel
from desktop.widgets.banner import News
from desktop.widgets.text import label

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
        self.workers: tuple[WorkerLoad, ...] = ()
        self._said = label("", "muted", name="What waits here")
        self.board = Board(desk, manages=self._manages)
        self.beside = Beside()
        self.bar = Bar(
            {
                "accept": self.accept, "propose": self.propose, "tonight": self.allocate_tonight,
                "talk": self.record_the_talk, "decline": self.decline, "other": self.ask_somebody_else,
                "withdraw": self.withdraw,
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
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.board)
        halves.addWidget(self.beside)
        halves.setSizes([620, 420])
        self.body.addWidget(halves, 1)

    def _listen(self) -> None:
        self.board.talks.opened.connect(self._next_word)
        self.board.talks.adding.connect(self.propose)
        self.board.talks.ending.connect(self._end)
        self.board.children_list.opened.connect(self._propose_here)
        self.board.children_list.adding.connect(self.propose)
        self.board.moved.connect(self._moved)
        self.beside.wanted.connect(self._save)
        self.beside.left.connect(self.leave_panel)
        self._desk.news.changed.connect(self._changed)
        self._desk.appearance.changed.connect(self.board.fit)

    @property
    def panel(self) -> AskingPanel | None:
        """The form beside the lists, if one is open."""
        return self.beside.panel

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
        self._said.setText(_waiting(found, manages=self._manages))
        self._moved()
        self.read_anew.emit(found)

    def _show_children(self, found: tuple[ChildLine, ...]) -> None:
        team = self._desk.signed_in.me.team
        self.board.show_children([child for child in found if child.team == team])

    def _know_workers(self, found: tuple[WorkerLoad, ...]) -> None:
        self.workers = found

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

    # Saying the next word.

    def propose(self) -> None:
        """Propose the children that are chosen in the list."""
        self._propose_chosen(at_once=False)

    def allocate_tonight(self) -> None:
        """Allocate them at once, for 72 hours."""
        self._propose_chosen(at_once=True)

    def _propose_here(self, _at: QModelIndex) -> None:
        self.propose()

    def _propose_chosen(self, *, at_once: bool) -> None:
        children = [Wanted(child.child_id, child.name, child.worker) for child in self.board.chosen]
        if children and self._manages:
            self._ask_for_worker(children, ask_to_propose(children, self.workers, at_once=at_once))

    def ask_somebody_else(self) -> None:
        """Propose the children of this conversation to another worker in its place."""
        one = self.board.one
        if one is not None and one.may_decide and not one.settled:
            children = [Wanted(child.child_id, child.name, child.holder, child.urgent) for child in one.children]
            others = [worker for worker in self.workers if worker.staff_id != one.staff_id]
            self._ask_for_worker(children, ask_to_propose(children, others, before=one))

    def _ask_for_worker(self, children: Sequence[Wanted], asked: Asked) -> None:
        self._ask(ProposalPanel(asked, self._desk.writer, self.workers, len(children)))

    def record_the_talk(self) -> None:
        """Record when, who, what was agreed, and what the worker said."""
        one = self.board.one
        if one is not None and not one.settled and (one.mine or one.may_decide):
            self._ask(AskingPanel(ask_about_talk(one, self._desk.signed_in.me.name), self._desk.writer))

    def decline(self) -> None:
        """Decline with a reason."""
        one = self.board.one
        if one is not None and one.mine and one.stage in ("proposed", "talked"):
            self._ask(AskingPanel(ask_to_decline(one), self._desk.writer))

    def withdraw(self) -> None:
        """Take it back with a reason."""
        one = self.board.one
        if one is not None and one.may_decide and not one.settled:
            self._ask(AskingPanel(ask_to_withdraw(one), self._desk.writer))

    def accept(self) -> None:
        """Ask once, since nobody else can say it."""
        one = self.board.one
        if one is None or not one.mine or one.stage != "talked" or self.unsaved:
            return
        words = f"You accept {names(one)} as the talk beside says. The children are yours from then on."
        choices = (("Accept", partial(self._accept, one)), ("Not yet", self._not_yet))
        self.banner.say(News.CARE, with_marks(words), choices, stays=True)
        self.banner.choices[0].setFocus()

    def _accept(self, one: Discussion) -> None:
        children = tuple(child.child_id for child in one.children)
        wish = AcceptAllocation(one.discussion_id, one.talks[-1].talk_id, children)
        self._save(partial(swap, accept_allocation, wish))

    def _not_yet(self) -> None:
        self.banner.clear()
        self.board.talks.setFocus()

    def _next_word(self, _at: QModelIndex) -> None:
        """Enter on a conversation: the next word, if it is this person's."""
        one = self.board.one
        if one is None or one.settled:
            return
        if one.stage == "proposed" or (one.mine and one.stage == "declined"):
            self.record_the_talk()
        elif one.mine:
            self.accept()
        elif one.stage == "declined":
            words = f"{one.proposed_to} declined: “{one.answers[-1].reason}”"
            ways = (
                ("Ask somebody else…", self.ask_somebody_else),
                ("Talk again…", self.record_the_talk),
                ("Withdraw…", self.withdraw),
            )
            self.banner.say(News.CARE, with_marks(words), ways)
            self.banner.choices[0].setFocus()
        else:
            self.banner.say(News.NOTE, f"{one.proposed_to} answers now; nobody else can.")

    def _end(self) -> None:
        if self.board.one is not None and self.board.one.mine:
            self.decline()
        else:
            self.withdraw()

    # Forms and saving.

    def _ask(self, panel: AskingPanel) -> None:
        if self.unsaved:
            panel.deleteLater()
            self.ask_about_unsaved()
            return
        self.banner.clear()
        self.beside.put(panel)

    def take_away(self) -> None:
        """What was said again."""
        self.beside.take_away()
        self.board.talks.setFocus()

    def save_form(self) -> None:
        """Save what the form asks for, unless it is on its way."""
        if self.panel is not None and self.panel.save_button.isEnabled():
            self.panel.save()

    def _save(self, save: object) -> None:
        if self.panel is not None:
            self.panel.form.freeze(True)
        self._tasks.write(partial(cast("Save", save), self._session), self._saved, partial(self._not_saved, save))

    def _saved(self, changes: Changes) -> None:
        self._close_panel()
        self.banner.say(News.GOOD, "Kept as it was said; nobody can change it.")
        self._desk.news.announce(changes)

    def _not_saved(self, save: object, error: ThroughlineError) -> None:
        panel = self.panel
        if panel is not None:
            panel.again()
        if isinstance(error, OutcomeUnknown):  # the form stays frozen, so that the same is sent again and lands once
            again: Callable[[], None] = panel.save if panel is not None else partial(self._save, save)
            self.banner.trouble(error, (("Check now", again),))
            return
        if panel is not None:
            panel.form.freeze(False)
        if isinstance(error, Conflict):
            self.banner.say(News.CARE, "Another talk was recorded meanwhile. Read it before you answer.")
            self.read()
        else:
            self.banner.trouble(error)

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
        focus = self.window().focusWidget()
        parts: list[QWidget] = [*self.board.lists, self.beside.part]
        here = next((n for n, part in enumerate(parts) if part is focus or part.isAncestorOf(focus or self)), -1)
        part = parts[(here + 1) % len(parts)]
        if isinstance(part, AskingPanel):
            part.arrive()
        else:
            part.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _waiting(found: Sequence[Discussion], *, manages: bool) -> str:
    """The line above the lists."""
    waits = sum(one.waits_for_me if manages else one.waits_for_answer for one in found)
    owed = sum(one.owes_talk for one in found)
    said = []
    if waits:
        said.append(f"{count(waits, 'proposal')} {'waits' if waits == 1 else 'wait'} for your "
                    f"{'decision' if manages else 'answer'}")  # fmt: skip
    if owed:
        said.append(f"{count(owed, 'emergency allocation')} not yet talked about")
    if not said:
        said.append("Nothing waits for you")
    how = "Insert proposes the children chosen below." if manages else "Enter says the next word."
    return f"{'; '.join(said)}. {how}"
