"""The court chronology: choose at the left; word, look at the pages, check and set at the right.

The record is never changed by it. What is typed is kept at once, and everything slow runs off the interface thread.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from db.commands.changes import Changes
from db.errors import NotPermitted, ThroughlineError
from desktop.features.court.answering import Answering
from desktop.features.court.candidates import CandidateList, Candidates
from desktop.features.court.choosing import Choosing
from desktop.features.court.filed import Filed
from desktop.features.court.filing import Filing
from desktop.features.court.keeping import Keeping
from desktop.features.court.laying import Laid, Laying, Wanted
from desktop.features.court.meeting import Meeting
from desktop.features.court.opening import Opened, draft_of, kept_of, open_chronology
from desktop.features.court.panes import Panes
from desktop.features.court.printing import Printing, wanted_of
from desktop.features.court.selection import CourtFacts, read_facts
from desktop.features.court.standing import standing
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import Back, CourtChronology
from desktop.infra.tasks import Lane
from desktop.models.words import with_marks
from desktop.widgets.banner import News
from desktop.widgets.flow import Flow
from desktop.widgets.helping import Helping
from desktop.widgets.page import Page
from desktop.widgets.text import button, label, restyle

_OWN_NEWS = frozenset({"court_document", "finding", "filed"})


class CourtPage(Page):
    """The entries of the file, and beside them one of the panes."""

    acts = frozenset(
        {
            *(Act.BACK, Act.SAVE, Act.CLOSE_FILE, Act.NEXT_PART, Act.SPELLING),
            *(Act.FIND_IN_FILE, Act.NEXT_HIT, Act.PREVIOUS_HIT),
        }
    )
    filing = Signal()
    """The document is saved and is to be filed."""

    def __init__(self, desk: Desk, wish: CourtChronology) -> None:
        super().__init__("Court chronology")
        self.child_id, self._name = wish.child_id, wish.name
        self.desk, self._draft_id, self._document_id = desk, wish.draft_id, wish.document_id
        self._session, self._opening = desk.signed_in.session, Lane()
        self.opened: Opened | None = None
        self.facts: CourtFacts | None = None
        self.keeping: Keeping | None = None
        self._stale = False
        self.lines = Candidates(self)
        self.table = CandidateList(desk, self.lines)
        self.panes = Panes(desk)
        self.laying = Laying(desk.tasks, self._wanted, self)
        self.choosing = Choosing(self)
        self.printing, self.answering, self.meeting = Printing(self), Answering(self), Meeting(self)
        self.filed, self.to_file = Filed(self), Filing(self)
        self._lay_out()
        self.helping = Helping(self.panes, desk.writer)
        self.helping.attend()
        self._listen()
        self._fit()

    def _lay_out(self) -> None:
        self.heading = label(f"Court chronology: {with_marks(self._name)}", "title")
        self.said = label("", name="How the chronology stands")
        self.save_button = button("Save (Ctrl+S)", self.save, part="main", name="Save a version", tip="Ctrl+S")
        self.file_button = button(
            "File… (Ctrl+Shift+Enter)", self.file, name="File the document", tip="Ctrl+Shift+Enter"
        )
        self.pdf_button = button("Save a PDF…", self.printing.ask, name="Save the pages as a PDF")
        self.cancel_button = button("Cancel", self.laying.cancel, name="Stop laying out the pages")
        self.again_button = button("Lay out again", self.laying.now, name="Lay out the pages again")
        self.back_button = button("Back (Esc)", self.back, name="Back to the file", tip="Esc")
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        for made in (
            *(self.cancel_button, self.again_button, self.save_button, self.file_button),
            *(self.pdf_button, self.back_button),
        ):
            top.addWidget(made)
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
        halves.setSizes([500, 500])
        self.body.addLayout(top)
        self.body.addWidget(self.said)
        self.body.addWidget(halves, 1)

    def _keys(self) -> QWidget:
        """What the keys of the list do, as buttons for those who point."""
        keys = QWidget()
        flow = Flow(keys, across=2, down=2)
        for words, act, name in (
            ("Space: in or out", self.choosing.turn, "In or out"),
            ("R: relied on", self.choosing.rely, "Relied on, or not"),
            ("Enter: wording", self.word, "To the court wording"),
            ("Alt+↑: up", partial(self.choosing.move, -1), "Before the one above it on the same day"),
            ("Alt+↓: down", partial(self.choosing.move, 1), "After the one below it on the same day"),
        ):
            flow.addWidget(button(words, act, part="link", name=name, tip=f"{name} ({words.split(':')[0]})"))
        return keys

    def _listen(self) -> None:
        self.table.wanted.connect(self.word)
        self.panes.preview.wanted.connect(self._from_page)
        self.panes.preview.trouble.connect(self.banner.trouble)
        self.panes.check.went.connect(self.answering.go_to)
        self.panes.turned.connect(self._pane_turned)
        self.laying.laid.connect(self._laid)
        self.laying.failed.connect(self._not_laid)
        for signal in (self.laying.began, self.laying.moved, self.laying.stopped):
            signal.connect(self.tell)
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self.panes.step, by))
        self.desk.news.changed.connect(self._changed)
        self.desk.appearance.changed.connect(self._fit)

    def _fit(self) -> None:
        self.table.fit()
        self.panes.fit()

    # Opening.

    def go(self, wish: CourtChronology) -> None:
        """Go on with another draft or document, where one is named."""
        if self.keeping is None:
            return
        other = wish.draft_id is not None and wish.draft_id != self.keeping.draft.draft_id
        if other or (wish.document_id is not None and wish.document_id != self.keeping.document_id):
            self.keeping.leave()
            self._draft_id, self._document_id = wish.draft_id, wish.document_id
            self._let_go()

    def arrive(self) -> None:
        """Open the chronology, or go on where one was."""
        if self.keeping is not None and self.keeping.gone and self.keeping.theirs is None:
            self._let_go()
        if self.keeping is None:
            self.open()
        elif self._stale:
            self.read_again()
        if self.meeting.pane is not None:
            self.meeting.pane.go()
        else:
            self.table.setFocus()

    def read_again(self) -> None:
        """Read the file as it is now."""
        self._stale = False
        self.banner.clear()
        work = partial(read_facts, self._session, self.child_id)
        self.desk.tasks.read(work, self._know, self._failed, self._opening)

    def open(self) -> None:
        """Read the file and the document."""
        kept = kept_of(self.desk.drafts.drafts, self.child_id, self._draft_id, self._document_id)
        self.tell()
        work = partial(open_chronology, self._session, self.child_id, kept, self._document_id)
        self.desk.tasks.read(work, self._opened, self._failed, self._opening)

    def _opened(self, opened: Opened) -> None:
        self.banner.clear()
        self.opened, self.facts, self.choosing.span = opened, opened.facts, opened.span
        kept, case = opened.kept, opened.facts.case
        self.keeping = Keeping(self.desk, draft_of(opened), case.proceedings_id if case is not None else None)
        self.keeping.saved_at = opened.saved_at
        self.meeting.listen(self.keeping)
        if kept is not None:
            self.keeping.resume(kept)
        self.answering.take(opened.answers)
        self.choosing.show(opened.choices)
        self.choosing.show_fields()
        self.filed.read()
        self.laying.now()
        if kept is not None and kept.sending is not None:
            self.keeping.save()
        elif kept is not None and opened.document is not None and opened.document.version > kept.base_version:
            self.keeping.meet(opened.document)

    def _failed(self, error: ThroughlineError) -> None:
        if isinstance(error, NotPermitted):
            words = f"This file is no longer open to you, perhaps because its time has run out. ({error.reference})"
            self.banner.say(News.CARE, words, (("Back to the file", self.back),))
        else:
            self.banner.trouble(error, (("Try again", self.arrive),))

    def _know(self, facts: CourtFacts) -> None:
        """The record is another by now."""
        self.facts = facts
        self.choosing.anew()

    def _changed(self, changes: Changes) -> None:
        self._stale = self._stale or (self.child_id in changes.children and not changes.what <= _OWN_NEWS)

    # The pages.

    def _wanted(self) -> Wanted | None:
        return wanted_of(self)

    def _laid(self, laid: Laid) -> None:
        self.panes.preview.show_document(laid.document)
        self.answering.show()
        self.tell()

    def _not_laid(self, error: ThroughlineError) -> None:
        self.tell()
        self.banner.trouble(error, (("Try again", self.laying.now),))

    def _from_page(self, serial: int) -> None:
        row = self.lines.row_of_serial(serial)
        if row >= 0:
            self.table.stand_on(row)
            self.panes.show_pane(self.panes.entry)
            self.table.setFocus()

    def _pane_turned(self) -> None:
        row = self.table.row
        if self.panes.front is self.panes.preview and row >= 0 and self.lines.serials[row]:
            self.panes.preview.show_serial(self.lines.serials[row])

    def tell(self, *_: object) -> None:
        """Say in one line how it stands."""
        words, care = standing(self)
        self.said.setText(words)
        restyle(self.said, "part", "doubt" if care else "value")
        document = self.panes.preview.document
        self.pdf_button.setEnabled(document is not None and not self.laying.pending)
        self.cancel_button.setVisible(self.laying.running)
        self.again_button.setVisible(self.laying.cancelled)
        self.save_button.setEnabled(self.keeping is not None)
        self.file_button.setEnabled(self.keeping is not None and self.opened is not None and self.opened.may_save)

    # Acts.

    def word(self, _row: int = -1) -> None:
        """To the court wording of the entry on which one stands."""
        self.panes.show_pane(self.panes.entry)
        self.panes.entry.go()

    def save(self) -> None:
        """Save a version."""
        if self.meeting.pane is not None:
            self.meeting.pane.settle()
        elif self.keeping is not None and self.opened is not None:
            if self.opened.may_save:
                self.keeping.save()
            else:
                self.banner.say(News.CARE, "You may look and print here, but not save a chronology in this file.")

    def file(self) -> None:
        """Save, and have it filed: `filing` is told when the version is on the server."""
        if self.opened is not None and self.opened.may_save:
            self.meeting.then_file = True
        self.save()

    def act(self, act: Act) -> bool:
        """Save, find in the pages, from part to part, to the next doubtful word, or back."""
        found = self.panes.preview.found
        does: dict[Act, Callable[[], None]] = {
            Act.SAVE: self.save,
            Act.BACK: self.back,
            Act.NEXT_PART: self._next_part,
            Act.SPELLING: partial(self.helping.next_doubt, self._no_doubt),
            Act.FIND_IN_FILE: self._find,
            Act.NEXT_HIT: partial(found.step, 1),
            Act.PREVIOUS_HIT: partial(found.step, -1),
        }
        if act not in does:
            return False
        does[act]()
        return True

    def _find(self) -> None:
        self.panes.show_pane(self.panes.preview)
        self.panes.preview.found.go()

    def _no_doubt(self) -> None:
        self.banner.say(News.GOOD, "No doubtful word here.")

    def _next_part(self) -> None:
        if self.table.hasFocus():
            self.panes.go()
        else:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def back(self) -> None:
        """Out of the line in which one asks, else back to the file; what was written is saved on the way."""
        if not self.panes.leave_line():
            self.desk.navigator.go(Back(self.child_id))

    # Leaving.

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous() and self.keeping is not None and self.opened is not None and self.opened.may_save:
            self.keeping.leave()

    @property
    def unsaved(self) -> bool:
        """Whether words would be lost with the page: only where this computer does not take them."""
        return self.keeping is not None and self.keeping.disk_full and self.keeping.touched

    def ask_about_unsaved(self) -> None:
        """Say what would be lost."""
        words = "This computer does not take the text just now. It would be lost with the page."
        self.banner.say(News.CARE, words, (("Save", self.save),), stays=True)

    def _let_go(self) -> None:
        if self.keeping is not None:
            self.meeting.end()
            self.keeping.let_go()
            self.keeping = None

    def close_page(self) -> None:
        """The page goes: whatever is under way may stop, and what is being saved arrives."""
        self.laying.close()
        self.panes.preview.found.close()
        self.choosing.close()
        self._opening.drop()
        self._let_go()
