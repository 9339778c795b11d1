"""The team: a line for each worker with what they hold and what it weighs here, and by what that is measured.

Nobody is ranked and nothing is red: the lines stand by name, and what is told of somebody is told in sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from db.commands.changes import Changes
from db.commands.workload import EndTimeNote, end_time_note
from db.queries.workload import EVERYBODY, TeamWeight, Workload, team_weights, team_workload
from desktop.features.team.asking import ask_for_hours, ask_for_weight
from desktop.features.team.lines import PEOPLE, WEIGHTS, Weight, history, shown, told, weights
from desktop.features.team.year import Year
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import NoteAbsence
from desktop.models.words import count, with_marks
from desktop.models.workload_words import spends
from desktop.widgets.asking import swap
from desktop.widgets.asking_page import AskingPage
from desktop.widgets.banner import News
from desktop.widgets.flow import in_lines
from desktop.widgets.split import Headed, one_below_other, side_by_side
from desktop.widgets.text import button, label
from desktop.widgets.text_or_form import TextOrForm
from desktop.widgets.value_list import ValueList

_READ_ANEW = frozenset({"workload", "allocation", "access", "staff"})


class TeamPage(AskingPage):
    """People above, measures below, and beside both what is told of a line, with the year as a picture."""

    after_save = "Noted, and on record."

    def __init__(self, desk: Desk) -> None:
        super().__init__("Team", desk)
        self._me = desk.signed_in.me
        self._manages = self._me.role == "manager"
        self._said = label("", "muted", name="What the team holds")
        self.people = ValueList(
            desk,
            "How full everybody is" if self._manages else "What you hold",
            PEOPLE,
            place="team",
            key=lambda one: one.staff_id,
        )
        self.weights = ValueList(
            desk, "What work weighs in this team", WEIGHTS, place="team", key=lambda one: one.now.measure
        )
        self.beside: TextOrForm = TextOrForm("About the line")
        self.year = Year(desk.appearance)
        self._lists: tuple[ValueList, ...] = (self.people, self.weights)
        self._told_last: ValueList = self.people
        self.note_button = button("&Note hours…", self.note_hours, part="main", tip="Insert")
        self.away_button = button("&Away…", self.note_absence, name="Note who is away", tip=Act.AWAY.keys)
        self.end_button = button("&End these hours…", self.end_hours, tip="Delete")
        self.weigh_button = button("Change the &weight…", self.change_weight, tip="Enter on a weight")
        self._lay_out()
        for one in self._lists:
            one.selectionModel().currentRowChanged.connect(partial(self._moved, one))
            one.came.connect(partial(self._moved, one))
        self.people.sort_by(0)
        self.people.adding.connect(self.note_hours)
        self.people.ending.connect(self.end_hours)
        self.weights.opened.connect(self._weight_opened)
        desk.news.changed.connect(self._changed)
        desk.appearance.changed.connect(self._fit)
        self._fit()

    def _lay_out(self) -> None:
        self.body.addWidget(label(with_marks(self._me.team or "Team"), "heading", wrap=False))
        self.body.addWidget(self._said)
        self.body.addWidget(in_lines(self.note_button, self.end_button, self.away_button, self.weigh_button))
        self.weigh_button.setVisible(self._manages)
        lists = one_below_other(Headed(self.people), Headed(self.weights), sizes=(420, 260))
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.beside, 1)
        column.addWidget(self.year)
        self.body.addWidget(side_by_side(lists, right, sizes=(620, 420)), 1)

    def _fit(self) -> None:
        for one in self._lists:
            one.fit()

    @property
    @override
    def front(self) -> QWidget:
        return self._told_last

    @property
    @override
    def parts(self) -> Sequence[QWidget]:
        return [*self._lists, self.beside.part, self.year.part]

    @property
    def said(self) -> str:
        """What the team holds, in words."""
        return self._said.text()

    @property
    def one(self) -> Workload | None:
        """The line on which one stands."""
        return self.people.one

    @property
    def weight(self) -> Weight | None:
        """The measure on which one stands."""
        return self.weights.one

    # Reading.

    @override
    def arrive(self) -> None:
        """Also while one writes in a form, what changed meanwhile is read."""
        if self.panel is not None:
            self.read()
        super().arrive()

    def read(self) -> None:
        """Read what everybody holds, and by what it is measured."""
        read, session = self._tasks.read, self._session
        read(partial(team_workload, session), self._show, self.say_not_read, self.lanes["people"])
        read(
            partial(team_weights, session),
            self._show_weights,
            partial(self.say_not_read, part="weights"),
            self.lanes["weights"],
        )

    def _show(self, found: tuple[Workload, ...]) -> None:
        self.banner.was_read()
        self.people.show_lines(shown(found))
        self._said.setText(self._counted(found))
        self._tell()

    def _counted(self, found: tuple[Workload, ...]) -> str:
        workers = [one for one in found if one.staff_id != EVERYBODY]
        children = count(found[-1].children if found else 0, "child", "children")
        away = sum(one.away for one in workers)
        whose = (
            f"{count(len(workers), 'worker')} hold{'s' if len(workers) == 1 else ''}" if self._manages else "You hold"
        )
        absent = f", {away} away" if away and self._manages else ""
        return f"{whose} {children}{absent}. Insert notes hours, F6 goes to the weights."

    def _show_weights(self, found: tuple[TeamWeight, ...]) -> None:
        self.banner.was_read("weights")
        self.weights.show_lines(weights(found))
        self._tell()

    def _moved(self, where: ValueList, *_: object) -> None:
        """Tell of the line of that list on which one stands now, if one is in that list."""
        if where.hasFocus() or where is self._told_last:
            self._told_last = where
            self._tell()

    def _tell(self) -> None:
        one, weight = self.one, self.weight
        if self._told_last is self.weights and weight is not None:
            self.beside.text.setPlainText(history(weight))
        elif one is not None:
            self.beside.text.setPlainText(told(one))
            self.year.show_months(one.name, one.months)
        self.end_button.setEnabled(one is not None and bool(one.notes))

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and not changes.what.isdisjoint(_READ_ANEW):
            self.read()

    # Changing.

    def note_absence(self) -> None:
        """Note that the person on whom one stands is away."""
        worker = self.one if self.one is not None and self.one.staff_id != EVERYBODY else None
        if worker is not None and not worker.at_work:
            words = f"{worker.name} is not at work here now: there is no absence to note."
            self.banner.say(News.NOTE, with_marks(words))
        else:
            self._desk.navigator.go(NoteAbsence(worker.staff_id if worker is not None else None))

    def note_hours(self) -> None:
        """Note what takes hours of somebody's week."""
        people = [one for one in self.people.lines.records if one.staff_id != EVERYBODY]
        if people:
            here = self.one.staff_id if self.one is not None and self.one.staff_id != EVERYBODY else people[0].staff_id
            self.ask(ask_for_hours(people, here))

    def end_hours(self) -> None:
        """End hours of the person on whom one stands; asks which and whether."""
        if self.one is None or not self.one.notes or self.unsaved:
            return
        ways = [(f"End {note.what}", partial(self._end, note.note_id)) for note in self.one.notes[:4]]
        words = "; ".join(spends(note) for note in self.one.notes)
        self.banner.say(News.CARE, with_marks(f"{self.one.name}: {words}."), (*ways, ("Leave it", self._leave_it)),
                        stays=True)  # fmt: skip
        self.banner.choices[0].setFocus()

    def _end(self, note_id: UUID) -> None:
        self.save(partial(swap, end_time_note, EndTimeNote(note_id)))

    def _leave_it(self) -> None:
        self.banner.clear()
        self.people.setFocus()

    def change_weight(self) -> None:
        """Change the measure on which one stands."""
        if self._manages and self.weight is not None:
            self.ask(ask_for_weight(self.weight))

    def _weight_opened(self, _at: QModelIndex) -> None:
        self.change_weight()
