"""What colleagues put into the files of one's children, from a brother's or sister's file, until one has opened it.

Asked for anew every minute while it is in front. It says who, when and of what kind, never a word of the entry.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.errors import ThroughlineError
from db.queries.posted import Posted, posted_entries
from desktop.infra.codes import labels
from desktop.infra.desk import Desk
from desktop.infra.navigation import ShowEntry
from desktop.infra.tasks import Lane
from desktop.models.record_table import RecordColumn, RecordTable
from desktop.models.words import count, short_day, with_marks
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.table import Table
from desktop.widgets.text import label

_EVERY_MS = 60_000
_MOST_LINES = 3
_LOW = 38
"""Lines of the window's height below which one of them is shown at a time."""


class PostedList(QWidget):
    """A short list under a heading; hidden when there is nothing to open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._tasks, self._session, self._navigator = desk.tasks, desk.signed_in.session, desk.navigator
        self._lane = Lane()
        self.model: RecordTable[Posted] = RecordTable(COLUMNS, self)
        self.table = Table("Put into your children’s files by colleagues", lines=2)
        self.table.setModel(self.model)
        self.table.setItemDelegate(CellDelegate(self.table, desk.appearance))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.opened.connect(self._open)
        self._heading = label("", "label", name="Put into your children’s files by colleagues")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(5)
        column.addWidget(self._heading)
        column.addWidget(self.table)
        self.setVisible(False)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._again)
        self._timer.start()

    @property
    def said(self) -> str:
        """How many there are, in words."""
        return self._heading.text()

    def read(self) -> None:
        """Ask what was posted."""
        self._tasks.read(partial(posted_entries, self._session), self._show, self._not_read, self._lane)

    def _again(self) -> None:
        parent = self.parentWidget()
        if parent is not None and parent.isVisible():
            self.read()

    def _show(self, found: tuple[Posted, ...]) -> None:
        if found == self.model.records:
            return
        chosen = self.model.record(self.table.currentIndex().row())
        had_keyboard = self.table.hasFocus()
        self.model.show(found)
        words = "Put into your children’s files by colleagues"
        self._heading.setText(f"{words}: {count(len(found), 'entry', 'entries')} not opened yet")
        self.setVisible(bool(found))
        if found:
            row = found.index(chosen) if chosen in found else 0
            self.table.setCurrentIndex(self.model.index(row, 0))
        elif had_keyboard:
            self.focusNextChild()
        self.fit()

    def _not_read(self, _error: ThroughlineError) -> None:
        """The list of children says when the server cannot be reached."""

    def _open(self, index: QModelIndex) -> None:
        one = self.model.record(index.row())
        if one is not None:
            self._navigator.go(ShowEntry(one.child_id, one.child, one.basis, one.entry_id, one.order_key))

    def fit(self) -> None:
        """Take sizes from the type, as high as its few lines."""
        self.table.fit_rows()
        self.table.fit_columns([column.width for column in COLUMNS])
        low = self.window().height() < _LOW * self.fontMetrics().lineSpacing()
        lines = min(max(self.model.rowCount(), 1), 1 if low else _MOST_LINES)
        height = self.table.verticalHeader().defaultSectionSize() * lines
        self.table.setFixedHeight(height + self.table.horizontalHeader().sizeHint().height() + 4)


def _by(one: Posted) -> str:
    role = one.posted_role.replace("_", " ")
    return f"{with_marks(one.posted_by)}\n{', '.join(part for part in (role, one.team) if part)}"


def _whose(one: Posted) -> str:
    return f"instead of {with_marks(one.instead_of)}" if one.instead_of else "for you"


COLUMNS: tuple[RecordColumn[Posted], ...] = (
    RecordColumn(
        "Child",
        lambda one: f"{with_marks(one.child)}\n{one.reference}",
        lambda one: one.child.casefold(),
        19,
        strong=lambda _: True,
    ),
    RecordColumn(
        "What",
        lambda one: f"{labels('entry_kind').get(one.kind, one.kind)}\n{short_day(one.occurred_on)}",
        lambda one: one.occurred_on,
        20,
    ),
    RecordColumn("By", _by, lambda one: one.posted_by.casefold(), 26),
    RecordColumn(
        "Put there",
        lambda one: f"{short_day(one.posted_at.astimezone().date())}\n{one.posted_at.astimezone():%H:%M}",
        lambda one: one.posted_at,
        13,
    ),
    RecordColumn("To whom it matters", _whose, _whose, 20),
)
