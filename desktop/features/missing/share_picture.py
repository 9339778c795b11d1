"""The share of a fact over time as columns: what is recorded is filled from below, what is missing is hatched.

Each column says its share in figures, so that nothing is told by colour alone; the table below has the same figures.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from db.queries.missing import Share
from desktop.features.missing.share_lines import FactLine, sentence
from desktop.infra.assets import Appearance
from desktop.models.words import short_day

_SMALL = 0.86
_GAP = 0.26
"""Of a column's width that stays free."""


class SharePicture(QWidget):
    """Paints the months of one fact."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.line: FactLine | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    def show_line(self, line: FactLine | None) -> None:
        """Show a fact."""
        self.line = line
        self.setAccessibleName(f"Picture. {sentence(line)}" if line is not None else "No picture")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().lineSpacing()
        return QSize(26 * line, 12 * line)

    @override
    def minimumSizeHint(self) -> QSize:
        line = self.fontMetrics().lineSpacing()
        return QSize(12 * line, 6 * line)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint = self._appearance.paint()
        painter.fillRect(self.rect(), paint.surface)
        if self.line is None:
            return
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _SMALL)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        shares = self.line.shares
        width = (self.width() - 16) / max(len(shares), 8)
        top, bottom = metrics.height() + 8, self.height() - 2 * metrics.height() - 10
        painter.setPen(QPen(paint.muted, 1))
        painter.drawLine(QPointF(8, bottom), QPointF(self.width() - 8, bottom))
        for number, share in enumerate(shares):
            place = QRectF(8 + number * width + width * _GAP / 2, top, width * (1 - _GAP), bottom - top)
            self._column(painter, share, place)
            self._under(painter, number, place, metrics)

    def _column(self, painter: QPainter, share: Share, place: QRectF) -> None:
        paint = self._appearance.paint()
        height = place.height() * share.recorded / max(share.children, 1)
        filled = QRectF(place.left(), place.bottom() - height, place.width(), height)
        missing = QRectF(place.left(), place.top(), place.width() - 1, place.height() - height)
        painter.fillRect(missing, QBrush(paint.muted, Qt.BrushStyle.BDiagPattern))
        painter.fillRect(filled, paint.accent)
        painter.setPen(QPen(paint.ink, 1))
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        above = QRectF(place.left() - 20, place.top() - painter.fontMetrics().height() - 2, place.width() + 40, 100)
        painter.drawText(above, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self._figures(share, place))

    def _figures(self, share: Share, place: QRectF) -> str:
        """The share; close to its sign where columns are narrow."""
        wide = self.fontMetrics().horizontalAdvance("100 % ") <= place.width() / (1 - _GAP)
        return f"{share.percent} %" if wide else f"{share.percent}%"

    def _under(self, painter: QPainter, number: int, place: QRectF, metrics: QFontMetricsF) -> None:
        """The month, and the year below its first month."""
        assert self.line is not None  # noqa: S101 (nothing is painted without a line)
        share = self.line.shares[number]
        day = share.day
        now = share is self.line.now
        painter.setPen(self._appearance.paint().ink)
        across = QRectF(place.left() - 20, place.bottom() + 3, place.width() + 40, metrics.height())
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(across, centre, "now" if now else short_day(day).split(" ")[1])
        if not now and (number == 0 or day.month == 1):
            painter.drawText(across.translated(0, metrics.height()), centre, str(day.year))
