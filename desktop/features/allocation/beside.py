"""What stands beside the lists: what was said in a conversation, or in its place the form that adds to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from db.queries.allocation import WorkerLoad
from desktop.features.allocation.asking import would_hold
from desktop.infra.writer import Writer
from desktop.widgets.asking import Asked
from desktop.widgets.asking_panel import AskingPanel
from desktop.widgets.text_or_form import TextOrForm


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


class Beside(TextOrForm):
    """What was said, or a form."""

    def __init__(self) -> None:
        super().__init__("What was said")
