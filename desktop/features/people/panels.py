"""What takes the place of the list while one adds or corrects: choosing what to do, finding somebody, a form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPushButton
from typing_extensions import override

from db.domain.partial_date import DateNotUnderstood, parse_partial_date
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.record_table import RecordColumn
from desktop.models.words import count, short_day, with_marks
from desktop.widgets.asking_panel import Panel
from desktop.widgets.record_list import RecordList
from desktop.widgets.text import button, label
from desktop.widgets.whole import take_all

if TYPE_CHECKING:
    from uuid import UUID

    from db.errors import ThroughlineError
    from db.queries.people import FoundPerson

_WAIT_MS = 300
Choice = tuple[str, str, Callable[[], None]]
"""The subject, what can be done, and the doing."""


class ChoicePanel(Panel):
    """A numbered list of what can be done."""

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__(title, "Press a number, or go there with the arrows and press Space.")
        self.buttons: list[QPushButton] = []
        before = ""
        for number, (subject, words, act) in enumerate(choices, 1):
            if subject != before:
                self.column.addWidget(label(subject, "label"))
                before = subject
            sign = f"{number}   " if number < 10 else "     "
            made = button(f"{sign}{with_marks(words)}", act, part="link", name=words)
            self.buttons.append(made)
            self.column.addWidget(made)
            if number < 10:
                shortcut = QShortcut(QKeySequence(str(number)), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(act)
        self.column.addWidget(button("Back to the list", self.left.emit, tip="Esc"))
        self.column.addStretch(1)

    @override
    def arrive(self) -> None:
        self.buttons[0].setFocus(Qt.FocusReason.ShortcutFocusReason)


def _born(found: FoundPerson) -> str:
    return found.born_words or (short_day(found.born) if found.born else "")


def _as_found(_one: object) -> int:
    """The server's order, the likeliest first."""
    return 0


_COLUMNS: tuple[RecordColumn[FoundPerson], ...] = (
    RecordColumn("Name", lambda one: with_marks(one.name), _as_found, 20),
    RecordColumn("Born", _born, _as_found, 12),
    RecordColumn("Connected with", lambda one: with_marks(one.connected) or "nobody of yours", _as_found, 22),
    RecordColumn("Why found", lambda one: one.likeness, _as_found, 13),
)


class _NameLine(QLineEdit):
    """A line from which Down goes to what was found."""

    down = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
            return
        super().keyPressEvent(event)


class FindPanel(Panel):
    """Finds a person before one is made."""

    taken = Signal(object)
    """Somebody who stands in the record: a FoundPerson."""
    new = Signal(str, str)
    """Nobody of those: the name and the birth as typed."""

    def __init__(self, desk: Desk, child_id: UUID, child: str) -> None:
        super().__init__(f"Add a person to {child}", "Somebody may stand in the record already: type the name first.")
        self._desk, self._child_id = desk, child_id
        self._lane = Lane()
        self.name, self.born = _NameLine(), QLineEdit()
        self.said = label("", "muted", name="Found")
        self.table = RecordList(desk, "People found", _COLUMNS)
        self.table.fit()
        self.table.when_chosen(self.taken.emit)
        self.make = button("None of these: make a new person", self._make)
        self.make.setEnabled(False)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.look)
        self._lay_out()

    def _lay_out(self) -> None:
        for words, line, hint in (
            ("Name", self.name, "given and family name, or the beginning of either"),
            ("Born, if known", self.born, "a date; narrows the search"),
        ):
            above = label(words, "label")
            above.setBuddy(line)
            line.setAccessibleName(words)
            line.setPlaceholderText(hint)
            take_all(line)
            line.textEdited.connect(self._edited)
            line.returnPressed.connect(self._entered)
            self.column.addWidget(above)
            self.column.addWidget(line)
        self.name.down.connect(self._to_found)
        self.column.addWidget(self.said)
        self.column.addWidget(self.table, 1)
        self.table.setMinimumHeight(110)
        self.column.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(button("Back to the list", self.left.emit, tip="Esc"), 0, Qt.AlignmentFlag.AlignLeft)

    @property
    @override
    def unsaved(self) -> bool:
        return False

    @override
    def arrive(self) -> None:
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _edited(self, _text: str) -> None:
        self.make.setEnabled(False)
        self._timer.start()

    def _entered(self) -> None:
        if self.table.one and not self._timer.isActive():
            self._to_found()
        else:
            self.look()

    def _to_found(self) -> None:
        if self.table.one:
            self.table.stand_in_row(0)
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def look(self) -> None:
        """Ask who stands in the record under what is typed."""
        from db.queries.people import find_person  # noqa: PLC0415 (after the first paint)

        self._timer.stop()
        words = self.name.text().strip()
        born = self._day()
        if len(words) < 2 and born is None:
            self.said.setText("Type at least two letters of the name.")
            return
        self.said.setText("Looking…")
        work = partial(find_person, self._desk.signed_in.session, self._child_id, words, born)
        self._desk.tasks.read(work, self._show, self._failed, self._lane)

    def _day(self) -> date | None:
        try:
            when = parse_partial_date(self.born.text(), today=date.today()) if self.born.text().strip() else None
        except DateNotUnderstood:
            return None
        return when.earliest if when is not None and when.earliest == when.latest else None

    def _show(self, found: tuple[FoundPerson, ...]) -> None:
        self.table.show_found(found)
        self.make.setEnabled(True)
        if found:
            self.said.setText(f"{count(len(found), 'person', 'people')} may be the one. Down and Enter takes one.")
        else:
            more = "" if " " in self.name.text().strip() else " By one name only people of your own children are found."
            self.said.setText(f"Nobody like that is in the record.{more}")

    def _failed(self, error: ThroughlineError) -> None:
        self.said.setText(error.text)

    def _make(self) -> None:
        self.new.emit(self.name.text(), self.born.text())
