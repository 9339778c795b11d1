"""Filing the document that is open: the pages are looked through on the server, shown with what stands in the way, and
kept for good by one act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from db.commands.changes import Changes
from db.commands.filing import FiledFinding, FileDocument, file_document
from db.domain.findings import KINDS, Finding
from db.errors import Conflict, NotPermitted, Refused, ThroughlineError, Unreachable
from db.queries.court_documents import FindingAnswer
from desktop.features.court.file_pane import FILE_KEYS, FilePane
from desktop.features.court.hidden import Look, look_for_hidden
from desktop.infra.tasks import Lane
from desktop.models.words import count
from desktop.widgets.banner import News

if TYPE_CHECKING:
    from desktop.features.court.document_page import DocumentPage
    from desktop.features.court.laying import Laid

_WAIT = "Saved. The pages are made and looked through for hidden details before they can be filed."
_WENT_ON = "This was written on, so nothing is filed yet."


@dataclass(frozen=True, slots=True)
class _Ready:
    """What was asked about: these pages of this version and what was said of them, whatever is written meanwhile.

    With the id of their filing, so that asking again files them once.
    """

    laid: Laid
    look: Look
    filed_id: UUID
    version: int
    fields: Mapping[str, str] = field(repr=False)
    answered: tuple[tuple[Finding, FindingAnswer], ...] = field(repr=False)


class Filing(QObject):
    """Looks through what is laid out, and files it when it is asked to."""

    def __init__(self, page: DocumentPage) -> None:
        super().__init__(page)
        self._page, self._lane = page, Lane()
        self._laid: Laid | None = None
        self.look: Look | None = None
        self._wished = self._looking = False
        self._ready: _Ready | None = None
        self.pane: FilePane | None = None
        QShortcut(QKeySequence(FILE_KEYS), page).activated.connect(self._key)
        page.filing.connect(self._begin)
        page.laying.began.connect(self._pages_go)
        page.laying.laid.connect(self._take_pages)
        page.laying.stopped.connect(self._no_pages)
        page.laying.failed.connect(self._no_pages)
        page.panes.turned.connect(self._turned)
        page.panes.check.looked.connect(self.look_through)

    def _key(self) -> None:
        """The key: file what is asked about, or ask."""
        if self.pane is not None and self.pane.ready:
            self.file_it()
        else:
            self._page.file()

    # Looking through the pages.

    def _pages_go(self) -> None:
        """Others are being made: those of before are nothing to file any more."""
        self._laid = None

    def _no_pages(self, error: ThroughlineError | None = None) -> None:
        """None came, and none are on their way: nobody waits for them, unless the server is away."""
        if not self._page.laying.pending and not isinstance(error, Unreachable):
            self._wished = False

    def _take_pages(self, laid: Laid) -> None:
        self._laid = laid
        if self._ready is not None and laid.document.sha256 != self._ready.laid.document.sha256:
            self._take_away()
            self._went_on()
        if self._wished or self.look is None or self._page.panes.front is self._page.panes.check:
            self.look_through()
        else:
            self._tell()

    def _turned(self) -> None:
        if self._page.panes.front is self._page.panes.check:
            self.look_through()

    def look_through(self) -> None:
        """Have the pages compared on the server, unless that was done or nobody knows the pages yet."""
        if self._laid is None or self._looking or self._page.laying.pending:
            return
        if self.look is not None and self.look.sha256 == self._laid.document.sha256:
            self._looked(self.look)
            return
        self._looking = True
        self._tell()
        page, laid = self._page, self._laid
        work = partial(look_for_hidden, page.desk.signed_in.session, page.child_id, laid.shown, laid.document)
        page.desk.tasks.read(work, self._looked, self._not_looked, self._lane)

    def _looked(self, look: Look) -> None:
        self._looking, self.look = False, look
        self._page.answering.take_hidden(look.findings)
        self._tell()
        if self._wished and not self._page.laying.pending:
            if self._laid is not None and look.sha256 == self._laid.document.sha256:
                self._ask(self._laid, look)
            else:
                self.look_through()

    def _not_looked(self, error: ThroughlineError) -> None:
        again = self._page.file if self._wished else self.look_through
        self._looking = self._wished = False
        self._tell()
        self._page.banner.trouble(error, (("Look again", again),))

    def _tell(self) -> None:
        same = self.look is not None and self._laid is not None and self.look.sha256 == self._laid.document.sha256
        if self._looking:
            self._page.panes.check.say_looked("Looking through the pages for hidden details…", again=False)
        elif self.look is None:
            self._page.panes.check.say_looked("Not looked through for hidden details yet.", again=True)
        elif same:
            words = f"{count(len(self.look.pages), 'page')} looked through for hidden details."
            self._page.panes.check.say_looked(words, again=False)
        else:
            self._page.panes.check.say_looked("Changed since it was looked through for hidden details.", again=True)

    # Filing.

    def _begin(self) -> None:
        self._wished = True
        self._page.banner.say(News.NOTE, _WAIT)
        self._page.laying.now()

    def _ask(self, laid: Laid, look: Look) -> None:
        page, keeping = self._page, self._page.keeping
        self._wished = False
        if keeping is None:
            return
        if keeping.touched:
            self._went_on()
            return
        self._take_away()
        page.banner.clear()
        answers = tuple(page.answering.answered)
        self._ready = _Ready(laid, look, uuid4(), keeping.version, dict(keeping.fields), answers)
        entries, pages = count(len(laid.shown.entries), "entry", "entries"), count(laid.document.pages, "page")
        what = f"{laid.shown.title}, version {keeping.version}: {entries} on {pages}."
        answered = [finding for finding, _ in answers]
        self.pane = FilePane(what, keeping.fields, page.answering.in_the_way, answered)
        self.pane.filed.connect(self.file_it)
        self.pane.left.connect(self._take_away)
        self.pane.to_check.connect(self._to_check)
        page.panes.add(self.pane, "File")
        self.pane.go()

    def _went_on(self) -> None:
        """The pages are others than those that were to be filed."""
        self._page.banner.say(News.NOTE, _WENT_ON, (("File what stands now", self._page.file),))

    def _to_check(self) -> None:
        self._take_away()
        self._page.panes.show_pane(self._page.panes.check)
        self._page.panes.check.arrive()

    def file_it(self) -> None:
        """File the pages that were asked about."""
        page, ready = self._page, self._ready
        if page.keeping is None or ready is None or self.pane is None or not self.pane.file_button.isEnabled():
            return
        self.pane.hold(True)
        fields, shown = ready.fields, ready.laid.shown
        wish = FileDocument(
            filed_id=ready.filed_id,
            child_id=page.child_id,
            document_id=page.keeping.document_id,
            children=tuple(child for child in shown.children if child != page.child_id),
            version=ready.version,
            pdf=ready.laid.document.pdf,
            page_texts=ready.look.pages,
            entries=shown.entries,
            as_at=shown.as_at,
            audit_seq=shown.audit_seq,
            audit_head=shown.audit_head,
            title=shown.title,
            case_number=fields.get("case_number", "").strip(),
            court=fields.get("court", "").strip(),
            recipients=fields.get("recipients", ""),
            approved_by=fields.get("approved_by", ""),
            findings=tuple(
                FiledFinding(finding.kind, KINDS.get(finding.kind, finding.kind), answer.reason, answer.said_by)
                for finding, answer in ready.answered
            ),
        )
        page.desk.tasks.write(partial(file_document, page.desk.signed_in.session, wish), self._filed, self._not_filed)

    def _filed(self, changes: Changes) -> None:
        page = self._page
        self._take_away()
        page.banner.say(News.GOOD, f"Filed as number {changes.version}. These pages are kept for good, under Filed.")
        page.filed.read()
        page.panes.show_pane(page.panes.filed)
        page.desk.news.announce(changes)

    def _not_filed(self, error: ThroughlineError) -> None:
        page, again = self._page, ("Read the file again", self._page.read_again)
        if isinstance(error, Conflict):
            self._take_away()
            page.banner.trouble(error, (again,))
        elif isinstance(error, NotPermitted | Refused):  # something is hidden that was not, or a right is gone
            self._take_away()
            self.look = None
            page.banner.trouble(error, (("Look again", page.file), again))
        else:
            if self.pane is not None:
                self.pane.hold(False)
            page.banner.trouble(error, (("Try again", self.file_it),))

    def _take_away(self) -> None:
        if self.pane is not None:
            pane, self.pane, self._ready = self.pane, None, None
            self._page.panes.remove(pane)
            self._page.stand()
