"""Fields for several lines of plain text, and for one that may grow."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QMimeData, QSizeF, Qt
from PySide6.QtGui import QKeyEvent, QValidator
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QScrollArea, QWidget
from typing_extensions import override

from desktop.models.pasted import pasted_text
from desktop.widgets.banner import Banner, News

Taker = Callable[[QMimeData], bool]
"""Takes what is pasted or dropped and is not text; False if it is nothing of that kind."""
_MOST_LINES = 8
_ENDLESS = 2**31 - 1
LONGEST_LINE = 50_000
"""Characters that a field of one line takes; each key would have to wait for the whole of more."""
LONGEST_WORD = 2_000
"""Characters without a space that it takes; Qt needs far longer to break them into lines than as many words."""
_TOO_LONG = (
    "That is too long for a field of one line, and nothing of it was put in. It is still on the clipboard: "
    "paste it where there is room for more, or add it as a document."
)


def take_all(line: QLineEdit) -> None:
    """Let a field of one line take what is pasted whole or not at all: Qt would cut it off and say nothing."""
    line.setMaxLength(_ENDLESS)
    if line.validator() is None:
        line.setValidator(_Whole(line))


class _Whole(QValidator):
    """Refuses what would make a line longer than it can show; what stands there already can be changed."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line
        self._length = len(line.text())
        line.textChanged.connect(self._changed)

    def _changed(self, text: str) -> None:
        self._length = len(text)

    @override
    def validate(self, text: str, place: int) -> object:
        if not _fits(text, self._length):
            _say_too_long(self._line)
            return QValidator.State.Invalid
        return QValidator.State.Acceptable


def _fits(text: str, before: int = 0) -> bool:
    """Whether a line takes the text; one more key is always taken."""
    if len(text) <= max(before + 1, LONGEST_WORD):
        return True
    return len(text) <= LONGEST_LINE and max(map(len, text.split()), default=0) <= LONGEST_WORD


def _say_too_long(field: QWidget) -> None:
    banner = next((one for above in _above(field) if isinstance(one := getattr(above, "banner", None), Banner)), None)
    if banner is not None:
        banner.say(News.CARE, _TOO_LONG)


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
            self.insertPlainText(pasted_text(source.text()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and _is_return(event):
            event.ignore()
            return
        super().keyPressEvent(event)


class OneLine(PlainText):
    """One line that grows with its text: Enter goes on to the next field, Shift+Enter begins another line."""

    def __init__(self) -> None:
        super().__init__(1)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    def _grow(self, _size: QSizeF) -> None:
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
        if _is_return(event) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        ):
            self._go_on()
            return
        super().keyPressEvent(event)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        if not _fits(source.text()):
            _say_too_long(self)
        else:
            super().insertFromMimeData(source)

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
