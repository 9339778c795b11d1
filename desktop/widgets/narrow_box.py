"""The box above a list that narrows it by typed words; Esc empties it before it leaves anything."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from desktop.widgets.whole import take_search


class NarrowBox(QLineEdit):
    """Says by what the list is narrowed: `by` is read out, `hint` stands in the empty box."""

    def __init__(self, by: str, hint: str) -> None:
        super().__init__()
        take_search(self)
        self.setAccessibleName(f"Narrow the list: {by}")
        self.setPlaceholderText(f"Narrow the list: type {hint}")
        self.setClearButtonEnabled(True)

    def arrive(self) -> None:
        """Take the keyboard, with what stands here chosen so that typing replaces it."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and self._empties(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._empties(event):
            self.clear()
            return
        super().keyPressEvent(event)

    def _empties(self, event: QEvent) -> bool:
        return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and bool(self.text())
