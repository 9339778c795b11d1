"""A word beside a field about what was just tried in it: there until one types on, goes elsewhere, or a while is over.

It stands in no layout, so that every field can have it, also one without a banner above.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from desktop.widgets.aloud import alert

_STAYS_MS = 20_000
_CHARACTERS = 60
"""Average characters of width that the words take at least, where the window has them."""
_GONE = (QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.Move, QEvent.Type.Resize)


class Aside(QLabel):
    """The words, below their field or above it where there is no room below."""

    def __init__(self, field: QLineEdit | QPlainTextEdit, words: str) -> None:
        super().__init__(words, field.window())
        self.setObjectName("aside")
        self.setAccessibleName("Beside the field")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.field = field
        field.textChanged.connect(self.go)
        field.installEventFilter(self)
        QTimer.singleShot(_STAYS_MS, self, self.go)
        self._stand(field)
        self.show()
        self.raise_()
        alert(self)

    def _stand(self, field: QWidget) -> None:
        window = field.window()
        width = min(max(field.width(), _CHARACTERS * self.fontMetrics().averageCharWidth()), window.width())
        height = self.heightForWidth(width)
        place = field.mapTo(window, QPoint(0, field.height()))
        top = place.y() if place.y() + height <= window.height() else max(place.y() - field.height() - height, 0)
        self.setGeometry(min(place.x(), window.width() - width), top, width, height)

    def go(self) -> None:
        """It is no longer of use."""
        self.field.removeEventFilter(self)
        self.setObjectName("")
        self.hide()
        self.deleteLater()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _GONE:
            self.go()
        return False


def say_beside(field: QLineEdit | QPlainTextEdit, words: str) -> None:
    """Say something beside a field, in place of what was said before."""
    for before in _asides(field):
        before.go()
    Aside(field, words)


def said_beside(field: QLineEdit | QPlainTextEdit) -> str:
    """What is said beside a field now."""
    return " ".join(one.text() for one in _asides(field))


def _asides(field: QWidget) -> list[Aside]:
    return [one for one in field.window().findChildren(Aside, "aside") if one.field is field]
