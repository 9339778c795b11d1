"""The timeline strip: the whole childhood above the chronology, as a picture and as a table of the same facts.

One line of words stays when the picture is folded away, so that the range shown and news of colleagues keep their
place and nothing below them moves.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.features.record.timeline_board import TimelineBoard
from desktop.infra.acts import Act
from desktop.infra.assets import Appearance
from desktop.infra.settings import Settings
from desktop.models.record_table import RecordTable
from desktop.models.timeline_layout import month_end
from desktop.models.timeline_table import COLUMNS, TimelineRow, left_out_words, range_words, rows_of
from desktop.widgets.flow import Flow
from desktop.widgets.one_line import OneLine
from desktop.widgets.table import Table
from desktop.widgets.text import button, label

if TYPE_CHECKING:
    from db.queries.timeline import Timeline

_KEY = "timeline"
_PAUSE_MS = 250
"""Rest of the keys after which a range that they widen is asked for."""
_TABLE_LINES = 7


class TimelineStrip(QWidget):
    """Picture, table, and the line of words above them."""

    range_chosen = Signal(object, object)
    """First and last day, or None and None for the whole childhood."""
    entry_chosen = Signal(object)
    """The order key of an entry; Qt's own int is too small for it."""
    day_chosen = Signal(date)

    def __init__(self, appearance: Appearance, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._tight = False
        self.facts: Timeline | None = None
        self.board = TimelineBoard(appearance)
        self.model: RecordTable[TimelineRow] = RecordTable(COLUMNS, self)
        self.table = Table("The timeline as a table")
        self.table.setModel(self.model)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        self.table.opened.connect(self._row_opened)
        self._fold = button("", self._fold_or_unfold, part="link", tip=f"{Act.TIMELINE.words} ({Act.TIMELINE.keys})")
        self.as_table = button("As a table", self._table_or_not, part="link")
        self.as_table.setCheckable(True)
        self._range = label("", "value", wrap=False, name="Shown in the chronology")
        self.clear = button(
            "Whole childhood", self.board.clear_range, part="link", tip="Esc or a double click does it too"
        )
        self._said = OneLine("muted", "What stands there")
        head = QWidget()
        self.head = Flow(head, across=10, down=2)
        for widget in (self._fold, self.as_table, self._range, self.clear):
            self.head.addWidget(widget)
        self.line = QHBoxLayout()
        self.line.setSpacing(10)
        self.line.addWidget(head, 3)
        self.line.addWidget(self._said, 1)
        self._parts = QWidget()
        parts = QHBoxLayout(self._parts)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.addWidget(self.board, 3, Qt.AlignmentFlag.AlignTop)
        parts.addWidget(self.table, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(self.line)
        layout.addWidget(self._parts)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._emit_range)
        self.board.range_taken.connect(self._range_taken)
        self.board.entry_chosen.connect(self.entry_chosen)
        self.board.day_chosen.connect(self.day_chosen)
        self.board.said.connect(self._say)
        appearance.changed.connect(self._take_look)
        kept = settings.sizes(_KEY)
        self._open, self._tabled = (bool(kept[0]), bool(kept[1])) if len(kept) == 2 else (True, False)
        self.show_range(None, None)
        self._arrange()

    # Showing.

    def show(self, facts: Timeline | None = None) -> None:
        """Show a childhood; without one, what every widget's `show` does."""
        if facts is None:
            super().show()
            return
        self.facts = facts
        self.board.show_facts(facts)
        self.model.show(rows_of(facts))
        self._say("")

    def show_range(self, since: date | None, until: date | None) -> None:
        """Show the range by which the chronology is narrowed."""
        self._pause.stop()
        self.board.show_range(since, until)
        words = range_words(since, until)
        self._range.setText(words)
        self._range.setVisible(bool(words))
        self.clear.setVisible(bool(words))

    def make_tight(self, tight: bool) -> None:
        """Where there is little room the picture goes and the line of words stays."""
        self._tight = tight
        self._arrange()

    def make_way(self, away: bool) -> None:
        """Where a form needs all the height there is the line goes too; it is one key away."""
        self.setVisible(not away)

    def reset(self) -> None:
        """Open as it was made, after the person's sizes were forgotten."""
        self._open, self._tabled = True, False
        self._arrange()

    def go(self) -> None:
        """Take the keyboard, unfolding what is folded."""
        self.setVisible(True)
        if not self._open or self._tight:
            self._open, self._tight = True, False
            self._arrange()
        (self.table if self._tabled else self.board).setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def unfolded(self) -> bool:
        """Whether the picture is there."""
        return self._open and not self._tight

    @property
    def range_in_words(self) -> str:
        """The range shown, as the line above says it."""
        return self._range.text()

    @property
    def said(self) -> str:
        """What the line says of the place that the cursor stands on."""
        return self._said.whole

    def _arrange(self) -> None:
        self._fold.setText("▾ Timeline" if self.unfolded else "▸ Timeline")
        self._fold.setAccessibleName("Fold the timeline away" if self.unfolded else "Unfold the timeline")
        self.as_table.setVisible(self.unfolded)
        self.as_table.setChecked(self._tabled)
        self._parts.setVisible(self.unfolded)
        self._said.setVisible(self.unfolded)
        self.table.setVisible(self._tabled)
        self._take_look()

    def _take_look(self) -> None:
        self.table.fit_rows()
        self.table.fit_columns([column.width for column in COLUMNS])
        height = self.table.verticalHeader().defaultSectionSize() * _TABLE_LINES
        self.table.setFixedHeight(height)

    def _fold_or_unfold(self) -> None:
        if self._tight:
            self._tight, self._open = False, True
        else:
            self._open = not self._open
        self._remember()

    def _table_or_not(self) -> None:
        self._tabled = not self._tabled
        self._remember()
        (self.table if self._tabled else self.board).setFocus()

    def _remember(self) -> None:
        self._settings.remember_sizes(_KEY, (int(self._open), int(self._tabled)))
        self._arrange()

    def _say(self, words: str) -> None:
        if not words and self.facts is not None:
            words = left_out_words(self.facts)
        self._said.say(" · ".join(words.splitlines()))

    # Choosing.

    def _range_taken(self, since: object, until: object) -> None:
        self.show_range(*(day if isinstance(day, date) else None for day in (since, until)))
        if since is None:
            self._emit_range()
        else:
            self._pause.start()

    def _emit_range(self) -> None:
        self._pause.stop()
        self.range_chosen.emit(self.board.since, self.board.until)

    def _row_opened(self, index: QModelIndex) -> None:
        row = self.model.record(index.row())
        if row is None:
            return
        if row.order_key:
            self.entry_chosen.emit(row.order_key)
        else:
            self.day_chosen.emit(month_end(row.day))
