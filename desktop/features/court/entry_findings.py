"""The findings in a chronology: which entry each is in, and going there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from typing_extensions import override

from db.domain.findings import Finding
from db.queries.court_documents import FindingAnswer
from desktop.features.court.answering import Answering
from desktop.features.court.checking import entry_of_place, open_by_entry
from desktop.models.words import short_months

if TYPE_CHECKING:
    from desktop.features.court.page import CourtPage


class EntryFindings(Answering):
    """Answering, in a chronology."""

    def __init__(self, page: CourtPage) -> None:
        super().__init__(page)
        self._court = page

    @override
    def where(self, finding: Finding) -> str:
        entry_id = entry_of_place(finding.place)
        row = self._court.lines.row_of(entry_id) if entry_id is not None else -1
        choice = self._court.lines.choice(row)
        if choice is None:
            return super().where(finding)
        return f"{self._court.lines.serials[row]}, {short_months(choice.candidate.content.occurred.in_words())}"

    @override
    def go_to(self, finding: Finding) -> None:
        page, entry_id = self._court, entry_of_place(finding.place)
        if entry_id is None:
            super().go_to(finding)
            return
        page.table.stand_on(page.lines.row_of(entry_id))
        page.word()
        page.panes.entry.point_to(finding.words, finding.start)

    @override
    def mark(self, found: tuple[Finding, ...], answers: Mapping[str, FindingAnswer]) -> None:
        self._court.lines.mark(open_by_entry(found, answers))
