"""What stands beside the sections of a report, one at a time: the text, the pages, the check, the settings."""

from __future__ import annotations

from collections.abc import Sequence

from typing_extensions import override

from desktop.features.court.panes import PaneTabs
from desktop.features.court.preview import Preview
from desktop.features.court.report_settings import ReportSettings
from desktop.features.court.section_pane import SectionPane
from desktop.infra.desk import Desk


class ReportPanes(PaneTabs):
    """Those of a report."""

    def __init__(self, desk: Desk) -> None:
        self.text, self.settings = SectionPane(), ReportSettings()
        super().__init__((self.text, "Text"), Preview(desk, "section:", _sections), self.settings)
        self.text.wrote.connect(self.wrote)

    @override
    def go_writing(self) -> None:
        self.text.go()

    def fit(self) -> None:
        """Take the sizes from the type."""
        self.text.fit()
        self.settings.fit()
        self.preview.fit()


def _sections(_keys: Sequence[str]) -> str:
    return "To this section"
