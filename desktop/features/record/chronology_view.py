"""The table of the chronology as each person likes it: direction of time, dense or roomy, which columns in which order.

All of it is remembered for the person and goes back with Reset; what does not fit a narrow window moves by itself.
"""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu
from typing_extensions import override

from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.models.chronology_table import HEADS, ChronologyTable, Column
from desktop.widgets.banded_header import BandedHeader
from desktop.widgets.line_delegate import LineDelegate
from desktop.widgets.table import Table

_WIDTHS = {Column.WHEN: 22, Column.SOURCE: 18, Column.KIND: 12, Column.AUTHOR: 20, Column.MARKS: 19}
_WIDE, _TIGHT = 136, 50
"""Average characters from which all columns are shown, and below which even the marks are not."""
_ALONE = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
_FOLDED = (Column.SOURCE, Column.KIND, Column.AUTHOR)
"""Columns that a narrow table tells with what happened."""


class ChronologyView(Table):
    """The chronology's table; the band in its head says year and age of its topmost line."""

    turned = Signal()

    def __init__(self, model: ChronologyTable, desk: Desk) -> None:
        super().__init__("Chronology", lines=2)
        self._chronology, self._kept_settings, self._applying = model, desk.settings, False
        self.banded = BandedHeader("Year and age of the topmost line", self)
        self.setHorizontalHeader(self.banded)
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.delegate = LineDelegate(self, desk.appearance)
        self.setItemDelegate(self.delegate)
        self.keep_columns(desk.settings, "chronology")
        self.banded.sectionMoved.connect(self._moved)
        self.banded.sectionClicked.connect(self._clicked)
        self.banded.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.banded.customContextMenuRequested.connect(self._ask_at_head)
        for changed in (self.verticalScrollBar().valueChanged, self.verticalScrollBar().rangeChanged):
            changed.connect(self.tell_heading)
        for moved in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            moved.connect(self.tell_heading)

    # Where one is.

    @property
    def heading(self) -> str:
        """Year and age of the topmost line."""
        return self.banded.band.text()

    def tell_heading(self, *_whatever: object) -> None:
        """Say year and age of the topmost line."""
        row = self.rowAt(1)
        rows = self._chronology.rowCount()
        self.banded.tell(self._chronology.heading(row) if 0 <= row < rows else "")

    def place(self) -> tuple[int, int] | None:
        """The key of the topmost line and where it begins, in pixels; None in an empty table."""
        row = self.rowAt(0)
        if row < 0:
            return None
        return self._chronology.window.key(row), self.rowViewportPosition(row)

    def go_back_to(self, place: tuple[int, int] | None) -> None:
        """Have the same line at the top again, to the pixel."""
        if place is None or not self._chronology.rowCount():
            return
        key, pixels = place
        row = self._chronology.window.row_of(key)
        if not self._chronology.window.holds(key):
            pixels = 0
        self.verticalScrollBar().setValue(row * self.verticalHeader().defaultSectionSize() - pixels)
        self.tell_heading()

    def selected_keys(self) -> list[int]:
        """The keys of the selected rows, in the order of the rows."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows(int(Column.WHAT))})
        return [self._chronology.window.key(row) for row in rows if row < self._chronology.rowCount()]

    # As the person likes it.

    @property
    def oldest_first(self) -> bool:
        """The direction of time that the person chose."""
        return bool(self._kept_settings.sizes("chronology direction"))

    @property
    def dense(self) -> bool:
        """Whether a line of the chronology is one line of text."""
        return bool(self._kept_settings.sizes("chronology density"))

    def turn(self) -> None:
        """The other direction of time, standing on the same entry."""
        self._kept_settings.remember_sizes("chronology direction", () if self.oldest_first else (1,))
        self.take_direction()

    def take_direction(self) -> None:
        """Show the direction that is remembered."""
        if self._chronology.window.oldest_first != self.oldest_first:
            row = self.currentIndex().row()
            key = self._chronology.window.key(row) if 0 <= row < self._chronology.rowCount() else 0
            self._chronology.turn(oldest_first=self.oldest_first)
            self.banded.headerDataChanged(Qt.Orientation.Horizontal, 0, 0)
            self.stand_on_row(self._chronology.window.row_of(key) if key else 0)
            self.turned.emit()

    def thicken(self) -> None:
        """Dense rows or roomy ones, with the same line at the top."""
        self._kept_settings.remember_sizes("chronology density", () if self.dense else (1,))
        self.take_density()

    def take_density(self) -> None:
        """Take the row height from the type and the density that is remembered."""
        place = self.place()
        self._lines = 1 if self.dense else 2
        self.delegate.dense = self.dense
        self.fit_rows()
        self.go_back_to((place[0], 0) if place else None)

    def stand_on_row(self, row: int) -> None:
        """Make a row the current one and bring it into sight."""
        if 0 <= row < self._chronology.rowCount():
            self._stand(row)
            self.scrollTo(self.currentIndex())

    def stand_quietly(self, row: int) -> None:
        """Make a row the current one without scrolling."""
        if 0 <= row < self._chronology.rowCount():
            value = self.verticalScrollBar().value()
            self._stand(row)
            self.verticalScrollBar().setValue(value)

    def _stand(self, row: int) -> None:
        """Select this row alone, whatever key is still down: Qt would add it to the others while Ctrl is."""
        index = self._chronology.index(row, int(Column.WHAT))
        self.selectionModel().setCurrentIndex(index, _ALONE)

    # Columns.

    def fit(self) -> None:
        """Take everything from the type and from what is remembered."""
        self.take_density()
        self.take_direction()
        self.banded.setSectionResizeMode(int(Column.WHAT), QHeaderView.ResizeMode.Stretch)
        self._take_order()
        self.fold()

    def fold(self) -> None:
        """Hide what the person does not want and what has no room."""
        average = self.fontMetrics().averageCharWidth()
        room = self.width()
        narrow, tight = room < _WIDE * average, room < _TIGHT * average
        if narrow != self._chronology.narrow:
            self._chronology.narrow = narrow
            self.viewport().update()
        unwanted = self._unwanted()
        for column in Column:
            away = column in unwanted or (narrow and column in _FOLDED) or (tight and column is Column.MARKS)
            self.setColumnHidden(int(column), away)
        widths = _WIDTHS | ({Column.WHEN: 13} if tight else {})
        self.fit_some_columns({int(column): width for column, width in widths.items()})

    def _unwanted(self) -> frozenset[Column]:
        """The columns that the person put away; what happened is never one of them."""
        kept = self._kept_settings.sizes("chronology columns away")
        return frozenset(Column(number) for number in kept if number in set(Column) and number != Column.WHAT)

    def show_column(self, column: Column, shown: bool) -> None:
        """Put a column away or back, and remember it."""
        away = self._unwanted() - {column} if shown else self._unwanted() | {column}
        self._kept_settings.remember_sizes("chronology columns away", sorted(int(one) for one in away))
        self.fold()

    def _moved(self, _logical: int, _before: int, _after: int) -> None:
        if not self._applying:
            order = [self.banded.logicalIndex(place) for place in range(self.banded.count())]
            self._kept_settings.remember_sizes("chronology column order", order)

    def _take_order(self) -> None:
        order = self._kept_settings.sizes("chronology column order")
        if sorted(order) != list(range(self.banded.count())):
            order = tuple(range(self.banded.count()))
        self._applying = True
        for place, logical in enumerate(order):
            self.banded.moveSection(self.banded.visualIndex(logical), place)
        self._applying = False

    def _clicked(self, section: int) -> None:
        if section == Column.WHEN:
            self.turn()

    # The menu of all this.

    def menu(self) -> QMenu:
        """Direction, density and columns, to be chosen with mouse or keyboard."""
        menu = QMenu(self)
        menu.setAccessibleName("How the chronology is shown")
        choices = (
            (f"Oldest first\t{Act.DIRECTION.keys}", self.oldest_first, self.turn),
            (f"Dense rows\t{Act.DENSITY.keys}", self.dense, self.thicken),
        )
        for words, chosen, does in choices:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(chosen)
            action.triggered.connect(does)
        menu.addSeparator()
        unwanted = self._unwanted()
        for column in Column:
            if column is not Column.WHAT:
                action = menu.addAction(f"Column “{HEADS[column]}”")
                action.setCheckable(True)
                action.setChecked(column not in unwanted)
                action.setData(int(column))
        menu.triggered.connect(self._chosen)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _chosen(self, action: QAction) -> None:
        if action.data() is not None:
            self.show_column(Column(action.data()), action.isChecked())

    def _ask_at_head(self, where: QPoint) -> None:
        self.menu().popup(self.banded.mapToGlobal(where))

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fold()
        self.tell_heading()
