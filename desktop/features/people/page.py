"""The people around a child: a list, what is recorded of each, and the genogram of the same facts on any day.

The list holds everything that the picture shows; forms take the place of the list, so that the picture stays in sight.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from db.commands.changes import Changes
from db.domain.partial_date import DateNotUnderstood, parse_partial_date
from db.domain.people import ChildsPeople, Person
from db.errors import Conflict, NotPermitted, ThroughlineError
from db.queries.band import Band, Fact, band
from db.queries.people import FoundPerson, people_of
from desktop.features.people.ask_ties import ask_for_known, ask_for_new
from desktop.features.people.bar import Bar
from desktop.features.people.board import Board
from desktop.features.people.doing import choices_for
from desktop.features.people.doubles import DoublesPanel
from desktop.features.people.halves import Halves
from desktop.features.people.kept import Kept
from desktop.features.people.lines import lines_of, told
from desktop.features.people.panels import ChoicePanel, FindPanel
from desktop.features.people.picture import GenogramView
from desktop.features.people.placed import contradiction
from desktop.features.people.printing import ask_where, print_genogram
from desktop.features.people.reason import ReasonPanel
from desktop.infra.desk import Desk
from desktop.infra.navigation import PeopleOfChild
from desktop.models.words import count, day_in_words, with_marks
from desktop.reporting.family import Family, family_at
from desktop.widgets.asking import Asked
from desktop.widgets.asking_page import AskingPageOfFile
from desktop.widgets.asking_panel import AskingPanel, Panel
from desktop.widgets.banner import News
from desktop.widgets.text import label


def _quietly(_error: ThroughlineError) -> None:
    """What the page cannot say of a placement it leaves out; the reading of the people tells what is wrong."""


class PeoplePage(AskingPageOfFile[Panel]):
    """List at the left, picture at the right."""

    after_save = "Saved. What stood before is kept as history."

    def __init__(self, desk: Desk, wish: PeopleOfChild) -> None:
        super().__init__("People and genogram", desk, wish.child_id)
        self.name = wish.name
        self._lives_with: Fact | None = None
        self.facts: ChildsPeople | None = None
        self.day = date.today()
        self.kept = Kept(desk, self.child_id, self)
        self.board = Board(desk)
        self.picture = GenogramView(desk.appearance)
        self.halves = Halves(self.board, self.picture)
        self.beside = self.halves
        self.said = label("", "muted", name="People")
        self._lay_out()
        self.board.chosen.connect(self._chosen)
        self.board.opened.connect(self.what_to_do)
        self.picture.pointed.connect(self._pointed)
        self.halves.turned.connect(self._turned)
        self.kept.opened.connect(self._kept_open)
        self.kept.changed.connect(self._kept_changed)
        self.kept.failed.connect(self._kept_failed)
        desk.news.changed.connect(self._changed)
        desk.appearance.changed.connect(self._fit)
        self._fit()

    def _lay_out(self) -> None:
        self.body.addWidget(label(with_marks(f"People of {self.name}"), "heading"))
        self.bar = Bar({
            "add": self.add, "do": self.what_to_do, "confidential": self.open_kept, "doubles": self.doubles,
            "turn": self.halves.take_turns, "print": self.save_pdf, "back": self.to_file,
        })  # fmt: skip
        self.on_day = self.bar.on_day
        self.on_day.returnPressed.connect(self._day_typed)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.said)
        self.body.addWidget(self.halves, 1)
        insert = QShortcut(QKeySequence(Qt.Key.Key_Insert), self)
        insert.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        insert.activated.connect(self.add)

    # Reading.

    @override
    def close_page(self) -> None:
        super().close_page()
        self.kept.drop()

    def read(self) -> None:
        """Read the people, and with whom the child lives."""
        work = partial(people_of, self._session, self.child_id)
        self._tasks.read(work, self._show, self.say_not_read, self.lanes["people"])
        self._tasks.read(partial(band, self._session, self.child_id), self._placed, _quietly, self.lanes["band"])

    def _placed(self, found: Band) -> None:
        self._lives_with = found.one("lives_with")
        self._tell()

    def _show(self, facts: ChildsPeople) -> None:
        self.banner.was_read()
        self.facts = facts
        self._desk.writer.know(name.whole for person in facts.people for name in person.names)
        self.bar.show_rights(facts)
        self._show_day()

    def _show_day(self) -> None:
        if self.facts is None:
            return
        lines = lines_of(self.facts, self.day)
        self.picture.show_family(self.family)
        self.board.show_lines(lines)
        self._tell()

    def _tell(self) -> None:
        if self.facts is None:
            return
        lines = lines_of(self.facts, self.day)
        words = f"{count(len(lines) - 1, 'person', 'people')} around {self.facts.child.called}"
        shown = "" if self.day == date.today() else f", as it was on {day_in_words(self.day)}"
        doubt = contradiction(self.facts, self._lives_with, self.day)
        self.said.setText(with_marks(f"{words}{shown}. Enter changes, Insert adds.{doubt and chr(10)}{doubt}"))

    @property
    def family(self) -> Family:
        """The family on the chosen day."""
        assert self.facts is not None  # noqa: S101 (called once they are read)
        return family_at(self.facts, self.day)

    @property
    def person(self) -> Person | None:
        """Who is chosen."""
        if self.facts is None or self.board.person_id is None:
            return None
        return self.facts.person(self.board.person_id)

    def _chosen(self, _person_id: object) -> None:
        self.picture.highlight(self.board.person_id)
        person = self.person
        if self.facts is not None and person is not None:
            self.board.text.setPlainText(told(self.facts, person, self.kept.details))
        else:
            self.board.text.setPlainText("Nobody is recorded yet. Insert adds the first person.")

    def _pointed(self, person_id: object) -> None:
        if isinstance(person_id, UUID):
            self.board.choose(person_id)

    def _day_typed(self) -> None:
        words = self.on_day.text().strip()
        try:
            self.day = parse_partial_date(words, today=date.today()).latest if words else date.today()
        except DateNotUnderstood as trouble:
            self.banner.say(News.CARE, trouble.text)
            return
        self.banner.clear()
        self._show_day()

    def _changed(self, changes: Changes) -> None:
        if self.child_id in changes.children and self.facts is not None:
            self.read()

    # Panels in place of the list.

    @property
    @override
    def front(self) -> QWidget:
        return self.board.table

    @override
    def take_away(self) -> None:
        self.halves.take_away()

    def add(self) -> None:
        """Find a person, and only then make one."""
        if self.facts is None or not self.facts.may_record or self.unsaved:
            return
        panel = FindPanel(self._desk, self.child_id, self.facts.child.called)
        panel.taken.connect(self._take_known)
        panel.new.connect(self._make_new)
        self.put(panel)

    def _take_known(self, found: object) -> None:
        if self.facts is not None and isinstance(found, FoundPerson):
            self._ask(ask_for_known(self.facts, found.person_id, found.name))

    def _make_new(self, name: str, born: str) -> None:
        if self.facts is not None:
            self._ask(ask_for_new(self.facts, name, born))

    def what_to_do(self) -> None:
        """The things that can be recorded about the chosen person."""
        person = self.person
        if self.facts is None or person is None or self.unsaved:
            return
        if not self.facts.may_record:
            self.banner.say(News.CARE, "You may read this file but not record in it.")
            return
        may_correct = self._desk.signed_in.me.role != "support"
        choices = choices_for(self.facts, person, self._ask, self.kept.details or (), may_correct=may_correct)
        self.put(ChoicePanel(person.called, choices))

    def doubles(self) -> None:
        """Who may be recorded twice."""
        if self.facts is not None and not self.unsaved:
            panel = DoublesPanel(self._desk, self.facts)
            panel.asked.connect(self._asked)
            self.put(panel)

    def _asked(self, asked: object) -> None:
        if isinstance(asked, Asked):
            self._ask(asked)

    def _ask(self, asked: Asked) -> None:
        """A form in place of the panel that led to it."""
        self.put(AskingPanel(asked, self._desk.writer))

    @override
    def saved(self, changes: Changes) -> None:
        super().saved(changes)
        self.kept.refresh()

    @override
    def refused(self, error: ThroughlineError) -> None:
        if isinstance(error, Conflict):
            words = (
                "Somebody changed this meanwhile. Go back and look at it as it is now; what you typed is still here."
            )
            self.banner.say(News.CARE, f"{words} (Reference {error.reference})", (("Read again", self.read),))
        elif isinstance(error, NotPermitted) and isinstance(self.panel, AskingPanel) and self.panel.asked.refused:
            self.banner.say(News.CARE, f"{self.panel.asked.refused} (Reference {error.reference})", stays=True)
        else:
            super().refused(error)

    # Confidential details.

    def open_kept(self) -> None:
        """Ask for the reason, which is kept with the opening."""
        if self.facts is None or self.unsaved:
            return
        panel = ReasonPanel(self.facts.child.called)
        panel.given.connect(self.kept.open)
        self.put(panel)

    def _kept_open(self, until: object) -> None:
        self._close_panel()
        if isinstance(until, datetime):
            words = f"Confidential details are open until {until.astimezone():%H:%M}. Your reason is kept."
            self.banner.say(News.NOTE, words)

    def _kept_failed(self, error: object) -> None:
        if isinstance(error, ThroughlineError):
            self.banner.trouble(error)

    def _kept_changed(self) -> None:
        self._chosen(self.board.person_id)

    # Printing.

    def save_pdf(self) -> None:
        """Ask where, and save the page with the genogram."""
        path = ask_where(self) if self.facts is not None else None
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Save the genogram of the day that is shown; that it left the record is put on record first."""
        me = self._desk.signed_in.me
        author = ", ".join(part for part in (me.name, me.job_title) if part)
        child = self.facts.child.called if self.facts else ""
        work = partial(print_genogram, self._session, self.child_id, self.family, (child, author), path)
        self._tasks.write(work, self._printed, self.banner.trouble)

    def _printed(self, path: Path) -> None:
        self.banner.say(News.GOOD, f"Saved as {path}.")

    # Acts.

    @override
    def next_part(self) -> None:
        """From the list to the picture, and back."""
        self.halves.next_part()

    def _fit(self) -> None:
        self.board.fit()
        self.bar.fit()
        self.halves.make_room(self.width(), self.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.halves.make_room(self.width(), self.height())

    def _turned(self) -> None:
        self.bar.show_turn(self.halves.turns, self.halves.picture_in_turn)
