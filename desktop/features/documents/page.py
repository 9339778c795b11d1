"""The panel in which a document is added beside the chronology: which file, what it is, of when, and where it belongs.

Its words are read by a process that can be stopped; whatever goes wrong there, the paper itself can still be added.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from threading import Event
from uuid import uuid4

from PySide6.QtWidgets import QComboBox, QFileDialog, QProgressBar
from typing_extensions import override

from db.commands.changes import Changes
from db.commands.documents import AddDocument, add_document
from db.domain.entry import HEADLINE_LIMIT
from db.domain.partial_date import DateNotUnderstood, parse_partial_date
from db.errors import Conflict, OutcomeUnknown, ThroughlineError
from db.queries.documents import DocumentLine, document_limit, documents_of_child
from desktop.infra.codes import code_list, labels
from desktop.infra.desk import Desk
from desktop.infra.navigation import NewDocument
from desktop.infra.paper import USUAL_LIMIT, Paper, kind_by_name, read_paper
from desktop.models.words import day_in_words, short_day, with_marks, without_marks
from desktop.widgets.banner import News
from desktop.widgets.form import Field, Form, Kind
from desktop.widgets.form_panel import FormPanel
from desktop.widgets.text import button, label

_REPLACED = "Somebody replaced that paper while you were adding this one. Look which is current now, then save again."


def fields(entry_headline: str) -> tuple[Field, ...]:
    """What is asked of a document."""
    kinds = (("", "Choose…"), *((code.code, code.label) for code in code_list("document_kind")))
    where = (("own", "as an entry of its own"), ("entry", f"to the entry “{_short(entry_headline)}”"))
    return (
        Field("kind", "Kind of paper", Kind.CHOICE, choices=kinds),
        Field("dated", "Date on the paper", hint="for example 3/3/2026; leave empty if it bears none"),
        Field(
            "supersedes", "Takes the place of", Kind.CHOICE, choices=(("", "nothing: it is added beside the others"),)
        ),
        Field("where", "Where it belongs", Kind.RADIO, choices=where),
        Field("headline", "What the chronology says", hint="one sentence"),
    )


class DocumentPanel(FormPanel):
    """File, form, and the save under way."""

    question = "This document is not saved."
    _pending: AddDocument | None

    def __init__(self, desk: Desk, wish: NewDocument) -> None:
        form, heading = Form(fields(wish.headline)), f"Add a document for {wish.name}"
        super().__init__(desk, "Add a document", saves="Save the document", form=form, heading=heading)
        self._wish = wish
        self.paper: Paper | None = None
        self._limit = USUAL_LIMIT
        self._standing: tuple[DocumentLine, ...] = ()
        self._reading, self._typed_headline = False, False
        self._stop = Event()
        self.dialog: QFileDialog | None = None
        self.choose = button("Choose a file…", self._choose, name="Choose the file of the document")
        self._told = label("No file is chosen yet.", "muted", name="The file")
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Reading the words of the document")
        self.stop = button("Stop reading its words", self._stop_reading)
        self.form.put("where", "own")
        self.form.unfold("where", wish.entry_id is not None)
        self.form.changed.connect(self._changed)
        self.stand(self.choose, self._told, self._progress, self.stop, self.form)
        self._show_reading(False)
        self._tasks.read(partial(document_limit, self._session), self._take_limit, self.banner.trouble)
        self._tasks.read(
            partial(documents_of_child, self._session, wish.child_id), self._take_standing, self._no_matter
        )

    # The file.

    def _choose(self) -> None:
        self.dialog = QFileDialog(self, "Choose a document")
        self.dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.dialog.fileSelected.connect(self.take)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def take(self, path: str) -> None:
        """Read a file and its words; a reading under way is stopped."""
        if self._pending is not None or not path:
            return
        self._stop.set()
        self._stop = Event()
        self.paper = None
        self.banner.clear()
        self._told.setText(f"Reading {with_marks(Path(path).name)}…")
        self._show_reading(True)
        self._tasks.read(partial(read_paper, Path(path), self._limit, self._stop.is_set), self._taken, self._not_taken)

    def _stop_reading(self) -> None:
        self._stop.set()

    def _show_reading(self, reading: bool) -> None:
        self._reading = reading
        self._progress.setVisible(reading)
        self.stop.setVisible(reading)
        self.save_button.setEnabled(not reading and self.paper is not None)

    def _taken(self, paper: Paper) -> None:
        self.paper = paper
        self._show_reading(False)
        self._told.setText(with_marks(paper.in_words))
        kind = kind_by_name(paper.name)
        if kind and not self.form.text("kind"):
            self.form.put("kind", kind)
        self._offer_headline()
        self.form.go_to("dated" if self.form.text("kind") else "kind")

    def _not_taken(self, error: ThroughlineError) -> None:
        self._show_reading(False)
        self._told.setText("No file is chosen yet.")
        self.banner.trouble(error, (("Choose another", self._choose),))

    def _take_limit(self, limit: int) -> None:
        self._limit = limit

    # The form.

    def _take_standing(self, standing: tuple[DocumentLine, ...]) -> None:
        self._standing = standing
        self._offer_forerunners()

    def _no_matter(self, _error: ThroughlineError) -> None:
        """Without the list nothing can be replaced; adding still works."""

    def _changed(self, key: str) -> None:
        if key == "kind":
            self.form.note("kind", "")
            self._offer_forerunners()
            self._offer_headline()
        elif key == "dated":
            self._say_date()
        elif key == "where":
            self.form.unfold("headline", self.form.text("where") == "own")
        elif key == "headline":
            self._typed_headline = self.form.text("headline") != self._offered()
            over = len(self.form.text("headline")) - HEADLINE_LIMIT
            self.form.note("headline", f"{over} characters too many." if over > 0 else "", "wrong")

    def _offered(self) -> str:
        kind = labels("document_kind").get(self.form.text("kind"), "")
        name = without_marks(self.paper.name) if self.paper is not None else ""
        return ": ".join(part for part in (kind, name) if part)[:HEADLINE_LIMIT]

    def _offer_headline(self) -> None:
        if not self._typed_headline:
            self.form.put("headline", self._offered())
            self._typed_headline = False

    def _offer_forerunners(self) -> None:
        box = self.form.widgets["supersedes"]
        kind = self.form.text("kind")
        same = [line for line in self._standing if line.current and line.kind == kind]
        if isinstance(box, QComboBox):
            while box.count() > 1:
                box.removeItem(1)
            for line in same:
                when = short_day(line.dated_on) if line.dated_on else "undated"
                box.addItem(
                    with_marks(f"{labels('document_kind').get(kind, kind)}, {when}: {line.name}"), str(line.document_id)
                )
        self.form.unfold("supersedes", bool(same))
        told = "Choose the earlier paper if this one takes its place; both are kept." if same else ""
        self.form.note("supersedes", told)

    def _say_date(self) -> None:
        text = self.form.text("dated").strip()
        try:
            day = _day(text)
        except DateNotUnderstood as trouble:
            self.form.note("dated", trouble.text, "doubt")
            return
        self.form.note("dated", f"Understood as {day_in_words(day)}." if day else "")

    # Saving.

    @override
    def save(self) -> None:
        """Send the document; while its outcome is unknown this asks again for the same one."""
        if self._saving or self._reading:
            return
        if self._pending is None:
            self._pending = self._command()
        if self._pending is not None:
            self._begin_saving()
            self.save_button.setEnabled(False)
            self.form.freeze(True)
            self._told.setText("Saving…")
            self._tasks.write(partial(add_document, self._session, self._pending), self._saved, self._not_saved)

    def _command(self) -> AddDocument | None:
        if self.paper is None:
            self.banner.say(News.CARE, "Choose a file first.")
            self.choose.setFocus()
            return None
        values = {key: self.form.text(key).strip() for key in self.form.fields}
        wrong = _wrong(values)
        if wrong is not None:
            self.refuse(*wrong)
            return None
        standing = {str(line.document_id): line.document_id for line in self._standing}
        own = values["where"] == "own" or self._wish.entry_id is None
        return AddDocument(
            uuid4(),
            self._wish.child_id,
            None if own else self._wish.entry_id,
            self.paper.name,
            values["kind"],
            self.paper.content,
            self.paper.words.media_type,
            _day(values["dated"]),
            self.paper.words.text,
            self.paper.words.note,
            standing.get(values["supersedes"]),
            values["headline"] if own else "",
        )

    def _saved(self, changes: Changes) -> None:
        self._saving, self._pending, self.paper = False, None, None
        self._news.announce(changes)
        self.finished.emit()

    def _not_saved(self, error: ThroughlineError) -> None:
        self._saving = False
        self.save_button.setEnabled(True)
        if self.paper is not None:
            self._told.setText(with_marks(self.paper.in_words))
        if isinstance(error, OutcomeUnknown):
            words = "The connection broke while saving. Saving again is safe: the document is kept once only."
            self.banner.say(
                News.CARE, f"{words} (Reference {error.reference})", (("Save again", self.save),), stays=True
            )
            return
        self._pending = None
        self.form.freeze(False)
        if isinstance(error, Conflict):
            error = Conflict(_REPLACED, reference=error.reference)
            work = partial(documents_of_child, self._session, self._wish.child_id)
            self._tasks.read(work, self._take_standing, self._no_matter)
        self.banner.trouble(error, (("Try again", self.save),))

    # Coming and going.

    @override
    def arrive(self) -> None:
        """Stand where one goes on."""
        if self.paper is None:
            self.choose.setFocus()
        else:
            self.form.go_to("kind")

    @property
    @override
    def unsaved(self) -> bool:
        """Whether a chosen paper is not on the server yet."""
        return self.under_way or self.paper is not None

    @override
    def forget(self) -> None:
        self._stop.set()
        self.paper = None


def _day(text: str) -> date | None:
    """The day on a paper, None for none; DateNotUnderstood for anything but one day."""
    if not text:
        return None
    day = parse_partial_date(text, today=date.today())
    if day.earliest != day.latest:
        raise DateNotUnderstood("A paper bears one day; leave it empty if the day is not known.")
    return day.earliest


def _wrong(values: dict[str, str]) -> tuple[str, str] | None:
    """The first thing that is missing or wrong, and what to do about it."""
    if not values["kind"]:
        return "kind", "Choose what kind of paper this is."
    try:
        _day(values["dated"])
    except DateNotUnderstood as trouble:
        return "dated", trouble.text
    if values["where"] == "own" and not 0 < len(values["headline"]) <= HEADLINE_LIMIT:
        return "headline", "Say in one sentence what this is, in at most 200 characters."
    return None


def _short(words: str) -> str:
    return with_marks(words if len(words) <= 60 else words[:57] + "…")
