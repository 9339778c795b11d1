"""The documents that are made for the court out of a child's file: those there are, their versions, and new ones.

A document about several children needs all their files open. Where one is not, the page says so, and opens it first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from db.commands.changes import Changes
from db.errors import NotPermitted, ThroughlineError
from db.queries.court_documents import CourtDocumentLine, SavedVersion, court_document_versions, court_documents
from db.queries.document_templates import templates_here
from db.queries.files import child_summary
from db.queries.siblings import siblings_of
from db.session import Session
from desktop.features.court_documents.lines import KIND_COLUMNS, VERSION_COLUMNS, document_columns, others_words
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import Back, CourtChronology, CourtDocuments, OpenChild, OpenCourtDocument, WithFiles
from desktop.infra.tasks import Lane
from desktop.models.document_kinds import CHRONOLOGY, KINDS, DocumentKind, kind_words, kinds_of
from desktop.models.words import count, with_marks
from desktop.widgets.banner import News
from desktop.widgets.marked_here import MarkedHere
from desktop.widgets.next_part import to_next
from desktop.widgets.page import Page
from desktop.widgets.record_list import RecordList
from desktop.widgets.text import button, label

_WRITERS = ("practitioner", "court_adviser", "manager")


@dataclass(frozen=True, slots=True)
class Found:
    """The documents of a child, whether the person may write some, and the names of brothers and sisters."""

    lines: tuple[CourtDocumentLine, ...]
    may_write: bool
    names: Mapping[UUID, str]
    kinds: tuple[DocumentKind, ...]
    ended: tuple[DocumentKind, ...]


class CourtDocumentsPage(Page):
    """Documents and what can be begun at the left, the versions of the document on which one stands at the right."""

    acts = frozenset({Act.BACK, Act.CLOSE_FILE, Act.NEXT_PART})

    def __init__(self, desk: Desk, wish: CourtDocuments, kinds: Sequence[DocumentKind] = ()) -> None:
        super().__init__("Documents for the court")
        self.child_id, self.name, self._given = wish.child_id, wish.name, bool(kinds)
        self._kinds = tuple(kinds) or KINDS
        self._ended: tuple[DocumentKind, ...] = ()
        self._desk, self._session = desk, desk.signed_in.session
        self._lane, self._versions_lane = Lane(), Lane()
        self.found: Found | None = None
        self._shut = False
        self._said = label("", "muted", name="How many documents")
        columns = document_columns(self.child_id, self._names, lambda: (*self._kinds, *self._ended))
        self.table = RecordList(desk, "Documents", columns, place="court", key=lambda line: line.document_id)
        self.table.sort_by(2, Qt.SortOrder.DescendingOrder)
        self.new = MarkedHere(desk, "New document", KIND_COLUMNS, rows_of=1)
        self.new.show_lines(self._kinds)
        self.new.horizontalHeader().setVisible(False)
        self.past = MarkedHere(desk, "Versions", VERSION_COLUMNS)
        self.beside = label("", "label", name="Whose versions these are")
        self.beside_said = label("", "muted", name="The versions of this document")
        self._lay_out()
        self.table.when_chosen(self._open)
        self.new.when_chosen(self._begin)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        desk.news.changed.connect(self._changed)
        desk.appearance.changed.connect(self._fit)
        self._fit()

    def _lay_out(self) -> None:
        self._new_head = label("New: Enter begins one", "label")
        self._new_head.setBuddy(self.new)
        self._open_button = button("Open", self.table.open_one, part="main", tip="Enter")
        buttons = QHBoxLayout()
        buttons.addWidget(self._open_button)
        buttons.addWidget(button("Back to the file", self._back, tip="Esc"))
        buttons.addStretch(1)
        left, right = QWidget(), QWidget()
        column, side = QVBoxLayout(left), QVBoxLayout(right)
        for layout, widgets in (
            (column, (self.table, self._new_head, self.new)),
            (side, (self.beside, self.beside_said, self.past)),
        ):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(6)
            for widget in widgets:
                layout.addWidget(widget, 1 if widget in (self.table, self.past) else 0)
        side.setContentsMargins(8, 0, 0, 0)
        side.addStretch()
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(left)
        halves.addWidget(right)
        halves.setStretchFactor(0, 68)
        halves.setStretchFactor(1, 32)
        halves.setSizes([680, 320])
        self.body.addWidget(label(with_marks(f"Documents for the court: {self.name}"), "heading"))
        self.body.addWidget(self._said)
        self.body.addLayout(buttons)
        self.body.addWidget(halves, 1)

    # Reading.

    @property
    def said(self) -> str:
        """How many documents there are, in words."""
        return self._said.text()

    def arrive(self) -> None:
        """Read the list anew and stand in it."""
        self._read()
        self._go_to_list()

    def _go_to_list(self) -> None:
        (self.table if self.table.one or self.new.isHidden() else self.new).setFocus()

    def close_page(self) -> None:
        """The page goes: whatever is under way may stop."""
        self._lane.drop()
        self._versions_lane.drop()

    def _read(self) -> None:
        work = partial(_look, self._session, self.child_id, self._desk.signed_in.me.role)
        self._desk.tasks.read(work, self._show, self._failed, self._lane)

    def _show(self, found: Found) -> None:
        self.banner.was_read()
        bare = self.table.one is None
        self.found = found
        self._ended = found.ended
        if not self._given and found.kinds != self._kinds:
            self._kinds = found.kinds
            self.new.show_lines(self._kinds)
        self.table.show_lines(found.lines)
        for one in (self.new, self._new_head):
            one.setVisible(found.may_write)
        self._open_button.setEnabled(bool(found.lines))
        self._say()
        self._read_versions()
        self._fit()
        if bare and (self.table.hasFocus() or self.new.hasFocus()):
            self._go_to_list()

    def _say(self) -> None:
        known, may = len(self.table.shown), self.found is not None and self.found.may_write
        if known:
            said = f"{count(known, 'document')}. Enter opens {'it' if known == 1 else 'one'}."
        else:
            said = "Nothing has been made for the court out of this file yet."
        reads = " You may read this file but not write documents in it."
        self._said.setText(said if may else said + reads)

    def _failed(self, error: ThroughlineError) -> None:
        if isinstance(error, NotPermitted):
            words = "This file is no longer open to you, perhaps because its time has run out."
            self.banner.say(News.CARE, f"{words} (Reference {error.reference})", (("Back to the file", self._back),))
        else:
            self.banner.not_read(error, self._read)

    def _names(self) -> Mapping[UUID, str]:
        return self.found.names if self.found is not None else {}

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and self.child_id in changes.children:
            self._read()

    # The versions of the document on which one stands.

    def _moved(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._read_versions()

    def _read_versions(self) -> None:
        line = self.table.one
        self._shut = False
        self.past.show_lines(())
        self.beside_said.setText("")
        self.past.setVisible(line is not None)
        if line is None:
            self._versions_lane.drop()
            self.beside.setText("")
            return
        self.beside.setText(
            f"Versions of {with_marks(line.title) or kind_words(line.kind, (*self._kinds, *self._ended)).lower()}"
        )
        work = partial(court_document_versions, self._session, self.child_id, line.document_id)
        self._desk.tasks.read(work, self._show_versions, self._not_versions, self._versions_lane)

    def _show_versions(self, versions: tuple[SavedVersion, ...]) -> None:
        self.past.show_lines(versions)
        self.past.setVisible(True)
        self.beside_said.setText(count(len(versions), "version") + ", the newest first.")
        self.past.stand_in_row(0)

    def _not_versions(self, error: ThroughlineError) -> None:
        line = self.table.one
        if isinstance(error, NotPermitted) and line is not None and len(line.children) > 1:
            self._shut = True
            self.past.setVisible(False)
            self.beside_said.setText(f"{self._also(line)} Enter opens what is missing, and then the document.")
        else:
            self._failed(error)

    def _also(self, line: CourtDocumentLine) -> str:
        others = len(line.children) - 1
        whose = with_marks(others_words(line.children, self.child_id, self._names()))
        files = "whose file is" if others == 1 else "and not all their files are"
        return f"This document is also about {whose}, {files} {'not open' if others == 1 else 'open'}."

    # Opening and beginning.

    def _open(self, line: CourtDocumentLine) -> None:
        if not any(kind.kind == line.kind for kind in (*self._kinds, *self._ended)):
            self.banner.say(News.CARE, "There is no template for this kind of document any more; ask an administrator.")
        elif self._shut:
            words = "Opening it is on record, with a reason where one is due."
            go_on = partial(self._open_others, line)
            self.banner.say(News.CARE, f"{self._also(line)} {words}", (("Open it and go on", go_on),))
            self.banner.choices[0].setFocus()
        else:
            self._desk.navigator.go(self._wish(line.kind, line.document_id))

    def _open_others(self, line: CourtDocumentLine) -> None:
        """Open the files of the others first; that of this child is open."""
        self.banner.clear()
        names = self._names()
        others = (OpenChild(one, names.get(one, "a child"), "") for one in line.children if one != self.child_id)
        self._desk.navigator.go(WithFiles(tuple(others), self._wish(line.kind, line.document_id)))

    def _begin(self, kind: DocumentKind) -> None:
        self._desk.navigator.go(self._wish(kind.kind, self._another() if kind == CHRONOLOGY else None))

    def _another(self) -> UUID | None:
        """The id of another chronology, where all there are were filed; None goes on with the one that is not."""
        known = [line for line in self.table.lines.records if line.kind == CHRONOLOGY.kind]
        return uuid4() if known and not any(line.unfiled for line in known) else None

    def _wish(self, kind: str, document_id: UUID | None) -> CourtChronology | OpenCourtDocument:
        if kind == CHRONOLOGY.kind:
            return CourtChronology(self.child_id, self.name, document_id)
        return OpenCourtDocument(self.child_id, self.name, document_id, kind)

    def _back(self) -> None:
        self._desk.navigator.go(Back(self.child_id))

    @override
    def act(self, act: Act) -> bool:
        """Go back to the file, or on to the next list."""
        if act is Act.BACK:
            self._back()
            return True
        if act is Act.NEXT_PART:
            to_next([part for part in (self.table, self.new, self.past) if part.isVisible()])
            return True
        return False

    def _fit(self) -> None:
        for one in (self.table, self.new, self.past):
            one.fit()
        rows = min(max(len(self._kinds), 1), 6)
        self.new.setFixedHeight(rows * self.new.verticalHeader().defaultSectionSize() + 2 * self.new.frameWidth())


def _look(session: Session, child_id: UUID, role: str) -> Found:
    lines = court_documents(session, child_id)
    names = {one.child_id: one.name for one in siblings_of(session, child_id)}
    here = templates_here(session)
    kinds = kinds_of((one.template for one in here.by_kind.values()), role)
    _, *ended = kinds_of(one.template for one in here.ended.values())
    may_write = role in _WRITERS and child_summary(session, child_id).may_record
    return Found(lines, may_write, names, kinds, tuple(ended))
