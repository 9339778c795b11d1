"""My children: one line a child, in facts about the child and never about a form that is due.

One's own children come first, however the list is sorted; those of the team come after them. For a manager children
come first of all whom nobody holds, then who are new here. Brothers and sisters stand together.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout
from typing_extensions import override

from db.commands.changes import Changes
from db.domain.signals import sibling_groups
from db.errors import ThroughlineError
from db.local.drafts import DraftStore
from db.local.known import KnownChild, KnownChildren, known_child
from db.queries.caseload import CaseLine, caseload
from desktop.features.caseload.columns import COLUMNS, group_of, how_many, is_own, manager_rank, name
from desktop.features.caseload.notices import NoticeLine
from desktop.features.caseload.posted import PostedList
from desktop.features.caseload.printing import print_caseload
from desktop.features.caseload.standing_out import StandingOut
from desktop.features.caseload.waiting import WaitingLine
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import OpenChild
from desktop.infra.tasks import Lane
from desktop.models.words import count, with_marks
from desktop.widgets.banner import Banner, News
from desktop.widgets.narrow_box import NarrowBox
from desktop.widgets.next_part import to_next
from desktop.widgets.page import Page
from desktop.widgets.record_list import RecordList
from desktop.widgets.text import button, label

_KEYS = "Enter opens the file, F6 goes to what stands out."


class CaseloadPage(Page):
    """The children one works with, sorted and narrowed by typing."""

    acts = frozenset({Act.NEXT_PART, Act.ANSWER, Act.ANSWERS, Act.PRINT_LIST, Act.SAVE, Act.BACK, Act.FIND_IN_FILE})
    shown = Signal()
    """The children are here."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("My children")
        self._tasks, self._signed_in, self._navigator = desk.tasks, desk.signed_in, desk.navigator
        self._lane = Lane()
        self._remembered: tuple[KnownChild, ...] | None = None
        self._manages = self._signed_in.me.role == "manager"
        self._groups: dict[UUID, int] = {}
        self._left = ""
        """Of which child it was said that they left the narrowed list."""
        self._heading = label("My children", "heading", wrap=False)
        self._count = label("", "muted")
        self.filter = NarrowBox("part of a name, a reference, a worker, of what stands out",
                                "part of a name, a worker, or of what stands out")  # fmt: skip
        self.table = RecordList(
            desk, "My children", COLUMNS, place="caseload", key=lambda child: child.child_id,
            first=self._rank, together=partial(group_of, self._groups),
        )  # fmt: skip
        self.table.sort_by(0)
        self.table.when_chosen(self._open)
        self.table.selectionModel().currentRowChanged.connect(self._stands_on)
        self.filter.textChanged.connect(self._narrow)
        self.filter.returnPressed.connect(self.table.open_one)
        self.standing_out = StandingOut(desk, self.banner)
        self.print_button = button("Print…", self.print, tip=Act.PRINT_LIST.keys)
        self.notices = NoticeLine(desk)
        self.posted = PostedList(desk)
        self.waiting = WaitingLine(desk)
        self.talks = Banner()
        """Which conversations about an allocation wait for this person."""
        self.stands_in = Banner()
        """For whom a manager stands in."""
        self.second = Banner()
        """What waits for a manager as the second person of a sealed file."""
        for line_above in (self.talks, self.stands_in, self.second, self.notices, self.waiting, self.posted):
            self.body.addWidget(line_above)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._heading)
        head.addWidget(self._count, 1, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(head)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.filter, 1)
        line.addWidget(self.print_button)
        self.body.addLayout(line)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.standing_out)
        desk.news.changed.connect(self._something_changed)
        desk.appearance.changed.connect(self._fit)
        self._fit()

    def _rank(self, child: CaseLine) -> int:
        return manager_rank(child) if self._manages else int(is_own(child))

    @override
    def act(self, act: Act) -> bool:
        """Answer what stands out, print, or go between what was posted, the filter, the table and what stands out."""
        always: dict[Act, Callable[[], None]] = {
            Act.NEXT_PART: self._next_part, Act.ANSWER: self.standing_out.answer,
            Act.ANSWERS: self.standing_out.show_earlier, Act.PRINT_LIST: self.print,
            Act.FIND_IN_FILE: self.filter.arrive,
        }  # fmt: skip
        answering = {Act.SAVE: self.standing_out.save, Act.BACK: self._leave_answer}
        does = always if self.standing_out.panel is None else always | answering
        if act in does:
            does[act]()
        return act in does

    def _next_part(self) -> None:
        posted = [self.posted.front] if self.posted.isVisible() else []
        to_next([*posted, self.filter, self.table, self.standing_out.panel or self.standing_out.table])

    def _leave_answer(self) -> None:
        if self.unsaved:
            self.ask_about_unsaved()
        else:
            self.standing_out.leave()

    @property
    @override
    def unsaved(self) -> bool:
        return self.standing_out.panel is not None and self.standing_out.panel.unsaved

    @override
    def ask_about_unsaved(self) -> None:
        choices = (
            ("Answer", self.standing_out.save),
            ("Go on", self._go_on),
            ("Leave it out", self._let_go),
        )
        self.banner.say(News.CARE, "This answer is not saved.", choices, stays=True)
        self.banner.choices[1].setFocus()

    def _go_on(self) -> None:
        self.banner.clear()
        self.standing_out.arrive()

    def _let_go(self) -> None:
        self.banner.clear()
        self.standing_out.leave()

    def arrive(self) -> None:
        """Read the list anew and stand in it."""
        self.read()
        self.table.setFocus()

    def read(self) -> None:
        """Ask for the list anew."""
        self._tasks.read(partial(caseload, self._signed_in.session), self._show, self._failed, self._lane)
        self.notices.read()
        self.posted.read()
        self.waiting.read()

    def _show(self, children: tuple[CaseLine, ...]) -> None:
        self.banner.was_read()
        chosen = self.table.one
        groups = sibling_groups({child.child_id: child.siblings for child in children})
        self._groups.clear()
        self._groups.update((child, number) for number, group in enumerate(groups) for child in group)
        self.table.show_lines(children)
        self._say_count()
        self._say_who_left(chosen)
        self._stands_on()
        known = tuple(map(known_child, children))
        if known != self._remembered:
            self._remembered = known
            self._tasks.write(partial(_remember, self._signed_in.store, known), self._kept, self._not_kept)
        self.shown.emit()

    def _kept(self, _done: None) -> None:
        """Now one can write about these children without a server."""

    def _not_kept(self, _error: ThroughlineError) -> None:
        """A disk that takes nothing is told of where somebody writes."""

    def _say_who_left(self, chosen: CaseLine | None) -> None:
        """The child on whose line one stood does not fit what the list is narrowed to any more."""
        ids = {child.child_id for child in self.table.shown}
        if chosen is None or self.unsaved or chosen.child_id in ids or not self.filter.text():
            return
        left = next((child for child in self.table.lines.records if child.child_id == chosen.child_id), None)
        if left is not None:
            words = f"{name(left)} does not fit “{self.filter.text()}” any more and is not shown here."
            self._left = with_marks(words)
            self.banner.say(News.NOTE, self._left, (("Show all children", self.filter.clear),))

    def _stands_on(self, *_: object) -> None:
        self.standing_out.show_child(self.table.one)

    @property
    def said(self) -> str:
        """How many children there are, in words."""
        return self._count.text()

    def _say_count(self) -> None:
        shown, known = len(self.table.shown), len(self.table.lines.records)
        if not known:
            self._count.setText("No child is allocated to you. Find a child with Ctrl+K.")
        elif shown < known:
            self._count.setText(f"{shown:,} of {count(known, 'child', 'children')}. {_KEYS}")
        else:
            self._count.setText(f"{how_many([self._rank(child) for child in self.table.lines.records])}. {_KEYS}")

    def _failed(self, error: ThroughlineError) -> None:
        self.banner.not_read(error, self.read)

    def _narrow(self, text: str) -> None:
        self.banner.unsay(self._left)
        self.table.narrow(text)
        self._say_count()
        self._stands_on()

    def _open(self, child: CaseLine) -> None:
        self._navigator.go(OpenChild(child.child_id, child.known_as or child.name, child.basis))

    def _something_changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self.read()

    # Printing.

    def print(self) -> None:
        """Ask where, and save the list as it is shown."""
        if not self.table.shown:
            self.banner.say(News.NOTE, "No child stands in the list that could be printed.")
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        suggested = str(Path(folder) / "my-children.pdf")
        path, _kind = QFileDialog.getSaveFileName(self, "Save the list of children", suggested, "PDF (*.pdf)")
        if path:
            self.print_to(Path(path if path.lower().endswith(".pdf") else path + ".pdf"))

    def print_to(self, path: Path) -> None:
        """Make the pages of what is shown, in its order; that they left the record is put on record, first."""
        as_at = datetime.now().astimezone()
        work = partial(
            print_caseload, self._signed_in.session, tuple(self.table.shown), self._groups.copy(), as_at, path
        )
        self._tasks.write(work, self._printed, self._not_printed)

    def _printed(self, path: Path) -> None:
        self.banner.say(News.GOOD, f"Saved as {path}.")

    def _not_printed(self, error: ThroughlineError) -> None:
        self.banner.trouble(error, (("Save elsewhere…", self.print),))

    def _fit(self) -> None:
        self.table.fit()
        self.standing_out.fit()
        self.posted.fit()


def _remember(store: DraftStore, known: tuple[KnownChild, ...]) -> None:
    if not store.is_nowhere:
        KnownChildren(store.folder, store.vault).keep(known)
