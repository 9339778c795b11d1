"""How many children were held at the end of each month of the year: a picture of bars, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from db.queries.workload import HeldOn
from desktop.features.team.lines import MONTHS, month, over_the_year
from desktop.infra.assets import Appearance, Paint
from desktop.models.record_table import RecordTable
from desktop.models.words import short_day
from desktop.widgets.table import Table
from desktop.widgets.text import button, label

_SMALL = 0.8
"""Of the usual type."""
_BAR_LINES = 4.5
_MIDDLE = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
_BEGINS = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextDontClip


class YearPicture(QWidget):
    """A bar for each month with its number above it and the month below; the last one is today's."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._months: tuple[HeldOn, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.updateGeometry)

    def show_months(self, whose: str, months: Sequence[HeldOn]) -> None:
        """Take a year."""
        self._months = tuple(months)
        self.setAccessibleName(f"Children held by month, {whose}")
        told = ", ".join(f"{month(one.day)} {one.children}" for one in months)
        self.setAccessibleDescription(f"{over_the_year(months)} {told}")
        self.setToolTip(over_the_year(months) if months else "")
        self.update()

    def _type(self) -> QFont:
        small = QFont(self.font())
        small.setPointSizeF(small.pointSizeF() * _SMALL)
        return small

    @override
    def sizeHint(self) -> QSize:
        line = QFontMetricsF(self._type()).lineSpacing()
        return QSize(200, round(line * (_BAR_LINES + 3)) + 6)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), self._appearance.paint()
        painter.fillRect(self.rect(), colours.surface)
        painter.setFont(self._type())
        metrics = QFontMetricsF(self._type())
        step = (self.width() - 8) / max(len(self._months), 1)
        every = min(max(ceil(metrics.horizontalAdvance("Sep ") / step), 1), 3)
        for n in range(len(self._months)):
            place = QRectF(4 + n * step, 0, step, metrics.lineSpacing())
            self._bar(painter, n, place, colours)
            self._words(painter, n, place, every, colours)
        painter.setPen(colours.line)
        ground = round(metrics.lineSpacing() * (_BAR_LINES + 1) + 2)
        painter.drawLine(4, ground, self.width() - 4, ground)
        if self.hasFocus():
            painter.setPen(QPen(colours.focus, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()
        event.accept()

    def _bar(self, painter: QPainter, n: int, place: QRectF, colours: Paint) -> None:
        """The bar of a month with its number; of the month that is not over an outline."""
        line, most = place.height(), max(one.children for one in self._months)
        height = line * _BAR_LINES * self._months[n].children / max(most, 1)
        ground = line * (_BAR_LINES + 1) + 2
        bar = QRectF(place.left() + place.width() * 0.14, ground - height, place.width() * 0.72, height)
        painter.setPen(colours.ink)
        painter.drawText(place.translated(0, bar.top() - line), _MIDDLE, str(self._months[n].children))
        if n == len(self._months) - 1 and height:
            painter.setPen(QPen(colours.accent, 2))
            painter.drawRect(bar.adjusted(1, 1, -1, 0))
        else:
            painter.fillRect(bar, colours.accent)

    def _words(self, painter: QPainter, n: int, place: QRectF, every: int, colours: Paint) -> None:
        """The month below its bar, each so many-eth where there is little room, and the year where one begins."""
        day, last = self._months[n].day, len(self._months) - 1
        below = place.translated(0, place.height() * (_BAR_LINES + 1) + 4)
        painter.setPen(colours.muted)
        if (last - n) % every == 0:
            painter.drawText(below, _MIDDLE, "now" if n == last else short_day(day).split(" ")[1])
        if (day.month == 1 or n == 0) and n != last:
            painter.drawText(below.translated(place.width() * 0.14, place.height()), _BEGINS, str(day.year))


class Year(QWidget):
    """The picture or the table, whichever the person wants."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.picture = YearPicture(appearance)
        self.lines: RecordTable[HeldOn] = RecordTable(MONTHS, self)
        self.table = Table("Children held by month")
        self.table.setModel(self.lines)
        self.as_table = button("As a table", self._turn, part="link")
        self.as_table.setCheckable(True)
        self._head = label("", "label")
        line = QHBoxLayout()
        line.addWidget(self._head, 1)
        line.addWidget(self.as_table, 0, Qt.AlignmentFlag.AlignTop)
        self._holder = QWidget()
        self._faces = QStackedLayout(self._holder)
        self._faces.addWidget(self.picture)
        self._faces.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(line)
        column.addWidget(self._holder)
        appearance.changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Take sizes from the type."""
        self.table.fit_rows()
        self.table.fit_columns([column.width for column in MONTHS])
        self._holder.setFixedHeight(self.picture.sizeHint().height())

    def show_months(self, whose: str, months: Sequence[HeldOn]) -> None:
        """Take a year."""
        self._head.setText(f"Children held by month: {whose}")
        self.picture.show_months(whose, months)
        self.lines.show(months)

    @property
    def part(self) -> QWidget:
        """What is shown."""
        return self.table if self.as_table.isChecked() else self.picture

    def _turn(self) -> None:
        self._faces.setCurrentWidget(self.part)
        self.part.setFocus(Qt.FocusReason.ShortcutFocusReason)
