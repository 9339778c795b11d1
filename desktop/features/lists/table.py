"""The lines of a list as a table: Insert adds, Delete ends, Alt and an arrow put a line in another place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QTableView
from typing_extensions import override

from desktop.features.lists.listing import Line, Listing
from desktop.infra.desk import Desk
from desktop.models.record_table import RecordColumn, RecordTable
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.table import Table


class Lines(Table):
    """The lines of one list; another list brings its own columns."""

    adding = Signal()
    ending = Signal()
    shifting = Signal(int)
    moved = Signal()
    """Another line is stood on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Lines", lines=2)
        self.lines: RecordTable[Line] = RecordTable(())
        self._widths: tuple[int, ...] = ()
        self.setItemDelegate(CellDelegate(self, desk.appearance))

    def take(self, listing: Listing) -> None:
        """Be the table of this list."""
        self.setAccessibleName(listing.title)
        shown = zip(listing.heads, listing.widths, strict=True)
        columns = [_column(place, head, width) for place, (head, width) in enumerate(shown) if head]
        before, self.lines = self.lines, RecordTable(columns, self, first=_rank)
        self._widths = tuple(column.width for column in columns)
        self.setModel(self.lines)
        before.deleteLater()
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.fit()

    def _tell(self, *_: object) -> None:
        self.moved.emit()

    def fit(self) -> None:
        """Take widths from the type, and heights from the longest words: one line, or two where they need it."""
        if self._widths:
            self.fit_columns(self._widths)
        self._lines = 2 if wraps(self) else 1
        self.fit_rows()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    @property
    def line(self) -> Line | None:
        """The line on which one stands."""
        return self.lines.record(self.currentIndex().row())

    def show_lines(self, found: Sequence[Line], key: str = "") -> None:
        """Take the lines, standing on the same one as before or on the one that is named."""
        kept = key or (self.line.key if self.line is not None else "")
        self.lines.show(found)
        self.fit()
        self.stand_on(kept)

    def stand_on(self, key: str) -> None:
        """Put the mark on a line, or on the first."""
        rows = range(self.lines.rowCount())
        row = next((row for row in rows if (at := self.lines.record(row)) and at.key == key), 0)
        self.setCurrentIndex(self.lines.index(row, 0))
        self._tell()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if alt and key in steps:
            self.shifting.emit(steps[key])
        elif key == Qt.Key.Key_Insert:
            self.adding.emit()
        elif key == Qt.Key.Key_Delete:
            self.ending.emit()
        else:
            super().keyPressEvent(event)


def wraps(table: QTableView) -> bool:
    """Whether the words of some cell need more than one line."""
    model, metrics = table.model(), table.fontMetrics()
    widths = [table.columnWidth(column) - 16 for column in range(model.columnCount())]
    return any(
        metrics.horizontalAdvance(str(model.index(row, column).data())) > width
        for row in range(model.rowCount())
        for column, width in enumerate(widths)
    )


def _column(place: int, head: str, width: int) -> RecordColumn[Line]:
    return RecordColumn(head, lambda line: line.words[place], lambda line: line.place, width)


def _rank(line: Line) -> int:
    """What is ended stands below a bar."""
    return int(line.offered)
