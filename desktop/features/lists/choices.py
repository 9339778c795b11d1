"""The lists that there are, in the words of the office; those that are looked after together stand together."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from typing_extensions import override

from desktop.features.lists.codes import CODES
from desktop.features.lists.limits import LIMITS
from desktop.features.lists.listing import Listing
from desktop.features.lists.rules import RULES
from desktop.features.lists.table import wraps
from desktop.features.lists.templates import TEMPLATES
from desktop.infra.desk import Desk
from desktop.models.record_table import RecordColumn, RecordTable
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.table import Table

LISTINGS: tuple[Listing, ...] = (*RULES, *LIMITS, TEMPLATES, *CODES)


class Choices(Table):
    """One line a list."""

    chosen = Signal()
    adding = Signal()
    """A line is to be added to the list on which one stands."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Lists", lines=1)
        places = {listing.name: place for place, listing in enumerate(LISTINGS)}
        column: RecordColumn[Listing] = RecordColumn(
            "List", lambda listing: listing.title, lambda listing: places[listing.name], 24
        )
        self._listings = RecordTable((column,), self, first=lambda listing: -listing.group)
        self._listings.show(LISTINGS)
        self._row = 0
        self.setModel(self._listings)
        self.setItemDelegate(CellDelegate(self, desk.appearance))
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().hide()
        self.setCurrentIndex(self._listings.index(0, 0))
        self.selectionModel().currentRowChanged.connect(self._tell)
        desk.appearance.changed.connect(self.fit)

    def fit(self) -> None:
        """Take the height of rows from the longest title: one line, or two where it needs them."""
        self._lines = 2 if wraps(self) else 1
        self.fit_rows()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Insert:
            self.adding.emit()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    @property
    def current(self) -> Listing:
        """The list whose lines are shown."""
        return self._listings.record(self._row) or LISTINGS[0]

    def _tell(self, here: QModelIndex, _before: QModelIndex) -> None:
        if here.isValid() and here.row() != self._row:
            self.chosen.emit()

    def keep(self) -> Listing:
        """Show the list on which one stands."""
        self._row = self.currentIndex().row()
        return self.current

    def stay(self) -> None:
        """Stand on the list that is shown."""
        with QSignalBlocker(self.selectionModel()):
            self.setCurrentIndex(self._listings.index(self._row, 0))
        self.viewport().update()

    def stand_on(self, name: str) -> None:
        """Choose a list by its name."""
        found = (self._listings.record(row) for row in range(self._listings.rowCount()))
        row = next(row for row, listing in enumerate(found) if listing is not None and listing.name == name)
        self.setCurrentIndex(self._listings.index(row, 0))
