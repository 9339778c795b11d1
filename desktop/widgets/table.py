"""Tables set up one way: rows of fixed height, whole rows selected, Tab leaves the table.

Fixed heights are what lets a hundred thousand rows open and scroll like a hundred.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from desktop.infra.settings import Settings
from desktop.models.record_table import RecordTable

_CTRL = Qt.KeyboardModifier.ControlModifier
_TIGHTEST = 0.86
"""How much of the width that it likes to have a column makes do with."""
_TIGHTEST_WORDS = 0.7
"""The same of a column with words that give way to facts shown whole."""
_AROUND = 16
"""Pixels of a cell beside its words."""


class Table(QTableView):
    """A table whose Enter opens and whose rows are `lines` lines of text high."""

    opened = Signal(QModelIndex)

    def __init__(self, name: str, lines: float = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._lines = lines
        self._characters: tuple[int, ...] = ()
        self._whole: dict[int, int] = {}
        self._settings: Settings | None = None
        self._key = ""
        self._fitting = False
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(self.opened)
        self.fit_rows()

    def fit_rows(self, lines: float | None = None) -> None:
        """Take the row height from the type, and from now on for so many lines where it says."""
        self._lines = lines or self._lines
        height = round(self.fontMetrics().lineSpacing() * self._lines) + 12
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    def keep_columns(self, settings: Settings, key: str) -> None:
        """Remember under this key the widths that the person drags the columns to."""
        self._settings, self._key = settings, key
        self.horizontalHeader().sectionResized.connect(self._dragged)

    def _dragged(self, section: int, before: int, after: int) -> None:
        stretches = self.horizontalHeader().sectionResizeMode(section) is QHeaderView.ResizeMode.Stretch
        if self._settings is None or self._fitting or stretches or not before or not after:
            return
        average = max(self.fontMetrics().averageCharWidth(), 1)
        columns = range(self.horizontalHeader().count())
        self._settings.remember_sizes(self._key, (self.columnWidth(column) * 10 // average for column in columns))

    def _kept(self) -> dict[int, int]:
        """The widths in pixels that the person chose, for those columns that were shown then."""
        sizes = self._settings.sizes(self._key) if self._settings is not None else ()
        average = self.fontMetrics().averageCharWidth()
        return {column: size * average // 10 for column, size in enumerate(sizes) if size}

    def fit_columns(self, characters: Sequence[int]) -> None:
        """Give the columns these widths in average characters, shared out over the room; scroll where it is tight.

        Where one scrolls anyway, nothing is gained by making them narrower. No column is narrower than its head, or
        than the facts that it shows whole; where not all have what they like, it is no wider than that either.
        """
        self._characters = tuple(characters)
        self._whole = self._widest()
        average = self.fontMetrics().averageCharWidth()
        header = self.horizontalHeader()
        away = [self.isColumnHidden(column) for column in range(len(self._characters))]
        wishes = [0 if gone else n * average + _AROUND for n, gone in zip(self._characters, away, strict=True)]
        heads = [0 if gone else header.sectionSizeFromContents(column).width() for column, gone in enumerate(away)]
        least = [max(head, self._whole.get(column, 0)) for column, head in enumerate(heads)]
        room, liked = self.viewport().width(), sum(wishes)
        if room < liked:
            wishes = [least[column] if column in self._whole else wish for column, wish in enumerate(wishes)]
        share = _share(wishes, least, room)
        share = share if room >= _TIGHTEST * liked and share >= _TIGHTEST_WORDS else 1
        self._set_widths({column: max(int(wish * share), least[column]) for column, wish in enumerate(wishes)})

    def _widest(self) -> dict[int, int]:
        """How wide the columns are, in pixels, that show their facts whole."""
        model = self.model()
        if not isinstance(model, RecordTable):
            return {}
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        metrics = self.fontMetrics(), QFontMetrics(strong)
        return {
            column: max((metrics[heavy].horizontalAdvance(line) for line, heavy in lines), default=0) + _AROUND
            for column, lines in model.whole_lines().items()
            if not self.isColumnHidden(column)
        }

    @override
    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if isinstance(model, RecordTable):
            model.modelReset.connect(self._facts_changed)

    def _facts_changed(self) -> None:
        if self._characters and self._widest() != self._whole:
            self.fit_columns(self._characters)

    def fit_some_columns(self, characters: Mapping[int, int]) -> None:
        """Give some columns these widths in average characters; the others take what is left."""
        average = self.fontMetrics().averageCharWidth()
        self._set_widths({column: width * average + 12 for column, width in characters.items()})

    def _set_widths(self, pixels: dict[int, int]) -> None:
        self._fitting = True
        kept = self._kept()
        for column, width in pixels.items():
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, kept.get(column, width))
        self._fitting = False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._characters:
            self.fit_columns(self._characters)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    @override
    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Ctrl+Home and Ctrl+End choose the line that they go to, also where several may be chosen."""
        ends = (Qt.Key.Key_Home, Qt.Key.Key_End)
        if isinstance(event, QKeyEvent) and event.key() in ends and event.modifiers() == _CTRL:
            return QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        return super().selectionCommand(index, event)


def _share(wishes: Sequence[int], least: Sequence[int], room: int) -> float:
    """How much of its wish each column has of the room, where none has less than its least."""
    free = set(range(len(wishes)))
    while True:
        taken = sum(least[column] for column in range(len(wishes)) if column not in free)
        share = (room - taken) / max(sum(wishes[column] for column in free), 1)
        short = {column for column in free if wishes[column] * share < least[column]}
        if not short:
            return share
        free -= short
