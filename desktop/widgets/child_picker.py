"""Choosing a child by typing: my children at first, then whoever is known by the words typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.domain.find_words import FindWords
from db.errors import ThroughlineError
from db.queries.files import ChildLine, FoundChild, find_children, my_children
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.record_table import RecordColumn
from desktop.models.words import ONE_MORE_LETTER, age_in_words, count, with_marks
from desktop.widgets.record_list import RecordList
from desktop.widgets.search_box import SearchBox
from desktop.widgets.text import label

_PAUSE_MS = 250


@dataclass(frozen=True, slots=True)
class Pick:
    """A child that may be chosen."""

    child_id: UUID
    name: str
    reference: str
    born: date | None = None
    expected_on: date | None = None
    born_latest: date | None = None
    where: str = ""


class ChildPicker(QWidget):
    """A box and the children found; Enter chooses."""

    chosen = Signal(Pick)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._tasks, self._session = desk.tasks, desk.signed_in.session
        self._lane = Lane()
        self._asked: str | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.box = SearchBox()
        self.box.setAccessibleName("Whose file? Name or reference of a child")
        self.box.setPlaceholderText("Part of a name, or a reference")
        self.box.textChanged.connect(self._typed)
        self.box.returnPressed.connect(self._entered)
        self._said = label("", "muted", name="Children found")
        self.table = RecordList(desk, "Children", _COLUMNS)
        self.table.when_chosen(self.chosen.emit)
        self.box.stepped.connect(self.table.step)
        desk.appearance.changed.connect(self.table.fit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.box)
        column.addWidget(self._said)
        column.addWidget(self.table, 1)
        self.table.fit()

    def begin(self) -> None:
        """Stand in the box, my children below it."""
        self.box.setFocus()
        self.box.selectAll()
        self._search()

    @property
    def _typed_now(self) -> str:
        return self.box.text().strip()

    def _typed(self, _text: str) -> None:
        self._pause.start()

    def _search(self) -> None:
        self._pause.stop()
        words = self._typed_now
        if words:
            found = partial(self._found, words)
            self._tasks.read(partial(find_children, self._session, words), found, self._not_found, self._lane)
        else:
            self._tasks.read(partial(my_children, self._session), self._mine, self._not_found, self._lane)

    def _mine(self, children: tuple[ChildLine, ...]) -> None:
        picks = [
            Pick(one.child_id, one.name, one.reference, one.born, one.expected_on, one.born_latest, one.team)
            for one in children
        ]
        self._show("", picks, "child of yours", "children of yours")

    def _found(self, words: str, children: tuple[FoundChild, ...]) -> None:
        picks = [
            Pick(one.child_id, one.name, one.reference, one.born, None, one.born_latest, one.team) for one in children
        ]
        self._show(words, picks, "child found", "children found")

    def _show(self, words: str, picks: list[Pick], one: str, many: str) -> None:
        self._asked = words
        self.table.show_found(picks)
        more = ONE_MORE_LETTER if FindWords(words).only_letters else ""
        said = f"{count(len(picks), one, many)}. Enter chooses. {more}" if picks else more or "No child found."
        self._said.setText(said.rstrip())

    def _not_found(self, error: ThroughlineError) -> None:
        self._said.setText(error.text)

    def _entered(self) -> None:
        """Take the line that is marked, if it belongs to what is typed now; search first if not."""
        if self._typed_now == self._asked:
            self.table.open_one()
        else:
            self._search()


def _age(pick: Pick) -> str:
    known = pick.born or pick.expected_on
    return age_in_words(pick.born, pick.expected_on, date.today(), pick.born_latest) if known else ""


_COLUMNS: tuple[RecordColumn[Pick], ...] = (
    RecordColumn("Name", lambda one: f"{with_marks(one.name)}\n{one.reference}", lambda one: one.name.casefold(), 18),
    RecordColumn("Age", _age, lambda one: one.name, 8),
    RecordColumn("Team", lambda one: one.where, lambda one: one.where, 10),
)
