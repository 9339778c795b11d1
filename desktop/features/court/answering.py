"""The findings of the check: where they are, what was said of them, and going there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from db.commands.changes import Changes
from db.domain.findings import Finding, of_length
from db.errors import ThroughlineError
from db.queries.court_documents import FindingAnswer, finding_answers
from desktop.features.court.checking import answer_all, entry_of_place, open_by_entry
from desktop.features.court.hidden import page_of_place
from desktop.features.court.settings import BY_KEY
from desktop.infra.tasks import Lane
from desktop.models.words import short_months

if TYPE_CHECKING:
    from desktop.features.court.page import CourtPage


class Answering(QObject):
    """What the check found in the document that is open."""

    def __init__(self, page: CourtPage) -> None:
        super().__init__(page)
        self._page, self._lane = page, Lane()
        self._found: tuple[Finding, ...] = ()
        self._hidden: tuple[Finding, ...] = ()
        self._answers: dict[str, FindingAnswer] = {}
        self._to_say: tuple[tuple[Finding, ...], str] | None = None
        page.laying.found.connect(self._take_findings)
        page.panes.check.accepted.connect(self.say)
        page.panes.check.withdrawn.connect(self._withdraw)

    def take(self, answers: Iterable[FindingAnswer]) -> None:
        """What was said before."""
        self._answers = {answer.finding: answer for answer in answers}
        self._page.panes.check.forget()
        self.show()

    def _take_findings(self, findings: tuple[Finding, ...]) -> None:
        self._found = findings
        self.show()

    def take_hidden(self, findings: tuple[Finding, ...]) -> None:
        """What the server found in the pages."""
        self._hidden = findings
        self.show()

    @property
    def answered(self) -> tuple[tuple[Finding, FindingAnswer], ...]:
        """The findings of which somebody said why they may stand, and what was said; each once."""
        found = {finding.key: finding for finding in (*self._hidden, *self._found)}
        return tuple((found[key], answer) for key, answer in self._answers.items() if key in found)

    @property
    def in_the_way(self) -> tuple[Finding, ...]:
        """What keeps the document from being filed by this person: findings without a reason, and hidden details that
        nobody else released."""
        return tuple(
            finding
            for finding in {finding.key: finding for finding in (*self._hidden, *self._found)}.values()
            if (answer := self._answers.get(finding.key)) is None
            or (finding.hidden and (answer.mine or not answer.hidden))
        )

    def show(self) -> None:
        """Show what is found, with the length of what is laid out."""
        page, document = self._page, self._page.panes.preview.document
        limit = page.facts.page_limit if page.facts is not None else None
        length = of_length(document.pages, limit) if document is not None else ()
        found = (*self._hidden, *self._found, *length)
        page.panes.check.show_findings(found, self._answers, self._where)
        page.panes.name_check(page.panes.check.open)
        page.lines.mark(open_by_entry(found, self._answers))

    def _where(self, finding: Finding) -> str:
        entry_id = entry_of_place(finding.place)
        row = self._page.lines.row_of(entry_id) if entry_id is not None else -1
        choice = self._page.lines.choice(row)
        if choice is not None:
            return f"{self._page.lines.serials[row]}, {short_months(choice.candidate.content.occurred.in_words())}"
        page = page_of_place(finding.place)
        if page is not None:
            return f"page {page + 1}"
        return BY_KEY[finding.place].label if finding.place in BY_KEY else "the whole"

    def go_to(self, finding: Finding) -> None:
        """Go to the place of a finding, with its words marked."""
        page, entry_id = self._page, entry_of_place(finding.place)
        number = page_of_place(finding.place)
        if number is not None:
            page.panes.show_pane(page.panes.preview)
            page.panes.preview.go_to_page(number)
            page.panes.preview.arrive()
            return
        if entry_id is None:
            page.panes.show_pane(page.panes.settings)
            page.panes.settings.go(finding.place if finding.place in BY_KEY else "since")
            return
        page.table.stand_on(page.lines.row_of(entry_id))
        page.word()
        page.panes.entry.point_to(finding.words, finding.start)

    # Saying why they may stand.

    def say(self, findings: tuple[Finding, ...], reason: str) -> None:
        """Put on record why these may stand; the document is saved first where it never was."""
        page = self._page
        if page.keeping is None:
            return
        if not page.keeping.version:
            self._to_say = (findings, reason)
            page.save()
            return
        document_id = page.keeping.document_id
        work = partial(answer_all, page.desk.signed_in.session, page.child_id, document_id, findings, reason)
        page.desk.tasks.write(work, self._said, self._failed)

    def saved(self) -> None:
        """The document is on the server: what waited for that is said now."""
        waiting, self._to_say = self._to_say, None
        if waiting is not None:
            self.say(*waiting)

    def _withdraw(self, findings: tuple[Finding, ...]) -> None:
        self.say(findings, "")

    def _said(self, _changes: Changes | None) -> None:
        page = self._page
        if page.keeping is not None:
            work = partial(finding_answers, page.desk.signed_in.session, page.child_id, page.keeping.document_id)
            page.desk.tasks.read(work, self.take, self._failed, self._lane)

    def _failed(self, error: ThroughlineError) -> None:
        self._page.banner.trouble(error)
