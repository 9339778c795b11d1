"""What stands beside the sections of a report, one at a time: the text, the pages, the check, the settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from typing_extensions import override

from desktop.features.court.panes import PaneTabs
from desktop.features.court.preview import Preview
from desktop.features.court.report_settings import ReportSettings
from desktop.features.court.section_pane import SectionPane
from desktop.infra.desk import Desk

_MOST = 40
"""Characters of the title of a section on a button."""


class ReportPanes(PaneTabs):
    """Those of a report; `title_of` names a section by its key."""

    def __init__(self, desk: Desk, title_of: Callable[[str], str]) -> None:
        self.text, self.settings = SectionPane(), ReportSettings()

        def in_words(keys: Sequence[str]) -> str:
            title = title_of(keys[0])
            return title if len(title) <= _MOST else f"{title[:_MOST].rstrip()}"

        super().__init__((self.text, "Text"), Preview(desk, "section:", in_words), self.settings)
        self.text.wrote.connect(self.wrote)

    @override
    def go_writing(self) -> None:
        self.text.go()

    def fit(self) -> None:
        """Take the sizes from the type."""
        self.text.fit()
        self.settings.fit()
        self.preview.fit()
