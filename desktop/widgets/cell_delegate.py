"""Paints the cells of short tables: two folded lines, heavier where the column says so."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from desktop.infra.assets import Appearance
from desktop.models.record_table import BEGINS, TOGETHER

_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_BETWEEN = 2
_BAR, _GAP = 3, 6


class CellDelegate(QStyledItemDelegate):
    """Words that wrap inside their cell, with a hair line under each row and a heavy one between two groups.

    Rows that belong together are joined by a bar at the left.
    """

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
        if index.column() == 0:
            self._join(painter, rect, index, colours.accent)
        font = QFont(self._view.font())
        if index.data(Qt.ItemDataRole.UserRole):
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(colours.selection_ink if selected else colours.ink)
        words = two_lines(str(index.data(Qt.ItemDataRole.DisplayRole)), QFontMetrics(font), rect.width() - 14)
        painter.drawText(rect.adjusted(8, 2, -6, -2), _FLAGS, words)

    @staticmethod
    def _join(painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex, colour: QColor) -> None:
        before, after = index.data(TOGETHER) or (False, False)
        if before or after:
            top, bottom = (0 if before else _GAP), (0 if after else _GAP)
            painter.fillRect(rect.x() + 1, rect.y() + top, _BAR, rect.height() - top - bottom, colour)


def two_lines(words: str, metrics: QFontMetrics, width: int) -> str:
    """The words in at most two lines of a width, shortened where they do not fit."""
    lines = words.split("\n")[:2]
    if len(lines) == 1 and _elided(words, metrics, width) != words:
        parts = words.split(" ")
        begun = ((cut, " ".join(parts[:cut])) for cut in range(len(parts) - 1, 0, -1))
        cut = next((cut for cut, line in begun if _elided(line, metrics, width) == line), 0)
        lines = [" ".join(parts[:cut]), " ".join(parts[cut:])] if cut else lines
    return "\n".join(_elided(line, metrics, width) for line in lines)


def _elided(words: str, metrics: QFontMetrics, width: int) -> str:
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
