"""How complete each fact is: the facts at the left, at the right the picture of one over a year and its figures."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
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
from desktop.widgets.record_list import RecordList
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
        self.table = RecordList(
            desk, "How complete each fact is", FACT_COLUMNS, place="missing", rows_of=1, key=lambda line: line.fact
        )
        self.table.sort_by(0)
        self.table.when_chosen(lambda line: self.chosen.emit(line.fact))
        self.table.selectionModel().currentRowChanged.connect(self._stands_on)
        self.picture = SharePicture(desk.appearance)
        self.told = label("", "value", name="The fact over time")
        self.figures = RecordList(desk, "The same in figures", MONTH_COLUMNS, rows_of=1)
        self.figures.sort_by(0, Qt.SortOrder.DescendingOrder)
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
        """Take the shares, and stay on the same fact; at first on the least complete, which is what one came for."""
        begins = self.table.one is None
        self.table.show_lines(lines_of(shares))
        if begins and shares:
            self.table.stand_on(min(self.table.shown, key=lambda line: line.now.percent).fact)
        self._stands_on()

    @property
    def current(self) -> FactLine | None:
        """The fact that one stands on."""
        return self.table.one

    def _stands_on(self, *_: object) -> None:
        line = self.current
        self.picture.show_line(line)
        self.told.setText(sentence(line) + "." if line is not None else "")
        self.figures.show_lines(
            [MonthLine(share, when(share, line)) for share in line.shares] if line is not None else []
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for a picture that can be read, the figures stand alone."""
        super().resizeEvent(event)
        metrics = self.fontMetrics()
        roomy = self.width() >= _LEAST_WIDTH * metrics.averageCharWidth()
        self.picture.setVisible(roomy and self.height() >= _LEAST_HEIGHT * metrics.lineSpacing())

    def fit(self) -> None:
        """Take heights and widths from the type."""
        self.table.fit()
        self.figures.fit()
