"""A field of several lines and a field of one line, seen alike by what helps with writing.

Qt counts characters beyond U+FFFF as two places; here, where the two meet, places are Qt's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QColor, QInputMethodEvent, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from desktop.infra.assets import Look, tokens
from desktop.infra.writer import Doubt, Marks

_UTF_16 = "utf-16-le"
_MOST_MARKS = 400
"""Marks that are painted at once; no screen has room for more."""


def width_of(text: str) -> int:
    """How many places of Qt's a text takes."""
    return len(text) if text.isascii() else len(text.encode(_UTF_16, "surrogatepass")) // 2


def index_at(text: str, place: int) -> int:
    """The character of a text at a place of Qt's."""
    if text.isascii():
        return min(place, len(text))
    return len(text.encode(_UTF_16, "surrogatepass")[: place * 2].decode(_UTF_16, "ignore"))


@dataclass(frozen=True, slots=True)
class Place:
    """A marked place of a field, counted as Qt does."""

    start: int
    end: int
    doubt: Doubt
    why: str


def places_of(text: str, marks: Marks, offset: int = 0, within: tuple[int, int] | None = None) -> list[Place]:
    """Where the marks of a paragraph stand in its field, of those between two characters."""
    low, high = within or (0, len(text))
    found, last, place = [], 0, offset
    for mark in marks:
        if mark.end >= low and mark.start <= high:
            start = place + width_of(text[last : mark.start])
            place, last = start + width_of(text[mark.start : mark.end]), mark.end
            found.append(Place(start, place, mark.doubt, mark.why))
    return found


def format_of(doubt: Doubt, palette: QPalette) -> QTextCharFormat:
    """A wave under a doubtful spelling and dots under a word to take care with, in the colours of the look."""
    ground = palette.base().color().name()
    table = next((tokens()[look.value] for look in _LOOKS if tokens()[look.value]["surface"] == ground), None)
    colours = table or tokens()[Look.LIGHT.value]
    made = QTextCharFormat()
    if doubt is Doubt.SPELLING:
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        made.setUnderlineColor(QColor(str(colours["harm"])))
    else:
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        made.setUnderlineColor(QColor(str(colours["accent"])))
    return made


_LOOKS = (Look.LIGHT, Look.DARK, Look.CONTRAST)


class TextFace:
    """Several lines; what is marked goes along with the text while one types."""

    def __init__(self, field: QPlainTextEdit) -> None:
        self.field = field

    @property
    def ground(self) -> QWidget:
        """What the text stands on; asked for each time, since a hold on it may go before the field does."""
        return self.field.viewport()

    def text(self) -> str:
        """All that the field holds, a character for each place but those beyond U+FFFF."""
        return self.field.toPlainText()

    def before(self, place: int, most: int) -> str:
        """The characters before a place."""
        block = self.field.document().findBlock(place)
        parts = [block.text()[: index_at(block.text(), place - block.position())]]
        held = len(parts[0])
        while held < most and block.previous().isValid():
            block = block.previous()
            parts.append(block.text())
            held += len(parts[-1]) + 1
        return "\n".join(reversed(parts))[-most:]

    def paragraphs(self, start: int = 0) -> Iterator[tuple[int, str]]:
        """Each paragraph and where it begins, from the one at a place on."""
        block = self.field.document().findBlock(start)
        while block.isValid():
            yield block.position(), block.text()
            block = block.next()

    def in_sight(self) -> list[tuple[int, str]]:
        """The paragraphs that are in sight."""
        last = self._last()
        found = []
        for offset, text in self.paragraphs(self._first()):
            if offset > last:
                break
            found.append((offset, text))
        return found

    def _first(self) -> int:
        return self.field.cursorForPosition(QPoint(0, 0)).position()

    def _last(self) -> int:
        return self.field.cursorForPosition(self.ground.rect().bottomRight()).position()

    def window(self, offset: int, text: str) -> tuple[int, int]:
        """The characters of a paragraph that are in sight."""
        return index_at(text, max(self._first() - offset, 0)), index_at(text, max(self._last() - offset, 0))

    def show(self, places: Sequence[Place]) -> None:
        """Paint these marks and no others."""
        selections = []
        for place in places[:_MOST_MARKS]:
            one = QTextEdit.ExtraSelection()
            one.cursor = self._cursor(place.start, place.end)
            one.format = format_of(place.doubt, self.field.palette())
            selections.append(one)
        self.field.setExtraSelections(selections)

    def cursor(self) -> tuple[int, int]:
        """Start and end of what is selected; the same place twice if nothing is."""
        cursor = self.field.textCursor()
        return cursor.selectionStart(), cursor.selectionEnd()

    def select(self, start: int, end: int) -> None:
        """Select a place and bring it in sight."""
        self.field.setTextCursor(self._cursor(start, end))
        self.field.ensureCursorVisible()

    def replace(self, start: int, end: int, words: str) -> None:
        """Put other words in a place, in one step that can be undone."""
        cursor = self._cursor(start, end)
        cursor.beginEditBlock()
        cursor.insertText(words)
        cursor.endEditBlock()
        self.field.setTextCursor(cursor)

    def place_at(self, point: QPoint) -> int:
        """The place under a point of the ground."""
        return self.field.cursorForPosition(point).position()

    def below(self, place: int) -> QPoint:
        """On the screen, the point under a place."""
        return self.ground.mapToGlobal(self.field.cursorRect(self._cursor(place, place)).bottomLeft())

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.field.document())
        most = self.field.document().characterCount() - 1
        cursor.setPosition(min(start, most))
        cursor.setPosition(min(end, most), QTextCursor.MoveMode.KeepAnchor)
        return cursor


