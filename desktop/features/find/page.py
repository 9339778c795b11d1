"""Find a child anywhere: by part of a name, its sound, or the reference; Enter opens the file."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from db.errors import ThroughlineError
from db.queries.files import FoundChild, find_children
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import OpenChild
from desktop.infra.tasks import Lane
from desktop.models.record_table import RecordColumn, RecordTable
from desktop.models.words import age_in_words, count, short_day
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.page import Page
from desktop.widgets.table import Table
from desktop.widgets.text import label

_PAUSE_MS = 250
_MOST = 50
_ACCESS = {
    "allocated": "opens at once",
    "team": "opens with a reason (my team)",
    "support": "opens with a reason (my team)",
    "front_door": "opens with a reason (front door)",
    "break_glass": "not mine: in an emergency only, reason recorded and reviewed",
}


def access_in_words(access: str) -> str:
    """What opening would ask of me."""
    return _ACCESS.get(access, "opens at once (named access)")


def _born(child: FoundChild) -> str:
    if child.born is None:
        return "not recorded"
    return f"{short_day(child.born)} ({age_in_words(child.born, None, date.today())})"


COLUMNS: tuple[RecordColumn[FoundChild], ...] = (
    RecordColumn("Name", lambda child: child.name, lambda child: child.name.casefold(), 28, strong=lambda _: True),
    RecordColumn("Born", _born, lambda child: child.born or date(1800, 1, 1), 22),
    RecordColumn("Reference", lambda child: child.reference, lambda child: child.reference, 12),
    RecordColumn("Team", lambda child: child.team, lambda child: child.team, 14),
    RecordColumn("Worker", lambda child: child.worker or "nobody allocated", lambda child: child.worker, 18),
    RecordColumn("Opening", lambda child: access_in_words(child.access), lambda child: child.access, 24),
)


class FindPage(Page):
    """A box and what it found."""

    acts = frozenset({Act.NEXT_PART})

    def __init__(self, desk: Desk) -> None:
        super().__init__("Find a child")
        self._tasks, self._signed_in, self._navigator = desk.tasks, desk.signed_in, desk.navigator
        self._lane = Lane()
        self._asked = ""
        self._open_when_found = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.box = QLineEdit()
        self.box.setAccessibleName("Find a child by name or reference")
        self.box.setPlaceholderText("Name, the sound of a name, or reference")
        self.box.setClearButtonEnabled(True)
        self.box.textChanged.connect(self._typed)
        self.box.returnPressed.connect(self._entered)
        self._said = label("Every search is on record. Part of a name is enough.", "muted")
        self.model: RecordTable[FoundChild] = RecordTable(COLUMNS, self)
        self.table = Table("Children found", lines=2)
        self.table.setModel(self.model)
        self.table.setItemDelegate(CellDelegate(self.table, desk.appearance))
        self.table.opened.connect(self._open)
        self.table.keep_columns(desk.settings, "find")
        self.body.addWidget(label("Find a child", "heading", wrap=False))
        self.body.addWidget(self.box)
        self.body.addWidget(self._said)
        self.body.addWidget(self.table, 1)
        desk.appearance.changed.connect(self._fit)
        self._fit()

    @override
    def act(self, act: Act) -> bool:
        """Go between the box and what it found."""
        (self.table if self.box.hasFocus() else self.box).setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def arrive(self) -> None:
        """Stand in the box, what was typed before selected."""
        self.box.setFocus()
        self.box.selectAll()

    @property
    def said(self) -> str:
        """How many were found, in words."""
        return self._said.text()

    def _typed(self, text: str) -> None:
        self._open_when_found = False
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self._lane.drop()
            self._asked = ""
            self.model.show(())
            self._said.setText("Every search is on record. Part of a name is enough.")

    def _entered(self) -> None:
        """Enter opens the first child found for what is typed now, or searches first."""
        if self.box.text().strip() == self._asked and self.model.rowCount():
            self.table.setFocus()
            if self.model.rowCount() == 1:
                self._open(self.model.index(0, 0))
            return
        self._open_when_found = True
        self._search()

    def _search(self) -> None:
        self._pause.stop()
        words = self.box.text().strip()
        if words:
            self._asked = words
            self._tasks.read(
                partial(find_children, self._signed_in.session, words), self._show, self._failed, self._lane
            )

    def _show(self, found: tuple[FoundChild, ...]) -> None:
        self.banner.clear()
        self.model.show(found)
        more = "The first 50 are shown; type more of the name. " if len(found) >= _MOST else ""
        words = f"{count(len(found), 'child', 'children')} found. {more}Enter opens the file."
        self._said.setText(words if found else "No child of this name or reference was found, or you may not see it.")
        if found:
            self.table.setCurrentIndex(self.model.index(0, 0))
        if self._open_when_found and found:
            self.table.setFocus()
        self._open_when_found = False

    def _failed(self, error: ThroughlineError) -> None:
        self.banner.trouble(error, (("Try again", self._search),))

    def _open(self, index: QModelIndex) -> None:
        child = self.model.record(index.row())
        if child is not None:
            self._navigator.go(OpenChild(child.child_id, child.name, child.access))

    def _fit(self) -> None:
        self.table.fit_rows()
        self.table.fit_columns([column.width for column in COLUMNS])
