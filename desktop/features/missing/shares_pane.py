"""How complete each fact is: the facts at the left, at the right the picture of one over a year and its figures."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from db.queries.missing import Share
from desktop.features.missing.share_lines import (
    FACT_COLUMNS,
    MONTH_COLUMNS,
    FactLine,
    MonthLine,
    lines_of,
    sentence,
    when,
)
from desktop.features.missing.share_picture import SharePicture
from desktop.infra.desk import Desk
from desktop.models.record_table import RecordTable
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.table import Table
from desktop.widgets.text import button, label

MONTHS = 12
_LEAST_WIDTH, _LEAST_HEIGHT = 110, 22
"""Characters and lines of room from which the picture is shown."""
_HOW = (
    "Reckoned from what was recorded by then, of the children whose files are yours or your team’s now, for as long as "
    "they were open. Enter on a fact lists where it is missing."
)


class SharesPane(QWidget):
    """Facts and their shares."""

    chosen = Signal(str)
    """The fact of which one wants to see where it is missing."""
    take_wanted = Signal()
    """The shares of all facts are to be taken away as an Excel file."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.model: RecordTable[FactLine] = RecordTable(FACT_COLUMNS, self)
        self.table = Table("How complete each fact is")
        self.table.setModel(self.model)
        self.table.setItemDelegate(CellDelegate(self.table, desk.appearance))
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.opened.connect(self._open)
        self.table.keep_columns(desk.settings, "missing shares")
        self.table.selectionModel().currentRowChanged.connect(self._stands_on)
        self.picture = SharePicture(desk.appearance)
        self.told = label("", "value", name="The fact over time")
        self.months: RecordTable[MonthLine] = RecordTable(MONTH_COLUMNS, self)
        self.figures = Table("The same in figures")
        self.figures.setModel(self.months)
        self.figures.setItemDelegate(CellDelegate(self.figures, desk.appearance))
        self.figures.setSortingEnabled(True)
        self.figures.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        self._lay_out()

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.told)
        right.addWidget(self.picture, 3)
        right.addWidget(self.figures, 4)
        across = QHBoxLayout()
        across.setSpacing(14)
        across.addWidget(self.table, 6)
        across.addLayout(right, 5)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        above = QHBoxLayout()
        above.addWidget(label(_HOW, "muted"), 1)
        above.addWidget(button("Excel…", self.take_wanted.emit, name="Save the shares as an Excel file"))
        layout.addLayout(above)
        layout.addLayout(across, 1)

    def show_shares(self, shares: tuple[Share, ...]) -> None:
        """Take the shares, and stay on the same fact."""
        standing = self.current
        self.model.show(lines_of(shares))
        rows = range(self.model.rowCount())
        same = (n for n in rows if standing and (at := self.model.record(n)) is not None and at.fact == standing.fact)
        if rows:
            self.table.setCurrentIndex(self.model.index(next(same, self._worst()), 0))
        self._stands_on()

    def _worst(self) -> int:
        """The row of the fact that is least complete: what one came for."""
        rows = range(self.model.rowCount())
        return min(rows, key=lambda row: line.now.percent if (line := self.model.record(row)) is not None else 100)

    @property
    def current(self) -> FactLine | None:
        """The fact that one stands on."""
        return self.model.record(self.table.currentIndex().row())

    def _stands_on(self, *_: object) -> None:
        line = self.current
        self.picture.show_line(line)
        self.told.setText(sentence(line) + "." if line is not None else "")
        self.months.show([MonthLine(share, when(share, line)) for share in line.shares] if line is not None else [])

    def _open(self, index: QModelIndex) -> None:
        line = self.model.record(index.row())
        if line is not None:
            self.chosen.emit(line.fact)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for a picture that can be read, the figures stand alone."""
        super().resizeEvent(event)
        metrics = self.fontMetrics()
        roomy = self.width() >= _LEAST_WIDTH * metrics.averageCharWidth()
        self.picture.setVisible(roomy and self.height() >= _LEAST_HEIGHT * metrics.lineSpacing())

    def fit(self) -> None:
        """Take heights and widths from the type."""
        for table, columns in ((self.table, FACT_COLUMNS), (self.figures, MONTH_COLUMNS)):
            table.fit_rows()
            table.fit_columns([column.width for column in columns])
