"""Court work: one line a case, by the next hearing, with what is new in the file and what one has begun to write."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu
from typing_extensions import override

from db.commands.changes import Changes
from db.errors import ThroughlineError
from db.queries.court_documents import CourtWork, my_court_work
from desktop.features.court_work.cases import COLUMNS, HEARING, Case, cases_of
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import CourtDocuments, OpenChild, WithFiles
from desktop.infra.tasks import Lane
from desktop.models.words import count
from desktop.widgets.banner import Banner
from desktop.widgets.form import Quiet
from desktop.widgets.narrow_box import NarrowBox
from desktop.widgets.next_part import to_next
from desktop.widgets.page import Page
from desktop.widgets.record_list import RecordList
from desktop.widgets.text import button, label

_CHANGED = frozenset({"entry", "court_document", "finding", "filed", "hearing", "proceedings", "access", "file"})
_NONE = (
    "No child is allocated to you, and no file names you. What you prepare for the court will stand here, by the next "
    "hearing. Find a child with Ctrl+K."
)


class CourtWorkPage(Page):
    """The cases, sorted and narrowed by typing."""

    acts = frozenset({Act.NEXT_PART, Act.COURT_DOCUMENTS, Act.FIND_IN_FILE})
    shown = Signal()
    """The cases are here."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Court work")
        self._tasks, self._signed_in, self._navigator = desk.tasks, desk.signed_in, desk.navigator
        self._lane = Lane()
        self.work: tuple[CourtWork, ...] = ()
        self.talks = Banner()
        """Which conversations about an allocation wait for this person."""
        self._count = label("", "muted", name="How many cases")
        self.filter = NarrowBox(
            "part of a name, a case number, a kind of hearing", "part of a name, case number or hearing"
        )
        self.filter.textChanged.connect(self._narrow)
        self.order = Quiet()
        self.order.setAccessibleName("Sort the list by")
        for column in COLUMNS:
            self.order.addItem(f"By {column.head[0].lower()}{column.head[1:]}")
        self.table = RecordList(desk, "Cases", COLUMNS, place="court work", key=lambda case: case.key)
        self.table.sort_by(HEARING)
        self.table.when_chosen(self._open)
        self.filter.returnPressed.connect(self.table.open_one)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._say_order)
        self.order.setCurrentIndex(HEARING)
        self.order.activated.connect(self._sort)
        self.documents = button("Documents", self.to_documents, tip=Act.COURT_DOCUMENTS.keys)
        self._lay_out()
        desk.news.changed.connect(self._something_changed)
        desk.appearance.changed.connect(self.table.fit)
        self.table.fit()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.filter, 1)
        line.addWidget(self.order)
        line.addWidget(self.documents)
        self.body.addWidget(self.talks)
        self.body.addWidget(label("Court work", "heading", wrap=False))
        self.body.addWidget(self._count)
        self.body.addLayout(line)
        self.body.addWidget(self.table, 1)

    @override
    def act(self, act: Act) -> bool:
        """Go to the documents of a case, or between filter, order and table."""
        if act is Act.COURT_DOCUMENTS:
            self.to_documents()
            return True
        if act is Act.FIND_IN_FILE:
            self.filter.arrive()
            return True
        to_next((self.filter, self.order, self.documents, self.table))
        return True

    def arrive(self) -> None:
        """Read the list anew and stand in it."""
        self.read()
        self.table.setFocus()

    def read(self) -> None:
        """Ask for the cases anew."""
        self._tasks.read(partial(my_court_work, self._signed_in.session), self._show, self._failed, self._lane)

    def _show(self, work: tuple[CourtWork, ...]) -> None:
        self.banner.was_read()
        self.work = work
        self.table.show_lines(cases_of(work))
        self._say_count()
        self.shown.emit()

    @property
    def said(self) -> str:
        """How many cases there are, in words."""
        return self._count.text()

    def _say_count(self) -> None:
        known, shown = self.table.lines.records, len(self.table.shown)
        self.documents.setEnabled(shown > 0)
        if not known:
            self._count.setText(_NONE)
            return
        cases = sum(case.in_court for case in known)
        others = len(known) - cases
        said = f"{count(cases, 'case')} before the court" if cases else "No case before the court"
        said += f", and {count(others, 'child', 'children')} without proceedings" if others else ""
        said = f"{shown:,} of the {len(known):,} lines shown: {said}" if shown < len(known) else said
        self._count.setText(f"{said}. Enter opens the file, Ctrl+Shift+J the documents.")

    def _failed(self, error: ThroughlineError) -> None:
        self.banner.not_read(error, self.read)

    def _narrow(self, text: str) -> None:
        self.table.narrow(text)
        self._say_count()

    def _sort(self, column: int) -> None:
        self.table.sortByColumn(column, Qt.SortOrder.AscendingOrder)

    def _say_order(self, column: int, _order: Qt.SortOrder) -> None:
        self.order.setCurrentIndex(column)

    # Going there.

    def _open(self, case: Case) -> None:
        self._with_child(case, self._go_to_file)

    def to_documents(self) -> None:
        """The documents of the line on which one stands."""
        self._with_child(self.table.one, self._go_to_documents)

    def _with_child(self, case: Case | None, go: Callable[[CourtWork], None]) -> None:
        """Go on with the child of a case; of several one is chosen first, by its number or the arrows."""
        if case is None:
            return
        if len(case.children) == 1:
            go(case.one)
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("Whose file?")
        for number, child in enumerate(case.children, 1):
            menu.addAction(f"&{number}   {child.name.replace('&', '&&')} · {child.reference}", partial(go, child))
        menu.setActiveAction(menu.actions()[0])
        below = self.table.visualRect(self.table.currentIndex()).bottomLeft()
        menu.popup(self.table.viewport().mapToGlobal(below))

    def _go_to_file(self, child: CourtWork) -> None:
        self._navigator.go(_file(child))

    def _go_to_documents(self, child: CourtWork) -> None:
        self._navigator.go(WithFiles((_file(child),), CourtDocuments(child.child_id, child.name)))

    def _something_changed(self, changes: Changes) -> None:
        if self.isVisible() and not changes.what.isdisjoint(_CHANGED):
            self.read()


def _file(child: CourtWork) -> OpenChild:
    return OpenChild(child.child_id, child.name, child.basis)
