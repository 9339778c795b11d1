"""The findings of the check: where they are, what was said of them, and going there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from db.commands.changes import Changes
from db.domain.findings import Finding, of_length
from db.errors import ThroughlineError
from db.queries.court_documents import FindingAnswer, finding_answers
from desktop.features.court.checking import answer_all
from desktop.features.court.hidden import page_of_place
from desktop.infra.tasks import Lane

if TYPE_CHECKING:
    from desktop.features.court.document_page import DocumentPage


class Answering(QObject):
    """What the check found in the document that is open."""

    def __init__(self, page: DocumentPage) -> None:
        super().__init__(page)
        self._page, self._lane = page, Lane()
        page.panes.check.went.connect(self.go_to)
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
    def _each(self) -> dict[str, Finding]:
        """What is found in words and pages by what it is answered by, each once."""
        return {finding.key: finding for finding in (*self._hidden, *self._found)}

    @property
    def answered(self) -> tuple[tuple[Finding, FindingAnswer], ...]:
        """The findings of which somebody said why they may stand, and what was said; each once."""
        found = self._each
        return tuple((found[key], answer) for key, answer in self._answers.items() if key in found)

    @property
    def in_the_way(self) -> tuple[Finding, ...]:
        """What keeps the document from being filed by this person: findings without a reason, and hidden details that
        nobody else released."""
        return tuple(
            finding
            for finding in self._each.values()
            if (answer := self._answers.get(finding.key)) is None
            or (finding.hidden and (answer.mine or not answer.hidden))
        )

    def show(self) -> None:
        """Show what is found, with the length of what is laid out."""
        page, document = self._page, self._page.panes.preview.document
        length = of_length(document.own_pages, page.page_limit) if document is not None else ()
        found = (*self._hidden, *self._found, *length)
        page.panes.check.show_findings(found, self._answers, self.where)
        page.panes.name_check(page.panes.check.open)
        self.mark(found, self._answers)

    def where(self, finding: Finding) -> str:
        """The place of a finding in words."""
        page = page_of_place(finding.place)
        if page is not None:
            return f"page {page + 1}"
        return (
            self._page.asked(finding.place).label if finding.place in self._page.panes.form.form.fields else "the whole"
        )

    def go_to(self, finding: Finding) -> None:
        """Go to the place of a finding, with its words marked."""
        number, panes = page_of_place(finding.place), self._page.panes
        if number is not None:
            panes.show_pane(panes.preview)
            panes.preview.go_to_page(number)
            panes.preview.arrive()
            return
        self._page.panes.show_pane(self._page.panes.form)
        self._page.panes.form.go(finding.place)

    def mark(self, found: tuple[Finding, ...], answers: Mapping[str, FindingAnswer]) -> None:
        """Show what is open where it is."""

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
