"""Broken glass, questions, and who knows a family: three lists, and the line on which one stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter

from db.queries.looks import GlassOpening, Interest, LookQuestion
from desktop.features.looks.lines import ASKED, GLASS, KNOWN, told_glass, told_interest, told_question
from desktop.infra.desk import Desk
from desktop.widgets.record_list import RecordList
from desktop.widgets.split import Headed

Line = GlassOpening | LookQuestion | Interest


class Board(QSplitter):
    """The lists, one below the other; the last is there only if it holds something."""

    moved = Signal()
    """One stands on another line, or in another list."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setChildrenCollapsible(False)
        self.glass = RecordList(desk, "Broken glass", GLASS, place="looks", key=lambda one: one.ticket_id)
        self.questions = RecordList(desk, "Looks that deserve a question", ASKED, place="looks", key=_question)
        self.known = RecordList(desk, "Who knows a family", KNOWN, place="looks", key=lambda one: one.interest_id)
        self.lists: tuple[RecordList, ...] = (self.glass, self.questions, self.known)
        self.front: RecordList = self.glass
        self._headed: dict[RecordList, Headed] = {one: Headed(one) for one in self.lists}
        for one in self.lists:
            self.addWidget(self._headed[one])
            one.selectionModel().currentRowChanged.connect(partial(self._stepped, one))
            one.came.connect(partial(self.stand_in, one))
        self._headed[self.known].setVisible(False)
        self.setSizes([242, 297, 128])

    def fit(self) -> None:
        """Take sizes from the type."""
        for one in self.lists:
            one.fit()

    def show_lines(self, at: RecordList, found: Sequence[Any]) -> None:
        """Take the lines of a list, standing on the same one as before."""
        at.show_lines(found)
        self._headed[at].head.setText(at.accessibleName() + ("" if found else ": none"))
        self._headed[self.known].setVisible(bool(self.known.lines.rowCount()))
        self._mark()
        self.moved.emit()

    @property
    def one(self) -> Line | None:
        """The line on which one stands, in the list where the keyboard was last."""
        found: Line | None = self.front.one
        return found

    @property
    def told(self) -> str:
        """Everything that is on record of that line."""
        match self.one:
            case GlassOpening() as glass:
                return told_glass(glass, date.today())
            case LookQuestion() as question:
                return told_question(question)
            case Interest() as interest:
                return told_interest(interest)
        return ""

    def stand_in(self, at: RecordList) -> None:
        """The line of this list is the one that is told, if it has any."""
        if at is not self.front and at.lines.rowCount():
            self.front = at
            self._mark()
            self.moved.emit()

    def _mark(self) -> None:
        """Only the line that is told stands out; the other lists keep theirs for when one comes back."""
        for one in self.lists:
            if one is not self.front:
                one.clearSelection()
        self.front.setCurrentIndex(self.front.currentIndex())

    def _stepped(self, at: RecordList, *_: object) -> None:
        if at is self.front:
            self.moved.emit()


def _question(one: LookQuestion) -> object:
    return one.question, one.staff_id, one.child_id
