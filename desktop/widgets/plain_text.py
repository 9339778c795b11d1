"""Fields for several lines of plain text, and for one that may grow."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QScrollArea, QTextEdit, QWidget
from typing_extensions import override

from desktop.models.pasted import pasted_text
from desktop.widgets.whole import takes_line, takes_text

Taker = Callable[[QMimeData], bool]
"""Takes what is pasted or dropped and is not text; False if it is nothing of that kind."""
_MOST_LINES = 8
_LONG_WORD = 2_000
"""Characters without a space from which Qt takes long to find where to break them into lines."""


def wrap_for(field: QPlainTextEdit | QTextEdit, text: str) -> None:
    """Break a text with an endless word anywhere: Qt looks for the best place in time that grows with its square."""
    endless = len(text) > _LONG_WORD and max(map(len, text.split()), default=0) > _LONG_WORD
    mode = QTextOption.WrapMode.WrapAnywhere if endless else QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
    if field.wordWrapMode() != mode:
        field.setWordWrapMode(mode)


class PlainText(QPlainTextEdit):
    """Several lines of plain text; Tab goes on to the next field, and what is pasted loses its formatting."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self.taker: Taker | None = None
        self.setTabChangesFocus(True)
        self.fit()

    def fit(self) -> None:
        """Take the height from the type."""
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + 20)

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return self.taker is not None or super().canInsertFromMimeData(source)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.taker is None or not self.taker(source):
            self.put_in(pasted_text(source.text()))

    def put_in(self, text: str) -> None:
        """Put a text in where the cursor is, whole or not at all."""
        if takes_text(self, text):
            if len(text) > _LONG_WORD:
                wrap_for(self, text)
            self.insertPlainText(text)

    @override
    def setPlainText(self, text: str) -> None:
        wrap_for(self, text)
        super().setPlainText(text)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and _is_return(event):
            event.ignore()
            return
        super().keyPressEvent(event)


class OneLine(PlainText):
    """One line that grows with its text: Enter goes on to the next field, Shift+Enter begins another line.

    Without `breaks` it stays one sentence, whatever is pasted.
    """

    def __init__(self, *, breaks: bool = True) -> None:
        super().__init__(1)
        self._breaks = breaks
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        lines = min(max(int(self.document().size().height()), 1), _MOST_LINES)
        if lines != self._lines:
            self._lines = lines
            self.fit()
            scrolls = Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines == _MOST_LINES else _NO_BAR
            self.setVerticalScrollBarPolicy(scrolls)

    @override
    def fit(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + 18)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        breaks = self._breaks and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if _is_return(event) and not breaks and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._go_on()
            return
        super().keyPressEvent(event)

    @override
    def put_in(self, text: str) -> None:
        if takes_line(self, text):
            self.insertPlainText(text if self._breaks else text.replace("\n", " "))

    def _go_on(self) -> None:
        """To the next field for text of the same form, past ticks and buttons; else to whatever is next."""
        form = scrolled_in(self) or self.window()
        following = self.nextInFocusChain()
        while following is not None and following is not self and form.isAncestorOf(following):
            if isinstance(following, QLineEdit | QPlainTextEdit) and following.isVisible() and following.isEnabled():
                following.setFocus(Qt.FocusReason.TabFocusReason)
                return
            following = following.nextInFocusChain()
        self.focusNextChild()


def scrolled_in(widget: QWidget) -> QScrollArea | None:
    """What a widget is scrolled in, if it is."""
    return next((one for one in _above(widget) if isinstance(one, QScrollArea)), None)


def _above(widget: QWidget) -> Iterator[QWidget]:
    above = widget.parentWidget()
    while above is not None:
        yield above
        above = above.parentWidget()


_NO_BAR = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def _is_return(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
