"""What the person does with the conversation on which they stand, or with the children chosen: the next word of it.

Nothing here allocates by a click of the manager's: only the worker's own Accept does, after a talk.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex

from db.commands.allocation import AcceptAllocation, accept_allocation
from db.queries.allocation import Discussion
from desktop.features.allocation.asking import Wanted
from desktop.features.allocation.board import Board
from desktop.features.allocation.forms import Forms, wanted
from desktop.features.allocation.keeping import KeptPanel
from desktop.features.allocation.lines import names
from desktop.features.allocation.saving import Saving
from desktop.models.words import with_marks
from desktop.widgets.asking import swap
from desktop.widgets.banner import Banner, News


class NextWord:
    """Opens the form in which the next word is said, by `ask`; accepts; and says whose word it is."""

    def __init__(
        self, board: Board, forms: Forms, saving: Saving, banner: Banner, ask: Callable[[KeptPanel], None]
    ) -> None:
        self._board, self._forms, self._saving, self._banner, self._ask = board, forms, saving, banner, ask

    def propose(self) -> None:
        """Propose the children that are chosen in the list."""
        self._propose_chosen(at_once=False)

    def allocate_tonight(self) -> None:
        """Allocate them at once, for 72 hours."""
        self._propose_chosen(at_once=True)

    def propose_here(self, _at: QModelIndex) -> None:
        """Enter on a child."""
        self.propose()

    def _propose_chosen(self, *, at_once: bool) -> None:
        children = [wanted(child) for child in self._board.chosen]
        if children:
            self._ask(self._forms.proposal(children, at_once=at_once))

    def ask_somebody_else(self) -> None:
        """Propose the children of this conversation to another worker in its place."""
        one = self._board.one
        if one is not None and one.may_decide and not one.settled:
            children = [Wanted(child.child_id, child.name, child.holder, child.urgent) for child in one.children]
            self._ask(self._forms.proposal(children, before=one.discussion_id))

    def record_the_talk(self) -> None:
        """Record when, who, what was agreed, and what the worker said."""
        one = self._board.one
        if one is not None and not one.settled and (one.mine or one.may_decide):
            self._ask(self._forms.talk(one))

    def decline(self) -> None:
        """Decline with a reason."""
        one = self._board.one
        if one is not None and one.mine and one.stage in ("proposed", "talked"):
            self._ask(self._forms.answer(one))

    def withdraw(self) -> None:
        """Take it back with a reason."""
        one = self._board.one
        if one is not None and one.may_decide and not one.settled:
            self._ask(self._forms.answer(one))

    def accept(self) -> None:
        """Ask once, since nobody else can say it."""
        one = self._board.one
        if one is None or not one.mine or one.stage != "talked" or self._saving.under_way:
            return
        theirs = "The child is yours" if len(one.children) == 1 else "The children are yours"
        words = f"You accept {names(one)} as the talk beside says. {theirs} from then on."
        choices = (("Accept", partial(self._accept, one)), ("Not yet", self._not_yet))
        self._banner.say(News.CARE, with_marks(words), choices, stays=True)
        self._banner.choices[1].setFocus()  # a key pressed twice accepts nothing

    def _accept(self, one: Discussion) -> None:
        children = tuple(child.child_id for child in one.children)
        wish = AcceptAllocation(one.discussion_id, one.talks[-1].talk_id, children)
        self._saving.save(partial(swap, accept_allocation, wish))

    def _not_yet(self) -> None:
        self._banner.clear()
        self._board.talks.setFocus()

    def say(self, _at: QModelIndex) -> None:
        """Enter on a conversation: the next word, if it is this person's."""
        one = self._board.one
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
            self._banner.say(News.CARE, with_marks(words), ways)
            self._banner.choices[0].setFocus()
        else:
            self._banner.say(News.NOTE, f"{one.proposed_to} answers now; nobody else can.")

    def end(self) -> None:
        """Delete on a conversation: decline it, or withdraw it."""
        if self._board.one is not None and self._board.one.mine:
            self.decline()
        else:
            self.withdraw()
