"""Paints a line of the chronology: the headline over the first words of the detail, and the marks beside.

Texts are shortened and laid out once for a width and kept, because measuring and shaping text costs more than
painting it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStaticText, QTransform
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView
from typing_extensions import override

from desktop.infra.assets import Appearance
from desktop.infra.codes import labels
from desktop.models.chronology_table import ChronologyTable, Column, marks_of, second_line, source_words
from desktop.models.line_words import author_words, detail_words
from desktop.models.marking import places
from desktop.models.words import short_months, with_marks

if TYPE_CHECKING:
    from db.queries.chronology import ChronologyRow

_SIDE, _TOP = 8, 6
_RULE = 2
"""Pixels of the rule over the first line of a year or an age."""
_GAP = 8
"""Pixels between the age that begins with a line and who recorded it."""
_WORTH = 12
"""Average characters of room from which the rest of a line is used."""


@dataclass(frozen=True, slots=True)
class Inks:
    """The pens of a line; marks of harm and protection have their own beside their words."""

    plain: QColor
    muted: QColor
    by_tone: dict[str, QColor]


_NAMED = 3
"""Average characters of room from which it is worth beginning a name."""


class LineDelegate(QStyledItemDelegate):
    """Small painting steps, one a column."""

    def __init__(self, view: QTableView, appearance: Appearance) -> None:
        super().__init__(view)
        self._view = view
        self._appearance = appearance
        self.dense = False
        """Whether a row is one line of text high."""
        self._steps: dict[Column, Callable[[QPainter, QRect, ChronologyRow, Inks], None]] = {
            Column.WHAT: self._what,
            Column.SOURCE: self._source,
            Column.KIND: self._kind,
            Column.AUTHOR: self._author,
            Column.MARKS: self._marks,
        }
        self._marked: tuple[str, ...] = ()
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
        self._folded = lru_cache(maxsize=4096)(self._fold)
        self._laid_out = lru_cache(maxsize=4096)(self._lay_out)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        colours, model, row = self._paint, index.model(), index.row()
        if not isinstance(model, ChronologyTable):
            return
        if selected:
            painter.fillRect(rect, colours.selection)
        painter.setPen(colours.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        begins = model.begins(row) if row else ""  # above the first row the sticky heading says it
        if begins:
            painter.fillRect(rect.left(), rect.top() - 1, rect.width(), _RULE, colours.accent)
        line = model.window.line(row)
        inks = self._selected_inks if selected else self._inks
        inner = rect.adjusted(_SIDE, _TOP, -_SIDE, -_TOP)
        if line is None:
            self._draw(painter, inner.topLeft(), "…", inks.muted)
            return
        column = Column(index.column())
        if column is Column.WHEN:
            self._when(painter, inner, line, inks, begins)
        else:
            self._steps[column](painter, inner, line, inks)

    def _when(self, painter: QPainter, rect: QRect, line: ChronologyRow, inks: Inks, begins: str) -> None:
        """The date; below it, where there is room, the year and age that begin here, and who recorded the entry."""
        if self.dense:
            self._both(painter, rect, self._date(line, rect.width()), inks.plain)
            return
        words = self._folded(self._date(line, rect.width()), rect.width(), False)
        self._lines(painter, rect, words, inks.plain)
        used = self._width(words[1], False) + _GAP if len(words) > 1 else 0
        below, room = QPoint(rect.left() + used, rect.top() + self._spacing), rect.width() - used
        told = self._view.isColumnHidden(int(Column.AUTHOR))
        if begins and not used:  # the year stands in the date already
            begins = self._short(begins.rpartition(" · ")[2] if told else begins, room, True)
            self._draw(painter, below, begins, inks.plain, strong=True)
            used = self._width(begins, True) + _GAP
            below, room = QPoint(below.x() + used, below.y()), room - used
        if told and room > _NAMED * self._plain_metrics.averageCharWidth():
            self._draw(painter, below, self._short(author_words(line), room, False), inks.muted)

    def _date(self, line: ChronologyRow, width: int) -> str:
        """The date in full where it stands on one line, else with short months."""
        words = line.occurred.in_words()
        return words if len(self._folded(words, width, False)) == 1 else short_months(words)

    def _what(self, painter: QPainter, rect: QRect, line: ChronologyRow, inks: Inks) -> None:
        """The headline, on two lines if it needs them; the beginning of the rest where there is room."""
        strong = line.significant
        headline = self._folded(line.headline, rect.width(), strong)
        below = second_line(line) if self._view.isColumnHidden(int(Column.KIND)) else detail_words(line)
        if self.dense:
            headline = (self._short(line.headline, rect.width(), strong),)
        self._lines(painter, rect, headline, inks.plain, strong=strong)
        if self._marked:
            self._mark(painter, rect, headline, strong)
        if len(headline) == 1 and not self.dense:
            where, room = QPoint(rect.left(), rect.top() + self._spacing), rect.width()
        else:
            used = self._width(headline[-1], strong) + 14
            where = QPoint(rect.left() + used, rect.top() + (len(headline) - 1) * self._spacing)
            room = rect.width() - used
            if room < _WORTH * self._plain_metrics.averageCharWidth():
                return
        if below:
            self._draw(painter, where, self._short(below, room, False), inks.muted)

    def _source(self, painter: QPainter, rect: QRect, line: ChronologyRow, inks: Inks) -> None:
        self._both(painter, rect, source_words(line), inks.plain)

    def _kind(self, painter: QPainter, rect: QRect, line: ChronologyRow, inks: Inks) -> None:
        self._both(painter, rect, labels("entry_kind").get(line.kind, line.kind), inks.muted)

    def _author(self, painter: QPainter, rect: QRect, line: ChronologyRow, inks: Inks) -> None:
        if self.dense or not line.author_role:
            self._both(painter, rect, author_words(line), inks.muted)
            return
        words = [self._short(part, rect.width(), False) for part in (line.author, line.author_role)]
        self._lines(painter, rect, tuple(words), inks.muted)

    def _marks(self, painter: QPainter, rect: QRect, line: ChronologyRow, inks: Inks) -> None:
        x, number = rect.left(), 0
        for mark in marks_of(line):
            sign = self._short(mark.sign, rect.width(), False)
            width = self._width(sign, False)
            if x > rect.left() and x + width > rect.right():
                x, number = rect.left(), number + 1
                if number > (0 if self.dense else 1):
                    return
            where = QPoint(x, rect.top() + number * self._spacing)
            self._draw(painter, where, sign, inks.by_tone.get(mark.tone, inks.plain))
            x += width + 10

    # Drawing words.

    def mark(self, words: tuple[str, ...]) -> None:
        """Mark these words in every headline; empty for none."""
        self._marked = words
        self._view.viewport().update()

    def _mark(self, painter: QPainter, rect: QRect, words: tuple[str, ...], strong: bool) -> None:
        """The places of the words looked for, over what is drawn already."""
        metrics = self._strong_metrics if strong else self._plain_metrics
        painter.setFont(self._strong if strong else self._font)
        painter.setPen(self._paint.hit_ink)
        for number, part in enumerate(words):
            for start, end in places(part, self._marked, 8):
                left = rect.left() + metrics.horizontalAdvance(part[:start])
                width = metrics.horizontalAdvance(part[start:end])
                box = QRect(left, rect.top() + number * self._spacing, width, self._spacing)
                painter.fillRect(box, self._paint.hit)
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, part[start:end])

    def _both(self, painter: QPainter, rect: QRect, words: str, ink: QColor) -> None:
        """Words on one line or two, as the density has it."""
        if self.dense:
            self._lines(painter, rect, (self._short(words, rect.width(), False),), ink)
        else:
            self._lines(painter, rect, self._folded(words, rect.width(), False), ink)

    def _lines(
        self, painter: QPainter, rect: QRect, words: tuple[str, ...], ink: QColor, *, strong: bool = False
    ) -> None:
        for number, part in enumerate(words):
            self._draw(painter, QPoint(rect.left(), rect.top() + number * self._spacing), part, ink, strong=strong)

    def _draw(self, painter: QPainter, where: QPoint, words: str, ink: QColor, *, strong: bool = False) -> None:
        if words:
            painter.setFont(self._strong if strong else self._font)
            painter.setPen(ink)
            painter.drawStaticText(where, self._laid_out(words, strong))

    def _lay_out(self, words: str, strong: bool) -> QStaticText:
        made = QStaticText(words)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        made.prepare(QTransform(), self._strong if strong else self._font)
        return made

    def _width(self, words: str, strong: bool) -> int:
        return int(self._laid_out(words, strong).size().width()) if words else 0

    def _shorten(self, words: str, width: int, strong: bool) -> str:
        metrics = self._strong_metrics if strong else self._plain_metrics
        return metrics.elidedText(_one_line(words), Qt.TextElideMode.ElideRight, width)

    def _fold(self, words: str, width: int, strong: bool) -> tuple[str, ...]:
        """At most two lines, broken between words."""
        metrics = self._strong_metrics if strong else self._plain_metrics
        words = _one_line(words)
        if metrics.horizontalAdvance(words) <= width:
            return (words,)
        parts = words.split(" ")
        fits, low, high = 0, 1, len(parts) - 1
        while low <= high:  # the longest beginning that fits
            middle = (low + high) // 2
            if metrics.horizontalAdvance(" ".join(parts[:middle])) <= width:
                fits, low = middle, middle + 1
            else:
                high = middle - 1
        if not fits:
            return (self._shorten(words, width, strong),)
        return " ".join(parts[:fits]), self._shorten(" ".join(parts[fits:]), width, strong)


def _one_line(words: str) -> str:
    return with_marks(" ".join(words[:400].split()))
