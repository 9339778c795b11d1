"""The order of Tab as the eye goes: by layout, since fields that came later would otherwise stand at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

Part = QWidget | QLayout


def tab_through(parts: Iterable[Part]) -> None:
    """Let Tab go through these parts, one after the other, each from its top."""
    before: QWidget | None = None
    for part in parts:
        for widget in _stops(part):
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget


def _stops(part: Part) -> Iterator[QWidget]:
    layout = part.layout() if isinstance(part, QWidget) else part
    if isinstance(part, QWidget) and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield part
    scrolled = part.widget() if isinstance(part, QScrollArea) else None
    if scrolled is not None:
        yield from _stops(scrolled)
    for place in range(layout.count() if layout is not None else 0):
        item = layout.itemAt(place) if layout is not None else None
        if item is None:
            continue
        inner = item.widget() or item.layout()
        if inner is not None:
            yield from _stops(inner)
