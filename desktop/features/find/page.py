"""Find: one box for children, for what leads to children, and for all that the window can do.

The box keeps the keyboard: arrows go through the lines below, Enter opens the one that is marked, Esc goes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from typing_extensions import override

from db.domain.find_words import FindWords, find_words
from db.errors import ThroughlineError
from db.queries.find import MOST, ConnectedChild, KnownChild, RecentFile, find_connected, known, recent_files
from db.queries.looks import OwnInterest, my_interests
from db.session import Session
from desktop.features.find.findings import (
    COLUMNS,
    Finding,
    called_so,
    commands,
    in_order,
    nearest_first,
    of_child,
    of_lead,
    of_recent,
)
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.words import ONE_MORE_LETTER, count
from desktop.widgets.banner import News
from desktop.widgets.page import Page
from desktop.widgets.record_list import RecordList
from desktop.widgets.search_box import LINE_BY_LINE, SearchBox
from desktop.widgets.text import label

_PAUSE_MS = 250
_ON_RECORD = "Every search is on record. Part of a name is enough; arrows choose, Enter opens, Esc goes back."
_PAGE = 8
_STEPS = {**LINE_BY_LINE, Qt.Key.Key_PageDown: _PAGE, Qt.Key.Key_PageUp: -_PAGE}
_ROLES_WITHOUT_RECORD = ("administrator", "auditor")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the record says to one question; `shut` are the files shut to me since I said that I know the family."""

    children: tuple[KnownChild, ...]
    connected: tuple[ConnectedChild, ...]
    shut: Mapping[UUID, OwnInterest] = field(default_factory=dict)


class FindPage(Page):
    """A box and what it found."""

    acts = frozenset({Act.NEXT_PART, Act.BACK})
    left = Signal()
    """Back to where one was."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Find")
        self._tasks, self._signed_in, self._navigator = desk.tasks, desk.signed_in, desk.navigator
        self._lane = Lane()
        self._offered: frozenset[Act] = frozenset()
        self._recent: tuple[RecentFile, ...] = ()
        self._asked: str | None = None
        self._go_when_found = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.box = SearchBox(_STEPS)
        self.box.setAccessibleName("Find a child, a person, a number, an address or a command")
        self.box.setPlaceholderText(
            "Name, sound of a name, reference, date of birth, parent, telephone, address, command"
        )
        self.box.textChanged.connect(self._typed)
        self.box.returnPressed.connect(self._entered)
        self._said = label(_ON_RECORD, "muted", name="What was found")
        self.table = RecordList(desk, "Found", COLUMNS, place="find")
        self.table.when_chosen(self._open)
        self.box.stepped.connect(self.table.step)
        self.body.addWidget(label("Find", "heading", wrap=False))
        self.body.addWidget(self.box)
        self.body.addWidget(self._said)
        self.body.addWidget(self.table, 1)
        desk.appearance.changed.connect(self.table.fit)
        self.table.fit()

    def offer(self, acts: frozenset[Act]) -> None:
        """The acts that can be done where one comes from."""
        self._offered = acts

    @override
    def act(self, act: Act) -> bool:
        """Go between the box and what it found, or back to where one was."""
        if act is Act.BACK:
            self.left.emit()
        else:
            (self.table if self.box.hasFocus() else self.box).setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def arrive(self) -> None:
        """Stand in the box, what was typed before selected; without words, on what one opened lately."""
        self.box.setFocus()
        self.box.selectAll()
        if not self.box.text().strip():
            self._show_recent()
            if self._may_ask:
                work = partial(recent_files, self._signed_in.session)
                self._tasks.read(work, self._take_recent, self._failed, self._lane)

    @property
    def said(self) -> str:
        """How many were found, in words."""
        return self._said.text()

    @property
    def _may_ask(self) -> bool:
        return self._signed_in.me.role not in _ROLES_WITHOUT_RECORD

    # Without words: what I opened lately, and all that can be done.

    def _take_recent(self, files: tuple[RecentFile, ...]) -> None:
        self._recent = files
        self._show_recent()

    def _show_recent(self) -> None:
        self._asked = None
        self._said.setText(_ON_RECORD if self._may_ask else "Your role opens no child’s record; commands are listed.")
        self._list((*map(of_recent, self._recent), *commands(self._offered, "")))

    # With words.

    def _typed(self, text: str) -> None:
        self._go_when_found = False
        self.banner.clear()
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self._lane.drop()
            self._show_recent()

    def _entered(self) -> None:
        """Open the line that is marked, if it belongs to what is typed now; search first if not."""
        if self.box.text().strip() == (self._asked or ""):
            self.table.open_one()
            return
        self._go_when_found = True
        self._search()

    def _search(self) -> None:
        self._pause.stop()
        typed = self.box.text().strip()
        if not typed:
            return
        asked = find_words(typed, today=date.today())
        if not self._may_ask:
            self._show(typed, asked, Answer((), ()))
            return
        work = partial(_ask, self._signed_in.session, asked)
        self._tasks.read(work, partial(self._show, typed, asked), self._failed, self._lane)

    def _show(self, typed: str, asked: FindWords, answer: Answer) -> None:
        """What is written as it was typed comes first: Enter never opens a child that only sounds like a command."""
        self._asked = typed
        children = nearest_first(answer.children, {file.child_id for file in self._recent}, self._signed_in.me.team)
        sure = [child for child in children if called_so(child, asked.words)]
        alike = [child for child in children if child not in sure]
        can_do = commands(self._offered, typed)
        child, lead = partial(of_child, answer.shut), partial(of_lead, answer.shut)
        self._list((*map(child, sure), *can_do, *map(lead, answer.connected), *map(child, alike)))
        near = sum(child.how == "similar" for child in alike)
        said = _in_words(answer, near, len(can_do))
        if self._may_ask and asked.only_letters:
            said = f"{said} {ONE_MORE_LETTER}" if self.table.shown else ONE_MORE_LETTER
        self._said.setText(said)
        if self._go_when_found and self.table.one:
            self.table.setFocus()
        self._go_when_found = False

    def _list(self, found: tuple[Finding, ...]) -> None:
        self.table.show_found(in_order(found))

    def _failed(self, error: ThroughlineError) -> None:
        self.banner.trouble(error, (("Try again", self._search),))

    # Choosing.

    def _open(self, finding: Finding) -> None:
        if finding.wish is not None:
            self._navigator.go(finding.wish)
        else:
            self.banner.say(News.NOTE, finding.refusal)


def _ask(session: Session, asked: FindWords) -> Answer:
    connected = find_connected(session, asked.words) if len(asked.words) > 2 else ()
    children = known(session, asked)
    closed = "" in {*(one.access for one in children), *(one.access for one in connected)}
    return Answer(children, connected, {one.child_id: one for one in my_interests(session)} if closed else {})


def _in_words(answer: Answer, near: int, can_do: int) -> str:
    """What was found, in a sentence."""
    through = count(len({one.child_id for one in answer.connected}), "child", "children")
    parts = [
        count(len(answer.children), "child", "children") if answer.children else "",
        f"{through} through a person, number or address" if answer.connected else "",
        count(can_do, "command") if can_do else "",
    ]
    found = ", ".join(part for part in parts if part)
    if not found:
        return "No child, person or command of this name was found, or you may not know of it."
    more = " The first 50 are shown; type more of the name." if len(answer.children) >= MOST else ""
    nearly = " No name is written or sounds so; these are written nearly so." if near else ""
    return f"{found} found.{nearly}{more} Enter opens."
