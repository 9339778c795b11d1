"""One entry: its own words, and beside them the words that stand for it in court, with the reference.

The record is never changed by it.
"""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from db.domain.court_chronology import REFERENCE, WORDING, Choice, field_of
from desktop.models.known_words import known_words
from desktop.models.words import with_marks
from desktop.widgets.plain_text import PlainText, wrap_for
from desktop.widgets.text import label
from desktop.widgets.whole import take_all

_SHOWN = 60_000
"""Characters of an entry that are shown beside its court wording."""
_EXACTLY = QTextDocument.FindFlag.FindCaseSensitively
_NARROW = 34
"""Characters of width for each of the two texts, below which they stand one above the other."""


class _Room(PlainText):
    """A text that takes what room there is."""

    def __init__(self) -> None:
        super().__init__(4)

    @override
    def fit(self) -> None:
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 2 + 20)


class EntryPane(QWidget):
    """The entry on which one stands."""

    wrote = Signal(str, str)
    """The name of a field, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.choice: Choice | None = None
        self._quiet = False
        self.head = label("", name="Entry")
        self.own = QPlainTextEdit()
        self.own.setReadOnly(True)
        self.own.setTabChangesFocus(True)
        self.own.setAccessibleName("The entry’s own words")
        self.wording = _Room()
        self.wording.setAccessibleName("Court wording")
        self.wording.setPlaceholderText("Stands in court in place of the entry’s own words. Empty: they are printed.")
        self.reference = QLineEdit()
        take_all(self.reference)
        self.reference.setAccessibleName("Witness or document reference")
        self.reference.setPlaceholderText("of a witness or document; empty: how it is known")
        self.wording.textChanged.connect(self._worded)
        self.reference.textChanged.connect(self._referred)
        self._texts = QSplitter(Qt.Orientation.Horizontal)
        self._texts.setChildrenCollapsible(False)
        for words, text in (("The entry’s own words", self.own), ("Court wording (Enter)", self.wording)):
            self._texts.addWidget(_headed(words, text))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.head)
        layout.addWidget(self._texts, 1)
        beside = label("Reference", "label", wrap=False)
        beside.setBuddy(self.reference)
        below = QHBoxLayout()
        below.addWidget(beside)
        below.addWidget(self.reference, 1)
        layout.addLayout(below)
        self.show_choice(None, 0, ())

    def show_choice(self, choice: Choice | None, serial: int, marks: tuple[str, ...]) -> None:
        """Show an entry; what is being typed in it stays as it is."""
        same = self.choice is not None and choice is not None and _id(self.choice) == _id(choice)
        self.choice = choice
        for field in (self.wording, self.reference):
            field.setEnabled(choice is not None)
        if choice is None:
            self.head.setText("No entry is chosen.")
            self.own.clear()
            return
        place = f"number {serial}" if choice.included else "left out"
        when = with_marks(choice.candidate.content.occurred.in_words())
        self.head.setText(" · ".join((when, place, *marks)))
        if not same:
            text = _as_shown(own_words(choice))
            wrap_for(self.own, text)
            self.own.setPlainText(text)

    def put(self, wording: str, reference: str) -> None:
        """Set the texts as they are kept, where they differ from what stands here."""
        self._quiet = True
        for field, text in ((self.wording, wording), (self.reference, reference)):
            if isinstance(field, PlainText) and field.toPlainText() != text:
                field.setPlainText(text)
            elif isinstance(field, QLineEdit) and field.text() != text:
                field.setText(text)
                field.setCursorPosition(0)
        self._quiet = False

    def go(self) -> None:
        """Give the keyboard to the court wording, or to the tab where there is no entry."""
        (self.wording if self.choice is not None else self.own).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def point_to(self, words: str, start: int) -> None:
        """Mark words where they stand: in the court wording if there is one, else in the entry's own."""
        if not words or self.choice is None:
            return
        text = self.wording if self.choice.wording else self.own
        begin = len(self.wording.toPlainText()) - len(self.wording.toPlainText().lstrip()) if self.choice.wording else 0
        cursor = text.document().find(words, start + begin if self.choice.wording else 0, _EXACTLY)
        if not cursor.isNull():
            text.setTextCursor(cursor)
            text.ensureCursorVisible()

    def _worded(self) -> None:
        if self.choice is not None and not self._quiet:
            self.wrote.emit(field_of(WORDING, _id(self.choice)), self.wording.toPlainText())

    def _referred(self, text: str) -> None:
        if self.choice is not None and not self._quiet:
            self.wrote.emit(field_of(REFERENCE, _id(self.choice)), text)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < 2 * _NARROW * self.fontMetrics().averageCharWidth()
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._texts.orientation() is not wanted:
            self._texts.setOrientation(wanted)


def _id(choice: Choice) -> UUID:
    return choice.candidate.entry_id


def _headed(words: str, text: QPlainTextEdit) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    above = label(words, "label")
    above.setBuddy(text)
    column.addWidget(above)
    column.addWidget(text, 1)
    return made


def _as_shown(text: str) -> str:
    if len(text) <= _SHOWN:
        return with_marks(text)
    return f"{with_marks(text[:_SHOWN])}\n\n… All {len(text):,} characters are printed; the file shows them."


def own_words(choice: Choice) -> str:
    """All that the entry itself says in print, with how it is known."""
    content, part = choice.candidate.content, choice.candidate.part
    parts = (
        ("", content.headline),
        ("", content.detail),
        ("Impact: ", part.impact),
        ("Child’s words: ", part.words),
        ("Outcome: ", content.outcome),
        ("", f"({known_words(content.kind, content.source, choice.candidate.author)})"),
    )
    return "\n\n".join(f"{head}{text}" for head, text in parts if text)
