"""Choosing an entry to cite: words or a date above, the entries that are meant below, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.features.court.citable import MOST_SHOWN, Citable, meant
from desktop.infra.desk import Desk
from desktop.models.record_table import RecordColumn
from desktop.models.words import count, short_months, with_marks
from desktop.widgets.record_list import RecordList
from desktop.widgets.search_box import SearchBox
from desktop.widgets.text import button, label

_PAUSE_MS = 120
_COLUMNS: tuple[RecordColumn[Citable], ...] = (
    RecordColumn("Date", lambda one: with_marks(short_months(one.occurred.in_words())), lambda _: 0, 10),
    RecordColumn(
        "What happened, how it is known",
        lambda one: with_marks(f"{' '.join(one.headline[:300].split())}\n{' '.join(one.source[:300].split())}"),
        lambda _: 0,
        26,
        strong=lambda _: False,
    ),
)


class CitePicker(QWidget):
    """The keyboard stays in the box; its arrows go through the list, Enter cites, Esc leaves."""

    chosen = Signal(Citable)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._entries: tuple[Citable, ...] = ()
        self.box = SearchBox()
        self.box.setAccessibleName("Which entry")
        self.box.setPlaceholderText("Words or a date of the entry; Enter cites it, Esc leaves")
        self.box.textChanged.connect(self._typed)
        self.box.returnPressed.connect(self._take)
        self.table = RecordList(desk, "Entries to cite", _COLUMNS)
        self.table.horizontalHeader().setVisible(False)
        self.table.when_chosen(self.chosen.emit)
        self.box.stepped.connect(self.table.step)
        self.said = label("", "muted", name="How many entries")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        leave = button("Leave (Esc)", self.left.emit, part="link", name="Leave without citing", tip="Esc")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        below = QHBoxLayout()
        below.addWidget(self.said, 1)
        below.addWidget(leave)
        layout.addWidget(self.box)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)
        self.setVisible(False)

    def begin(self) -> None:
        """Come into sight, and take the keyboard."""
        self.box.clear()
        self.setVisible(True)
        self.said.setText("Reading the entries…" if not self._entries else "")
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.fit()
        self._look()

    def show_entries(self, entries: Sequence[Citable]) -> None:
        """Take the entries that may be cited."""
        self._entries = tuple(entries)
        self._look(read=True)

    def fit(self) -> None:
        """Take the sizes from the type."""
        self.table.fit()

    def _typed(self, _text: str) -> None:
        self._pause.start()

    def _look(self, *, read: bool = False) -> None:
        self._pause.stop()
        found = meant(self._entries, self.box.text(), date.today())
        self.table.show_found(found)
        if self._entries or read:
            more = f"the first {MOST_SHOWN:,}; type more words" if len(found) == MOST_SHOWN else ""
            self.said.setText(more or (count(len(found), "entry", "entries") if found else "No such entry."))

    def _take(self) -> None:
        if self._pause.isActive():
            self._look()
        self.table.open_one()
