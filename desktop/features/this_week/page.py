"""This week: the home page of a team's administrators, with what there is to do and the way to where it is done.

Each line is a gap or a day in a child's file, never a word of an entry; the file opens with a reason, on record.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from db.commands.changes import Changes
from db.errors import Conflict, ThroughlineError
from db.queries.this_week import WeekLine, this_week
from desktop.features.this_week.asking import ask_day, ask_meeting, kept
from desktop.features.this_week.lines import BESIDE_A_FORM, COLUMNS, Work, rank, summary, works_of
from desktop.infra.acts import Act
from desktop.infra.codes import labels
from desktop.infra.desk import Desk
from desktop.infra.navigation import ChangeFact, NewDocument, NewEntry, OpenChild, PeopleOfChild, ShowEntry, WithFiles
from desktop.models.words import day_in_words
from desktop.widgets.asking import Answers
from desktop.widgets.asking_page import AskingPage
from desktop.widgets.asking_panel import AskingPanel
from desktop.widgets.banner import News
from desktop.widgets.form import Quiet
from desktop.widgets.narrow_box import NarrowBox
from desktop.widgets.record_list import RecordList
from desktop.widgets.split import side_by_side
from desktop.widgets.text import button, label
from desktop.widgets.text_or_form import FormPlace

_SHOWN = (("", "Everything"), ("meeting", "Meetings"), ("minutes", "Minutes to take"), ("paper", "Papers to add"),
          ("date", "Days to book"), ("person", "People and schools"))  # fmt: skip
_CHANGED = frozenset({"entry", "fact", "document", "period", "person", "relationship", "file", "access"})
_BOOKED_MEANWHILE = "A colleague booked this day meanwhile, so nothing was booked now. Go back: the list is read anew."
_HOW = "Enter goes where it is done; F6 from part to part."


class ThisWeekPage(AskingPage):
    """The week in one list, narrowed by typing or to one kind of work, and the form of a meeting beside it."""

    acts = AskingPage.acts | {Act.FIND_IN_FILE}

    def __init__(self, desk: Desk) -> None:
        super().__init__("This week", desk)
        self._navigator = desk.navigator
        self.found: tuple[Work, ...] = ()
        self._count = label("", "muted", name="What the week holds")
        self.filter = NarrowBox("part of a name, a kind of meeting, a place", "part of a name, a meeting, a place")
        self.filter.textChanged.connect(self._narrow)
        self.kind = Quiet()
        self.kind.setAccessibleName("Which work is shown")
        for code, words in _SHOWN:
            self.kind.addItem(words, code)
        self.kind.currentIndexChanged.connect(self._choose_kind)
        self.table = RecordList(
            desk, "What there is to do", COLUMNS, place="this week", key=lambda work: work.key, first=rank
        )
        self.table.sort_by(0)
        self.table.when_chosen(self._open)
        self.filter.returnPressed.connect(self.table.open_one)
        self.file_button = button("Open the file", self.to_file)
        self.beside: FormPlace = FormPlace(QWidget())
        self._lay_out()
        desk.news.changed.connect(self._something_changed)
        desk.appearance.changed.connect(self.table.fit)
        self.table.fit()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.filter, 1)
        line.addWidget(self.kind)
        line.addWidget(self.file_button)
        self.body.addWidget(label("This week", "heading", wrap=False))
        self.body.addWidget(self._count)
        self.body.addLayout(line)
        self.body.addWidget(side_by_side(self.table, self.beside, sizes=(720, 360)), 1)
        self.beside.setVisible(False)

    @property
    @override
    def front(self) -> QWidget:
        return self.table

    @property
    @override
    def parts(self) -> Sequence[QWidget]:
        form = [self.panel] if self.panel is not None else []
        return [self.filter, self.kind, self.file_button, self.table, *form]

    @property
    def said(self) -> str:
        """What the week holds, in words."""
        return self._count.text()

    # Reading.

    def read(self) -> None:
        """Ask for the week anew."""
        self._tasks.read(partial(this_week, self._session), self._show, self.say_not_read, self.lanes["week"])

    def _show(self, found: tuple[WeekLine, ...]) -> None:
        self.banner.was_read()
        self.found = works_of(found)
        self._count.setText(f"{summary(self.found, date.today())} {_HOW}")
        self._choose_kind()

    def _choose_kind(self, _index: int = 0) -> None:
        only = self.kind.currentData()
        self.table.show_lines([work for work in self.found if only in ("", work.one.task)])
        self._offer()

    def _narrow(self, text: str) -> None:
        self.table.narrow(text)
        self._offer()

    def _offer(self) -> None:
        self.file_button.setEnabled(bool(self.table.shown))

    def _something_changed(self, changes: Changes) -> None:
        if self.isVisible() and not changes.what.isdisjoint(_CHANGED):
            self.read()

    # Going where it is done.

    def _open(self, work: Work) -> None:
        one = work.one
        match one.task:
            case "meeting":
                self.arrange()
            case "minutes":
                also = tuple((line.child_id, line.name) for line in work.lines[1:])
                wish = NewEntry(one.child_id, one.name, one.reference, begun=_minutes(one), also=also)
                self._in_file(one, wish)
            case "paper" if one.entry_id is not None and one.order_key is not None:
                self._navigator.go(ShowEntry(one.child_id, one.name, one.basis, one.entry_id, one.order_key))
            case "paper":
                self._in_file(one, NewDocument(one.child_id, one.name))
            case "date":
                self.ask(ask_day(work))
            case _ if one.code == "school":
                self._in_file(one, ChangeFact(one.child_id, one.name, "school"))
            case _:
                self._in_file(one, PeopleOfChild(one.child_id, one.name))

    def _in_file(self, one: WeekLine, then: NewEntry | NewDocument | ChangeFact | PeopleOfChild) -> None:
        self._navigator.go(WithFiles((_file(one),), then))

    def to_file(self) -> None:
        """The file of the child on whose line one stands, of several the first."""
        work = self.table.one
        if work is not None:
            self._navigator.go(_file(work.one))

    # A meeting.

    def arrange(self) -> None:
        """Say time and place of the meeting on whose line one stands, and who is to be invited."""
        work = self.table.one
        if work is not None and work.one.task == "meeting":
            self.ask(ask_meeting(work))

    @override
    def put(self, panel: AskingPanel) -> None:
        self._show_beside(True)
        super().put(panel)

    @override
    def take_away(self) -> None:
        self._show_beside(False)
        super().take_away()

    def _show_beside(self, there: bool) -> None:
        """The form, and less of the list while it stands there."""
        self.beside.setVisible(there)
        for column in range(BESIDE_A_FORM, len(COLUMNS)):
            self.table.setColumnHidden(column, there)
        self.table.fit()

    @override
    def save(self, save: object) -> None:
        if self.panel is not None:
            self.after_save = kept(Answers(self.panel.form))
        super().save(save)

    @override
    def refused(self, error: ThroughlineError) -> None:
        """What was booked meanwhile is read anew."""
        if isinstance(error, Conflict):
            self.banner.say(News.CARE, _BOOKED_MEANWHILE)
            self.read()
        else:
            super().refused(error)

    # Acts.

    @override
    def act(self, act: Act) -> bool:
        """As other pages with forms; Ctrl+F narrows the list."""
        if act is Act.FIND_IN_FILE:
            self.filter.arrive()
            return True
        return super().act(act)


def _file(one: WeekLine) -> OpenChild:
    return OpenChild(one.child_id, one.name, one.basis)


def _minutes(one: WeekLine) -> tuple[tuple[str, str], ...]:
    """What stands in the form of the minutes at first."""
    named = labels("planned").get(one.code, one.code)
    when = day_in_words(one.on_day) if one.on_day else ""
    return (
        ("kind", "minutes"),
        ("when", when),
        ("how", "seen_or_heard"),
        ("headline", f"Minutes of the {named[:1].lower()}{named[1:]}"),
    )
