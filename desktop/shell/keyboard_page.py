"""The list of keys, made from the one place where keys are given out."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QStandardItem, QStandardItemModel

from desktop.infra.acts import Act
from desktop.widgets.page import Page
from desktop.widgets.table import Table
from desktop.widgets.text import button, label

_ALSO = (
    ("Open what one stands on", "Enter"),
    ("Choose a reason for opening", "1 to 7"),
    ("From field to field", "Tab, Shift+Tab"),
    ("The menus", "Alt and the underlined letter"),
)


class KeyboardPage(Page):
    """What each key does, but for the work of other roles."""

    acts = frozenset({Act.BACK})
    left = Signal()

    def __init__(self, of_others: AbstractSet[Act]) -> None:
        super().__init__("Keyboard")
        self._model = QStandardItemModel(self)
        self._model.setHorizontalHeaderLabels(["What", "Key"])
        for act in Act:
            if act not in of_others:
                self._add(act.words, QKeySequence(act.keys).toString(QKeySequence.SequenceFormat.NativeText))
        for words, keys in _ALSO:
            self._add(words, keys)
        self.table = Table("Keys")
        self.table.setModel(self._model)
        self.table.setColumnWidth(0, 420)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.body.addWidget(label("Keyboard", "heading", wrap=False))
        self.body.addWidget(label("Everything in Throughline can be done with these keys.", "muted"))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(button("Back", self.left.emit), 0, Qt.AlignmentFlag.AlignLeft)

    def _add(self, words: str, keys: str) -> None:
        self._model.appendRow([QStandardItem(words), QStandardItem(keys)])

    def arrive(self) -> None:
        """Stand in the list."""
        self.table.fit_rows()
        self.table.setFocus()

    def act(self, act: Act) -> bool:
        """Go back."""
        if act is Act.BACK:
            self.left.emit()
            return True
        return False