class LineFace:
    """One line. Qt has no marks for it but those of an input method that has nothing to put in."""

    def __init__(self, field: QLineEdit) -> None:
        self.field = field
        self.ground: QWidget = field
        self.painting = False
        """Whether the marks are being painted, which looks like an input method."""
        self._painted = False

    def text(self) -> str:
        """What the field holds."""
        return self.field.text()

    def before(self, place: int, most: int) -> str:
        """The characters before a place."""
        text = self.field.text()
        return text[: index_at(text, place)][-most:]

    def paragraphs(self, start: int = 0) -> Iterator[tuple[int, str]]:
        """The one line."""
        del start
        yield 0, self.field.text()

    def in_sight(self) -> list[tuple[int, str]]:
        """The one line."""
        return [(0, self.field.text())]

    def window(self, offset: int, text: str) -> tuple[int, int]:
        """All of it."""
        return offset, len(text)

    def show(self, places: Sequence[Place]) -> None:
        """Paint these marks and no others."""
        if self.field.isReadOnly() or not (places or self._painted):
            return
        self._painted = bool(places)
        here = self.field.cursorPosition()
        kind = QInputMethodEvent.AttributeType.TextFormat
        attributes = [
            QInputMethodEvent.Attribute(
                kind, place.start - here, place.end - place.start, format_of(place.doubt, self.field.palette())
            )
            for place in places[:_MOST_MARKS]
        ]
        self.painting = True
        QCoreApplication.sendEvent(self.field, QInputMethodEvent("", attributes))
        self.painting = False

    def cursor(self) -> tuple[int, int]:
        """Start and end of what is selected; the same place twice if nothing is."""
        if self.field.hasSelectedText():
            return self.field.selectionStart(), self.field.selectionEnd()
        return self.field.cursorPosition(), self.field.cursorPosition()

    def select(self, start: int, end: int) -> None:
        """Select a place and bring it in sight."""
        self.field.setSelection(start, end - start)

    def replace(self, start: int, end: int, words: str) -> None:
        """Put other words in a place, in one step that can be undone."""
        self.field.setSelection(start, end - start)
        self.field.insert(words)

    def place_at(self, point: QPoint) -> int:
        """The place under a point of the ground."""
        return self.field.cursorPositionAt(point)

    def below(self, place: int) -> QPoint:
        """On the screen, the point under the field, at the cursor."""
        del place
        return self.field.mapToGlobal(QPoint(self.field.cursorRect().left(), self.field.height()))


Face = TextFace | LineFace


def face_of(field: QPlainTextEdit | QLineEdit) -> Face:
    """How a field is seen."""
    return TextFace(field) if isinstance(field, QPlainTextEdit) else LineFace(field)
