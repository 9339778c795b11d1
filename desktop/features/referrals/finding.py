"""Finding a child of a contact before anything is made: who is known here by name, sound, birth, number or address.

The last line below the box is always that nobody of these is meant: then the child is new.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.domain.find_words import FindWords, find_words
from db.errors import ThroughlineError
from db.queries.find import ConnectedChild, KnownChild, find_connected, known
from db.session import Session
from desktop.features.referrals.named import Named, new_from
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.record_table import RecordColumn
from desktop.models.words import ONE_MORE_LETTER, age_in_words, count, echoed, with_marks
from desktop.widgets.record_list import RecordList
from desktop.widgets.search_box import SearchBox
from desktop.widgets.text import label, restyle

_PAUSE_MS = 250
_LINES = 5
_HOW = {"sound": "sounds like it", "spelling": "", "similar": "written nearly so", "birth": "born then"}
_SIBLING = re.compile("brother|sister|sibling")
_BEGIN = "Type a name, a birth, a parent, a telephone number or an address. Every search is on record."
_AWAY = "The server does not answer, so nobody can be found. Enter adds the child as new; it is looked for on arrival."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line: a known child, or `child_id` None for one who is new; `place` is its place in the list."""

    child_id: UUID | None
    what: str
    about: str
    name: str = ""
    told: str = ""
    place: int = 0


_COLUMNS: tuple[RecordColumn[Candidate], ...] = (
    RecordColumn("Child", lambda one: one.what, lambda one: one.place, 24, strong=lambda _: True),
    RecordColumn("Found by, worker", lambda one: one.about, lambda one: one.about, 26),
)


