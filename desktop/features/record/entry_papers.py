"""The papers of the entry that one reads: what they are, of when, whether they still hold, and a copy to take.

A paper is never opened in this window; whoever wants to see it saves a copy, which is on record.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from db.errors import ThroughlineError
from db.queries.documents import documents_of_entry
from desktop.infra.codes import labels
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.words import count, short_day, with_marks
from desktop.widgets.copy_saver import CopySaver
from desktop.widgets.text import button, label

if TYPE_CHECKING:
    from db.queries.documents import DocumentLine

_MOST_PAPERS = 3
_PAPER = Qt.ItemDataRole.UserRole


class PapersOfEntry(QWidget):
    """A short list under the text; not there when the entry has no papers."""

    arrived = Signal()

    def __init__(self, desk: Desk, child_id: UUID) -> None:
        super().__init__()
        self._tasks, self._session, self._child_id = desk.tasks, desk.signed_in.session, child_id
        self._lane = Lane()
        self.papers = QListWidget()
        self.papers.setAccessibleName("Documents of this entry")
        self.papers.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.papers.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.papers.itemActivated.connect(self._ask)
        self.save = button("Save a copy…", self._save_current, part="link", name="Save a copy of the document")
        self.saver = CopySaver(self, desk, child_id)
        self.saver.saved.connect(self._saved)
        self.saver.failed.connect(self._failed)
        self._said = label("", "muted")
        row = QHBoxLayout()
        row.addWidget(self.papers, 1)
        row.addWidget(self.save, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self._said)
        self._said.setVisible(False)
        self.setVisible(False)
        desk.appearance.changed.connect(self._fit, Qt.ConnectionType.QueuedConnection)

    @property
    def said(self) -> str:
        """What came of the last copy, or what went wrong."""
        return self._said.text()

    def read(self, entry_id: UUID | None) -> None:
        """Read the papers of another entry, or show none."""
        self._lane.drop()
        self.papers.clear()
        self._tell("")
        self.setVisible(False)
        if entry_id is not None:
            work = partial(documents_of_entry, self._session, self._child_id, entry_id)
            self._tasks.read(work, self._arrived, self._not_read, self._lane)

    def _arrived(self, papers: tuple[DocumentLine, ...]) -> None:
        for paper in papers:
            item = QListWidgetItem("\n".join(_name_and_rest(paper)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, paper_words(paper))
            item.setData(_PAPER, paper)
            added = f"Added by {with_marks(paper.added_by)}, {short_day(paper.added_at.astimezone().date())}"
            item.setToolTip(f"{paper_words(paper)}. {added}")
            self.papers.addItem(item)
        self.papers.setAccessibleDescription(count(len(papers), "document"))
        self.papers.setCurrentRow(0)
        self._fit()
        self.save.setVisible(True)
        self.setVisible(bool(papers))
        self.arrived.emit()

    def _fit(self) -> None:
        """As high as its lines are in the present type."""
        shown = min(self.papers.count(), _MOST_PAPERS)
        height = self.papers.sizeHintForRow(0) * shown + 2 * self.papers.frameWidth() + 2
        self.papers.setFixedHeight(max(height, 0) if shown else 0)

    def _not_read(self, error: ThroughlineError) -> None:
        self._tell(f"The documents could not be read. {error.text}")
        self.papers.setFixedHeight(0)
        self.save.setVisible(False)
        self.setVisible(True)

    def _save_current(self) -> None:
        item = self.papers.currentItem()
        if item is not None:
            self._ask(item)

    def _ask(self, item: QListWidgetItem) -> None:
        paper: DocumentLine = item.data(_PAPER)
        self.saver.ask(paper.document_id, paper.name)

    def _tell(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _saved(self, name: str) -> None:
        self._tell(f"Saved as {with_marks(name)}.")

    def _failed(self, error: ThroughlineError) -> None:
        self._tell(f"{error.text} (Reference {error.reference})")


def paper_words(paper: DocumentLine) -> str:
    """A paper in one line: its name, kind and date, and whether another took its place."""
    return " · ".join(part for part in _name_and_rest(paper) if part)


def _name_and_rest(paper: DocumentLine) -> tuple[str, str]:
    kind = labels("document_kind").get(paper.kind, paper.kind)
    dated = short_day(paper.dated_on) if paper.dated_on else "date not recorded"
    holds = "current" if paper.current else "superseded"
    return with_marks(paper.name), " · ".join((kind, dated, holds))
