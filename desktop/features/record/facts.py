"""The values of the band as things one can reach, hear and follow to what they rest on.

Tab comes to the band once and the arrows go among its values, so that thirty values cost one stop.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStyleOptionButton, QWidget
from typing_extensions import override

from desktop.models.band_words import BandLine
from desktop.models.words import NOT_RECORDED, with_marks
from desktop.widgets.text import label, restyle

_STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Home: -1000,
    Qt.Key.Key_End: 1000,
}
_SHOWN = 170
"""Characters of a value that the band shows; the whole is in its hint, in the panel and on paper."""


class ValueLink(QPushButton):
    """A value that leads to what it rests on; shortened to its room, whole for a screen reader."""

    moved = Signal(int)
    """An arrow was pressed: how many values to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.setAutoDefault(False)
        self.setProperty("part", "fact")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif step is not None:
            self.moved.emit(step)
        else:
            super().keyPressEvent(event)

    @override
    def minimumSizeHint(self) -> QSize:
        wish = super().sizeHint()
        return QSize(min(wish.width(), self.fontMetrics().averageCharWidth() * 8), wish.height())

    @override
    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        room = self.width() - 8
        shown = self.fontMetrics().elidedText(option.text, Qt.TextElideMode.ElideRight, room)
        option.text = shown


class FactView(QWidget):
    """A label and its value; a value that is missing is said to be missing, in another hand."""

    chosen = Signal(object)
    """The line of the band whose value was followed."""

    def __init__(self, name: str = "", *, shown: int = _SHOWN) -> None:
        super().__init__()
        self.line: BandLine | None = None
        self._shown = shown
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self._label = label(name, "label", wrap=False)
        self.value = ValueLink()
        self.value.clicked.connect(self._follow)
        layout.addWidget(self._label)
        layout.addWidget(self.value)
        layout.addStretch(1)

    def show_line(self, line: BandLine, *, care: bool = False, words: str = "") -> None:
        """Show a value, or that it is not recorded; `words` in its place where the band says it otherwise."""
        self.line = line
        self._label.setText(line.label)
        said = with_marks(" ".join((words or line.words or NOT_RECORDED).split()))
        short = _shortened(said, self._shown)
        self.value.setText(short.replace("&", "&&"))
        restyle(self.value, "missing", "true" if line.missing and not words else "false")
        restyle(self.value, "care", "true" if care else "false")
        whole = with_marks(line.words or NOT_RECORDED)
        source = with_marks(line.source)
        self.value.setToolTip("\n".join(part for part in (whole if short != said else "", source) if part))
        self.value.setAccessibleName(f"{line.label}: {whole}")
        self.value.setAccessibleDescription(source)
        self.setAccessibleName(f"{line.label}: {whole}")

    def _follow(self) -> None:
        if self.line is not None:
            self.chosen.emit(self.line)


def _shortened(words: str, most: int) -> str:
    """The first of several values, as many as fit, and how many more there are; a long one to its last whole word."""
    if len(words) <= most:
        return words
    parts = words.split("; ")
    for kept in range(len(parts) - 1, 0, -1):
        short = f"{'; '.join(parts[:kept])}; and {len(parts) - kept} more"
        if len(short) <= most:
            return short
    return words[: most - 1].rpartition(" ")[0].rstrip(" ,;·") + "…"
