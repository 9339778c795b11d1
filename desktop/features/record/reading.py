"""The reading pane: one entry in full, with how we know it, what it meant for the child, and its versions.

Text is put in as text, never as markup, and the words searched for are marked by the view, not in the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QVBoxLayout

from db.domain.entry import HowKnown
from db.errors import ThroughlineError
from desktop.infra.acts import Act
from desktop.infra.assets import Appearance
from desktop.infra.codes import labels
from desktop.models.words import count, day_in_words, with_marks
from desktop.widgets.text import button, label

if TYPE_CHECKING:
    from db.queries.entries import EntryView

SHOWN_AT_ONCE = 60_000
"""Characters of a detail laid out at once; Qt takes seconds for a megabyte in one paragraph."""
_TONES = {"harm": "▼ bears harm", "protective": "▲ protects"}


class ReadingPane(QFrame):
    """Shows an entry; offers its earlier versions and amending."""

    version_wanted = Signal(int)
    amend_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("side")
        self._appearance = appearance
        self._entry: EntryView | None = None
        self._words: tuple[str, ...] = ()
        self._whole = False
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("The entry")
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self._versions = label("", "muted")
        self.earlier = button("Earlier version", self._go_earlier)
        self.later = button("Later version", self._go_later)
        self.amend = button("Amend…", self.amend_wanted.emit, tip=f"{Act.AMEND.words} ({Act.AMEND.keys})")
        self.rest = button("Show the whole text", self._show_whole)
        row = QHBoxLayout()
        for each in (self.earlier, self.later, self.rest):
            row.addWidget(each)
            each.setVisible(False)
        row.addStretch(1)
        row.addWidget(self.amend)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.text, 1)
        layout.addWidget(self._versions)
        layout.addLayout(row)
        self.empty()
        appearance.changed.connect(self._again)

    @property
    def entry(self) -> EntryView | None:
        """The entry that is shown."""
        return self._entry

    def empty(self, words: str = "Choose an entry to read it here.") -> None:
        """Show no entry, but why."""
        self._entry = None
        self.text.setPlainText(words)
        self._versions.setText("")
        for each in (self.earlier, self.later, self.rest, self.amend):
            each.setVisible(False)

    def trouble(self, error: ThroughlineError) -> None:
        """The entry could not be read."""
        self.empty(f"{error.text} (Reference {error.reference})")

    def show_entry(self, entry: EntryView, *, may_amend: bool) -> None:
        """Show a version of an entry."""
        self._entry, self._whole = entry, False
        self.amend.setVisible(may_amend and entry.version == entry.versions)
        self.earlier.setVisible(entry.version > 1)
        self.later.setVisible(entry.version < entry.versions)
        self._versions.setText(_versions(entry))
        self._write()

    def mark(self, words: tuple[str, ...]) -> None:
        """Mark these words in the text, and in every entry shown from now on."""
        self._words = words
        self._highlight()

    def _again(self) -> None:
        if self._entry is not None:
            self._write()

    def _show_whole(self) -> None:
        self._whole = True
        self._write()

    def _go_earlier(self) -> None:
        if self._entry is not None:
            self.version_wanted.emit(self._entry.version - 1)

    def _go_later(self) -> None:
        if self._entry is not None:
            self.version_wanted.emit(self._entry.version + 1)

    def _write(self) -> None:
        entry = self._entry
        if entry is None:
            return
        content = entry.content
        cut = len(content.detail) > SHOWN_AT_ONCE and not self._whole
        self.rest.setVisible(cut)
        self.rest.setText(f"Show all {len(content.detail):,} characters")
        detail = content.detail[:SHOWN_AT_ONCE] + "…" if cut else content.detail
        part = content.children[0]
        writer = _Writer(self.text.document(), self._appearance, self.font())
        writer.small(
            f"{_first_upper(content.occurred.in_words())} · {labels('entry_kind').get(content.kind, content.kind)}"
        )
        writer.headline(content.headline)
        writer.small(_marks(entry))
        writer.small(_source(entry))
        writer.body(detail)
        for name, words in (
            ("Where", content.place),
            ("Present", content.present),
            ("The child was", _seen(entry)),
            ("How the child was", part.observed),
            ("Not seen because", part.not_seen_why),
        ):
            writer.labelled(name, words)
        writer.labelled("The child’s own words", f"“{part.words.strip().strip('“”')}”" if part.words else "")
        writer.labelled("Impact on the child", part.impact)
        writer.labelled("Outcome", content.outcome)
        writer.labelled("Not to be shared with", _not_shared(entry))
        writer.small(_recorded(entry), above=12)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self._highlight()

    def _highlight(self) -> None:
        paint = self._appearance.paint()
        form = QTextCharFormat()
        form.setBackground(paint.hit)
        form.setForeground(paint.hit_ink)
        found = []
        if self._words:
            pattern = "|".join(rf"\b{re.escape(word)}" for word in self._words)
            for match in re.finditer(pattern, self.text.toPlainText(), re.IGNORECASE):
                mark = QTextEdit.ExtraSelection()
                cursor = QTextCursor(self.text.document())
                cursor.setPosition(match.start())
                cursor.setPosition(match.end(), QTextCursor.MoveMode.KeepAnchor)
                mark.cursor, mark.format = cursor, form
                found.append(mark)
                if len(found) >= 500:
                    break
        self.text.setExtraSelections(found)
        if found:
            seen = QTextCursor(found[0].cursor)
            seen.clearSelection()
            self.text.setTextCursor(seen)
            self.text.ensureCursorVisible()


class _Writer:
    """Writes paragraphs into a document, each in its own hand."""

    def __init__(self, document: QTextDocument, appearance: Appearance, font: QFont) -> None:
        document.clear()
        document.setDefaultFont(font)
        document.setDocumentMargin(8)
        self._cursor = QTextCursor(document)
        self._first = True
        paint = appearance.paint()
        self._plain, self._muted, self._strong, self._head = (QTextCharFormat() for _ in range(4))
        self._plain.setForeground(paint.ink)
        self._muted.setForeground(paint.muted)
        self._strong.setForeground(paint.muted)
        self._strong.setFontWeight(QFont.Weight.DemiBold)
        self._head.setForeground(paint.ink)
        self._head.setFontWeight(QFont.Weight.DemiBold)
        self._head.setFontPointSize(font.pointSizeF() * 1.2)

    def headline(self, words: str) -> None:
        self._paragraph(words, self._head, 2)

    def small(self, words: str, *, above: int = 2) -> None:
        if words:
            self._paragraph(words, self._muted, above)

    def body(self, words: str) -> None:
        for number, line in enumerate(words.splitlines()):
            self._paragraph(line, self._plain, 10 if number == 0 else 3)

    def labelled(self, name: str, words: str) -> None:
        if words:
            self._paragraph(name, self._strong, 10)
            self._lines(words)

    def _lines(self, words: str) -> None:
        for line in words.splitlines():
            self._paragraph(line, self._plain, 1)

    def _paragraph(self, words: str, form: QTextCharFormat, above: int) -> None:
        shape = QTextBlockFormat()
        shape.setTopMargin(above)
        shape.setLineHeight(118, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if self._first:
            self._cursor.setBlockFormat(shape)
        else:
            self._cursor.insertBlock(shape)
        self._first = False
        self._cursor.setCharFormat(form)
        self._cursor.insertText(with_marks(words), form)


def _marks(entry: EntryView) -> str:
    content = entry.content
    found = ["● significant" if content.significant else "", _TONES.get(str(content.tone), "")]
    found.append("third-party information" if content.third_party else "")
    found.append("legal advice" if content.legal_advice else "")
    if entry.also_concerns:
        found.append(f"also concerns {count(entry.also_concerns, 'other child', 'other children')}")
    return " · ".join(words for words in found if words)


def _source(entry: EntryView) -> str:
    agency = labels("agency").get(entry.content.source.agency, "")
    by_author = entry.content.source.how is HowKnown.SEEN_OR_HEARD
    words = f"Seen or heard by {entry.author}" if by_author else entry.content.source.in_words()
    return f"{words} ({agency})" if agency else words


def _seen(entry: EntryView) -> str:
    part = entry.content.children[0]
    if part.seen is None:
        return ""
    if not part.seen:
        return "not seen"
    return {True: "seen, and seen alone", False: "seen, not alone", None: "seen"}[part.seen_alone]


def _not_shared(entry: EntryView) -> str:
    content = entry.content
    return f"{content.not_to_share_with}: {content.not_to_share_why}" if content.not_to_share_with else ""


def _recorded(entry: EntryView) -> str:
    at = entry.recorded_at.astimezone()
    who = f"{entry.author}, {entry.author_role}" if entry.author_role else entry.author
    return f"Recorded by {who}, {day_in_words(at.date())}, {at:%H:%M}"


def _versions(entry: EntryView) -> str:
    if entry.versions == 1:
        return ""
    why = f" Reason of this version: {entry.reason}" if entry.reason else ""
    return f"Version {entry.version} of {entry.versions}.{why}"


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]
