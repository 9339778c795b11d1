"""The court chronology: choose at the left; word, look at the pages, check and set at the right.

The record is never changed by it. What is typed is kept at once, and everything slow runs off the interface thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from db.domain.court_chronology import Candidate
from desktop.features.court.alongside import Alongside
from desktop.features.court.both import by_id, field_in_words
from desktop.features.court.candidates import CandidateList, Candidates
from desktop.features.court.choosing import Choosing
from desktop.features.court.chronology_word import ChronologyWord
from desktop.features.court.document_page import DocumentPage
from desktop.features.court.drawing import wanted_of
from desktop.features.court.entry_findings import EntryFindings
from desktop.features.court.laying import Wanted
from desktop.features.court.opening import Opened, draft_of, kept_of, open_chronology
from desktop.features.court.panes import Panes
from desktop.features.court.selection import CourtFacts, read_facts
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import CourtChronology
from desktop.models.words import count, with_marks
from desktop.widgets.flow import Flow
from desktop.widgets.form import Field
from desktop.widgets.text import button, label


class CourtPage(DocumentPage):
    """The entries of the file, and beside them one of the panes."""

    acts = DocumentPage.acts | {Act.NEXT_SIBLING}
    called = "chronology"
    panes: Panes

    def __init__(self, desk: Desk, wish: CourtChronology) -> None:
        super().__init__("Court chronology", desk, wish.child_id, Panes(desk))
        self.name, self._draft_id, self._document_id = wish.name, wish.draft_id, wish.document_id
        self.opened: Opened | None = None
        self.facts: CourtFacts | None = None
        self._by_id: dict[UUID, Candidate] = {}
        self.lines = Candidates(self)
        self.table = CandidateList(desk, self.lines)
        self.choosing = Choosing(self)
        self.answering = EntryFindings(self)
        self.alongside, self.copies = Alongside(self), ChronologyWord(self)
        self._lay_out()
        self.listen()
        self.table.wanted.connect(self.word)
        self.panes.preview.wanted.connect(self._from_page)
        self.panes.turned.connect(self._pane_turned)
        self.desk.appearance.changed.connect(self._fit)
        self._fit()

    def _lay_out(self) -> None:
        self.heading = label(f"Court chronology: {with_marks(self.name)}", "title")
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self._keys())
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        for place, widget in enumerate((left, self.panes)):
            halves.addWidget(widget)
            halves.setStretchFactor(place, 1)
        halves.setSizes([540, 460])
        self.body.addLayout(self.top(self.heading))
        self.body.addWidget(self.said)
        self.body.addWidget(self.alongside.links)
        self.body.addWidget(halves, 1)

    def _keys(self) -> QWidget:
        """What the keys of the list do, as buttons for those who point."""
        keys = QWidget()
        flow = Flow(keys, across=2, down=2)
        for words, act, name, key in (
            ("Space: in or out", self.choosing.turn, "In or out", "Space"),
            ("R: relied on", self.choosing.rely, "Relied on, or not", "R"),
            ("Enter: wording", self.word, "To the court wording", "Enter"),
            ("Alt+↑: up", partial(self.choosing.move, -1), "Before the one above it on the same day", "Alt+↑"),
            ("Alt+↓: down", partial(self.choosing.move, 1), "After the one below it on the same day", "Alt+↓"),
            ("Word copy…", self.copies.ask_out, "Save a Word copy for editing elsewhere", ""),
            ("Take in a Word copy…", self.copies.ask_in, "Take in a Word copy that came back", ""),
        ):
            tip = f"{name} ({key})" if key else name
            flow.addWidget(button(words, act, part="link", name=name, tip=tip))
        return keys

    def _fit(self) -> None:
        self.table.fit()
        self.panes.fit()

    # Opening.

    def go(self, wish: CourtChronology) -> None:
        """Go on with another draft or document, where one is named; or begin for brothers and sisters too."""
        if self.keeping is None:
            return
        if wish.also:
            self.alongside.begin_also(wish.also)
        other = wish.draft_id is not None and wish.draft_id != self.keeping.draft.draft_id
        if other or (wish.document_id is not None and wish.document_id != self.keeping.document_id):
            self.keeping.leave()
            self._draft_id, self._document_id = wish.draft_id, wish.document_id
            self.let_go()

    @override
    def stand(self) -> None:
        self.table.setFocus()

    @override
    def arrive(self) -> None:
        super().arrive()
        if self.keeping is not None:
            self.alongside.read()

    @override
    def open(self) -> None:
        kept = kept_of(self.desk.drafts.drafts, self.child_id, self._draft_id, self._document_id)
        self.tell()
        work = partial(open_chronology, self.session, self.child_id, kept, self._document_id)
        self.desk.tasks.read(work, self._opened, self.failed, self.opening)

    def _opened(self, opened: Opened) -> None:
        self.banner.clear()
        self.opened, self.choosing.span = opened, opened.span
        self._hold(opened.facts)
        case = opened.facts.case
        self.choosing.show(opened.choices)
        self.take_up(
            draft_of(opened), opened.kept, opened.document, opened.answers,
            proceedings_id=case.proceedings_id if case is not None else None, saved_at=opened.saved_at,
        )  # fmt: skip
        self.alongside.read()

    @override
    def renew(self) -> None:
        work = partial(read_facts, self.session, self.child_id)
        self.desk.tasks.read(work, self._know, self.failed, self.opening)

    def _know(self, facts: CourtFacts) -> None:
        self._hold(facts)
        self.choosing.anew()

    def _hold(self, facts: CourtFacts) -> None:
        self.facts, self._by_id = facts, by_id(facts.candidates)

    # What a document is asked.

    @property
    @override
    def may_save(self) -> bool:
        return self.opened is not None and self.opened.may_save

    @property
    @override
    def page_limit(self) -> int | None:
        return self.facts.page_limit if self.facts is not None else None

    @property
    @override
    def counted(self) -> str:
        out = self.lines.left_out
        return count(self.lines.included, "entry", "entries") + (f", {out:,} left out" if out else "")

    @override
    def asked(self, name: str) -> Field:
        return field_in_words(name, self._by_id)

    @override
    def wanted(self) -> Wanted | None:
        return wanted_of(self)

    @override
    def put(self, changes: Mapping[str, str]) -> None:
        self.choosing.put(changes)

    @override
    def show_all(self) -> None:
        self.choosing.show_all()

    @override
    def show_changed(self, changed: Mapping[UUID, str]) -> int:
        self.lines.mark_changed(changed)
        rows = [row for entry in changed if (row := self.lines.row_of(entry)) >= 0]
        if rows:
            self.table.stand_on(min(rows))
        self.table.setFocus()
        return len(rows)

    # The pages.

    def _from_page(self, serial: str) -> None:
        row = self.lines.row_of_serial(int(serial))
        if row >= 0:
            self.table.stand_on(row)
            self.panes.show_pane(self.panes.entry)
            self.table.setFocus()

    def _pane_turned(self) -> None:
        row = self.table.row
        if self.panes.front is self.panes.preview and row >= 0 and self.lines.serials[row]:
            self.panes.preview.show_place(str(self.lines.serials[row]))

    # Acts.

    def word(self, _row: int = -1) -> None:
        """To the court wording of the entry on which one stands."""
        self.panes.show_pane(self.panes.entry)
        self.panes.entry.go()

    @override
    def does(self) -> dict[Act, Callable[[], None]]:
        return super().does() | {Act.NEXT_SIBLING: self.alongside.go_on}

    @override
    def next_part(self) -> None:
        if self.table.hasFocus():
            self.panes.go()
        else:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def close_page(self) -> None:
        self.choosing.close()
        self.alongside.close()
        self.copies.close()
        super().close_page()
