"""The text of one section of a report, with what it is for above it, which is never printed.

Each section has a field of its own, so that going back and forth loses neither the place nor what can be undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from db.domain.document_parts import CITATION
from db.domain.document_template import CHECKLIST
from desktop.features.court.sections import Section
from desktop.infra.acts import Act
from desktop.models.words import count, with_marks
from desktop.widgets.flow import Flow
from desktop.widgets.plain_text import PlainText
from desktop.widgets.text import button, label

VOICES = {
    "fact": "Facts: who saw or said what, when",
    "analysis": "Analysis: what you make of the facts",
    "plain": "",
}


_LOW = 22
"""Lines of height, below which a text and a list under it have no room together."""


class SectionText(PlainText):
    """A text that takes what room there is; Enter within a citation goes to its entry."""

    cited = Signal(int)
    """To the entry of this number."""

    def __init__(self) -> None:
        super().__init__(6)

    @override
    def fit(self) -> None:
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 2 + 20)

    @property
    def citation(self) -> int:
        """The number of the citation at the cursor, 0 for none."""
        return self._citation(at_ends=True)

    def _citation(self, *, at_ends: bool) -> int:
        cursor = self.textCursor()
        place, more = cursor.positionInBlock(), 0 if at_ends else 1
        found = CITATION.finditer(cursor.block().text()) if not cursor.hasSelection() else iter(())
        return next((int(one[1]) for one in found if one.start() + more <= place <= one.end() - more), 0)

    def take(self, text: str) -> None:
        """Have it hold another text; that can be undone, and the cursor stays as far from the beginning."""
        if self.toPlainText() == text:
            return
        place = self.textCursor().position()
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        self.setTextCursor(cursor)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        number = self._citation(at_ends=False) if enter and not event.modifiers() else 0
        if number:
            self.cited.emit(number)
        else:
            super().keyPressEvent(event)


class SectionPane(QWidget):
    """The section on which one stands; `below` takes what is chosen for it."""

    wrote = Signal(str, str)
    """The name of a field, and its text."""
    made = Signal()
    """A field came that had not been there."""
    cited = Signal(int)
    cite_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.section: Section | None = None
        self.texts: dict[str, SectionText] = {}
        self._quiet = self._choosing = False
        self.heading = label("", "title", name="Section")
        self.voice = label("", "label", name="Facts or analysis")
        self.guidance = label("", "muted", name="What this section is for; never printed")
        self.stack = QStackedWidget()
        self.length = label("", "muted", wrap=False, name="Words")
        cite = button(
            f"Cite an entry ({Act.CITE.keys})", self.cite_wanted.emit, name="Cite an entry of the file",
            tip=Act.CITE.keys,
        )  # fmt: skip
        self._foot = QWidget()
        flow = Flow(self._foot, across=12, down=2)
        for part in (cite, self.length):
            flow.addWidget(part)
        self.length.setMinimumHeight(cite.sizeHint().height())
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(8, 8, 8, 8)
        for part in (self.heading, self.voice, self.guidance):
            self.column.addWidget(part)
        self.column.addWidget(self.stack, 1)
        self.column.addWidget(self._foot)
        self.show_section(None, "")

    @property
    def text(self) -> SectionText | None:
        """The field of the section on which one stands."""
        part = self.section.part if self.section is not None else None
        return self.texts.get(part.field) if part is not None else None

    def show_section(self, section: Section | None, text: str) -> None:
        """Show a section; what is being typed in it stays as it is."""
        self.section = section
        part = section.part if section is not None else None
        self._share_out()
        if section is None or part is None:
            self.heading.setText("No section is chosen.")
            for words in (self.voice, self.guidance, self.length):
                words.setText("")
            return
        field = self._field(part.field, text)
        field.setAccessibleName(f"Text of {with_marks(section.called)}")
        self.heading.setText(with_marks(section.called))
        self.voice.setText(VOICES[part.section.voice])
        self.guidance.setText(with_marks(self._guidance(section)))
        field.setAccessibleDescription(self.guidance.text())
        self.stack.setCurrentWidget(field)
        self._share_out()
        self.tell(section)

    def _guidance(self, section: Section) -> str:
        if section.part is None:
            return ""
        if section.part.lost:
            return "The template has no place for this text any more. It is printed at the end: move it, or empty it."
        asked = section.part.section
        lines = [
            asked.guidance,
            f"Welfare checklist ({asked.checklist}): {CHECKLIST[asked.checklist]}." if asked.checklist else "",
            "Begin each paragraph with who says it, and a colon." if asked.speakers else "",
            "" if asked.required else "Left empty, it is left out.",
        ]
        return " ".join(line for line in lines if line)

    def tell(self, section: Section) -> None:
        """How long it is."""
        if self.section is None or section.key != self.section.key or section.part is None:
            return
        limit = section.part.section.words
        over = f", {section.words - limit:,} more than it should have" if limit and section.words > limit else ""
        most = f" of {limit:,}" if limit else ""
        self.length.setText(f"{section.words:,}{most} words{over}" if limit else count(section.words, "word"))

    def make_room(self, choosing: bool) -> None:
        """Something is chosen for the section below its text, or no more."""
        self._choosing = choosing
        self._share_out()

    def _share_out(self) -> None:
        """What is not needed while something is chosen makes way; where it is low, the text does too."""
        there = self.section is not None and self.section.part is not None
        low = self.height() < _LOW * self.fontMetrics().lineSpacing()
        self.stack.setVisible(there and not (self._choosing and low))
        self._foot.setVisible(not self._choosing)
        for words in (self.voice, self.guidance):
            words.setVisible(there and not self._choosing and bool(words.text()))

    def put(self, fields: Mapping[str, str]) -> None:
        """The texts as they are kept, where they are others than those that stand here."""
        self._quiet = True
        for name, field in self.texts.items():
            field.take(fields.get(name, ""))
        self._quiet = False

    def forget(self) -> None:
        """Another document comes: its fields are made anew."""
        for field in self.texts.values():
            self.stack.removeWidget(field)
            field.deleteLater()
        self.texts = {}
        self.show_section(None, "")

    def go(self) -> None:
        """Give the keyboard to the text."""
        if self.text is not None:
            self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def point_to(self, start: int, end: int) -> None:
        """Mark a stretch of the text."""
        if self.text is not None and end > start:
            cursor = self.text.textCursor()
            last = self.text.document().characterCount() - 1
            units = self.text.toPlainText()
            first, until = (min(len(units[:place].encode("utf-16-le")) // 2, last) for place in (start, end))
            cursor.setPosition(first)
            cursor.setPosition(until, QTextCursor.MoveMode.KeepAnchor)
            self.text.setTextCursor(cursor)
            self.text.ensureCursorVisible()

    def fit(self) -> None:
        """Take the sizes from the type."""
        for field in self.texts.values():
            field.fit()

    def _field(self, name: str, text: str) -> SectionText:
        field = self.texts.get(name)
        if field is None:
            field = self.texts[name] = SectionText()
            field.setPlainText(text)
            field.textChanged.connect(partial(self._wrote, name, field))
            field.cited.connect(self.cited)
            self.stack.addWidget(field)
            self.made.emit()
        return field

    def _wrote(self, name: str, field: SectionText) -> None:
        if not self._quiet:
            self.wrote.emit(name, field.toPlainText())
