"""Who may stand in the record twice, and what a manager has to decide about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from db.domain.people import ChildsPeople
from desktop.features.people.ask_merges import ask_for_decision, ask_for_merge
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.record_table import RecordColumn
from desktop.models.words import count, short_day, with_marks
from desktop.widgets.asking import Asked
from desktop.widgets.asking_panel import Panel
from desktop.widgets.record_list import RecordList
from desktop.widgets.text import button, label

if TYPE_CHECKING:
    from datetime import date

    from db.errors import ThroughlineError
    from db.queries.people import Duplicate, MergeToDecide


@dataclass(frozen=True, slots=True)
class Pair:
    """A line: two people, how it stands, and the form that it leads to (none while another manager decides)."""

    one: str
    other: str
    state: str
    asked: Asked | None


def _as_found(_one: object) -> int:
    return 0


_COLUMNS: tuple[RecordColumn[Pair], ...] = (
    RecordColumn("This person", lambda one: with_marks(one.one), _as_found, 22),
    RecordColumn("and this one", lambda one: with_marks(one.other), _as_found, 26),
    RecordColumn("How it stands", lambda one: with_marks(one.state), _as_found, 26),
)


class DoublesPanel(Panel):
    """Pairs that may be one person; Enter proposes, and for managers decides."""

    asked = Signal(object)
    """The form that a pair leads to."""

    def __init__(self, desk: Desk, facts: ChildsPeople) -> None:
        super().__init__("Recorded twice?", "The same sound of the name and the same, or about the same, birth.")
        self._desk, self._facts = desk, facts
        self._lane, self._decide_lane = Lane(), Lane()
        self._pairs: tuple[Pair, ...] = ()
        self._proposals: tuple[Pair, ...] = ()
        self.said = label("Looking…", "muted", name="Found")
        self.table = RecordList(desk, "People who may be one", _COLUMNS)
        self.table.fit()
        self.table.when_chosen(self._open)
        self.column.addWidget(self.said)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(button("Back to the list", self.left.emit, tip="Esc"), 0, Qt.AlignmentFlag.AlignLeft)

    def arrive(self) -> None:
        """Ask, and stand in the table."""
        from db.queries.people import duplicates_of, merges_to_decide  # noqa: PLC0415 (after the first paint)

        session = self._desk.signed_in.session
        work = partial(duplicates_of, session, self._facts.child_id)
        self._desk.tasks.read(work, self._show, self._failed, self._lane)
        if self._facts.manages:
            self._desk.tasks.read(
                partial(merges_to_decide, session), self._show_waiting, self._failed, self._decide_lane
            )
        self.table.setFocus()

    def _show(self, found: tuple[Duplicate, ...]) -> None:
        self._pairs = tuple(self._pair(each) for each in found)
        self._refresh()

    def _show_waiting(self, waiting: tuple[MergeToDecide, ...]) -> None:
        self._proposals = tuple(_waiting(each) for each in waiting)
        self._refresh()

    def _refresh(self) -> None:
        pairs = (*self._proposals, *self._pairs)
        self.table.show_lines(pairs)
        said = f"{count(len(pairs), 'pair')}. Enter opens one." if pairs else "Nobody seems to be recorded twice."
        self.said.setText(said)

    def _pair(self, each: Duplicate) -> Pair:
        asked = ask_for_merge(self._facts, (each.person_id, each.name), (each.other_id, each.other_name))
        other = "\n".join(part for part in (_who(each.other_name, each.other_born), each.connected) if part)
        state = "proposed; a manager decides" if each.proposed else "may be one person"
        return Pair(_who(each.name, each.born), other, state, None if each.proposed else asked)

    def _open(self, pair: Pair) -> None:
        if pair.asked is None:
            self.said.setText("This is proposed; another person, a manager of the file, decides.")
        else:
            self.asked.emit(pair.asked)

    def _failed(self, error: ThroughlineError) -> None:
        self.said.setText(error.text)


def _waiting(each: MergeToDecide) -> Pair:
    asked = None if each.mine else ask_for_decision(each.child_id, each.merge_id, each.kept, each.gone, each.why)
    state = f"proposed by {each.proposed_by}:\n{each.why}"
    return Pair(_who(each.kept, each.kept_born), _who(each.gone, each.gone_born), state, asked)


def _who(name: str, born: date | None) -> str:
    return f"{name}, born {short_day(born)}" if born else name
