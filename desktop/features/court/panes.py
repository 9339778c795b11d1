"""What stands beside the list, one at a time: what is written on, the pages, the check, the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from db.domain.court_chronology import REFERENCE, WORDING, Choice, field_of
from desktop.features.court.candidates import Candidates
from desktop.features.court.check_pane import CheckPane
from desktop.features.court.filed_pane import FiledPane
from desktop.features.court.form_pane import FormPane
from desktop.features.court.preview import Preview
from desktop.features.court.settings import SettingsPane
from desktop.features.court.wording import EntryPane
from desktop.infra.desk import Desk

_TIP = "Ctrl+Page Up and Ctrl+Page Down go from one to the next"


class PaneTabs(QWidget):
    """Tabs, of which another may come while something is asked."""

    wrote = Signal(str, str)
    turned = Signal()
    """Another one is in front."""

    def __init__(self, writing: tuple[QWidget, str], preview: Preview, settings: FormPane) -> None:
        super().__init__()
        self.writing, self.preview = writing[0], preview
        self.check, self.form, self.filed = CheckPane(), settings, FiledPane()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(f"{writing[1]}, pages, check, settings and what was filed")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setDrawBase(False)
        for pane, words in (
            *(writing, (preview, "Pages"), (self.check, "Check"), (settings, "Settings"), (self.filed, "Filed")),
        ):
            self.tabs.setTabToolTip(self.tabs.addTab(pane, words), _TIP)
        self.tabs.currentChanged.connect(self._turned)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        settings.wrote.connect(self.wrote)

    @property
    def front(self) -> QWidget:
        """The one in front."""
        return self.tabs.currentWidget()

    def show_pane(self, pane: QWidget) -> None:
        """Bring one to the front."""
        self.tabs.setCurrentWidget(pane)

    def add(self, pane: QWidget, words: str) -> None:
        """Another one, in front of those that are there."""
        self.tabs.setTabToolTip(self.tabs.addTab(pane, words), _TIP)
        self.show_pane(pane)

    def remove(self, pane: QWidget) -> None:
        """Take one away."""
        self.tabs.removeTab(self.tabs.indexOf(pane))
        pane.deleteLater()
        self.show_pane(self.writing)

    def step(self, by: int) -> None:
        """To the next one, or to the one before, with the keyboard."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())
        self.go()

    def go(self) -> None:
        """Give the keyboard to the one in front."""
        front = self.front
        if isinstance(front, Preview | CheckPane | FiledPane):
            front.arrive()
        elif isinstance(front, FormPane):
            front.go()
        elif front is self.writing:
            self.go_writing()
        else:
            front.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.focusNextChild()

    def go_writing(self) -> None:
        """Give the keyboard to what is written on."""
        self.writing.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def name_check(self, findings: int) -> None:
        """Say on the tab how many findings are to be looked at."""
        self.tabs.setTabText(self.tabs.indexOf(self.check), f"Check ({findings:,})" if findings else "Check")

    def name_filed(self, filed: int) -> None:
        """Say on the tab how often it was filed."""
        self.tabs.setTabText(self.tabs.indexOf(self.filed), f"Filed ({filed:,})" if filed else "Filed")

    def leave_line(self) -> bool:
        """Back from the line in which one looks for words, or says why; False if one is in neither."""
        if self.preview.found.box.hasFocus():
            self.preview.arrive()
        elif self.check.reason.hasFocus():
            self.check.arrive()
        else:
            return False
        return True

    def _turned(self, _number: int) -> None:
        self.turned.emit()


class Panes(PaneTabs):
    """Those of a chronology, whose entries are worded."""

    def __init__(self, desk: Desk) -> None:
        self.entry, self.settings = EntryPane(), SettingsPane()
        super().__init__((self.entry, "Entry"), Preview(desk, "row:", _entries), self.settings)
        self.entry.wrote.connect(self.wrote)

    @override
    def go_writing(self) -> None:
        self.entry.go()

    def show_entry(self, choice: Choice | None, serial: int, lines: Candidates, fields: Mapping[str, str]) -> None:
        """The entry on which one stands in the list."""
        marks = tuple(lines.marks(choice)) if choice is not None else ()
        self.entry.show_choice(choice, serial, marks)
        if choice is not None:
            entry_id = choice.candidate.entry_id
            texts = (fields.get(field_of(what, entry_id), "") for what in (WORDING, REFERENCE))
            self.entry.put(*texts)
        else:
            self.entry.put("", "")

    def fit(self) -> None:
        """Take the sizes from the type."""
        self.entry.wording.fit()
        self.settings.fit()
        self.preview.fit()


def _entries(serials: Sequence[str]) -> str:
    return f"Entries {serials[0]} to {serials[-1]}" if len(serials) > 1 else f"Entry {serials[0]}"
