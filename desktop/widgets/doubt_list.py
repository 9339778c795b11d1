"""The small list under a doubtful word: what may have been meant, or the reason to take care, all by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.infra.writer import Doubt
from desktop.widgets.text import label

_WORD = Qt.ItemDataRole.UserRole
_ADD, _LEAVE = "A   Add to my words", "Esc   Leave it as it is"
_LOOKING, _NONE = "Looking for other words…", "No other word is near to it"


class _Words(QListWidget):
    """A list that leaves letters to what holds it."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_A, Qt.Key.Key_F7):
            event.ignore()
        else:
            super().keyPressEvent(event)


class DoubtList(QFrame):
    """Arrows choose, Enter takes, A adds to the person's own words, F7 goes on, Esc leaves."""

    taken = Signal(str)
    added = Signal()
    next_wanted = Signal()

    def __init__(self, word: str, doubt: Doubt, why: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popover")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        spelling = doubt is Doubt.SPELLING
        said = f"“{word}” is not in the dictionary" if spelling else why
        self.setAccessibleName(said)
        self.reason = label(said, "label" if spelling else "value")
        self.reason.setMinimumWidth(self.fontMetrics().averageCharWidth() * 46)
        self.list = _Words()
        self.list.setAccessibleName(said)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._spelling = spelling
        self._fill([_LOOKING] if spelling else [], able=False)
        self.list.itemActivated.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.reason)
        layout.addWidget(self.list)
        layout.addWidget(label("Enter takes a word, F7 goes on to the next doubtful one", "muted", wrap=False))
        self.setFocusProxy(self.list)

    def suggest(self, words: tuple[str, ...]) -> None:
        """Offer these words, the first one chosen."""
        self._fill(list(words) or [_NONE], able=bool(words))

    def show_at(self, point: QPoint) -> None:
        """Drop down at a point, or stand above it at the foot of the screen."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        left = max(min(point.x(), room.right() - self.width()), room.left())
        top = point.y() if point.y() + self.height() <= room.bottom() else point.y() - self.height() - 28
        self.move(left, max(top, room.top()))
        self.show()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fill(self, words: list[str], *, able: bool) -> None:
        self.list.clear()
        for word in words:
            item = QListWidgetItem(word)
            item.setData(_WORD, word if able else "")
            if not able:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        for words_of_act in (_ADD, _LEAVE) if self._spelling else (_LEAVE,):
            self.list.addItem(words_of_act)
        self.list.setCurrentRow(0 if able else self.list.count() - 1)
        height = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        self.list.setFixedHeight(height + 2 * self.list.frameWidth() + 4)
        self.adjustSize()

    def _take(self, item: QListWidgetItem) -> None:
        word = str(item.data(_WORD) or "")
        self.close()
        if word:
            self.taken.emit(word)
        elif item.text() == _ADD:
            self.added.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F7:
            self.close()
            self.next_wanted.emit()
        elif event.key() == Qt.Key.Key_A and self._spelling:
            self.close()
            self.added.emit()
        else:
            super().keyPressEvent(event)