class ChildFinder(QWidget):
    """A box, what it found, and Enter for the line that is marked."""

    chosen = Signal(Named)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._tasks, self._session = desk.tasks, desk.signed_in.session
        self._lane = Lane()
        self._asked: str | None = None
        self._choose_when_found = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.box = SearchBox()
        self.box.setProperty("helped", True)  # names are not spelt
        self.box.setAccessibleName("Find a child of this contact: name, birth, reference, parent, number or address")
        self.box.setPlaceholderText("Name, birth, reference, parent, telephone or address")
        self.box.textChanged.connect(self._typed)
        self.box.returnPressed.connect(self._entered)
        self._said = label(_BEGIN, "muted", name="Children found")
        self.table = RecordList(desk, "Children found", _COLUMNS)
        self.table.when_chosen(self._choose)
        self.box.stepped.connect(self.table.step)
        self.table.setVisible(False)
        desk.appearance.changed.connect(self.fit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        for part in (self.box, self._said, self.table):
            column.addWidget(part)

    @property
    def said(self) -> str:
        """How many were found, in words."""
        return self._said.text()

    @property
    def typed(self) -> str:
        """What stands in the box."""
        return self.box.text().strip()

    def begin(self) -> None:
        """Stand in the empty box."""
        self.clear()
        self.box.setFocus()

    def ask(self, words: str) -> None:
        """Say below the box what is wanted there."""
        self._said.setText(words)
        self._mark("wrong")

    def _mark(self, part: str) -> None:
        restyle(self._said, "part", part)
        restyle(self.box, "trouble", "true" if part == "wrong" else "false")

    def clear(self) -> None:
        """Nothing is looked for."""
        self._pause.stop()
        self._lane.drop()
        self._asked, self._choose_when_found = None, False
        self.box.clear()
        self._list((), _BEGIN)

    def _typed(self, _text: str) -> None:
        self._choose_when_found = False
        if self.typed:
            self._pause.start()
        else:
            self.clear()

    def _entered(self) -> None:
        """Take the line that is marked, if it belongs to what is typed now; search first if not."""
        if not self.typed:
            return
        if self.typed == self._asked:
            self.table.open_one()
            return
        self._choose_when_found = True
        self._search()

    def _search(self) -> None:
        self._pause.stop()
        if self.typed:
            asked = find_words(self.typed, today=date.today())
            work, typed = partial(_ask, self._session, asked), self.typed
            self._tasks.read(work, partial(self._found, typed), partial(self._not_found, typed), self._lane)

    def _found(self, typed: str, answer: tuple[tuple[KnownChild, ...], tuple[ConnectedChild, ...]]) -> None:
        children, connected = answer
        lines = _in_order(children, connected)
        number = len({line.child_id for line in lines})
        these = f"{count(number, 'child', 'children')} known. Enter chooses; the last line is for somebody else."
        nobody = "Nobody like this is known, or you may not know of it."
        if find_words(typed, today=date.today()).only_letters:
            these, nobody = f"{these} {ONE_MORE_LETTER}", ONE_MORE_LETTER
        self._answer(typed, lines, these if number else f"{nobody} Enter adds a new child.")

    def _not_found(self, typed: str, _error: ThroughlineError) -> None:
        self._answer(typed, (), _AWAY)

    def _answer(self, typed: str, lines: tuple[Candidate, ...], words: str) -> None:
        self._asked = typed
        new = Candidate(
            None, f"New child: {echoed(typed)}", "nobody of these is meant" if lines else "", place=len(lines)
        )
        self._list((*lines, new), words)
        if self._choose_when_found and not lines:
            self._choose(new)
        self._choose_when_found = False

    def _list(self, lines: tuple[Candidate, ...], words: str) -> None:
        self.table.show_found(lines)
        self._said.setText(words)
        self._mark("muted")
        self.table.setVisible(bool(lines))
        self.fit()

    def _choose(self, line: Candidate) -> None:
        if line.child_id is None:
            self.chosen.emit(new_from(self.typed, find_words(self.typed, today=date.today())))
        else:
            self.chosen.emit(Named(True, line.name, line.told, child_id=str(line.child_id)))

    def fit(self) -> None:
        """As high as what is found, up to some lines."""
        self.table.fit()
        rows = min(max(len(self.table.shown), 1), _LINES)
        height = self.table.verticalHeader().defaultSectionSize() * rows + 2 * self.table.frameWidth()
        self.table.setFixedHeight(height + self.table.horizontalHeader().sizeHint().height())


def _ask(session: Session, asked: FindWords) -> tuple[tuple[KnownChild, ...], tuple[ConnectedChild, ...]]:
    connected = find_connected(session, asked.words) if len(asked.words) > 2 else ()
    return known(session, asked), connected


def _in_order(children: tuple[KnownChild, ...], connected: tuple[ConnectedChild, ...]) -> tuple[Candidate, ...]:
    """First by name and birth, then through a parent, a brother or sister, a number or an address, each child once."""
    found: dict[UUID, Candidate] = {}
    for child in children:
        how = _HOW.get(child.how, "")
        if child.by_name not in (child.name, ""):
            how = f"as {child.by_name}" + (f", {how}" if how else "")
        _add(found, child, how, child.expected_on)
    for lead in connected:
        through = lead.lead_words if lead.lead_kind != "person" else f"{_tie(lead)}: {lead.lead}"
        _add(found, lead, through if lead.present else f"{through}, no longer", lead.expected_on)
    return tuple(found.values())


def _tie(lead: ConnectedChild) -> str:
    """What the lead is to the child; of brothers and sisters the record may say it from either side."""
    return "brother or sister" if _SIBLING.search(lead.relation) else lead.relation


def _add(found: dict[UUID, Candidate], child: KnownChild | ConnectedChild, how: str, expected_on: date | None) -> None:
    if child.child_id in found:
        return
    known = child.born or expected_on
    age = age_in_words(child.born, expected_on, date.today(), child.born_latest) if known else "age not recorded"
    told = f"{age} · {child.reference} · {', '.join(part for part in (child.worker, child.team) if part)}"
    who = ", ".join(part for part in (child.worker or "no worker", child.team) if part)
    about = "\n".join(part for part in (with_marks(how), with_marks(who)) if part)
    found[child.child_id] = Candidate(
        child.child_id, f"{with_marks(child.name)}\n{age} · {child.reference}", about, child.name, told, len(found)
    )
