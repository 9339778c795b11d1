"""Looks: broken glass to review, looks that deserve a question, who knows a family, and who looked at which file.

For managers, of the files of their team, and for auditors, who learn a file's reference and never its record.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import cast

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from db.commands.changes import Changes
from db.commands.looks import open_looks
from db.errors import NotPermitted, OutcomeUnknown, ThroughlineError
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
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import WhoLooked
from desktop.infra.tasks import Lane
from desktop.widgets.asking import Asked, Save
from desktop.widgets.asking_page import AskingPage
from desktop.widgets.asking_panel import AskingPanel
from desktop.widgets.banner import News
from desktop.widgets.flow import in_lines
from desktop.widgets.next_part import to_next
from desktop.widgets.split import side_by_side
from desktop.widgets.text import button, label
from desktop.widgets.text_or_form import TextOrForm
from desktop.widgets.whole import take_search

ROLES = ("manager", "auditor")
"""Who is told of looks."""
Told = tuple[tuple[GlassOpening, ...], tuple[LookQuestion, ...], tuple[Interest, ...]]


class LooksPage(AskingPage):
    """The lists, and beside them what is on record of a line, or the form that adds to it."""

    acts = frozenset({Act.BACK, Act.SAVE, Act.NEXT_PART, Act.SPELLING})
    counted = Signal(int)
    """How many openings wait for a review of mine."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Looks")
        self._desk, self._tasks, self._session = desk, desk.tasks, desk.signed_in.session
        self._lane = Lane()
        self._asked = False
        """Whether it is on record that one asked for these lists."""
        self._said = label("", "muted", name="What waits here")
        self.board = Board(desk)
        self.beside = TextOrForm("What is on record of this line")
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
        self.beside.wanted.connect(self._save)
        self.beside.left.connect(self.leave_panel)
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
        self.board.front.setFocus()

    def read(self) -> None:
        """Read the lists; the first time it is put on record that one asked for them."""
        if self._desk.signed_in.me.role not in ROLES:
            self._said.setText("Who looked is told to the managers of the files and to auditors.")
            return
        work = partial(_read, self._session, asked=self._asked)
        self._tasks.read(work, self._show, self._not_read, self._lane)

    def _not_read(self, error: ThroughlineError) -> None:
        if isinstance(error, NotPermitted) and self._asked:  # what one asked for eight hours ago counts no more
            self._asked = False
            self.read()
        else:
            self.banner.trouble(error, (("Try again", self.read),))

    def _show(self, told: Told) -> None:
        self._asked = True
        openings, questions, known = told
        board = self.board
        board.show_lines(board.glass, openings, lambda one: one.ticket_id)
        board.show_lines(board.questions, questions, lambda one: (one.question, one.staff_id, one.child_id))
        board.show_lines(board.known, known, lambda one: one.interest_id)
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

    def close_page(self) -> None:
        """The person has gone: whatever is under way may stop."""
        self._lane.drop()
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
        self._tasks.read(work, partial(self._go_to_file, typed), self._not_found, self._lane)

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
            self._ask(ask_for_finding(one))

    def answer(self) -> None:
        """Answer a question about looks."""
        one = self.board.one
        if isinstance(one, LookQuestion) and one.may_answer:
            self._ask(ask_for_answer(one))
        elif isinstance(one, LookQuestion):
            self.banner.say(News.NOTE, "This is about your own looks: somebody else answers it.")

    def lift(self) -> None:
        """Let somebody who knows a family open the file again."""
        one = self.board.one
        if isinstance(one, Interest) and one.may_lift:
            self._ask(ask_to_lift(one))
        elif isinstance(one, Interest):
            self.banner.say(News.NOTE, "Only the manager of the file lifts it, and never who said it.")

    def _ask(self, asked: Asked) -> None:
        if self.unsaved:
            self.ask_about_unsaved()
            return
        self.banner.clear()
        self.beside.put(AskingPanel(asked, self._desk.writer))

    def take_away(self) -> None:
        """What is on record again."""
        self.beside.take_away()
        self.board.front.setFocus()

    def save_form(self) -> None:
        """Save what the form asks for, unless it is on its way."""
        if self.panel is not None and self.panel.save_button.isEnabled():
            self.panel.save()

    def _save(self, save: object) -> None:
        if self.panel is not None:
            self.panel.form.freeze(True)
        self._tasks.write(partial(cast("Save", save), self._session), self._saved, self._not_saved)

    def _saved(self, changes: Changes) -> None:
        self._close_panel()
        self.banner.say(News.GOOD, "On record with your name.")
        self._desk.news.announce(changes)

    def _not_saved(self, error: ThroughlineError) -> None:
        panel = self.panel
        if panel is None:
            self.banner.trouble(error)
            return
        panel.again()
        if isinstance(error, OutcomeUnknown):  # what is frozen is sent again as it was, and lands once
            self.banner.trouble(error, (("Check now", panel.save),))
            return
        panel.form.freeze(False)
        self.banner.trouble(error)
        self.read()

    # The chain of the audit.

    def _tell_chain(self, said: object) -> None:
        self.beside.text.setPlainText("\n\n".join(cast("tuple[str, ...]", said)))

    def _back_to_lists(self) -> None:
        self._moved()
        self.board.front.setFocus()

    # Acts.

    @override
    def act(self, act: Act) -> bool:
        """As other pages with forms; without a form Esc puts the strip away, or goes home."""
        if act is Act.BACK and self.panel is None:
            return self.verifying.back()
        return super().act(act)

    def back(self) -> None:
        """There is no file to go back to: the window goes home."""

    def next_part(self) -> None:
        """From list to list, and to what stands beside them."""
        to_next([*(one for one in self.board.lists if one.isVisible()), self.beside.part])


def _read(session: Session, *, asked: bool) -> Told:
    if not asked:
        open_looks(session)
    return glass_openings(session), look_questions(session), interests(session)
