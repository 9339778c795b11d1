"""What becomes of a saving: saved, kept until the server answers, not taken, or put together with a colleague's."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from db.domain.merging import Merged
from db.errors import NotPermitted, ThroughlineError
from db.queries.court_documents import CourtDocument
from desktop.features.court.both import BothPane, taken_in_words
from desktop.models.words import with_marks
from desktop.widgets.banner import News

if TYPE_CHECKING:
    from desktop.features.court.document_page import DocumentPage
    from desktop.features.court.keeping import Keeping

_KEPT = "The server does not answer. What you wrote is kept on this computer and is saved when the server answers."
_REFUSED = (
    "You may not save in this file just now: your access has ended or run out. What you wrote is kept on this computer."
)
_PARTED = "This was written on in another window as well. Both are kept: the other text is under Drafts."


class Meeting(QObject):
    """Tells the page of its document, and asks where two people changed the same."""

    def __init__(self, page: DocumentPage) -> None:
        super().__init__(page)
        self._page = page
        self.pane: BothPane | None = None
        self.then_file = False
        self._waits = False

    def listen(self, keeping: Keeping) -> None:
        """Follow the document that is open."""
        keeping.told.connect(self._page.tell)
        keeping.saved.connect(self._saved)
        keeping.waiting.connect(self._waiting)
        keeping.refused.connect(self._refused)
        keeping.taken.connect(self._taken)
        keeping.differs.connect(self._ask)
        keeping.parted.connect(self._parted)

    def _saved(self) -> None:
        if self._waits:
            self._waits = False
            self._page.banner.clear()
        self._page.answering.saved()
        self._page.laying.soon()
        if self.then_file:
            self.then_file = False
            self._page.filing.emit()

    def _waiting(self) -> None:
        self._waits, self.then_file = True, False
        self._page.banner.say(News.NOTE, _KEPT)

    def _refused(self, error: ThroughlineError) -> None:
        self.then_file = False
        told = NotPermitted(_REFUSED, reference=error.reference) if isinstance(error, NotPermitted) else error
        self._page.banner.trouble(told, (("Try again", self._page.save),))

    def _parted(self) -> None:
        self._page.banner.say(News.NOTE, _PARTED)

    # Somebody else saved it meanwhile.

    def _taken(self, theirs: CourtDocument, names: tuple[str, ...]) -> None:
        page = self._page
        changed = f" and changed: {taken_in_words(names, page.asked)}" if names else ""
        words = f"{with_marks(theirs.author)} saved version {theirs.version} meanwhile{changed}."
        page.banner.say(News.NOTE, f"{words} That is taken over; your own changes stand too." if names else words)
        page.show_all()

    def _ask(self, theirs: CourtDocument, merged: Merged) -> None:
        page = self._page
        self._take_away()
        self.pane = BothPane(theirs, merged, page.asked, page.desk.appearance)
        self.pane.settled.connect(self._settle)
        page.panes.add(self.pane, "Both texts")
        words = f"{with_marks(theirs.author)} changed the same as you. Both texts are kept: choose which stands."
        page.banner.say(News.CARE, words, (("Look at both", partial(self._go, self.pane)),), stays=True)
        page.tell()
        self.pane.go()

    def _go(self, pane: BothPane) -> None:
        if pane is self.pane:
            self._page.panes.show_pane(pane)
            pane.go()

    def _settle(self, decided: dict[str, str]) -> None:
        page = self._page
        page.banner.clear()
        self._take_away()
        if page.keeping is not None:
            page.keeping.settle(decided)
            page.show_all()

    def _take_away(self) -> None:
        if self.pane is not None:
            pane, self.pane = self.pane, None
            self._page.panes.remove(pane)
            self._page.stand()

    def end(self) -> None:
        """Another document is opened, or none."""
        self._take_away()
        self.then_file = self._waits = False
