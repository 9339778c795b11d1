"""What colleagues put into the files of one's children, from a brother's or sister's file, until one has opened it;
for a manager also into files of the team that nobody at work holds.

Asked for anew every minute while it is in front. It says who, when and of what kind, never a word of the entry.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from db.errors import ThroughlineError
from db.queries.posted import Posted, posted_entries
from desktop.infra.codes import labels
from desktop.infra.desk import Desk
from desktop.infra.navigation import ShowEntry
from desktop.infra.tasks import Lane
from desktop.models.record_table import RecordColumn
from desktop.models.role_words import ROLE_WORDS
from desktop.models.words import count, short_day, with_marks
from desktop.widgets.marked_here import MarkedHere
from desktop.widgets.text import button, label

_EVERY_MS = 60_000
_MOST_LINES = 3
_YOURS = "Put into your children’s files by colleagues"
_TEAMS = "Put into your team’s files by colleagues"
_LOW = 38
"""Lines of the window's height below which one of them is shown at a time."""


class PostedList(QWidget):
    """A heading under which a short list opens; hidden when there is nothing to open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._tasks, self._session, self._navigator = desk.tasks, desk.signed_in.session, desk.navigator
        self._lane = Lane()
        self.table = MarkedHere(desk, _YOURS, COLUMNS)
        self.table.lines.sort(len(COLUMNS) - 1, Qt.SortOrder.DescendingOrder)
        self.table.when_chosen(self._open)
        self._heading = label("", "label", name=_YOURS, wrap=False)
        self._turn_button = button("Show", self._turn, part="link")
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addWidget(self._turn_button)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addLayout(head)
        column.addWidget(self.table)
        self.table.setVisible(False)
        self.setVisible(False)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._again)
        self._timer.start()

    @property
    def said(self) -> str:
        """How many there are, in words."""
        return self._heading.text()

    @property
    def front(self) -> QWidget:
        """Where the keyboard goes: the list, or what opens it."""
        return self._turn_button if self.table.isHidden() else self.table

    def _turn(self) -> None:
        """Open the list and go into it, or fold it."""
        self.table.setVisible(self.table.isHidden())
        folded = self.table.isHidden()
        self._turn_button.setText("Show" if folded else "Hide")
        self._turn_button.setAccessibleName(f"{self._turn_button.text()}: {self.said}")
        self.fit()
        if not folded:
            self.table.setFocus()

    def read(self) -> None:
        """Ask what was posted."""
        self._tasks.read(partial(posted_entries, self._session), self._show, self._not_read, self._lane)

    def _again(self) -> None:
        parent = self.parentWidget()
        if parent is not None and parent.isVisible():
            self.read()

    def _show(self, found: tuple[Posted, ...]) -> None:
        if found == self.table.lines.records:
            return
        had_keyboard = self.table.hasFocus()
        self.table.show_lines(found)
        words = _YOURS if all(one.held == "mine" for one in found) else _TEAMS
        self._heading.setText(f"{words}: {count(len(found), 'entry', 'entries')} not opened yet")
        for part in (self._heading, self.table):
            part.setAccessibleName(words)
        self.setVisible(bool(found))
        if not found and had_keyboard:
            self.focusNextChild()
        self.fit()

    def _not_read(self, _error: ThroughlineError) -> None:
        """The list of children says when the server cannot be reached."""

    def _open(self, one: Posted) -> None:
        self._navigator.go(ShowEntry(one.child_id, one.child, one.basis, one.entry_id, one.order_key))

    def fit(self) -> None:
        """Take sizes from the type, as high as its few lines."""
        self.table.fit()
        low = self.window().height() < _LOW * self.fontMetrics().lineSpacing()
        lines = min(max(len(self.table.shown), 1), 1 if low else _MOST_LINES)
        height = self.table.verticalHeader().defaultSectionSize() * lines + 2 * self.table.frameWidth()
        head = self.table.horizontalHeader()
        if head.length() > self.table.viewport().width():
            height += self.table.horizontalScrollBar().sizeHint().height()
        self.table.setFixedHeight(height + head.sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()


def _by(one: Posted) -> str:
    role = ROLE_WORDS.get(one.posted_role, "")
    return f"{with_marks(one.posted_by)}\n{', '.join(part for part in (role, one.team) if part)}"


def _why(one: Posted) -> str:
    words = {"mine": "your child", "closed": "the file\nis closed", "nobody": "nobody at work\nholds the file"}
    return words.get(one.held) or f"{with_marks(one.instead_of)}\nis away"


COLUMNS: tuple[RecordColumn[Posted], ...] = (
    RecordColumn(
        "Child",
        lambda one: f"{with_marks(one.child)}\n{one.reference}",
        lambda one: one.child.casefold(),
        17,
        strong=lambda _: True,
    ),
    RecordColumn("Why you are told", _why, _why, 17),
    RecordColumn(
        "What",
        lambda one: f"{labels('entry_kind').get(one.kind, one.kind)}\n{short_day(one.occurred_on)}",
        lambda one: one.occurred_on,
        19,
    ),
    RecordColumn("By", _by, lambda one: one.posted_by.casefold(), 20),
    RecordColumn(
        "Put there",
        lambda one: f"{short_day(one.posted_at.astimezone().date())}\n{one.posted_at.astimezone():%H:%M}",
        lambda one: one.posted_at,
        13,
        whole=True,
    ),
)
