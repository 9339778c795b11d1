"""The box above a list that one searches by typing: the keyboard stays in it, and its arrows go through the list."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from desktop.widgets.whole import take_search

LINE_BY_LINE: Mapping[Qt.Key, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}

_LOOKED_FOR = 200
"""Characters that the server looks for."""


class SearchBox(QLineEdit):
    """`steps` says how many lines further each key goes."""

    stepped = Signal(int)

    def __init__(self, steps: Mapping[Qt.Key, int] = LINE_BY_LINE) -> None:
        super().__init__()
        self._steps = steps
        self.setClearButtonEnabled(True)
        take_search(self, _LOOKED_FOR)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = self._steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)
