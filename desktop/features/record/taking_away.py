"""Taking entries away: the selected lines onto the clipboard, or what is shown into a Word or Excel file.

A strip above the list and not a window of its own, so that one sees what one takes away while one decides.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QStandardPaths, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QFrame, QProgressBar, QVBoxLayout, QWidget
from typing_extensions import override

from db.errors import ThroughlineError
from db.queries.take_away import Form
from desktop.features.record.chronology import ChronologyList
from desktop.features.record.taken_table import Copied, Saved, Wanted, copied, saved, sentence_of
from desktop.infra.clipboard import put_table
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.words import count
from desktop.widgets.banner import Banner, News
from desktop.widgets.flow import Flow
from desktop.widgets.text import button, label

_FILES = {Form.WORD: ("docx", "Word (*.docx)"), Form.EXCEL: ("xlsx", "Excel (*.xlsx)")}


class _Progress(QObject):
    """Carries the progress of a file into the interface thread."""

    moved = Signal(int, int)


class TakeAway(QFrame):
    """The strip that asks as what, and the copying of selected lines; both are put on record by the server."""

    def __init__(self, desk: Desk, child_id: UUID, chronology: ChronologyList, banner: Banner) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAccessibleName("Take away")
        self._tasks, self._session, self._child_id = desk.tasks, desk.signed_in.session, child_id
        self._chronology, self._banner = chronology, banner
        self._lane = Lane()
        self._cancelled = threading.Event()
        self._words = label("", name="What is taken away")
        self.word = button("Word file…", partial(self._ask_where, Form.WORD), part="main")
        self.excel = button("Excel file…", partial(self._ask_where, Form.EXCEL))
        self.close_button = button("Not now", self.shut, tip="Esc")
        self.cancel_button = button("Cancel", self.cancel, tip="Esc")
        self._bar = QProgressBar()
        self._bar.setAccessibleName("Making the file")
        choices = QWidget()
        row = Flow(choices, across=8)
        for one in (self.word, self.excel, self.close_button, self.cancel_button):
            row.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self._words)
        column.addWidget(self._bar)
        column.addWidget(choices)
        self.setVisible(False)
        self._working(False)
        chronology.filtered.connect(self._filtered)
        chronology.table.installEventFilter(self)

    # Onto the clipboard.

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if pressed is not None and pressed.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return True
        return super().eventFilter(watched, event)

    def copy(self) -> None:
        """Copy the selected lines as a table."""
        keys = self._chronology.selected_keys()
        if keys:
            work = partial(copied, self._session, self._wanted(keys, Form.COPY))
            self._tasks.read(work, self._put_on_clipboard, self._failed, self._lane)

    def _put_on_clipboard(self, table: Copied) -> None:
        put_table(table.html, table.tabs)
        rows = count(table.rows, "row")
        self._banner.say(News.GOOD, f"{rows} copied; this is on record.{_left_out(table.left_out)}")

    # Into a file.

    def ask(self) -> None:
        """Ask as what to take away the entries that are shown."""
        self._say()
        self.setVisible(True)
        (self.cancel_button if self._bar.isVisible() else self.word).setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def said(self) -> str:
        """What the strip says would be taken away."""
        return self._words.text()

    def back(self) -> bool:
        """Leave what one is at; False if the strip is not there."""
        if self.isHidden():
            return False
        if not self._bar.isHidden():
            self.cancel()
        else:
            self.shut()
        return True

    def shut(self) -> None:
        """Put the strip away."""
        self.setVisible(False)
        self._chronology.table.setFocus()

    def _filtered(self, _filter: object) -> None:
        if not self.isHidden():
            self._say()

    def _say(self) -> None:
        many = len(self._chronology.shown_keys())
        which = "The entry that is shown" if many == 1 else f"The {many:,} entries that are shown"
        self._words.setText(
            f"Take away as a file: {which.lower()} ({sentence_of(self._chronology.filter)}). This is put on record; "
            "legal advice is left out. Keep the file as safe as the record."
        )
        for one in (self.word, self.excel):
            one.setEnabled(many > 0)

    def _ask_where(self, form: Form) -> None:
        ending, kind = _FILES[form]
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        path, _kind = QFileDialog.getSaveFileName(
            self, "Save the entries", str(Path(folder) / f"chronology.{ending}"), kind
        )
        if path:
            self.save_to(form, Path(path if path.lower().endswith(f".{ending}") else f"{path}.{ending}"))

    def save_to(self, form: Form, path: Path) -> None:
        """Make the file of what is shown and save it there."""
        self._cancelled = threading.Event()
        progress = _Progress(self)
        progress.moved.connect(self._moved)
        self._bar.setRange(0, 0)
        self._working(True)
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        wanted = self._wanted(self._chronology.shown_keys(), form)
        work = partial(saved, self._session, wanted, path, self._cancelled, progress.moved.emit)
        self._tasks.read(work, self._saved, self._failed, self._lane)

    def cancel(self) -> None:
        """Stop making the file."""
        self._cancelled.set()
        self._lane.drop()
        self._working(False)
        self._banner.say(News.NOTE, "Cancelled. No file was saved.")
        self.shut()

    def _moved(self, done: int, rows: int) -> None:
        self._bar.setRange(0, rows)
        self._bar.setValue(done)

    def _saved(self, file: Saved | None) -> None:
        self._working(False)
        if file is not None:
            entries = count(file.rows, "entry", "entries")
            words = f"{entries} saved as {file.path}; this is on record.{_left_out(file.left_out)}"
            self._banner.say(News.GOOD, words)
            self.shut()

    def _failed(self, error: ThroughlineError) -> None:
        self._working(False)
        self._banner.trouble(error)
        if not self.isHidden():
            self.word.setFocus()

    def _working(self, working: bool) -> None:
        self._bar.setVisible(working)
        self.cancel_button.setVisible(working)
        for one in (self.word, self.excel, self.close_button):
            one.setVisible(not working)

    def _wanted(self, keys: Sequence[int], form: Form) -> Wanted:
        return Wanted(self._child_id, tuple(keys), form, sentence_of(self._chronology.filter))


def _left_out(number: int) -> str:
    return f" {count(number, 'entry', 'entries')} of legal advice left out." if number else ""
