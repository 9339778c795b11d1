"""What stands beside or in place of a list: usually something to read, and while one writes a form."""

from __future__ import annotations

from typing import Generic

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QTextEdit, QWidget

from desktop.widgets.asking_panel import AskingPanel, P


class FormPlace(QStackedWidget, Generic[P]):
    """Something, or in its place a panel, which scrolls."""

    def __init__(self, usual: QWidget) -> None:
        super().__init__()
        self.panel: P | None = None
        self._usual = usual
        self._place = QScrollArea()
        self._place.setWidgetResizable(True)
        self._place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._place.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.addWidget(usual)
        self.addWidget(self._place)

    def put(self, panel: P) -> None:
        """Let a panel take the place, also of the panel that stands there."""
        self.take_away()
        self.panel = panel
        if isinstance(panel, AskingPanel):
            panel.mistaken.connect(self._show_field)
        self._place.setWidget(panel)
        self.setCurrentWidget(self._place)
        panel.arrive()

    def _show_field(self, field: QWidget) -> None:
        self._place.ensureWidgetVisible(field, 0, 60)

    def take_away(self) -> None:
        """What usually stands there again."""
        if self.panel is not None:
            self._place.takeWidget()
            self.panel.deleteLater()
            self.panel = None
        self.setCurrentWidget(self._usual)

    @property
    def part(self) -> QWidget:
        """What is shown."""
        return self.panel or self._usual


class TextOrForm(FormPlace[P]):
    """A text about the line on which one stands, or a form."""

    def __init__(self, name: str) -> None:
        text = QTextEdit()
        super().__init__(text)
        self.text = text
        text.setReadOnly(True)
        text.setAcceptRichText(False)
        text.setTabChangesFocus(True)
        text.setAccessibleName(name)
