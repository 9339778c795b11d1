"""Why confidential details are opened: a typed reason, an hour, and a plain word that both are kept."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from db.domain.reason import lacks
from desktop.widgets.asking_panel import Panel
from desktop.widgets.text import button, label
from desktop.widgets.whole import take_all


class ReasonPanel(Panel):
    """Asks for the reason."""

    given = Signal(str)

    def __init__(self, child: str) -> None:
        super().__init__(
            f"Confidential details around {child}",
            "They open for one hour. Your name, the time and your reason are recorded.",
        )
        above = label("Why do you need them now?", "label")
        self.reason = QLineEdit()
        take_all(self.reason)
        self.reason.setAccessibleName("Why do you need them now?")
        self.reason.setPlaceholderText("For example: arranging tomorrow's visit to the mother")
        self.reason.textChanged.connect(self._typed)
        self.reason.returnPressed.connect(self._give)
        above.setBuddy(self.reason)
        self._left = label("", "muted")
        self.open = button("Open for one hour", self._give, part="main")
        for widget in (above, self.reason, self._left):
            self.column.addWidget(widget)
        self.column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(button("Back to the list", self.left.emit, tip="Esc"), 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)
        self._typed("")

    @override
    def arrive(self) -> None:
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _typed(self, text: str) -> None:
        missing = lacks(text)
        self._left.setText(missing or "Enter opens them.")
        self.open.setEnabled(not missing)

    def _give(self) -> None:
        if not lacks(self.reason.text()):
            self.given.emit(self.reason.text().strip())
