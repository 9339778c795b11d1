"""Paints a line of the chronology: the headline over the first words of the detail, and the marks beside.

Texts are shortened once for a width and kept, because measuring text costs more than painting it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView
from typing_extensions import override

from desktop.infra.assets import Appearance
from desktop.infra.codes import labels
from desktop.models.chronology_table import LINE, Column, marks_of, second_line, source_words
from desktop.models.words import with_marks

if TYPE_CHECKING:
    from db.queries.chronology import ChronologyRow

_SIDE, _TOP = 8, 6
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class Inks:
    """The pens of a line; marks of harm and protection have their own beside their words."""

    plain: QColor
    muted: QColor
    by_tone: dict[str, QColor]


class LineDelegate(QStyledItemDelegate):
    """Small painting steps, one a column."""

    def __init__(self, view: QTableView, appearance: Appearance) -> None:
        super().__init__(view)
        self._view = view
        self._appearance = appearance
        self._steps: dict[Column, Callable[[QPainter, QRect, ChronologyRow, Inks], None]] = {
            Column.WHEN: self._when,
            Column.WHAT: self._what,
            Column.SOURCE: self._source,
            Column.KIND: self._kind,
            Column.MARKS: self._marks,
        }
        self.take_look()
        appearance.changed.connect(self.take_look)

    def take_look(self) -> None:
        """Take fonts and colours from the present look."""
        self._paint = self._appearance.paint()
        paint = self._paint
        self._inks = Inks(paint.ink, paint.muted, {"harm": paint.harm, "protective": paint.protective})
        self._selected_inks = Inks(paint.selection_ink, paint.selection_ink, {})
        self._font = QFont(self._view.font())
        self._strong = QFont(self._font)
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._plain_metrics, self._strong_metrics = QFontMetrics(self._font), QFontMetrics(self._strong)
        self._spacing = self._plain_metrics.lineSpacing()
        self._short = lru_cache(maxsize=4096)(self._shorten)
        self._folded = lru_cache(maxsize=2048)(self._fold)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        colours = self._paint
        if selected:
            painter.fillRect(rect, colours.selection)
        painter.setPen(colours.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        line = index.data(LINE)
        inner = rect.adjusted(_SIDE, _TOP, -_SIDE, -_TOP)
        if line is None:
            painter.setPen(colours.muted)
            painter.drawText(inner, _LEFT, "…")
            return
        inks = self._selected_inks if selected else self._inks
        self._steps[Column(index.column())](painter, inner, line, inks)

    def _when(self, painter: QPainter, rect: QRect, line: ChronologyRow, inks: Inks) -> None:
        painter.setFont(self._font)
        painter.setPen(inks.plain)
        for number, words in enumerate(self._folded(line.occurred.in_words(), rect.width())):
            painter.drawText(self._line_rect(rect, number), _LEFT, words)

    def _what(self, painter: QPainter, rect: QRect, line: ChronologyRow, inks: Inks) -> None:
        painter.setFont(self._strong if line.significant else self._font)
        painter.setPen(inks.plain)
        painter.drawText(self._line_rect(rect, 0), _LEFT, self._short(line.headline, rect.width(), line.significant))
        below = line.detail_start or (f"“{line.words}”" if line.words else "")
        if self._view.isColumnHidden(int(Column.KIND)):
            below = second_line(line)
        if below:
            painter.setFont(self._font)
            painter.setPen(inks.muted)
            painter.drawText(self._line_rect(rect, 1), _LEFT, self._short(below, rect.width(), False))

    def _source(self, painter: QPainter, rect: QRect, line: ChronologyRow, inks: Inks) -> None:
        painter.setFont(self._font)
        painter.setPen(inks.plain)
        for number, words in enumerate(self._folded(source_words(line), rect.width())):
            painter.drawText(self._line_rect(rect, number), _LEFT, words)

    def _kind(self, painter: QPainter, rect: QRect, line: ChronologyRow, inks: Inks) -> None:
        painter.setFont(self._font)
        painter.setPen(inks.muted)
        kind = labels("entry_kind").get(line.kind, line.kind)
        for number, words in enumerate(self._folded(kind, rect.width())):
            painter.drawText(self._line_rect(rect, number), _LEFT, words)

    def _marks(self, painter: QPainter, rect: QRect, line: ChronologyRow, inks: Inks) -> None:
        painter.setFont(self._font)
        x, number = rect.left(), 0
        for mark in marks_of(line):
            width = self._plain_metrics.horizontalAdvance(mark.sign)
            if x > rect.left() and x + width > rect.right():
                x, number = rect.left(), number + 1
                if number > 1:
                    return
            painter.setPen(inks.by_tone.get(mark.tone, inks.plain))
            painter.drawText(QRect(x, rect.top() + number * self._spacing, width + 4, self._spacing), _LEFT, mark.sign)
            x += width + 10

    def _line_rect(self, rect: QRect, number: int) -> QRect:
        return QRect(rect.left(), rect.top() + number * self._spacing, rect.width(), self._spacing)

    def _shorten(self, words: str, width: int, strong: bool) -> str:
        metrics = self._strong_metrics if strong else self._plain_metrics
        return metrics.elidedText(_one_line(words), Qt.TextElideMode.ElideRight, width)

    def _fold(self, words: str, width: int) -> tuple[str, ...]:
        """At most two lines, broken between words."""
        words = _one_line(words)
        if self._plain_metrics.horizontalAdvance(words) <= width:
            return (words,)
        parts = words.split(" ")
        for cut in range(len(parts) - 1, 0, -1):
            first = " ".join(parts[:cut])
            if self._plain_metrics.horizontalAdvance(first) <= width:
                return first, self._shorten(" ".join(parts[cut:]), width, False)
        return (self._shorten(words, width, False),)


def _one_line(words: str) -> str:
    return with_marks(" ".join(words[:400].split()))
