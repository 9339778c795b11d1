"""What is said of a whole report: the case, the bundle, who writes it and who it is for, whom it is about, exhibits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import PurePath
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.queries.documents import DocumentLine
from db.queries.siblings import Sibling
from desktop.features.court.form_pane import FormPane
from desktop.models.words import short_day, with_marks
from desktop.widgets.flow import take_away_all
from desktop.widgets.form import Field, Kind, Quiet
from desktop.widgets.text import button, label
from desktop.widgets.whole import take_all

FIELDS = (
    Field("title", "Title, if it is to be another"),
    Field("case_number", "Case number", hint="as the court writes it"),
    Field("court", "Court", beside=True),
    Field("author_role", "Author’s role", hint="empty: as in your account"),
    Field("section_letter", "Section letter in the bundle", hint="for example C"),
    Field("first_page", "Number of the first page", hint="1", beside=True),
    Field("recipients", "For whom, if the copy goes outside the court", hint="empty: for the court and the parties"),
    Field("approved_by", "Approved by", hint="who agreed to it, and when"),
    Field("genogram", "With a genogram on a page of its own", Kind.CHECK),
)
EXHIBIT = re.compile(r"exhibit:([1-9][0-9]{0,3})")
_PDF = "application/pdf"


class Exhibits(QWidget):
    """The papers that are bound in: each with its number, which stays, and a title; and those that could be."""

    wrote = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._papers: Mapping[str, DocumentLine] = {}
        self._fields: Mapping[str, str] = {}
        self._shown: tuple[object, ...] | None = None
        self.said = label("", "muted", name="Exhibits")
        self.box = Quiet()
        self.box.setSizeAdjustPolicy(Quiet.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(20)
        self.box.setAccessibleName("A paper of the file")
        self.add_button = button("Add as an exhibit", self.add, name="Bind this paper in as an exhibit")
        self._line = QWidget()
        across = QHBoxLayout(self._line)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.box, 1)
        across.addWidget(self.add_button)
        self._rows = QVBoxLayout()
        self.titles: dict[int, QLineEdit] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(label("Exhibits", "label"))
        layout.addLayout(self._rows)
        layout.addWidget(self.said)
        layout.addWidget(self._line)

    def show_papers(self, papers: Sequence[DocumentLine], fields: Mapping[str, str]) -> None:
        """Show what is bound in and what may be."""
        self._papers, self._fields = {str(paper.document_id): paper for paper in papers}, fields
        used = self.used
        shown = (tuple(papers), tuple(used.items()))
        if shown != self._shown:
            self._shown = shown
            self._make(used)
        for number, line in self.titles.items():
            text = fields.get(f"exhibit:{number}:title", "")
            if line.text() != text:
                line.setText(text)

    @property
    def used(self) -> dict[int, str]:
        """The papers that are bound in, by their numbers."""
        found = ((EXHIBIT.fullmatch(name), value) for name, value in self._fields.items())
        return dict(sorted((int(match[1]), value) for match, value in found if match and value))

    def _make(self, used: Mapping[int, str]) -> None:
        take_away_all(self._rows)
        self.titles = {}
        for number, value in used.items():
            self._rows.addWidget(self._row(number, self._papers.get(value)))
        left = [
            one for one in self._papers.values() if one.media_type == _PDF and str(one.document_id) not in used.values()
        ]
        self.box.clear()
        for paper in left:
            self.box.addItem(
                f"{with_marks(paper.name)}, added {short_day(paper.added_at.date())}", str(paper.document_id)
            )
        self._line.setVisible(bool(left))
        said = "Write “Exhibit 1” in a text to lead to it." if used else "None yet."
        self.said.setText(said if left else f"{said} The file has no other PDF.")

    def _row(self, number: int, paper: DocumentLine | None) -> QWidget:
        row = QWidget()
        name = with_marks(paper.name) if paper is not None else "a paper that is not in the file any more"
        line = self.titles[number] = QLineEdit()
        take_all(line)
        line.setAccessibleName(f"Title of exhibit {number}")
        line.setPlaceholderText(PurePath(paper.name).stem if paper is not None else "")
        line.textChanged.connect(partial(self.wrote.emit, f"exhibit:{number}:title"))
        out = button("Take out", partial(self._take_out, number), part="link", name=f"Take exhibit {number} out")
        across, column = QHBoxLayout(), QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(2)
        column.addWidget(label(f"Exhibit {number}: {name}"))
        across.addWidget(line, 1)
        across.addWidget(out)
        column.addLayout(across)
        return row

    def add(self) -> None:
        """Bind the chosen paper in under the next number."""
        chosen = self.box.currentData()
        if chosen:
            number = max(self.used, default=0) + 1
            self.wrote.emit(f"exhibit:{number}", str(chosen))
            if number in self.titles:
                self.titles[number].setFocus()

    def _take_out(self, number: int) -> None:
        self.wrote.emit(f"exhibit:{number}:title", "")
        self.wrote.emit(f"exhibit:{number}", "")
        self.box.setFocus()


class AlsoAbout(QWidget):
    """Which brothers and sisters a report is about too; once it is saved, that stays as it is."""

    wanted = Signal(object, bool)
    """A sibling, and whether the report is to be about them."""

    def __init__(self) -> None:
        super().__init__()
        self.ticks: dict[UUID, QCheckBox] = {}
        self._head = label("Also about", "label")
        self._rows = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(self._head)
        layout.addLayout(self._rows)

    def show_siblings(self, siblings: Sequence[Sibling], children: Sequence[UUID]) -> None:
        """Those whom it may be about."""
        take_away_all(self._rows)
        self.ticks = {}
        for one in siblings:
            tick = self.ticks[one.child_id] = QCheckBox(with_marks(one.name))
            tick.setAccessibleName(f"Also about {with_marks(one.name)}")
            tick.setChecked(one.child_id in children)
            tick.toggled.connect(partial(self.wanted.emit, one))
            self._rows.addWidget(tick)
        self.setVisible(bool(siblings))

    def freeze(self, frozen: bool) -> None:
        """It is saved: they stay as they are."""
        for tick in self.ticks.values():
            tick.setEnabled(not frozen)
        self._head.setText("Also about, as it was begun" if frozen else "Also about")


class ReportSettings(FormPane):
    """Those of a report."""

    def __init__(self) -> None:
        super().__init__(FIELDS)
        self.also, self.exhibits = AlsoAbout(), Exhibits()
        self.exhibits.wrote.connect(self.wrote)
        self.column.addWidget(self.also)
        self.column.addWidget(self.exhibits)
        self.column.addStretch(1)
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)
