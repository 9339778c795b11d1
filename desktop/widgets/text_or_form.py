"""What stands beside a list: a text about the line one stands on, or in its place a form."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QTextEdit, QWidget

from desktop.widgets.asking_panel import AskingPanel


class TextOrForm(QStackedWidget):
    """A text, or a form."""

    wanted = Signal(object)
    """The save that the answers make."""
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.panel: AskingPanel | None = None
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setAcceptRichText(False)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(name)
        self._place = QScrollArea()
        self._place.setWidgetResizable(True)
        self._place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._place.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.addWidget(self.text)
        self.addWidget(self._place)

    def put(self, panel: AskingPanel) -> None:
        """Let a form take the place of the text."""
        self.take_away()
        self.panel = panel
        panel.wanted.connect(self.wanted)
        panel.left.connect(self.left)
        panel.mistaken.connect(self._show_field)
        self._place.setWidget(panel)
        self.setCurrentWidget(self._place)
        panel.arrive()

    def _show_field(self, field: QWidget) -> None:
        self._place.ensureWidgetVisible(field, 0, 60)

    def take_away(self) -> None:
        """The text again."""
        if self.panel is not None:
            self._place.takeWidget()
            self.panel.deleteLater()
            self.panel = None
        self.setCurrentWidget(self.text)

    @property
    def part(self) -> QWidget:
        """What is shown."""
        return self.panel or self.text
