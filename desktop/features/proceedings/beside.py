"""What stands beside the lists: what is recorded of a line, or in its place the form that changes it.

A form takes the text's place and not the lists', so that one sees what one changes.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QTextEdit, QWidget

from db.queries.proceedings import Version
from desktop.features.proceedings.asking import Form
from desktop.features.proceedings.lines import id_of, told
from desktop.infra.writer import Writer
from desktop.widgets.asking_panel import AskingPanel


class Beside(QStackedWidget):
    """A text, or a form."""

    wanted = Signal(object)
    """The save that the answers make."""
    left = Signal()

    def __init__(self, writer: Writer) -> None:
        super().__init__()
        self._writer = writer
        self.panel: AskingPanel | None = None
        self._form: Form | None = None
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setAcceptRichText(False)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("What is recorded of this line, and what stood before")
        self._place = QScrollArea()
        self._place.setWidgetResizable(True)
        self._place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._place.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.addWidget(self.text)
        self.addWidget(self._place)

    def show_line(self, one: Version | None, past: tuple[Version, ...]) -> None:
        """Tell of a line as it stands and as it stood."""
        self.text.setPlainText(told(one, past, date.today()) if one is not None else "")

    def put(self, form: Form) -> None:
        """Let a form take the place of the text."""
        self.take_away()
        self._form = form
        self.panel = AskingPanel(form.asked, self._writer)
        self.panel.wanted.connect(self.wanted)
        self.panel.left.connect(self.left)
        self._place.setWidget(self.panel)
        self.setCurrentWidget(self._place)
        self.panel.arrive()

    def take_away(self) -> None:
        """The text again."""
        if self.panel is not None:
            self._place.takeWidget()
            self.panel.deleteLater()
            self.panel = self._form = None
        self.setCurrentWidget(self.text)

    @property
    def part(self) -> QWidget:
        """What is shown."""
        return self.panel or self.text

    def changes(self, one: Version) -> bool:
        """Whether the form changes this item."""
        return self._form is not None and self._form.standing.item_id == id_of(one)

    def save_on_top(self, theirs: Version) -> None:
        """Save what is typed on top of what somebody else saved meanwhile."""
        if self._form is not None and self.panel is not None:
            self._form.standing.begin_anew(theirs)
            self.panel.save()
