"""The court chronology: choose, look at the pages, save the document.

It is laid out off the interface thread and can be cancelled, since a file of fifteen years takes its time.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QProgressBar, QScrollArea, QSplitter, QVBoxLayout

from db.commands.files import NoteExport, note_export
from db.domain.partial_date import DateNotUnderstood, parse_partial_date
from db.errors import ThroughlineError
from db.session import Session
from desktop.features.court.preview import Preview
from desktop.features.court.saving import write_whole
from desktop.features.court.selection import PAGE_LIMIT, Selection, build_report
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import Back, CourtChronology
from desktop.infra.tasks import Lane
from desktop.models.words import count, day_in_words
from desktop.reporting.report import Cancelled, RenderedPdf
from desktop.widgets.banner import News
from desktop.widgets.form import Field, Form, Kind
from desktop.widgets.page import Page
from desktop.widgets.text import button, label

_FIELDS = (
    Field("since", "From", hint="empty: from the beginning"),
    Field("until", "To", hint="empty: to the present"),
    Field("significant", "Significant entries only", Kind.CHECK),
    Field("case_number", "Case number", hint="as the court writes it"),
    Field("section", "Section letter in the bundle", hint="for example C"),
)


def two_years_before(day: date) -> date:
    """The usual start: a chronology mainly covers the last two years (Practice Direction 12A)."""
    return day.replace(year=day.year - 2, day=min(day.day, 28) if day.month == 2 else day.day)


class _Progress(QObject):
    """Carries the progress of a rendering into the interface thread."""

    moved = Signal(int, int)


@dataclass(frozen=True, slots=True)
class Made:
    """A rendered document and how many entries are in it."""

    document: RenderedPdf
    entries: int


class CourtPage(Page):
    """Options at the left, pages at the right."""

    acts = frozenset({Act.BACK, Act.SAVE, Act.CLOSE_FILE})

    def __init__(self, desk: Desk, wish: CourtChronology) -> None:
        super().__init__("Court chronology")
        self.child_id = wish.child_id
        self._tasks, self._session, self._navigator = desk.tasks, desk.signed_in.session, desk.navigator
        self._lane = Lane()
        self._cancel = threading.Event()
        self._made: Made | None = None
        self.form = Form(_FIELDS)
        self.form.put("significant", "yes")
        self.form.put("since", day_in_words(two_years_before(date.today())))
        self.make_button = button("Show the pages", self.make, part="main")
        self.save_button = button("Save PDF…", self.save, tip="Ctrl+S")
        self.save_button.setEnabled(False)
        self.cancel_button = button("Cancel", self.cancel)
        self._bar = QProgressBar()
        self._bar.setAccessibleName("Laying out the pages")
        self.length = label("", "muted", name="Length")
        self.preview = Preview(desk.tasks)
        self.preview.trouble.connect(self.banner.trouble)
        self._lay_out(wish.name)
        self._working(False)
        self.form.changed.connect(self._stale)

    def _lay_out(self, name: str) -> None:
        side = QFrame()
        side.setObjectName("side")
        column = QVBoxLayout(side)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addWidget(label(f"Chronology for the court: {name}", "title"))
        column.addWidget(self.form)
        for widget in (self.make_button, self._bar, self.cancel_button, self.length, self.save_button):
            column.addWidget(widget)
        column.addWidget(button("Back to the file", self._back, tip="Esc"))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(side)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(scroll)
        halves.addWidget(self.preview)
        halves.setSizes([380, 860])
        halves.setStretchFactor(1, 1)
        row = QHBoxLayout()
        row.addWidget(halves)
        self.body.addLayout(row, 1)

    def arrive(self) -> None:
        """Make the pages at once; the usual choice is most often the right one."""
        if self._made is None:
            self.make()
        self.form.go_to("since")

    def act(self, act: Act) -> bool:
        """Save, or go back."""
        if act is Act.SAVE:
            self.save()
        elif act is Act.BACK:
            self._back()
        return act in (Act.SAVE, Act.BACK)

    def close_page(self) -> None:
        """The page goes: whatever is under way may stop."""
        self._cancel.set()
        self._lane.drop()

    def _back(self) -> None:
        self._navigator.go(Back(self.child_id))

    # Making the pages.

    def selection(self) -> Selection | None:
        """What is chosen, or None with the field marked that is not understood."""
        days: dict[str, date | None] = {}
        for key in ("since", "until"):
            text = self.form.text(key).strip()
            try:
                when = parse_partial_date(text, today=date.today()) if text else None
            except DateNotUnderstood as trouble:
                self.form.note(key, trouble.text, "wrong")
                self.form.go_to(key)
                return None
            days[key] = (when.earliest if key == "since" else when.latest) if when else None
            day = days[key]
            self.form.note(key, f"Understood as {day_in_words(day)}" if day else "")
        return Selection(
            days["since"],
            days["until"],
            bool(self.form.text("significant")),
            self.form.text("case_number").strip(),
            self.form.text("section").strip()[:3],
        )

    def make(self) -> None:
        """Read the rows and lay out the pages."""
        chosen = self.selection()
        if chosen is None:
            return
        self._cancel.set()
        self._cancel = threading.Event()
        self._made = None
        self.preview.empty()
        progress = _Progress(self)
        progress.moved.connect(self._moved)
        self._bar.setRange(0, 0)
        self.length.setText("")
        self._working(True)
        work = partial(_make, self._session, self.child_id, chosen, self._cancel, progress)
        self._tasks.read(work, self._show, self._failed, self._lane)

    def cancel(self) -> None:
        """Stop laying out."""
        self._cancel.set()
        self._lane.drop()
        self._working(False)
        self.banner.say(News.NOTE, "Cancelled. Nothing was made.")

    def _moved(self, page: int, pages: int) -> None:
        self._bar.setRange(0, pages)
        self._bar.setValue(page)

    def _show(self, made: Made | None) -> None:
        self._working(False)
        if made is None:
            return
        self._made = made
        self.banner.clear()
        document = made.document
        self.save_button.setEnabled(True)
        pages = count(document.pages, "page")
        self.length.setText(f"{count(made.entries, 'entry', 'entries')} on {pages}; the usual limit is {PAGE_LIMIT}.")
        if document.over_limit:
            self.banner.say(
                News.CARE,
                f"{pages}: more than the usual {PAGE_LIMIT} for a chronology. Choose a later start or significant "
                "entries only, or ask the court; it can be saved all the same.",
            )
        if document.unprinted:
            self.length.setText(
                f"{self.length.text()} {count(len(document.unprinted), 'character')} could not be printed; "
                "they are listed at the end."
            )
        self.preview.show_pdf(document.pdf, document.pages)

    def _failed(self, error: ThroughlineError) -> None:
        self._working(False)
        self.banner.trouble(error, (("Try again", self.make),))

    def _working(self, working: bool) -> None:
        self._bar.setVisible(working)
        self.cancel_button.setVisible(working)
        self.make_button.setVisible(not working)
        if working:
            self.save_button.setEnabled(False)

    def _stale(self, _key: str) -> None:
        if self._made is not None:
            self.save_button.setEnabled(False)
            self.length.setText("The choice has changed: show the pages again.")

    # Saving.

    def save(self) -> None:
        """Ask where, and save the document that is shown."""
        if self._made is None or not self.save_button.isEnabled():
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        path, _kind = QFileDialog.getSaveFileName(
            self, "Save the chronology", str(Path(folder) / "chronology.pdf"), "PDF (*.pdf)"
        )
        if path:
            self.save_to(Path(path if path.lower().endswith(".pdf") else path + ".pdf"))

    def save_to(self, path: Path) -> None:
        """Save the document that is shown; that it left the record is itself put on record, first."""
        if self._made is not None:
            work = partial(_save, self._session, self.child_id, self._made.document, path)
            self._tasks.write(work, self._saved, self._not_saved)

    def _saved(self, path: Path) -> None:
        self.banner.say(News.GOOD, f"Saved as {path}.")

    def _not_saved(self, error: ThroughlineError) -> None:
        self.banner.trouble(error, (("Save elsewhere…", self.save),))


def _make(
    session: Session, child_id: UUID, chosen: Selection, cancelled: threading.Event, progress: _Progress
) -> Made | None:
    from desktop.reporting.chronology import render_chronology  # noqa: PLC0415 (ReportLab on the first preview)

    report = build_report(session, child_id, chosen)
    every = max(len(report.rows) // 400, 1)

    def told(page: int, pages: int) -> None:
        if page % every == 0 or page == pages:
            progress.moved.emit(page, pages)

    try:
        document = render_chronology(report, cancelled=cancelled.is_set, progress=told)
    except Cancelled:
        return None
    return Made(document, len(report.rows))


def _save(session: Session, child_id: UUID, document: RenderedPdf, path: Path) -> Path:
    note_export(session, NoteExport(child_id, "court_chronology", document.pages, document.sha256))
    write_whole(path, document.pdf)
    return path
