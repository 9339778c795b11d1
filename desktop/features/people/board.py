"""The people of a child as two tables and a text, family apart from professionals; one person is chosen at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QSplitter, QTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.features.people.lines import COLUMNS, PROFESSIONALS, PersonLine
from desktop.infra.desk import Desk
from desktop.models.record_table import RecordColumn, RecordTable
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.table import Table
from desktop.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence


_TIGHTEST = 0.86
"""How far columns are narrowed before one of them goes."""


class PeopleTable(Table):
    """One of the two tables."""

    def __init__(self, desk: Desk, name: str, columns: Sequence[RecordColumn[PersonLine]]) -> None:
        super().__init__(name, lines=2)
        self.lines: RecordTable[PersonLine] = RecordTable(columns, self)
        self._widths = [column.width for column in columns]
        self._spare = next(place for place, column in enumerate(columns) if column.head == "Telephone")
        self.setModel(self.lines)
        self.setItemDelegate(CellDelegate(self, desk.appearance))
        self.keep_columns(desk.settings, name.casefold())

    def fit(self) -> None:
        """Take heights and widths from the type."""
        self.fit_rows()
        self.fit_columns(self._widths)

    @override
    def fit_columns(self, characters: Sequence[int]) -> None:
        """Without the telephone, which the text below tells as well, where there is no room for every column."""
        average = self.fontMetrics().averageCharWidth()
        needed = sum(number * average + 16 for number in self._widths) * _TIGHTEST
        tight = needed > self.viewport().width()
        self.setColumnHidden(self._spare, tight)
        super().fit_columns([0 if tight and place == self._spare else n for place, n in enumerate(self._widths)])

    def row_of(self, person_id: UUID | None) -> int:
        """The row of a person, or -1."""
        rows = range(self.lines.rowCount())
        return next((row for row in rows if (one := self.lines.record(row)) and one.person_id == person_id), -1)


class Board(QWidget):
    """The lists and what is recorded of the chosen person."""

    chosen = Signal(object)
    """The id of the person."""
    opened = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.person_id: UUID | None = None
        self.table = PeopleTable(desk, "Family and friends", COLUMNS)
        self.professionals = PeopleTable(desk, "Professionals", PROFESSIONALS)
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setAcceptRichText(False)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("What is recorded of this person")
        self._apart = label("Professionals", "label")
        for table in (self.table, self.professionals):
            table.selectionModel().currentRowChanged.connect(self._moved)
            table.opened.connect(self._open)
        lower = QWidget()
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._apart)
        column.addWidget(self.professionals)
        self.parts = QSplitter(Qt.Orientation.Vertical)
        self.parts.setChildrenCollapsible(False)
        for part, stretch in ((self.table, 5), (lower, 2), (self.text, 3)):
            self.parts.addWidget(part)
            self.parts.setStretchFactor(self.parts.count() - 1, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.parts)
        self.parts.setSizes([330, 150, 190])

    def fit(self) -> None:
        """Take sizes from the type."""
        self.table.fit()
        self.professionals.fit()
        line = self.fontMetrics().lineSpacing()
        for widget, lines in ((self.table, 9), (self.professionals, 5), (self.text, 4)):
            widget.setMinimumHeight(lines * line)

    def show_lines(self, lines: Sequence[PersonLine]) -> None:
        """Take the lines, keeping who is chosen."""
        kept = self.person_id
        self.table.lines.show([line for line in lines if not line.professional])
        professionals = [line for line in lines if line.professional]
        self.professionals.lines.show(professionals)
        self._apart.setText("Professionals" if professionals else "No professionals are recorded")
        self.professionals.setVisible(bool(professionals))
        known = [line.person_id for line in lines]
        self.choose(kept if kept in known else next(iter(known), None))

    def choose(self, person_id: UUID | None) -> None:
        """Stand on a person, in whichever table they are."""
        self.person_id = person_id
        for table in (self.table, self.professionals):
            row = table.row_of(person_id)
            selection = table.selectionModel()
            selection.blockSignals(True)
            if row >= 0:
                flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
                selection.setCurrentIndex(table.lines.index(row, 0), flags)
                table.scrollTo(table.lines.index(row, 0))
            else:
                selection.clear()
            selection.blockSignals(False)
            table.viewport().update()
        self.chosen.emit(person_id)

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        table = self.table if index.model() is self.table.lines else self.professionals
        line = table.lines.record(index.row())
        if line is not None and line.person_id != self.person_id:
            self.choose(line.person_id)

    def _open(self, index: QModelIndex) -> None:
        self._moved(index, index)
        self.opened.emit()
