"""Files that come into the inbox: each becomes a note of its own, and each that cannot is named with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from db.domain.draft import Draft
from db.errors import Refused, ThroughlineError
from desktop.features.inbox.holding import Holding
from desktop.features.inbox.looking import Looking
from desktop.infra.paper import Paper
from desktop.models.words import with_marks
from desktop.widgets.banner import Banner, Choice
from desktop.widgets.refused_files import RefusedFiles


class NoteFiles(QObject):
    """The ways in for files."""

    first = Signal(Draft)
    """A note that comes to the front, since nothing stands there."""
    changed = Signal()

    def __init__(self, page: QWidget, looking: Looking, holding: Holding, banner: Banner) -> None:
        super().__init__(page)
        self._page, self._looking, self._holding = page, looking, holding
        self._refused = RefusedFiles(banner, ("Choose another file", self.ask))
        self._wait: list[str] = []
        self.dialog: QFileDialog | None = None
        looking.took.connect(self._took)
        looking.refused.connect(self._not_taken)

    def ask(self) -> None:
        """Choose files."""
        self.dialog = QFileDialog(self._page, "Choose notes to look through")
        self.dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self.dialog.filesSelected.connect(self.take)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def take(self, files: Iterable[str]) -> None:
        """Read files, each as a note of its own."""
        if not self._looking.reading:
            self.begin()
        for path in map(Path, files):
            if path.is_dir():
                self._not_taken(path.name, Refused("This is a folder. Choose the files in it."))
            else:
                self._looking.take(path)

    def begin(self) -> None:
        """What was said of files is read."""
        self._refused.begin()
        self._wait.clear()

    def say(self, before: str = "", choices: tuple[Choice, ...] = ()) -> None:
        """Which files wait and which were not taken, after something else that is to be said and chosen."""
        names = " and ".join(f"“{with_marks(name)}”" for name in self._wait)
        wait = f"{names} {'wait' if len(self._wait) > 1 else 'waits'} under “Notes under way”." if names else ""
        self._refused.say("\n".join(part for part in (before, wait) if part), choices)

    def _took(self, paper: object) -> None:
        """The first file comes to the front if nothing stands there."""
        if not isinstance(paper, Paper):
            return
        made = self._holding.add(paper)
        if self._holding.note is None:
            self.first.emit(made)
        else:
            self._wait.append(paper.name)
        self.say()

    def _not_taken(self, name: str, error: ThroughlineError) -> None:
        self._refused.add(name, error)
        self.changed.emit()
        self.say()
