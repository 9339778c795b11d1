"""Help with writing in all fields of a panel, files that are pasted into them, the field in sight, and no lost letter.

Fields may come while one writes, so that this is asked again whenever some came.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desktop.infra.writer import Writer
from desktop.widgets.plain_text import PlainText, Taker
from desktop.widgets.whole import take_all
from desktop.widgets.writing import WritingHelp

_OWN_WORDS = "own words"
_DAYS = frozenset({"When", "On which day"})
"""Fields for a day in words, which say themselves how they are understood: "tues" is no mistake there."""


class Helping(QObject):
    """Attends to the fields inside one widget."""

    came = Signal(QWidget)
    """The keyboard came to a field."""
    went = Signal()

    def __init__(self, root: QWidget, writer: Writer, taker: Taker | None = None) -> None:
        super().__init__(root)
        self._root, self._writer, self._taker = root, writer, taker
        self._field: QLineEdit | QPlainTextEdit | None = None
        """Where one wrote last."""

    def attend(self) -> None:
        """Attend to the fields that came since the last time; the words of a child stand as said."""
        fields: list[QLineEdit | QPlainTextEdit] = [*self._root.findChildren(QLineEdit)]
        for field in (*fields, *self._root.findChildren(QPlainTextEdit)):
            if field.property("helped") is None:
                field.setProperty("helped", True)
                name = field.accessibleName()
                WritingHelp(field, self._writer, verbatim=_OWN_WORDS in name or name in _DAYS)
                if isinstance(field, PlainText):
                    field.taker = self._taker
                elif isinstance(field, QLineEdit):
                    take_all(field)
        for widget in self._root.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                widget.installEventFilter(self)

    def next_doubt(self, nothing: Callable[[], None]) -> None:
        """Go to the next doubtful word of the panel."""
        WritingHelp.next_in(self._root.findChildren(WritingHelp), nothing)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            if isinstance(watched, QLineEdit | QPlainTextEdit):
                self._field = watched
            self.came.emit(watched)
        elif event.type() == QEvent.Type.FocusOut:
            self.went.emit()
        elif isinstance(event, QKeyEvent) and isinstance(watched, QPushButton):
            return self._written_on(event)
        return super().eventFilter(watched, event)

    def _written_on(self, event: QKeyEvent) -> bool:
        """Whoever writes on while a button has the keyboard goes on in the field before.

        Else the letters would be lost up to the first space, which presses the button. A tick or a choice is a field of
        its own: letters on it go nowhere.
        """
        field = self._field
        if event.type() != QEvent.Type.KeyPress or not _is_letter(event) or field is None or not isValid(field):
            return False
        if not field.isVisible() or not field.isEnabled() or field.isReadOnly():
            return False
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        QCoreApplication.sendEvent(field, event)
        return True


def _is_letter(event: QKeyEvent) -> bool:
    """Whether a key writes something; a space presses a button."""
    plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return plain and event.text().isprintable() and bool(event.text().strip())
