"""The documents of an entry: chosen, dropped or pasted, read in a process of their own, and kept with the draft.

Whatever goes wrong with reading their words, the paper itself is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from uuid import UUID, uuid4

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.domain.draft import DraftPaper
from db.errors import Refused, ThroughlineError
from db.queries.documents import document_limit
from desktop.infra.acts import Act
from desktop.infra.codes import code_list
from desktop.infra.desk import Desk
from desktop.infra.paper import USUAL_LIMIT, Paper, kind_by_name, paper_of, read_paper, size_in_words
from desktop.models.words import count, with_marks
from desktop.widgets.banner import Banner, News
from desktop.widgets.form import Quiet
from desktop.widgets.refused_files import RefusedFiles
from desktop.widgets.text import button, label
from desktop.widgets.whole import too_long_a_paragraph

_SHOWN = 28
_FOLDER = "This is a folder. Open it and drop the documents in it; nothing of it was added."
_TOO_LONG = "What you pasted is one very long paragraph. It is kept whole, as a document of the entry, and is searched."
_ON_ITS_WAY = (
    "The entry is on its way and takes no more documents; nothing was added. Once it is saved, "
    f"{Act.DOCUMENT.keys} adds them to it from the chronology."
)
_NOT_HERE = "Only files of this computer can be added. Save what you dropped first, then drop the file."


class PaperRow(QWidget):
    """One document: its name, what of it is searched, what kind of paper it is, and the way out."""

    def __init__(self, papers: Papers, paper: DraftPaper, size: int) -> None:
        super().__init__()
        self.paper, self._papers = paper, papers
        found = len(paper.text.split())
        searched = f"{count(found, 'word')} searched" if found else paper.note or "not searched"
        told = " · ".join(part for part in (paper.name, size_in_words(size) if size else "", searched) if part)
        self.words = label(with_marks(told))
        self.kind = Quiet()
        self.kind.setAccessibleName(f"Kind of paper: {with_marks(paper.name)}")
        for code in code_list("document_kind"):
            self.kind.addItem(code.label, code.code)
        self.kind.setCurrentIndex(max(self.kind.findData(paper.kind), 0))
        self.kind.currentIndexChanged.connect(self._choose)
        self.away = button("Remove", self._remove, part="link", name=f"Remove {with_marks(paper.name)}")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.kind, 1)
        row.addWidget(self.away)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(2)
        column.addWidget(self.words)
        column.addLayout(row)

    def _choose(self, _row: int) -> None:
        self._papers.rename(self.paper.paper_id, str(self.kind.currentData()))

    def _remove(self) -> None:
        self._papers.remove(self.paper.paper_id)


class Papers(QWidget):
    """The list of documents and the ways in; `added` carries a paper and its bytes."""

    added = Signal(object, object)
    changed = Signal()
    grew = Signal()

    def __init__(self, desk: Desk, banner: Banner) -> None:
        super().__init__()
        self._tasks, self._banner = desk.tasks, banner
        self._refused = RefusedFiles(banner, ("Add another", self.ask))
        self._limit, self._stop = USUAL_LIMIT, Event()
        self._reading = 0
        self._closed = False
        self.papers: tuple[DraftPaper, ...] = ()
        self.rows: list[PaperRow] = []
        self.dialog: QFileDialog | None = None
        self.choose = button(
            "Add files…", self.ask, part="link", name="Add files to the entry", tip=f"{Act.DOCUMENT.keys} or drop them"
        )
        self._said: QLabel = label("", "muted", name="Documents being read")
        self.told = button("", self.go, part="link", name="Documents of the entry")
        """Stands at the foot of the panel, since the list is often out of sight."""
        self._tell()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(3)
        self._column.addWidget(self.choose)
        self._column.addWidget(self._said)
        self._said.setVisible(False)
        self._tasks.read(partial(document_limit, desk.signed_in.session), self._take_limit, self._no_limit)

    @property
    def reading(self) -> bool:
        """Whether a document is not with the draft yet."""
        return self._reading > 0

    # The ways in.

    def stand_still(self, still: bool) -> None:
        """Take nothing more while the entry is on its way, since it would not go along; or take documents again."""
        self._closed = still
        self.setEnabled(not still)

    def _is_closed(self) -> bool:
        if self._closed:
            self._banner.say(News.CARE, _ON_ITS_WAY)
        return self._closed

    def ask(self) -> None:
        """Choose files."""
        if self._is_closed():
            return
        self.dialog = QFileDialog(self, "Add documents to the entry")
        self.dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self.dialog.filesSelected.connect(self.take)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def take_from(self, source: QMimeData) -> bool:
        """Take what is dropped or pasted if it is files or a picture; text is left to the field."""
        files = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
        if files:
            self.take(files)
            return True
        text = source.text()
        if too_long_a_paragraph(text):
            if self._is_closed():
                return True
            self._read("The text that you pasted", partial(_long_text, text, self._limit, self._stop))
            self._banner.say(News.NOTE, _TOO_LONG)
            return True
        image = source.imageData() if source.hasImage() and not source.hasText() else None
        if isinstance(image, QImage) and not image.isNull():
            if self._is_closed():
                return True
            self._read("The picture that you pasted", partial(_picture, image.copy(), self._limit, self._stop))
            return True
        return False

    def drop(self, source: QMimeData) -> None:
        """Take what is dropped beside the fields, or say that it is nothing that can be taken."""
        if not self.take_from(source):
            self._banner.say(News.CARE, _NOT_HERE)

    def take(self, files: Iterable[str]) -> None:
        """Read files, each by itself."""
        if self._is_closed():
            return
        if not self._reading:
            self._refused.begin()
        for path in map(Path, files):
            if path.is_dir():
                self._refuse(path.name, Refused(_FOLDER))
            else:
                self._read(path.name, partial(read_paper, path, self._limit, self._stop.is_set))

    def _read(self, name: str, work: partial[Paper]) -> None:
        self._reading += 1
        self._say()
        self._tasks.read(work, self._taken, partial(self._not_taken, name))

    def _taken(self, paper: Paper) -> None:
        self._reading -= 1
        self._say()
        if there := next((one.name for one in self.papers if one.sha256 == paper.sha256), ""):
            self._refuse(paper.name, Refused(f"It is with the entry already, as “{there}”; it goes along once."))
            return
        kind, words = kind_by_name(paper.name) or _other(), paper.words
        made = DraftPaper(uuid4(), paper.name, words.media_type, kind, None, words.text, words.note, paper.sha256)
        self._list(made, len(paper.content))
        self.added.emit(made, paper.content)
        self.grew.emit()

    def _not_taken(self, name: str, error: ThroughlineError) -> None:
        self._reading -= 1
        self._say()
        self._refuse(name, error)

    def _refuse(self, name: str, error: ThroughlineError) -> None:
        self._refused.add(name, error)
        self._refused.say()

    def _say(self) -> None:
        self._said.setText("Reading the document…" if self._reading else "")
        self._said.setVisible(self._reading > 0)
        self._tell()

    def _tell(self) -> None:
        first = self.papers[0].name if self.papers else ""
        others = f" and {len(self.papers) - 1} more" if len(self.papers) > 1 else ""
        short = first if len(first) <= _SHOWN else f"{first[:_SHOWN].rstrip()}…"
        words = "Reading the document…" if self._reading else with_marks(f"{short}{others}")
        self.told.setText(words)
        self.told.setAccessibleName(f"Documents of the entry: {words}")
        self.told.setVisible(bool(words))

    def go(self) -> None:
        """To the document that came last."""
        (self.rows[-1].kind if self.rows else self.choose).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _take_limit(self, limit: int) -> None:
        self._limit = limit

    def _no_limit(self, _error: ThroughlineError) -> None:
        """The usual limit holds until the server can be asked; it has the last word."""

    # The list.

    def restore(self, papers: Iterable[DraftPaper]) -> None:
        """Show the documents of a draft, and no others."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self.papers, self.rows = (), []
        for paper in papers:
            self._list(paper, 0)
        self._tell()
        self.grew.emit()

    def rename(self, paper_id: UUID, kind: str) -> None:
        """Say of what kind a paper is."""
        self.papers = tuple(replace(one, kind=kind) if one.paper_id == paper_id else one for one in self.papers)
        self.changed.emit()

    def remove(self, paper_id: UUID) -> None:
        """Take a document out again."""
        self.papers = tuple(one for one in self.papers if one.paper_id != paper_id)
        for row in [row for row in self.rows if row.paper.paper_id == paper_id]:
            self.rows.remove(row)
            self._column.removeWidget(row)
            row.deleteLater()
        self._tell()
        self.choose.setFocus()
        self.changed.emit()

    def stop(self) -> None:
        """Read no further."""
        self._stop.set()

    def _list(self, paper: DraftPaper, size: int) -> None:
        self.papers = (*self.papers, paper)
        self.rows.append(PaperRow(self, paper, size))
        self._column.insertWidget(self._column.count() - 2, self.rows[-1])
        self._tell()


def _other() -> str:
    codes = [code.code for code in code_list("document_kind")]
    return "other" if "other" in codes else codes[-1]


def _long_text(text: str, limit: int, stop: Event) -> Paper:
    """What was pasted as a document of plain text, word for word."""
    name = f"Pasted text {datetime.now():%Y-%m-%d %H.%M}.txt"
    return paper_of(text.encode("utf-8", "ignore"), name, limit, stop.is_set)


def _picture(image: QImage, limit: int, stop: Event) -> Paper:
    """A picture from the clipboard as a PNG of this program's own making."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    name = f"Pasted picture {datetime.now():%Y-%m-%d %H.%M}.png"
    return paper_of(bytes(buffer.data().data()), name, limit, stop.is_set)
