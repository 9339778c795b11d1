"""Labels, buttons and their style parts, made in one line each.

Every label is plain text: what people typed must never be read as markup by Qt.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget


def label(words: str = "", part: str = "value", *, wrap: bool = True, name: str = "") -> QLabel:
    """A plain-text label of a style part; `name` is what screen readers call it."""
    made = QLabel(words)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("part", part)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if name:
        made.setAccessibleName(name)
    return made


def button(words: str, pressed: Callable[[], None], *, part: str = "", name: str = "", tip: str = "") -> QPushButton:
    """A push button; `part` is "main" for the one thing a page is for, "link" for a quiet one."""
    made = QPushButton(words)
    made.setAutoDefault(True)  # Enter presses it, as Space does
    made.setProperty("part", part)
    made.setAccessibleName(name or words.replace("&", ""))
    if tip:
        made.setToolTip(tip)
    made.clicked.connect(lambda _checked=False: pressed())
    return made


def restyle(widget: QWidget, key: str, value: object) -> None:
    """Set a style property and let the style sheet see it."""
    if widget.property(key) != value:
        widget.setProperty(key, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
