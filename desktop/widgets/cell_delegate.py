"""Paints the cells of short tables: two folded lines, heavier where the column says so."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from desktop.infra.assets import Appearance
from desktop.models.record_table import BEGINS

_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_BETWEEN = 2


class CellDelegate(QStyledItemDelegate):
    """Words that wrap inside their cell, with a hair line under each row and a heavy one between two groups."""

    def __init__(self, view: QAbstractItemView, appearance: Appearance) -> None:
        super().__init__(view)
        self._view = view
        self._appearance = appearance

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = self._appearance.paint()
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, colours.selection)
        painter.setPen(colours.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if index.data(BEGINS):
            painter.fillRect(rect.x(), rect.y(), rect.width(), _BETWEEN, colours.ink)
        font = QFont(self._view.font())
        if index.data(Qt.ItemDataRole.UserRole):
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(colours.selection_ink if selected else colours.ink)
        words = two_lines(str(index.data(Qt.ItemDataRole.DisplayRole)), QFontMetrics(font), rect.width() - 14)
        painter.drawText(rect.adjusted(8, 2, -6, -2), _FLAGS, words)


def two_lines(words: str, metrics: QFontMetrics, width: int) -> str:
    """The words in at most two lines of a width, shortened where they do not fit."""
    lines = words.split("\n")[:2]
    if len(lines) == 1 and metrics.elidedText(words, Qt.TextElideMode.ElideRight, width) != words:
        parts = words.split(" ")
        fits = (
            cut for cut in range(len(parts) - 1, 0, -1) if metrics.horizontalAdvance(" ".join(parts[:cut])) <= width
        )
        cut = next(fits, 0)
        lines = [" ".join(parts[:cut]), " ".join(parts[cut:])] if cut else lines
    return "\n".join(metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines)
