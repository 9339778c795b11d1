"""A small list that drops from a word of the filter: choices with a count beside, and a line to type in where it helps.

Counts come after the list and have their place kept free, so that nothing moves under the hand.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.features.record.filter_parts import Choice
from desktop.models.words import with_marks
from desktop.widgets.text import label
from desktop.widgets.whole import take_all

_KEY = Qt.ItemDataRole.UserRole
_MOST_LINES = 14


class Choices(QTreeWidget):
    """Choices and their counts. Space or a click takes one, Enter takes it and goes back."""

    taken = Signal(str, bool, bool)
    """The key, whether it is now chosen, and whether the person is done."""
    dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fill(self, choices: Sequence[Choice], *, checkable: bool) -> None:
        """Show these choices."""
        self.clear()
        for choice in choices:
            item = QTreeWidgetItem([with_marks(choice.words), ""])
            item.setData(0, _KEY, choice.key)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            if checkable:
                item.setCheckState(0, _state(choice.chosen))
            self.addTopLevelItem(item)
        first = next((row for row, choice in enumerate(choices) if choice.chosen), 0)
        current = self.topLevelItem(first)
        if current is not None:
            self.setCurrentItem(current)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(1, self.fontMetrics().horizontalAdvance("1,000,000") if checkable else 0)

    def mark(self, choices: Sequence[Choice], counts: dict[str, int]) -> None:
        """Tick what is chosen now and put the counts beside, in their places."""
        chosen = {choice.key: choice.chosen for choice in choices}
        for item, key in self._items():
            if item.data(0, Qt.ItemDataRole.CheckStateRole) is not None and key in chosen:
                item.setCheckState(0, _state(chosen[key]))
            if key in counts:
                item.setText(1, f"{counts[key]:,}")
                item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{item.text(0)}, {counts[key]:,}")

    def _items(self) -> list[tuple[QTreeWidgetItem, str]]:
        found = [self.topLevelItem(row) for row in range(self.topLevelItemCount())]
        return [(item, str(item.data(0, _KEY))) for item in found if item is not None]

    def _take(self, item: QTreeWidgetItem | None, *, done: bool) -> None:
        if item is not None:
            self.taken.emit(str(item.data(0, _KEY)), item.checkState(0) is not Qt.CheckState.Checked, done)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.currentItem(), done=True)
        elif event.key() == Qt.Key.Key_Space:
            self._take(self.currentItem(), done=False)
        elif event.key() == Qt.Key.Key_Delete and self.currentItem() is not None:
            self.dropped.emit(str(self.currentItem().data(0, _KEY)))
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._take(self.itemAt(event.position().toPoint()), done=False)

    def natural_height(self, at_least: int = 1) -> int:
        """Pixels for all lines, up to a point; for lines that come later room is kept with `at_least`."""
        lines = min(max(self.topLevelItemCount(), at_least), _MOST_LINES)
        return lines * (max(self.sizeHintForRow(0), self.fontMetrics().height() + 4)) + 6


class Popover(QFrame):
    """Title, a line to type in, choices, and what is said of them."""

    taken = Signal(str, bool, bool)
    dropped = Signal(str)
    entered = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popover")
        self._title = label("", "muted", wrap=False)
        self.line = QLineEdit()
        take_all(self.line)
        self.said = label("", "muted")
        self.choices = Choices()
        self.choices.taken.connect(self.taken)
        self.choices.dropped.connect(self.dropped)
        self.line.returnPressed.connect(self._entered)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        for part in (self._title, self.line, self.choices, self.said):
            layout.addWidget(part)

    def drop(
        self,
        below: QWidget,
        title: str,
        choices: Sequence[Choice],
        *,
        checkable: bool = True,
        prompt: str = "",
        said: str = "",
    ) -> None:
        """Show below a word; the keyboard goes to the choices, or to the line where there are none."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self.choices.setAccessibleName(title)
        self.line.setVisible(bool(prompt))
        self.line.clear()
        self.line.setPlaceholderText(prompt)
        self.line.setAccessibleName(f"{title}: type it")
        self.say(said)
        self.choices.setVisible(bool(choices))
        self.choices.fill(choices, checkable=checkable)
        self._place(below, [choice.words for choice in choices], prompt)
        self.show()
        (self.choices if choices else self.line).setFocus(Qt.FocusReason.PopupFocusReason)

    def say(self, words: str) -> None:
        """Say something under the choices."""
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def _place(self, below: QWidget, words: Sequence[str], prompt: str) -> None:
        metrics = self.fontMetrics()
        longest = max((metrics.horizontalAdvance(part) for part in (*words, prompt, self._title.text())), default=0)
        screen = below.screen().availableGeometry()
        width = min(
            max(longest, metrics.horizontalAdvance(self.said.text()) // 2)
            + metrics.horizontalAdvance("1,000,000")
            + 90,
            screen.width() * 2 // 3,
        )
        room = self.choices.natural_height(_MOST_LINES if prompt and len(words) > 2 else 1)
        self.choices.setFixedHeight(min(room, screen.height() // 2))
        self.setFixedWidth(width)
        self.adjustSize()
        corner = below.mapToGlobal(QPoint(0, below.height()))
        self.move(min(corner.x(), screen.right() - width), min(corner.y(), screen.bottom() - self.height()))

    def _entered(self) -> None:
        self.entered.emit(self.line.text().strip())


def _state(chosen: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked
