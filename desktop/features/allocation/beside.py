"""What stands beside the lists: what was said in a conversation, or in its place the form that adds to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QTextEdit, QWidget

from db.queries.allocation import WorkerLoad
from desktop.features.allocation.asking import would_hold
from desktop.infra.writer import Writer
from desktop.widgets.asking import Asked
from desktop.widgets.asking_panel import AskingPanel


class ProposalPanel(AskingPanel):
    """The form of a proposal: tells what the worker would hold, and asks for the days of cover only."""

    def __init__(self, asked: Asked, writer: Writer, workers: Sequence[WorkerLoad], more: int) -> None:
        super().__init__(asked, writer)
        self._workers: Mapping[UUID, WorkerLoad] = {one.staff_id: one for one in workers}
        self._more = more
        self.form.changed.connect(self._follow)
        self._follow("part")

    def _follow(self, key: str) -> None:
        if key == "part":
            part = self.form.text("part")
            for day in ("from", "until"):
                if day in self.form.fields:
                    self.form.unfold(day, part == "cover")
            if "reason" in self.form.fields:
                self.form.unfold("reason", part in ("allocated_worker", "court_adviser"))
        elif key == "to" and self.form.text("to"):
            self.form.note("to", would_hold(self._workers[UUID(self.form.text("to"))], self._more))


class Beside(QStackedWidget):
    """A text, or a form."""

    wanted = Signal(object)
    """The save that the answers make."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.panel: AskingPanel | None = None
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setAcceptRichText(False)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("What was said")
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
        self._place.setWidget(panel)
        self.setCurrentWidget(self._place)
        panel.arrive()

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
