"""The chronology list with its filter and find box: all entries, or those that pass what is asked for.

Words are a part of the filter like any other, and whatever is asked shows the same table with fewer keys, so that
everything one knows of the list holds for what was found.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.domain.filters import Filter
from db.errors import ThroughlineError
from db.queries import chronology
from db.queries.chronology import ChronologyRow
from desktop.features.record.asks import Asks
from desktop.features.record.chronology_view import ChronologyView
from desktop.features.record.filter_bar import FilterBar
from desktop.features.record.find_box import FindBox, words_to_mark
from desktop.features.record.suggestions import Suggestions
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.chronology_table import DIRECTION, LINE, ChronologyTable
from desktop.models.words import count
from desktop.widgets.text import button, label

_TAKEN_OFF = "the filter was taken off to show this entry"


class ChronologyList(QWidget):
    """Find box, filter, table, and the count in words."""

    chosen = Signal(ChronologyRow)
    """The line that one stands on."""
    opened = Signal()
    filtered = Signal(Filter)
    """What is asked for has changed and its entries are here."""
    searched = Signal(tuple)
    """The words to mark, empty when no words are looked for."""
    trouble = Signal(ThroughlineError)

    def __init__(self, desk: Desk, child_id: UUID) -> None:
        super().__init__()
        self._tasks, self._session, self._child_id = desk.tasks, desk.signed_in.session, child_id
        self._filter = self._shown = Filter()
        """What is asked for, and what the entries in the list were asked with."""
        self._loaded = self._uncounted = False
        self._go_to: int | None = None
        self._note = ""
        self._goal, self._recorded, self._new_words = 0, False, False
        self._keys_lane = Lane()
        self.model = ChronologyTable(desk.tasks, self._ask, self)
        self.model.trouble.connect(self.trouble)
        self.model.loaded.connect(self._tell_current)
        self.table = ChronologyView(self.model, desk)
        self.table.selectionModel().currentRowChanged.connect(self._stands_on)
        self.table.opened.connect(self._opened)
        self.table.turned.connect(self._count)
        self.bar = FilterBar(desk, child_id)
        self.bar.wanted.connect(self.set_filter)
        self.bar.done.connect(self._go_table)
        self.find_box = FindBox()
        self.find_box.wanted.connect(self._look_for)
        self.find_box.done.connect(self._go_table)
        self._said = label("", "muted", wrap=False, name="How many entries")
        self._all = button("Show all", self.show_all, tip=f"The whole chronology ({Act.NO_FILTER.keys})")
        self._all.setVisible(False)
        self._as = button(
            "View ▾", self._ask_view, name="How the chronology is shown", tip="Direction, density, columns"
        )
        self.suggestions = Suggestions(desk, child_id)
        self.suggestions.chosen.connect(self._meant)
        self.asks = Asks(self.bar, (self.find_box, self._said, self._all, self._as))
        self._lay_out()
        desk.appearance.changed.connect(self.fit)
        self.fit()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.suggestions)
        layout.addWidget(self.table, 1)

    def fit(self) -> None:
        """Take everything from the type and from what the person chose."""
        self.table.fit()

    # Reading.

    def _ask(self, keys: Sequence[int]) -> tuple[ChronologyRow, ...]:
        return chronology.page_rows(self._session, self._child_id, keys)

    def show_newest(self, rows: tuple[ChronologyRow, ...]) -> None:
        """Paint the newest page at once, where the newest stand first; the keys follow."""
        self._said.setText("Counting the entries…" if rows else "No entry is recorded yet.")
        if not self.table.oldest_first:
            self.model.show_newest(rows)
            self.table.stand_on_row(0)
        self._read_keys(self._keys_first)

    def refresh(self, wanted_key: int = 0, *, recorded: bool = False) -> None:
        """Read the keys anew after a change and leave the line at the top of the view where it is, to the pixel.

        The current line stays current; with a wanted key, or when one's own entry was `recorded`, that becomes it.
        """
        if self._loaded:
            self._goal, self._recorded = wanted_key, recorded
            self._read_keys(self._keys_again if self._filter == self._shown else self._keys_filtered)
        elif self._uncounted:
            self._read_keys(self._keys_first)

    def _read_keys(self, done: Callable[[array[int]], None]) -> None:
        work = partial(chronology.keys, self._session, self._child_id, self._filter)
        self._tasks.read(work, done, self._failed, self._keys_lane)

    def _keys_first(self, keys: array[int]) -> None:
        self._loaded, self._uncounted = True, False
        if self._filter.empty:
            self.model.show_keys(keys)
            self._count()
            if not self.table.currentIndex().isValid():
                self.table.stand_on_row(0)
            self._go_on()
        else:
            self._keys_filtered(keys)

    def _keys_again(self, keys: array[int]) -> None:
        added = set(keys).difference(self.model.window.keys) if self._recorded else set()
        place, here = self.table.place(), self._current_key()
        self.model.renew(keys)
        self.table.go_back_to(place)
        self._count()
        goal = self._goal or (added.pop() if len(added) == 1 else 0)
        if goal:
            self.table.stand_on_row(self.model.window.row_of(goal))
        elif here != self._current_key():
            self.table.stand_quietly(self.model.window.row_of(here))

    def _failed(self, error: ThroughlineError) -> None:
        if not self._loaded:
            self._uncounted = True
            self._said.setText("The entries could not be counted.")
        elif self._filter != self._shown:
            self._go_back()
        self.trouble.emit(error)

    # Filtering.

    @property
    def filter(self) -> Filter:
        """What is asked for; empty for the whole chronology."""
        return self._filter

    def set_filter(self, wanted: Filter) -> None:
        """Ask for other entries; one stays on the same entry where it passes."""
        before = self._filter
        if wanted.last_months == before.last_months and (wanted.since, wanted.until) != (before.since, before.until):
            wanted = wanted.between(wanted.since, wanted.until)
        self._note = ""
        self._filter = wanted
        self.bar.show_filter(wanted)
        self.bar.tell("")
        self.find_box.put(wanted.words)
        if before == wanted:
            return
        self.suggestions.clear()
        self._said.setText("Looking…")
        if self._loaded:
            self._new_words = wanted.words != before.words and bool(wanted.words)
            self._read_keys(self._keys_filtered)

    def _go_back(self) -> None:
        """What was asked for found no answer: say so, and ask for no other entries than are shown."""
        asked, self._filter = self._filter, self._shown
        self._new_words, self._note = False, ""
        self.bar.show_filter(self._shown)
        self.bar.not_looked_up(asked)
        if asked.words and asked.words != self._shown.words:
            self.find_box.not_found(self._shown.words)
        else:
            self.find_box.put(self._shown.words)
        self._count()
        self.filtered.emit(self._shown)
        key, self._go_to = self._go_to, None
        if key is not None and self.model.window.holds(key):
            self.table.stand_on_row(self.model.window.row_of(key))

    def _keys_filtered(self, keys: array[int]) -> None:
        self._shown = self._filter
        self.bar.looked_up()
        here = 0 if self._new_words else self._current_key()  # what was looked for is read from its first place on
        self._new_words = False
        self.model.reload(keys)
        self._all.setVisible(not self._filter.empty)
        self._count()
        holds = bool(here) and self.model.window.holds(here)
        self.table.stand_on_row(self.model.window.row_of(here) if holds else 0)
        self.table.tell_heading()
        self.searched.emit(words_to_mark(self._filter.words))
        self.filtered.emit(self._filter)
        if not keys and self._filter.words:
            self.suggestions.ask(self._filter.words)
        self._go_on()

    def show_all(self) -> None:
        """The whole chronology again, standing on the same entry."""
        self.set_filter(Filter())
        self.table.setFocus()

    def shown_keys(self) -> array[int]:
        """The keys of all entries that are shown, ascending."""
        return self.model.window.keys[:]

    def selected_keys(self) -> list[int]:
        """The keys of the selected lines, in their order."""
        return self.table.selected_keys()

    # Going to an entry.

    def show_entry(self, order_key: int, words: str = "") -> None:
        """Go to an entry; a filter that hides it is taken off, and that is said. Words are looked for in the file."""
        self._go_to = order_key
        if words and words != self._filter.words:
            self.set_filter(Filter(words=words))
        elif self._loaded:
            self._go_on()

    def _go_on(self) -> None:
        if self._go_to is None:
            return
        key = self._go_to
        if self.model.window.holds(key) or self._filter.empty:
            self._go_to = None
            if self.model.window.holds(key):
                self.table.stand_on_row(self.model.window.row_of(key))
            else:
                self.refresh(key)
            self._tell_current()
        else:
            self.set_filter(Filter())
            self._note = _TAKEN_OFF

    # Finding.

    def go_find(self) -> None:
        """Give the keyboard to the find box."""
        self.find_box.go()

    @property
    def said(self) -> str:
        """How many entries are shown, in words."""
        return self._said.text()

    @property
    def searching(self) -> bool:
        """Whether only entries that hold some words are shown."""
        return bool(self._filter.words)

    def stop_searching(self) -> None:
        """Back from what was found to what the rest of the filter asks for."""
        self.set_filter(replace(self._filter, words=""))
        self.table.setFocus()

    def step(self, down: int) -> None:
        """Go to the next entry found, or the previous."""
        row = self.table.currentIndex().row() + down
        if 0 <= row < self.model.rowCount():
            self.table.stand_on_row(row)

    def _look_for(self, words: str) -> None:
        self.set_filter(replace(self._filter, words=words))

    def _meant(self, words: str) -> None:
        self._look_for(words)
        self._go_table()

    # Acts, and how it is shown.

    def acts(self) -> dict[Act, Callable[[], None]]:
        """What the list does of the acts of a file."""
        return {
            Act.FILTER: self.bar.go_type,
            Act.SAVED_FILTERS: self.bar.drop_saved,
            Act.NO_FILTER: self.show_all,
            Act.DIRECTION: self.table.turn,
            Act.DENSITY: self.table.thicken,
        }

    def _ask_view(self) -> None:
        self.table.menu().popup(self._as.mapToGlobal(self._as.rect().bottomLeft()))

    def set_born(self, born: date | None, latest: date | None) -> None:
        """Count the ages of the headings from this day, or from the days between which the birth lies."""
        if (born, latest) != self.model.born:
            self.model.set_born(born, latest)
            self.table.tell_heading()
            self.table.viewport().update()

    # Standing somewhere.

    def current_line(self) -> ChronologyRow | None:
        """The line that one stands on, if it is loaded."""
        index = self.table.currentIndex()
        line: ChronologyRow | None = index.data(LINE) if index.isValid() else None
        return line

    def _current_key(self) -> int:
        row = self.table.currentIndex().row()
        return self.model.window.key(row) if 0 <= row < self.model.rowCount() else 0

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

    def _go_table(self) -> None:
        self.table.setFocus()

    def _count(self) -> None:
        """Say how many entries there are, and how they stand."""
        if not self._loaded:
            return
        many = self.model.rowCount()
        if self._filter.words:
            holds = "entry holds" if many == 1 else "entries hold"
            words = f"{many:,} {holds} these words" if many else "No entry holds these words"
        else:
            words = f"{count(many, 'entry', 'entries')}, {DIRECTION[self.table.oldest_first]}"
        self._said.setText(" · ".join(part for part in (self._note, words) if part))
        self._note = ""


__all__ = ["ChronologyList", "words_to_mark"]
