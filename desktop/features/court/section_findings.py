"""The findings in a report: which section each is in, and going there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from db.domain.findings import Finding
from desktop.features.court.answering import Answering
from desktop.models.words import with_marks

if TYPE_CHECKING:
    from desktop.features.court.report_page import ReportPage

_BEFORE = "section:"


class SectionFindings(Answering):
    """Answering, in a report."""

    def __init__(self, page: ReportPage) -> None:
        super().__init__(page)
        self._report = page

    @override
    def where(self, finding: Finding) -> str:
        section = self._report.sections.section(self._row(finding))
        return with_marks(section.called) if section is not None else super().where(finding)

    @override
    def go_to(self, finding: Finding) -> None:
        page, row = self._report, self._row(finding)
        if row < 0:
            super().go_to(finding)
            return
        page.table.stand_on(row)
        page.write()
        page.panes.text.point_to(finding.start, finding.end)

    def _row(self, finding: Finding) -> int:
        if not finding.place.startswith(_BEFORE):
            return -1
        return self._report.sections.row_of(finding.place.removeprefix(_BEFORE))
