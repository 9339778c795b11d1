"""Going from part to part of a page with one key, the same way on every page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.widgets.asking_panel import Panel
from desktop.widgets.page import Page
from desktop.widgets.side_panel import SidePanel


def to_next(parts: Sequence[QWidget]) -> None:
    """Give the keyboard to the part after the one that holds it, round and round; from elsewhere to the first."""
    focus = parts[0].window().focusWidget()
    here = next((n for n, part in enumerate(parts) if focus and (part is focus or part.isAncestorOf(focus))), -1)
    part = parts[(here + 1) % len(parts)]
    if isinstance(part, Panel | SidePanel | Page):
        part.arrive()
    else:
        part.setFocus(Qt.FocusReason.ShortcutFocusReason)
