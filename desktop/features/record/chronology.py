"""The chronology list with its find box: all entries newest first, or only those that hold the words.

Finding shows the same table with fewer keys, so that everything one knows of the list holds for what was found.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from db.errors import ThroughlineError
from db.queries import chronology
from db.queries.chronology import ChronologyRow
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.chronology_table import LINE, ChronologyTable, Column
from desktop.models.words import count
from desktop.widgets.line_delegate import LineDelegate
from desktop.widgets.table import Table
from desktop.widgets.text import button, label

_PAUSE_MS = 220
_WIDTHS = {Column.WHEN: 18, Column.SOURCE: 18, Column.KIND: 12, Column.MARKS: 17}
_WIDE, _TIGHT = 115, 50
"""Average characters from which all columns are shown, and below which even the marks are not."""


class ChronologyList(QWidget):
    """Table, find box and the count in words."""

    chosen = Signal(ChronologyRow)
    """The line that one stands on."""
    opened = Signal()
    searched = Signal(tuple)
    """The words to mark, empty when the whole chronology is back."""
    trouble = Signal(ThroughlineError)

    def __init__(self, desk: Desk, child_id: UUID) -> None:
        super().__init__()
        self._tasks, self._session, self._child_id = desk.tasks, desk.signed_in.session, child_id
        self._keys: array[int] = array("q")
        self._words = ""
        self._wanted_key = 0
        self._keys_lane, self._search_lane = Lane(), Lane()
        self.model = ChronologyTable(desk.tasks, self._ask, self)
        self.model.trouble.connect(self.trouble)
        self.model.loaded.connect(self._tell_current)
        self.table = Table("Chronology", lines=2)
        self.table.setModel(self.model)
        self.table.setItemDelegate(LineDelegate(self.table, desk.appearance))
        self.table.selectionModel().currentRowChanged.connect(self._stands_on)
        self.table.opened.connect(self._opened)
        self.table.keep_columns(desk.settings, "chronology")
        self.find_box = QLineEdit()
        self.find_box.setAccessibleName("Find words in this file")
        self.find_box.setPlaceholderText(
            f"Find in this file ({Act.FIND_IN_FILE.keys})   “a phrase”   one OR other   -without"
        )
        self.find_box.setClearButtonEnabled(True)
        self.find_box.returnPressed.connect(self._find_entered)
        self.find_box.textChanged.connect(self._find_typed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self._said = label("", "muted", wrap=False, name="How many entries")
        self._all = button("Show all", self.show_all, tip="Back to the whole chronology (Esc)")
        self._all.setVisible(False)
        top = QHBoxLayout()
        top.addWidget(self.find_box, 3)
        top.addWidget(self._said, 2)
        top.addWidget(self._all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        desk.appearance.changed.connect(self.fit)
        self.fit()

    # Reading.

    def _ask(self, keys: Sequence[int]) -> tuple[ChronologyRow, ...]:
        return chronology.page_rows(self._session, self._child_id, keys)

    def show_newest(self, rows: tuple[ChronologyRow, ...]) -> None:
        """Paint the newest page at once; the keys follow."""
        self.model.show_newest(rows)
        self._stand_on_row(0)
        self._said.setText("Counting the entries…" if rows else "No entry is recorded yet.")
        self._read_keys(self._keys_first)

    def refresh(self, wanted_key: int = 0) -> None:
        """Read the keys anew after a change; stand where one stood, or on a wanted key."""
        line = self.current_line()
        self._wanted_key = wanted_key or (line.order_key if line else 0)
        self._read_keys(self._keys_again)

    def _read_keys(self, done: Callable[[array[int]], None]) -> None:
        self._tasks.read(partial(chronology.keys, self._session, self._child_id), done, self._failed, self._keys_lane)

    def _keys_first(self, keys: array[int]) -> None:
        self._keys = keys
        self.model.show_keys(keys)
        self._count()
        if not self.table.currentIndex().isValid():
            self._stand_on_row(0)

    def _keys_again(self, keys: array[int]) -> None:
        added = set(keys).difference(self._keys) if len(keys) - len(self._keys) in (0, 1) else set()
        if len(added) == 1:  # what was just recorded or moved to another day
            self._wanted_key = added.pop()
        self._keys = keys
        if self._words:
            self._search()
            return
        self.model.reload(keys)
        self._count()
        self._stand_on_row(self.model.window.row_of(self._wanted_key))

    def _failed(self, error: ThroughlineError) -> None:
        self.trouble.emit(error)

    # Finding.

    def go_find(self) -> None:
        """Give the keyboard to the find box."""
        self.find_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_box.selectAll()

    def show_all(self) -> None:
        """Back from what was found to the whole chronology, standing on the same entry."""
        line = self.current_line()
        self._pause.stop()
        self._search_lane.drop()
        self._words = ""
        self.find_box.clear()
        self._all.setVisible(False)
        self.searched.emit(())
        self.model.reload(self._keys)
        self._count()
        self._stand_on_row(self.model.window.row_of(line.order_key) if line else 0)
        self.table.setFocus()

    @property
    def said(self) -> str:
        """How many entries are shown, in words."""
        return self._said.text()

    @property
    def searching(self) -> bool:
        """Whether only entries that hold some words are shown."""
        return bool(self._words)

    def step(self, down: int) -> None:
        """Go to the next entry found, or the previous."""
        row = self.table.currentIndex().row() + down
        if 0 <= row < self.model.rowCount():
            self._stand_on_row(row)

    def _find_typed(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        elif self._words:
            self.show_all()
            self.find_box.setFocus()

    def _find_entered(self) -> None:
        if self.find_box.text().strip() == self._words and self._words:
            self.table.setFocus()
        else:
            self._search()

    def _search(self) -> None:
        self._pause.stop()
        words = self.find_box.text().strip()
        if words:
            self._words = words
            self._said.setText("Looking…")
            work = partial(chronology.search, self._session, self._child_id, words)
            self._tasks.read(work, self._found, self._failed, self._search_lane)

    def _found(self, keys: array[int]) -> None:
        self.model.reload(keys)
        many = len(keys)
        holds = "entry holds" if many == 1 else "entries hold"
        self._said.setText(f"{many:,} {holds} these words" if many else "No entry holds these words")
        self._all.setVisible(True)
        self.searched.emit(words_to_mark(self._words))
        self._stand_on_row(self.model.window.row_of(self._wanted_key) if self._wanted_key else 0)
        self._wanted_key = 0

    # Standing somewhere.

    def current_line(self) -> ChronologyRow | None:
        """The line that one stands on, if it is loaded."""
        index = self.table.currentIndex()
        line: ChronologyRow | None = index.data(LINE) if index.isValid() else None
        return line

    def _stand_on_row(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            index = self.model.index(row, int(Column.WHAT))
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)

    def _stands_on(self, current: QModelIndex, _before: QModelIndex) -> None:
        line = current.data(LINE) if current.isValid() else None
        if line is not None:
            self.chosen.emit(line)

    def _tell_current(self) -> None:
        line = self.current_line()
        if line is not None:
            self.chosen.emit(line)

    def _opened(self, _index: QModelIndex) -> None:
        self.opened.emit()

    def _count(self) -> None:
        self._said.setText(f"{count(len(self._keys), 'entry', 'entries')}, newest first")

    def fit(self) -> None:
        """Take widths and heights from the type; where it is narrow, source and kind move under what happened."""
        self.table.fit_rows()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(int(Column.WHAT), header.ResizeMode.Stretch)
        self._fold()

    def _fold(self) -> None:
        narrow = self.width() < _WIDE * self.table.fontMetrics().averageCharWidth()
        tight = self.width() < _TIGHT * self.table.fontMetrics().averageCharWidth()
        self.model.narrow = narrow
        self.table.setColumnHidden(int(Column.SOURCE), narrow)
        self.table.setColumnHidden(int(Column.KIND), narrow)
        self.table.setColumnHidden(int(Column.MARKS), tight)
        widths = _WIDTHS | ({Column.WHEN: 14} if tight else {})
        self.table.fit_some_columns({int(column): width for column, width in widths.items()})

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()


def words_to_mark(typed: str) -> tuple[str, ...]:
    """The words of a search as they are marked in the text: phrases whole, words by their stem's beginning."""
    wanted = re.sub(r'-"[^"]*"|(?:^|\s)-\S+', " ", typed)
    phrases = re.findall(r'"([^"]+)"', wanted)
    single = [word.rstrip("*") for word in re.sub(r'"[^"]*"', " ", wanted).split() if word != "OR"]
    stems = [word[:-3] if len(word) > 6 and word.endswith("ing") else word for word in single]
    return tuple(part for part in (*phrases, *stems) if part)
