"""What a screen reader says of its own accord: nothing of a window that is locked."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QWidget


def alert(widget: QWidget) -> None:
    """Have the words of a widget read out."""
    if widget.window().isVisible():
        QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))


def announce(widget: QWidget, words: str) -> None:
    """Have words read out that stand nowhere, or that changed while one is elsewhere."""
    if widget.window().isVisible():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))
