"""Looks: broken glass to review, looks that deserve a question, who knows a family, and who looked at which file.

For managers, of the files of their team, and for auditors, who learn a file's reference and never its record.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import cast

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from db.commands.changes import Changes
from db.commands.looks import open_looks
from db.errors import NotPermitted, ThroughlineError
from db.queries.looks import (
    GlassOpening,
    Interest,
    LookQuestion,
    file_with_looks,
    glass_openings,
    interests,
    look_questions,
)
from db.session import Session
from desktop.features.looks.asking import ask_for_answer, ask_for_finding, ask_to_lift
from desktop.features.looks.board import Board
from desktop.features.looks.lines import in_short
from desktop.features.looks.verifying import Verifying
from desktop.infra.desk import Desk
from desktop.infra.navigation import WhoLooked
from desktop.widgets.asking_page import AskingPage
from desktop.widgets.banner import News
from desktop.widgets.flow import in_lines
from desktop.widgets.split import side_by_side
from desktop.widgets.text import button, label
from desktop.widgets.text_or_form import TextOrForm
from desktop.widgets.whole import take_search

ROLES = ("manager", "auditor")
"""Who is told of looks."""
Told = tuple[tuple[GlassOpening, ...], tuple[LookQuestion, ...], tuple[Interest, ...]]


class LooksPage(AskingPage):
    """The lists, and beside them what is on record of a line, or the form that adds to it."""

    after_save = "On record with your name."
    counted = Signal(int)
    """How many openings wait for a review of mine."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Looks", desk)
        self._asked = False
        """Whether it is on record that one asked for these lists."""
        self._said = label("", "muted", name="What waits here")
        self.board = Board(desk)
        self.beside: TextOrForm = TextOrForm("What is on record of this line")
        self.verifying = Verifying(desk, self.banner)
        self.reference = QLineEdit()
        self.reference.setAccessibleName("Reference of a file")
        self.reference.setPlaceholderText("Reference of a file")
        take_search(self.reference, 40)
        self.reference.returnPressed.connect(self.look_up)
        self.review_button = button("&Review…", self.review, part="main", tip="Enter")
        self.answer_button = button("&Answer…", self.answer, part="main", tip="Enter")
        self.lift_button = button("&Lift it…", self.lift, part="main", tip="Enter")
        self.verify_button = button("Verif&y the audit…", self.verifying.ask)
        self._lay_out()
        for one in self.board.lists:
            one.opened.connect(self._next_word)
        self.board.moved.connect(self._moved)
        self.verifying.found.connect(self._tell_chain)
        self.verifying.left.connect(self._back_to_lists)
        desk.news.changed.connect(self._something_changed)
        desk.appearance.changed.connect(self._fit)
        self._fit()
        self._moved()

    def _lay_out(self) -> None:
        self.body.addWidget(label("Looks", "heading", wrap=False))
        self.body.addWidget(self._said)
        show = button("Who l&ooked?", self.look_up, tip="Enter in the reference")
        lines = (self.review_button, self.answer_button, self.lift_button)
        self.body.addWidget(in_lines(self.reference, show, self.verify_button, *lines))
        self.body.addWidget(self.verifying)
        self.body.addWidget(side_by_side(self.board, self.beside, sizes=(710, 350)), 1)
        self.verify_button.setVisible(self._desk.signed_in.me.role == "auditor")

    def _fit(self) -> None:
        self.board.fit()
        self.reference.setFixedWidth(22 * self.fontMetrics().averageCharWidth())

    @property
    @override
    def front(self) -> QWidget:
        return self.board.front

    @property
    @override
    def parts(self) -> Sequence[QWidget]:
        return [*(one for one in self.board.lists if one.isVisible()), self.beside.part]

    @property
    def said(self) -> str:
        """What waits here, in words."""
        return self._said.text()

    # Reading.

    def read(self) -> None:
        """Read the lists; the first time it is put on record that one asked for them."""
        work = partial(_read, self._session, asked=self._asked)
        self._tasks.read(work, self._show, self._not_read, self.lanes["lists"])

    def _not_read(self, error: ThroughlineError) -> None:
        if isinstance(error, NotPermitted) and self._asked:  # what one asked for eight hours ago counts no more
            self._asked = False
            self.read()
        else:
            self.say_not_read(error)

    def _show(self, told: Told) -> None:
        self.banner.was_read()
        self._asked = True
        openings, questions, known = told
        board = self.board
        board.show_lines(board.glass, openings)
        board.show_lines(board.questions, questions)
        board.show_lines(board.known, known)
        if board.one is None:
            board.stand_in(next((one for one in board.lists if one.lines.rowCount()), board.front))
        self._said.setText(in_short(openings, questions, date.today()))
        self.counted.emit(sum(one.reviewed_at is None and not one.own for one in openings))

    def _moved(self) -> None:
        one = self.board.one
        self.beside.text.setPlainText(self.board.told)
        self.review_button.setVisible(isinstance(one, GlassOpening) and one.reviewed_at is None and not one.own)
        self.answer_button.setVisible(isinstance(one, LookQuestion) and one.may_answer)
        self.lift_button.setVisible(isinstance(one, Interest) and one.may_lift)

    def _something_changed(self, changes: Changes) -> None:
        if "looks" in changes.what and self.isVisible():
            self.read()

    @override
    def close_page(self) -> None:
        super().close_page()
        self.verifying.close_page()

    # Who looked at a file.

    def look_up(self) -> None:
        """To who looked at the file of this reference; without one, at that of the line."""
        typed = self.reference.text().strip()
        if not typed:
            one = self.board.one
            if one is not None and one.child_id is not None:
                self._desk.navigator.go(WhoLooked(one.child_id, one.reference))
            else:
                self.banner.say(News.NOTE, "Type the reference of a file, such as 26-1000.")
                self.reference.setFocus()
            return
        work = partial(file_with_looks, self._session, typed)
        self._tasks.read(work, partial(self._go_to_file, typed), self._not_found, self.lanes["lists"])

    def _go_to_file(self, reference: str, child_id: object) -> None:
        self.reference.clear()
        self._desk.navigator.go(WhoLooked(child_id, reference))  # type: ignore[arg-type]

    def _not_found(self, error: ThroughlineError) -> None:
        if isinstance(error, NotPermitted):
            self.banner.say(News.CARE, "There is no such file whose looks you are told. Look at the reference again.")
            self.reference.setFocus()
        else:
            self.banner.trouble(error)

    # The next word.

    def _next_word(self, _at: QModelIndex) -> None:
        """Enter on a line: the form for it, where there is one."""
        one = self.board.one
        if isinstance(one, GlassOpening):
            self.review()
        elif isinstance(one, LookQuestion):
            self.answer()
        else:
            self.lift()

    def review(self) -> None:
        """Review an opening by broken glass."""
        one = self.board.one
        if not isinstance(one, GlassOpening):
            return
        if one.own:
            self.banner.say(News.NOTE, "This opening is your own: somebody else reviews it.")
        elif one.reviewed_at is not None:
            self.banner.say(News.NOTE, "It is reviewed: what was found stands beside.")
        else:
            self.ask(ask_for_finding(one))

    def answer(self) -> None:
        """Answer a question about looks."""
        one = self.board.one
        if isinstance(one, LookQuestion) and one.may_answer:
            self.ask(ask_for_answer(one))
        elif isinstance(one, LookQuestion):
            self.banner.say(News.NOTE, "This is about your own looks: somebody else answers it.")

    def lift(self) -> None:
        """Let somebody who knows a family open the file again."""
        one = self.board.one
        if isinstance(one, Interest) and one.may_lift:
            self.ask(ask_to_lift(one))
        elif isinstance(one, Interest):
            self.banner.say(News.NOTE, "Only the manager of the file lifts it, and never who said it.")

    @override
    def refused(self, error: ThroughlineError) -> None:
        super().refused(error)
        self.read()

    # The chain of the audit.

    def _tell_chain(self, said: object) -> None:
        self.beside.text.setPlainText("\n\n".join(cast("tuple[str, ...]", said)))

    def _back_to_lists(self) -> None:
        self._moved()
        self.board.front.setFocus()

    @override
    def back(self) -> bool:
        """Put the strip of the audit away, if it is there."""
        return self.verifying.back()


def _read(session: Session, *, asked: bool) -> Told:
    if not asked:
        open_looks(session)
    return glass_openings(session), look_questions(session), interests(session)
