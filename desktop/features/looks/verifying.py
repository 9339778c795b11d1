"""The strip that verifies the audit's chain: in the background, with how far it is, and a way to stop it."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from db.errors import ThroughlineError
from desktop.features.looks.printing import print_chain
from desktop.features.looks.walking import HEAD_NEEDED, NEWEST, Walked, head_of, in_words, walk
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.widgets.banner import Banner, News
from desktop.widgets.flow import Flow
from desktop.widgets.text import button, label
from desktop.widgets.whole import take_search


class _Progress(QObject):
    """Carries how far the walk is into the interface thread."""

    moved = Signal(int)


class Verifying(QFrame):
    """A line for a printed head, a bar while it walks, and what was found."""

    found = Signal(object)
    """The sentences that say how the chain was found."""
    left = Signal()

    def __init__(self, desk: Desk, banner: Banner) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAccessibleName("Verify the audit")
        self._tasks, self._session, self._banner = desk.tasks, desk.signed_in.session, banner
        self._lane = Lane()
        self._stopped = threading.Event()
        self.walked: Walked | None = None
        above = label("A head printed on a filed document, to compare (or leave it empty)", "label")
        self.head = QLineEdit()
        self.head.setAccessibleName("Printed head")
        self.head.setPlaceholderText("its number, a colon and 64 letters and digits")
        take_search(self.head)
        self.head.returnPressed.connect(self.begin)
        above.setBuddy(self.head)
        self._bar = QProgressBar()
        self._bar.setAccessibleName("Walking the chain")
        self.start = button("Verify now", self.begin, part="main")
        self.stop = button("Stop", self.cancel, tip="Esc")
        self.keep = button("Save what was found…", self.save)
        self.away = button("Back", self.leave, tip="Esc")
        choices = QWidget()
        row = Flow(choices, across=8)
        for one in (self.start, self.stop, self.keep, self.away):
            row.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        for part in (above, self.head, self._bar, choices):
            column.addWidget(part)
        self.setVisible(False)
        self._working(False)

    def ask(self) -> None:
        """Ask for a printed head, or just begin."""
        self.setVisible(True)
        self.head.setFocus()

    def back(self) -> bool:
        """Stop, or put the strip away; False if it is not there."""
        if self.isHidden():
            return False
        if not self._bar.isHidden():
            self.cancel()
        else:
            self.leave()
        return True

    def leave(self) -> None:
        """Put the strip away."""
        self.setVisible(False)
        self.left.emit()

    def begin(self) -> None:
        """Walk the chain."""
        typed = self.head.text().strip()
        head = head_of(typed)
        if typed and head is None:
            self._banner.say(News.CARE, HEAD_NEEDED)
            self.head.setFocus()
            return
        self._banner.clear()
        self._stopped = threading.Event()
        progress = _Progress(self)
        progress.moved.connect(self._moved)
        self._bar.setRange(0, 0)
        self._working(True)
        self.stop.setFocus()
        work = partial(walk, self._session, head, self._stopped, progress.moved.emit)
        self._tasks.read(work, self._ended, self._failed, self._lane)

    def cancel(self) -> None:
        """Stop the walk."""
        self._stopped.set()
        self._lane.drop()
        self._working(False)
        self._banner.say(News.NOTE, "Stopped before the end: nothing is said of the chain.")
        self.start.setFocus()

    def close_page(self) -> None:
        """The person has gone."""
        self._stopped.set()
        self._lane.drop()

    def _moved(self, thousandths: int) -> None:
        self._bar.setRange(0, 1000)
        self._bar.setValue(thousandths)

    def _ended(self, found: Walked | None) -> None:
        self._working(False)
        if found is None:
            return
        self.walked = found
        self.keep.setVisible(True)
        said = in_words(found)
        tone = News.TROUBLE if not found.whole else News.GOOD if found.proves else News.NOTE
        self._banner.say(tone, " ".join(one for one in said[1:] if not one.startswith(NEWEST)))
        self.found.emit(said)
        self.keep.setFocus()

    def _failed(self, error: ThroughlineError) -> None:
        self._working(False)
        self._banner.trouble(error, (("Try again", self.begin),))

    def _working(self, working: bool) -> None:
        self._bar.setVisible(working)
        self.stop.setVisible(working)
        self.head.setEnabled(not working)
        for one in (self.start, self.away):
            one.setVisible(not working)
        self.keep.setVisible(not working and self.walked is not None)

    def save(self) -> None:
        """Ask where, and save what was found as pages."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        suggested = str(Path(folder) / "audit-chain.pdf")
        path, _kind = QFileDialog.getSaveFileName(self, "Save what was found", suggested, "PDF (*.pdf)")
        if path:
            self.save_to(Path(path if path.lower().endswith(".pdf") else path + ".pdf"))

    def save_to(self, path: Path) -> None:
        """Make the page and save it."""
        if self.walked is not None:
            work = partial(print_chain, self._session, in_words(self.walked), self.walked.at, path)
            self._tasks.write(work, self._saved, self._not_saved)

    def _saved(self, path: Path) -> None:
        self._banner.say(News.GOOD, f"Saved as {path}.")

    def _not_saved(self, error: ThroughlineError) -> None:
        self._banner.trouble(error, (("Save elsewhere…", self.save),))
