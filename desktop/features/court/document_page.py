"""A page on which a document is written: kept at every change, laid out and checked in the background, saved, left.

What kind of document it is, its subclasses say. The record is never changed by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from db.domain.draft import Draft
from db.errors import NotPermitted, ThroughlineError, Unreachable
from db.queries.court_documents import CourtDocument, FindingAnswer
from desktop.features.court.answering import Answering
from desktop.features.court.filed import Filed
from desktop.features.court.filing import Filing
from desktop.features.court.keeping import Fields, Keeping
from desktop.features.court.laying import Laid, Laying, Wanted
from desktop.features.court.meeting import Meeting
from desktop.features.court.panes import PaneTabs
from desktop.features.court.printing import Printing
from desktop.features.court.standing import standing
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import Back
from desktop.infra.tasks import Lane
from desktop.widgets.banner import News
from desktop.widgets.form import Field
from desktop.widgets.helping import Helping
from desktop.widgets.page import Page
from desktop.widgets.text import button, label, restyle

_APART = re.compile(r"[\W_]+")


class DocumentPage(Page):
    """One document with its panes; what is asked of a subclass raises NotImplementedError here."""

    acts = frozenset(
        {
            *(Act.BACK, Act.SAVE, Act.CLOSE_FILE, Act.NEXT_PART, Act.SPELLING),
            *(Act.FIND_IN_FILE, Act.NEXT_HIT, Act.PREVIOUS_HIT),
        }
    )
    filing = Signal()
    """The document is saved and is to be filed."""
    called = ""
    """What kind of document it is, in a word."""
    answering: Answering

    def __init__(self, title: str, desk: Desk, child_id: UUID, panes: PaneTabs) -> None:
        super().__init__(title)
        self.desk, self.child_id, self.panes = desk, child_id, panes
        self.keeping: Keeping | None = None
        self.session, self.opening = desk.signed_in.session, Lane()
        self._waits = False
        self.laying = Laying(desk.tasks, self.wanted, self)
        self.printing, self.meeting, self.filed = Printing(self), Meeting(self), Filed(self)
        self.said = label("", name=f"How the {self.called} stands")
        self.save_button = button("Save (Ctrl+S)", self.save, part="main", name="Save a version", tip="Ctrl+S")
        self.file_button = button("File…", self.file, name="File the document", tip="Ctrl+Shift+Enter")
        self.pdf_button = button("Save a PDF…", self.printing.ask, name="Save the pages as a PDF")
        self.cancel_button = button("Cancel", self.laying.cancel, name="Stop laying out the pages")
        self.again_button = button("Lay out again", self.laying.now, name="Lay out the pages again")
        self.back_button = button("Back (Esc)", self.back, name="Back to the file", tip="Esc")

    # What a subclass says.

    @property
    def may_save(self) -> bool:
        """Whether one may save documents in this file."""
        raise NotImplementedError

    @property
    def file_name(self) -> str:
        """What a file of it is called, unlike that of any other child and without a name."""
        draft = self.keeping.draft if self.keeping is not None else None
        parts = (draft.reference, draft.document) if draft is not None else (self.called,)
        return _APART.sub("-", "-".join(parts)).strip("-")

    @property
    def about(self) -> tuple[UUID, ...]:
        """Whom the document is about, the child of this file first."""
        return (self.child_id,)

    @property
    def page_limit(self) -> int | None:
        """The usual number of pages."""
        raise NotImplementedError

    @property
    def counted(self) -> str:
        """How much is in the document, in words."""
        raise NotImplementedError

    def asked(self, name: str) -> Field:
        """A field of the document as a person is asked about it."""
        raise NotImplementedError

    def before_merging(self, base: Fields, mine: Fields, theirs: Fields) -> Fields:  # noqa: ARG002 (for those who override it)
        """My fields as they are put together with a colleague's."""
        return mine

    def wanted(self) -> Wanted | None:
        """What is to be laid out and checked as it stands now; None while nothing is open."""
        raise NotImplementedError

    def put(self, changes: Mapping[str, str]) -> None:
        """Set some fields."""
        raise NotImplementedError

    def show_all(self) -> None:
        """Show the fields as they are kept: they are others now."""
        raise NotImplementedError

    def show_changed(self, changed: Mapping[UUID, str]) -> int:  # noqa: ARG002 (for those that list entries)
        """Mark the entries that are "new", "amended" or "gone" since a filing; how many are marked."""
        return 0

    def stand(self) -> None:
        """Give the keyboard to where one works."""
        raise NotImplementedError

    def open(self) -> None:
        """Read the file and the document."""
        raise NotImplementedError

    def renew(self) -> None:
        """The record is another by now: read it anew."""
        raise NotImplementedError

    # Made of its parts.

    def top(self, heading: QWidget, *others: QPushButton) -> QHBoxLayout:
        """The heading and the buttons beside it."""
        line = QHBoxLayout()
        line.addWidget(heading, 1)
        for made in (
            self.cancel_button, self.again_button, self.save_button, self.file_button, self.pdf_button, *others,
            self.back_button,
        ):  # fmt: skip
            line.addWidget(made)
        return line

    def listen(self) -> None:
        """Follow the panes, the pages and the record, once all parts are there."""
        self.helping = Helping(self.panes, self.desk.writer)
        self.helping.attend()
        self.to_file = Filing(self)
        self.panes.preview.trouble.connect(self.banner.trouble)
        self.laying.laid.connect(self._laid)
        self.laying.failed.connect(self._not_laid)
        for signal in (self.laying.began, self.laying.moved, self.laying.stopped):
            signal.connect(self.tell)
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self.panes.step, by))
        self.desk.tasks.reached.connect(self._reached)

    # Opening.

    def arrive(self) -> None:
        """Open the document, or go on where one was, with the file as it is now: colleagues may have written in it."""
        if self.keeping is not None and self.keeping.gone and self.keeping.theirs is None:
            self.let_go()
        if self.keeping is None:
            self.open()
        else:
            self._read_on()
        if self.meeting.pane is not None:
            self.meeting.pane.go()
        else:
            self.stand()

    def read_again(self) -> None:
        """Read the file as it is now, since the person asks."""
        self.banner.clear()
        self._read_on()

    def _read_on(self) -> None:
        self.renew()
        self.filed.read()

    def take_up(
        self,
        draft: Draft,
        kept: Draft | None,
        document: CourtDocument | None,
        answers: Iterable[FindingAnswer],
        *,
        proceedings_id: UUID | None,
        saved_at: datetime | None,
    ) -> None:
        """Go on with a document: with what is kept of it here, where something is."""
        self.keeping = Keeping(self.desk, draft, proceedings_id)
        self.keeping.saved_at = saved_at
        self.keeping.before_merging = self.before_merging
        self.meeting.listen(self.keeping)
        if kept is not None:
            self.keeping.resume(kept)
        self.answering.take(answers)
        self.show_all()
        self.filed.read()
        self.laying.now()
        if kept is not None and kept.sending is not None:
            self.keeping.save()
        elif kept is not None and document is not None and document.version > kept.base_version:
            self.keeping.meet(document)

    def failed(self, error: ThroughlineError) -> None:
        """It could not be read."""
        if isinstance(error, NotPermitted):
            words = f"This file is no longer open to you, perhaps because its time has run out. ({error.reference})"
            self.banner.say(News.CARE, words, (("Back to the file", self.back),))
        else:
            self.banner.trouble(error, (("Try again", self.arrive),))

    # The pages.

    def _laid(self, laid: Laid) -> None:
        self.panes.preview.show_document(laid.document)
        self.answering.show()
        self.tell()

    def _not_laid(self, error: ThroughlineError) -> None:
        self._waits = isinstance(error, Unreachable)
        self.tell()
        if not self._waits:
            self.banner.trouble(error, (("Try again", self.laying.now),))

    def _reached(self, answers: bool) -> None:
        if answers and self._waits:
            self._waits = False
            self.laying.soon()

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
        self.file_button.setEnabled(self.keeping is not None and self.may_save)

    # Acts.

    def save(self) -> None:
        """Save a version."""
        if self.meeting.pane is not None:
            self.meeting.pane.settle()
        elif self.keeping is not None:
            if self.may_save:
                self.keeping.save()
            else:
                self.banner.say(News.CARE, f"You may look and print here, but not save a {self.called} in this file.")

    def file(self) -> None:
        """Save, and have it filed: `filing` is told when the version is on the server."""
        self.meeting.then_file = self.may_save
        self.save()

    def act(self, act: Act) -> bool:
        """Save, find in the pages, from part to part, to the next doubtful word, or back."""
        does = self.does()
        if act not in does:
            return False
        does[act]()
        return True

    def does(self) -> dict[Act, Callable[[], None]]:
        """What each act does here."""
        found = self.panes.preview.found
        return {
            Act.SAVE: self.save,
            Act.BACK: self.back,
            Act.NEXT_PART: self.next_part,
            Act.SPELLING: partial(self.helping.next_doubt, self._no_doubt),
            Act.FIND_IN_FILE: self._find,
            Act.NEXT_HIT: partial(found.step, 1),
            Act.PREVIOUS_HIT: partial(found.step, -1),
        }

    def _find(self) -> None:
        self.panes.show_pane(self.panes.preview)
        self.panes.preview.found.go()

    def _no_doubt(self) -> None:
        self.banner.say(News.GOOD, "No doubtful word here.")

    def next_part(self) -> None:
        """From the list to the panes, or back."""
        raise NotImplementedError

    def back(self) -> None:
        """Out of the line in which one asks, else back to the file; what was written is saved on the way."""
        if not self.panes.leave_line():
            self.desk.navigator.go(Back(self.child_id))

    # Leaving.

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous() and self.keeping is not None and self.may_save:
            self.keeping.leave()

    @property
    def unsaved(self) -> bool:
        """Whether words would be lost with the page: only where this computer does not take them."""
        return self.keeping is not None and self.keeping.disk_full and self.keeping.touched

    def ask_about_unsaved(self) -> None:
        """Say what would be lost."""
        words = "This computer does not take the text just now. It would be lost with the page."
        self.banner.say(News.CARE, words, (("Save", self.save),), stays=True)

    def let_go(self) -> None:
        """Leave the document: what is being saved arrives."""
        if self.keeping is not None:
            self.meeting.end()
            self.keeping.let_go()
            self.keeping = None

    def close_page(self) -> None:
        """The page goes: whatever is under way may stop, and what is being saved arrives."""
        self.laying.close()
        self.panes.preview.found.close()
        self.opening.drop()
        self.let_go()
