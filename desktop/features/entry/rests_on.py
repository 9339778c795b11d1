"""The entries that an analysis rests on: a list to which the chronology gives, each with its day and headline."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.infra.acts import Act
from desktop.models.words import with_marks
from desktop.widgets.text import label

_HOW = f"{Act.REST_ON.keys} adds the entry that is shown in the chronology; Delete takes one out."
_NONE = f"Nothing yet. Choose an entry in the chronology and add it with {Act.REST_ON.keys}."
_MOST_SHOWN = 5


class RestsOn(QWidget):
    """A list of entries; at least one is needed to save an analysis."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setAccessibleName("The analysis rests on these entries")
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTabKeyNavigation(False)
        self.list.installEventFilter(self)
        self._how = label(_NONE, "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.list)
        layout.addWidget(self._how)
        self.fit()

    @property
    def entries(self) -> tuple[UUID, ...]:
        """The entries in the order in which they were added."""
        return tuple(self._id(row) for row in range(self.list.count()))

    def add(self, entry_id: UUID, words: str) -> bool:
        """Add an entry; False if it is there already."""
        if entry_id in self.entries:
            return False
        item = QListWidgetItem(with_marks(words))
        item.setToolTip(with_marks(words))
        item.setData(Qt.ItemDataRole.UserRole, str(entry_id))
        self.list.addItem(item)
        self.list.setCurrentItem(item)
        self._tell()
        return True

    def restore(self, entries: Iterable[UUID]) -> None:
        """Show the entries of a draft, whose words are not known yet."""
        self.list.clear()
        for entry_id in entries:
            self.add(entry_id, "An entry of this file")

    def name(self, entry_id: UUID, words: str) -> None:
        """Say what an entry is, now that it is known."""
        for row in range(self.list.count()):
            if self._id(row) == entry_id:
                self.list.item(row).setText(with_marks(words))

    def fit(self) -> None:
        """Take the height from the type and the number of entries."""
        lines = min(max(self.list.count(), 1), _MOST_SHOWN)
        self.list.setFixedHeight(lines * (self.fontMetrics().lineSpacing() + 9) + 6)
        self.list.setVisible(self.list.count() > 0)
        self._how.setText(_HOW if self.list.count() else _NONE)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete takes an entry out of the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            self.list.takeItem(self.list.currentRow())
            self._tell()
            return True
        return super().eventFilter(watched, event)

    def _id(self, row: int) -> UUID:
        return UUID(str(self.list.item(row).data(Qt.ItemDataRole.UserRole)))

    def _tell(self) -> None:
        self.fit()
        self.changed.emit()
