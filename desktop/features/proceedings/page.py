"""The proceedings of a child: lists at the left, and beside them what is recorded of a line, or a form that changes it.

Every change is a new version, so that nothing is lost which stood; a form keeps its words when the server refuses them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QSplitter, QWidget
from typing_extensions import override

from db.commands.changes import Changes
from db.domain.people import ChildsPeople
from db.errors import Conflict, ThroughlineError
from db.queries.people import people_of
from db.queries.proceedings import (
    ChildsProceedings,
    Hearing,
    Party,
    Version,
    history_of_proceedings,
    proceedings_of,
)
from db.queries.siblings import Sibling, siblings_of
from desktop.features.proceedings.asking import Form
from desktop.features.proceedings.bar import Bar
from desktop.features.proceedings.board import Board
from desktop.features.proceedings.choosing import Forms
from desktop.features.proceedings.lines import id_of, summary, told
from desktop.infra.desk import Desk
from desktop.infra.navigation import ProceedingsOfChild
from desktop.models.words import with_marks
from desktop.widgets.asking_page import AskingPageOfFile
from desktop.widgets.banner import News
from desktop.widgets.text import label
from desktop.widgets.text_or_form import TextOrForm


class ProceedingsPage(AskingPageOfFile):
    """Lists at the left, a text or a form at the right."""

    after_save = "Saved. What stood before is kept."

    def __init__(self, desk: Desk, wish: ProceedingsOfChild) -> None:
        super().__init__("Proceedings", desk, wish.child_id)
        self.name = wish.name
        self.found: ChildsProceedings | None = None
        self._past: tuple[Version, ...] = ()
        self._forms = Forms(self.child_id)
        self.board = Board(desk)
        self._form: Form | None = None
        """What the form changes that was opened last."""
        self.beside: TextOrForm = TextOrForm("What is recorded of this line, and what stood before")
        self.said = label("", name="The next hearing, and by when they should end")
        self._lay_out()
        self.board.stood_on.connect(self._show_line)
        self.board.cases.selectionModel().currentRowChanged.connect(self._case_chosen)
        self.board.changing.connect(self.change)
        self.board.adding.connect(self._add_to)
        self.board.ending.connect(self.end)
        desk.news.changed.connect(self._changed)
        desk.appearance.changed.connect(self.board.fit)
        self.board.fit()

    def _lay_out(self) -> None:
        self.body.addWidget(label(with_marks(f"Proceedings of {self.name}"), "heading"))
        self.bar = Bar(
            {
                "hearing": self.add_hearing,
                "party": self.add_party,
                "case": self.add_case,
                "change": self.change,
                "end": self.end,
                "back": self.to_file,
            }
        )
        self.body.addWidget(self.bar)
        self.body.addWidget(self.said)
        self._halves = QSplitter(Qt.Orientation.Horizontal)
        self._halves.setChildrenCollapsible(False)
        lists = QScrollArea()
        lists.setWidgetResizable(True)
        lists.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        lists.setWidget(self.board)
        self._halves.addWidget(lists)
        self._halves.addWidget(self.beside)
        for place, share in enumerate((66, 34)):
            self._halves.setStretchFactor(place, share)
        self._halves.setSizes([660, 340])
        self.body.addWidget(self._halves, 1)

    @property
    @override
    def front(self) -> QWidget:
        return self.board.at

    @property
    @override
    def parts(self) -> Sequence[QWidget]:
        return [*self.board.lists, self.beside.part]

    # Reading.

    def read(self) -> None:
        """Read the proceedings, and whom the forms may offer."""
        read, session, child = self._tasks.read, self._session, self.child_id
        read(partial(proceedings_of, session, child), self._show, self.say_not_read, self.lanes["cases"])
        read(partial(people_of, session, child), self._know_people, self._quietly, self.lanes["people"])
        read(partial(siblings_of, session, child), self._know_sisters, self._quietly, self.lanes["sisters"])

    def _know_people(self, facts: ChildsPeople) -> None:
        self._forms.people = tuple(facts.people)

    def _know_sisters(self, sisters: tuple[Sibling, ...]) -> None:
        self._forms.sisters = sisters

    def _quietly(self, _error: ThroughlineError) -> None:
        """Without them the forms offer fewer choices; the reading of the proceedings tells what is wrong."""

    def _show(self, found: ChildsProceedings) -> None:
        self.banner.was_read()
        self.found = found
        self._desk.writer.know(one.name for case in found.proceedings for one in case.parties if not one.hidden)
        self.board.show_cases(found.proceedings)
        self.bar.show_rights(found)
        self._case_chosen()

    def _case_chosen(self) -> None:
        """Tell what comes next in these proceedings, and read what stood before."""
        case, self._past = self.board.case, ()
        if case is not None:
            self.said.setText(summary(case, date.today()))
            work = partial(history_of_proceedings, self._session, self.child_id, case.proceedings_id)
            self._tasks.read(work, self._show_past, self._quietly, self.lanes["past"])
        elif self.found is not None:
            add = " Insert adds the first." if self.found.may_record else ""
            self.said.setText(f"No proceedings are recorded.{add}")

    def _show_past(self, past: tuple[Version, ...]) -> None:
        self._past = past
        self._show_line(self.board.one)

    def _show_line(self, one: object) -> None:
        self.beside.text.setPlainText(told(cast("Version", one), self._past, date.today()) if one is not None else "")

    def _changed(self, changes: Changes) -> None:
        if self.child_id in changes.children and self.found is not None:
            self.read()

    # Forms beside the lists.

    def add_case(self) -> None:
        """Record new proceedings."""
        if self._may(self.found is not None and self.found.may_record):
            self._ask(self._forms.new_case())

    def add_hearing(self) -> None:
        """List a hearing."""
        case = self.board.case
        if case is not None and self._may(self.found is not None and self.found.may_list):
            self._ask(self._forms.new_hearing(case))

    def add_party(self) -> None:
        """Record a party."""
        case = self.board.case
        if case is not None and self._may(self.found is not None and self.found.may_record):
            self._ask(self._forms.new_party(case))

    def _add_to(self, which: object) -> None:
        if which is self.board.hearings:
            self.add_hearing()
        elif which is self.board.parties:
            self.add_party()
        else:
            self.add_case()

    def change(self) -> None:
        """Correct the line on which one stands."""
        one, case = self.board.one, self.board.case
        if one is not None and case is not None and self._may_change(one):
            self._ask(self._forms.to_correct(one, case))

    def end(self) -> None:
        """End what the line on which one stands tells of."""
        one, case = self.board.one, self.board.case
        if one is not None and case is not None and self._may_change(one):
            self._ask(self._forms.to_end(one, case))

    def _may_change(self, one: Version) -> bool:
        if isinstance(one, Party) and one.kept:
            self.banner.say(News.CARE, "Something of this party is hidden from you: you cannot change it.")
            return False
        found = self.found
        return found is not None and self._may(found.may_list if isinstance(one, Hearing) else found.may_record)

    def _may(self, permitted: bool) -> bool:
        if self.unsaved:
            self.ask_about_unsaved()
        elif not permitted:
            self.banner.say(News.CARE, "You may read this here but not record it.")
        return permitted and not self.unsaved

    def _ask(self, form: Form) -> None:
        self._form = form
        self.ask(form.asked)

    # What a colleague saved meanwhile.

    @override
    def refused(self, error: ThroughlineError) -> None:
        if isinstance(error, Conflict):
            read = partial(proceedings_of, self._session, self.child_id)
            self._tasks.read(read, self._show_theirs, self.banner.trouble, self.lanes["cases"])
        else:
            super().refused(error)

    def _show_theirs(self, found: ChildsProceedings) -> None:
        """Both are shown: theirs above the form, mine in it."""
        self._show(found)
        form = self._form
        theirs = next((one for one in found.every if form and form.standing.item_id == id_of(one)), None)
        if theirs is not None and self.panel is not None:
            words = told(theirs, (), date.today()).replace("\n", " · ")
            self.banner.say(
                News.CARE,
                f"{theirs.by} changed this while you were writing. Theirs: {words}. Yours is in the form.",
                (("Save mine on top of theirs", partial(self._save_on_top, theirs)),
                 ("Leave theirs", self._close_panel)),
                stays=True,
            )  # fmt: skip

    def _save_on_top(self, theirs: Version) -> None:
        if self._form is not None:
            self._form.standing.begin_anew(theirs)
            self.save_form()
