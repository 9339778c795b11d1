"""Lists by stage for an inspection: which days, which stage, the lines of it, and the way to Excel or a PDF.

That they are looked at is put on record first; so nothing is asked before one comes here.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from db.commands.stages import open_stages
from db.domain.partial_date import DateNotUnderstood, parse_partial_date
from db.domain.stages import STAGES
from db.errors import ThroughlineError
from db.queries.stages import Form, StageLine, StageLists, stage_lists
from db.session import Session
from desktop.features.missing.stage_lines import columns_of
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.words import count, day_in_words
from desktop.widgets.banner import Banner, News
from desktop.widgets.flow import Flow
from desktop.widgets.form import Quiet
from desktop.widgets.narrow_box import NarrowBox
from desktop.widgets.record_list import RecordList
from desktop.widgets.text import button, label
from desktop.widgets.whole import take_all

_HALF_A_YEAR = 6


class StagesPane(QWidget):
    """The lists of one person, one stage in front."""

    chosen = Signal(object)
    """The line whose file is to be opened."""
    take_wanted = Signal(str)
    """The lists are to be taken away: as "excel" or "pdf"."""

    def __init__(self, desk: Desk, banner: Banner) -> None:
        super().__init__()
        self._tasks, self._session, self._settings = desk.tasks, desk.signed_in.session, desk.settings
        self._banner, self.lane = banner, Lane()
        self.found: StageLists | None = None
        self.days: tuple[date, date] | None = None
        """The days of which lists are shown."""
        self.first, self.last = _day_field("First day"), _day_field("Last day")
        for field in (self.first, self.last):
            field.returnPressed.connect(self.read)
        self.today = button("Today", partial(self._span, 0), name="List who is at a stage today")
        self.half_year = button("Last 6 months", partial(self._span, _HALF_A_YEAR), name="List the last 6 months")
        self.excel = button("Excel…", partial(self.take_wanted.emit, "excel"), name="Save all lists as an Excel file")
        self.pdf = button("PDF…", partial(self.take_wanted.emit, "pdf"), name="Save all lists as a PDF")
        self.stage = Quiet()
        self.stage.setAccessibleName("Which stage")
        self.stage.setSizeAdjustPolicy(Quiet.SizeAdjustPolicy.AdjustToContents)
        self._lists: dict[str, RecordList[StageLine]] = {}
        self._faces = QStackedWidget()
        for key, stage in STAGES.items():
            self._lists[key] = one = RecordList(desk, "Children at this stage", columns_of(stage))
            one.sort_by(3, Qt.SortOrder.DescendingOrder)
            one.when_chosen(self.chosen.emit)
            self._faces.addWidget(one)
            self.stage.addItem(stage.name, key)
        self.stage.currentIndexChanged.connect(self._show_stage)
        self.filter = NarrowBox("part of a name, a worker, of what a line says", "part of a name, a worker, a category")
        self.filter.textChanged.connect(self._narrow)
        self._told = label("", "muted", name="How many are listed")
        self._heads: dict[QLineEdit, QLabel] = {}
        self._left_out = label("", "muted", name="What is not listed")
        self._lay_out()
        self._span_texts(_HALF_A_YEAR)
        self._show_stage()

    def _lay_out(self) -> None:
        days, which = Flow(across=8, down=8), QHBoxLayout()
        which.setSpacing(8)
        for words, field in (("From", self.first), ("to", self.last)):
            above = label(words, "label", wrap=False)
            above.setBuddy(field)
            days.addWidget(above)
            days.addWidget(field)
            self._heads[field] = above
        for one in (self.half_year, self.today, self.excel, self.pdf):
            days.addWidget(one)
        which.addWidget(self.stage)
        which.addWidget(self.filter, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(days)
        layout.addLayout(which)
        layout.addWidget(self._told)
        layout.addWidget(self._faces, 1)
        layout.addWidget(self._left_out)

    # Which days.

    def _span_texts(self, months: int) -> None:
        today = date.today()
        back = today.month - months
        first = date(today.year + (back - 1) // 12, (back - 1) % 12 + 1, min(today.day, 28)) if months else today
        self.first.setText(day_in_words(first))
        self.last.setText(day_in_words(today))

    def _span(self, months: int) -> None:
        self._span_texts(months)
        self.read()

    def understood(self) -> tuple[date, date] | None:
        """The first and the last day as they are written; where one is not understood that is said."""
        days: list[date] = []
        for field, last in ((self.first, False), (self.last, True)):
            try:
                found = parse_partial_date(field.text(), today=date.today())
            except DateNotUnderstood as trouble:
                said = trouble.text if field.text().strip() else "Say the day: “today”, “1 June 2026”, “March 2026”."
                self._banner.say(News.CARE, f"{field.accessibleName()}: {said}")
                field.setFocus()
                return None
            days.append(found.latest if last else found.earliest)
        if days[1] < days[0]:
            self._banner.say(News.CARE, "The last day lies before the first.")
            self.last.setFocus()
            return None
        return days[0], days[1]

    # Reading.

    def read(self) -> None:
        """List the stages of these days; that is put on record."""
        days = self.understood()
        if days is not None:
            work = partial(listed, self._session, days, "screen")
            self._tasks.write(work, partial(self._show, days), self._failed)

    def _show(self, days: tuple[date, date], found: StageLists) -> None:
        self._banner.clear()
        self.found, self.days = found, days
        for number, (key, stage) in enumerate(STAGES.items()):
            lines = found.of(key)
            self._lists[key].show_lines(lines)
            self.stage.setItemText(number, f"{stage.name} ({len(lines):,})")
        self._say()
        self.table.stand_in_row(0)

    def _failed(self, error: ThroughlineError) -> None:
        self._banner.trouble(error, (("Try again", self.read),))

    @property
    def table(self) -> RecordList[StageLine]:
        """The list of the stage in front."""
        return self._lists[str(self.stage.currentData())]

    def _show_stage(self, _number: int = 0) -> None:
        self._faces.setCurrentWidget(self.table)
        self.fit()
        self._narrow(self.filter.text())
        self.table.stand_in_row(0)

    def _narrow(self, text: str) -> None:
        self.table.narrow(text)
        self._say()

    @property
    def said(self) -> str:
        """How many are listed, in words."""
        return self._told.text()

    def _say(self) -> None:
        self._left_out.setVisible(self.found is not None and self.found.left_out > 0)
        for one in (self.excel, self.pdf):
            one.setEnabled(self.found is not None)
        if self.found is None or self.days is None:
            self._told.setText("")
            return
        stage, lines = STAGES[str(self.stage.currentData())], self.table.shown
        whose = len({line.child_id for line in lines})
        span = span_in_words(*self.days)
        many = count(len(lines), stage.line, stage.lines)
        self._told.setText(f"{many} of {count(whose, 'child', 'children')}, {span}. Enter opens the file.")
        self._left_out.setText(left_out_in_words(self.found.left_out))

    def fit(self) -> None:
        """Take heights and widths from the type."""
        average = self.fontMetrics().averageCharWidth()
        for field in (self.first, self.last):
            field.setFixedWidth(24 * average)
            self._heads[field].setMinimumHeight(field.sizeHint().height())
        for one in self._lists.values():
            one.fit()


def listed(session: Session, days: tuple[date, date], form: Form) -> StageLists:
    """Put on record that the stages of these days are listed, and read them."""
    return stage_lists(session, open_stages(session, *days, form))


def span_in_words(first: date, last: date) -> str:
    """ "on 23 November 2026", "from 23 May 2026 to 23 November 2026"."""
    if first == last:
        return f"on {day_in_words(first)}"
    return f"from {day_in_words(first)} to {day_in_words(last)}"


def left_out_in_words(number: int) -> str:
    """How many sealed files are not listed; of which stage they are is not told."""
    if not number:
        return ""
    if number == 1:
        return "1 sealed file is not listed; which stage it is at is not told."
    return f"{number:,} sealed files are not listed; which stages they are at is not told."


def _day_field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    take_all(field)
    return field
