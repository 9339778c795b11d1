"""Conversations, and for managers below them the children of the team: two lists, one kept place in each."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from db.queries.allocation import Discussion
from db.queries.files import ChildLine
from desktop.features.allocation.lines import DISCUSSIONS, WORKER_NOW, at_once, children_columns
from desktop.infra.desk import Desk
from desktop.widgets.split import Headed, one_below_other
from desktop.widgets.value_list import ValueList


class Board(QWidget):
    """The lists, one below the other."""

    moved = Signal()
    """Another conversation is stood on, or other children are chosen."""

    def __init__(self, desk: Desk, *, manages: bool) -> None:
        super().__init__()
        self.talks = ValueList(
            desk, "Proposals and talks", DISCUSSIONS, place="allocation", key=lambda one: one.discussion_id
        )
        self._proposed: dict[UUID, str] = {}
        columns = children_columns(self._proposed)
        self.children_list = ValueList(
            desk, "Children of the team", columns, place="allocation", key=lambda child: child.child_id
        )
        self.children_list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.children_list.sort_by(WORKER_NOW)
        self.lists = (self.talks, self.children_list) if manages else (self.talks,)
        below = Headed(self.children_list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(one_below_other(Headed(self.talks), below))
        below.setVisible(manages)  # in its place by now: alone it would be a window for a moment
        self._put: UUID | None = None
        """The conversation on which nobody chose to stand."""
        self.wanted: UUID | None = None
        """The conversation to stand on as soon as it is here."""
        self.talks.selectionModel().currentRowChanged.connect(self._tell)
        self.children_list.selectionModel().selectionChanged.connect(self._tell)

    def _tell(self, *_: object) -> None:
        self.moved.emit()

    def fit(self) -> None:
        """Take heights and widths from the type."""
        for one in self.lists:
            one.fit()

    @property
    def one(self) -> Discussion | None:
        """The conversation on which one stands."""
        return self.talks.one

    @property
    def chosen(self) -> tuple[ChildLine, ...]:
        """The children who are chosen."""
        return self.children_list.chosen

    def show_talks(self, found: Sequence[Discussion]) -> None:
        """Take the conversations, standing on the one that is wanted or was chosen, or on one that waits."""
        kept = self.one.discussion_id if self.one is not None else None
        known = {one.discussion_id for one in self.talks.lines.records}
        news = bool(known) and any(one.discussion_id not in known for one in found[:1])
        self.talks.lines.show(found)
        self._proposed.clear()
        self._proposed |= {
            child.child_id: at_once(one) if one.emergency else f"proposed to {one.proposed_to}"
            for one in found
            if not one.settled
            for child in one.children
        }
        self.children_list.viewport().update()
        ids = [one.discussion_id for one in found]
        if self.wanted in ids:
            kept, self.wanted = self.wanted, None
            row = ids.index(kept)
        elif kept in ids and not (news and kept == self._put):
            row = ids.index(kept)
        else:
            row = 0 if news else next((row for row, one in enumerate(found) if one.waits_for_me), 0)
            self._put = ids[row] if ids else None
        self.talks.stand_in_row(row)

    def choose_here(self) -> None:
        """The conversation on which one stands is chosen: nothing that comes in takes the mark from it."""
        self._put = None

    def show_children(self, found: Sequence[ChildLine]) -> None:
        """Take the children, with the same ones chosen as before."""
        self.children_list.show_lines(found)

    def stand_on(self, discussion_id: UUID) -> None:
        """Put the mark on a conversation."""
        self.talks.stand_on(discussion_id)
