"""Abbreviations that expand when a space or a mark follows them, if they were typed by hand just now.

Ctrl+Z takes an expansion back and leaves the letters; what was pasted, or stands in a quotation, is left alone.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from db.domain.quotations import ends_inside_quotation
from desktop.infra.writer import Writer
from desktop.widgets.writing_faces import Face, LineFace, TextFace, width_of

_LOOK_BACK = 20_000
_JOINS = "'’-_@#&/.\\"
"""What makes the letters after it part of something longer: a reference, an address."""
_OTHER_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_SILENT = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_AltGr)


class Expanding:
    """Follows the keys of one field."""

    def __init__(self, face: Face, writer: Writer) -> None:
        self._face, self._writer = face, writer
        self._typed: str | None = None
        """The letters typed since the last space; None where they were not all typed just now."""

    def forget(self) -> None:
        """The hand was elsewhere: what stands before the cursor is left as it is."""
        self._typed = None

    def key(self, event: QKeyEvent) -> bool:
        """Note a key before the field has it; True if it was dealt with."""
        if event.key() in _SILENT:
            return False
        if isinstance(self._face, LineFace) and event.matches(QKeySequence.StandardKey.Undo):
            self._take_back(self._face.field)
            return True
        if event.key() == Qt.Key.Key_Backspace and self._typed:
            self._typed = self._typed[:-1]
            return False
        text = event.text()
        if not text or event.modifiers() & _OTHER_KEYS or not text.isprintable():
            self._leave(event)
            return False
        if text.isalnum() or text in _JOINS:
            return self._join(text)
        return self._end(text)

    def _take_back(self, field: QLineEdit) -> None:
        """Undo; an abbreviation that comes back is not left selected, where the next letter would type over it."""
        self.forget()
        field.undo()
        if self._writer.expansion(field.selectedText()):
            field.setCursorPosition(field.selectionEnd())

    def _leave(self, event: QKeyEvent) -> None:
        """Another key ends the word: Enter in a text like a space, all others without expanding it."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _OTHER_KEYS
        if enter and isinstance(self._face, TextFace):
            self._end("")
            self._typed = ""
        else:
            self.forget()

    def _join(self, text: str) -> bool:
        if text == "." and self._typed and self._end(text):
            return True
        if self._typed is None:
            before = self._face.before(self._face.cursor()[0], 1)
            at_word = not before or not (before.isalnum() or before in _JOINS)
            self._typed = text if at_word else None
        else:
            self._typed += text
        return False

    def _end(self, text: str) -> bool:
        typed, self._typed = self._typed, self._typed if text == "." else ""
        full = self._writer.expansion(typed) if typed else ""
        start, end = self._face.cursor()
        if not typed or not full or start != end:
            return False
        before = self._face.before(end, _LOOK_BACK)
        if not before.endswith(typed) or ends_inside_quotation(before):
            return False
        self._typed = ""
        self._face.replace(end - width_of(typed), end, full + text)
        return True
