"""The form of a proposal: what the worker would hold stands below the choice as soon as one is made.

What it will do stands above the button in one sentence, before anything is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from typing_extensions import override

from db.domain.draft import Draft
from db.errors import ThroughlineError
from db.queries.allocation import WorkerLoad
from db.queries.workload import WouldHold, would_hold
from desktop.features.allocation.asking import Wanted
from desktop.features.allocation.keeping import Ask, KeptPanel
from desktop.features.allocation.lines import what_it_does
from desktop.infra.codes import labels
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.words import listed, names_together, with_marks
from desktop.models.workload_words import holds, spends, weighs
from desktop.widgets.asking import Answers, Mistake, typed
from desktop.widgets.text import label


class ProposalPanel(KeptPanel):
    """Asks what the worker would hold, and asks for the days of cover only where they apply."""

    def __init__(
        self,
        desk: Desk,
        draft: Draft,
        ask: Ask,
        workers: Sequence[WorkerLoad],
        children: Sequence[Wanted],
        *,
        at_once: bool,
    ) -> None:
        super().__init__(desk, draft, ask)
        self._tasks, self._session, self._lane = desk.tasks, desk.signed_in.session, Lane()
        self._workers: Mapping[str, WorkerLoad] = {str(one.staff_id): one for one in workers}
        self._children, self._at_once = tuple(child.child_id for child in children), at_once
        self._held = [(child.name, child.holder) for child in children]
        self.does = label("", name="What it does")
        self.column.insertWidget(self.column.indexOf(self.form) + 1, self.does)
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
        if key in ("part", "to"):
            self._look()
        self._say_what_it_does()

    def _say_what_it_does(self) -> None:
        worker, part = self._workers.get(self.form.text("to")), self.form.text("part")
        reason = labels("worker_change_reason").get(self.form.text("reason"), "") if self._asks("reason") else ""
        days = [self._day(key) for key in ("from", "until") if self._asks(key)]
        when = f" from {days[0]} until {days[1]}" if all(days) and days else ""
        words = what_it_does(self._held, worker.name, part, reason, when) if worker is not None else ""
        how = "Once it is talked about and accepted"
        if self._at_once and worker is not None:
            beside = listed(sorted({holder for _, holder in self._held if holder and holder != worker.name}))
            at_once = f"{worker.name} works with {names_together([name for name, _ in self._held])} now, for 72 hours"
            words = f"{at_once}{f', beside {beside}' if beside else ''}. {how}: {words}"
        elif words:
            words = f"{how}: {words}"
        self.does.setText(with_marks(f"{words}.") if words else "")
        self.does.setVisible(bool(words))

    def _asks(self, key: str) -> bool:
        return key in self.form.fields and self.form.unfolded(key)

    def _day(self, key: str) -> str:
        try:
            return typed(Answers(self.form).to_come(key))
        except Mistake:
            return ""

    def _look(self) -> None:
        to, part = self.form.text("to"), self.form.text("part")
        if to not in self._workers:
            self.form.note("to", "")
            return
        work = partial(would_hold, self._session, UUID(to), part, self._children)
        self._tasks.read(work, partial(self._tell, to), self._not_told, self._lane)

    def _tell(self, to: str, found: WouldHold) -> None:
        if self.form.text("to") == to:
            self.form.note("to", with_marks(in_words(self._workers[to], found)))

    def _not_told(self, _error: ThroughlineError) -> None:
        """The proposal itself is refused where it may not be made."""

    @override
    def leave_it(self) -> None:
        self._lane.drop()
        super().leave_it()


def in_words(worker: WorkerLoad, found: WouldHold) -> str:
    """What a worker holds and would hold, what that weighs, and what else is known of their time."""
    said = [
        f"{worker.name} holds {holds(worker.children, worker.in_proceedings, worker.other_parts)}.",
        f"Would hold {holds(found.children, found.in_proceedings, found.other_parts)};"
        f" {weighs(found.weight, found.usual_from, found.usual_to)}.",
    ]
    if found.proposed:
        said.append(f"{found.proposed} more {'is' if found.proposed == 1 else 'are'} proposed already.")
    said += [f"Noted: {spends(note)}." for note in found.notes]
    return " ".join([*said, *([f"{worker.name} is {worker.away}."] if worker.away else [])])
