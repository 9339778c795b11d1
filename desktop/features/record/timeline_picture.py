"""The timeline's picture: ground, bars, scales, bands and marks, painted from the layout in small steps."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from desktop.infra.assets import Paint
from desktop.models.timeline_layout import MarkPlace, StripLayout
from desktop.models.words import with_marks


class Rows:
    """Heights of the strip's parts in pixels, from the type."""

    def __init__(self, line: float, bands: int) -> None:
        self.line = line
        self.marks = 0.0
        self.mark = round(line * 0.8)
        self.bars = self.mark + 2.0
        self.bar = round(line * 1.7)
        self.years = self.bars + self.bar + 1
        self.school = self.years + line
        self.bands = self.school + line + 1
        self.height = round(self.bands + bands * (line + 1))

    def band(self, row: int) -> float:
        """Where a band begins."""
        return self.bands + row * (self.line + 1)


class Picture(QGraphicsItem):
    """Paints a layout in small steps."""

    def __init__(self, layout: StripLayout, rows: Rows, paint: Paint, font: QFont) -> None:
        super().__init__()
        self._layout, self._rows, self._paint, self._font = layout, rows, paint, font
        self._metrics = QFontMetricsF(font)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    @override
    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self._layout.scale.width, self._rows.height)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setFont(self._font)
        self._ground(painter)
        self._bars(painter)
        self._ticks(painter)
        self._bands(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in self._layout.marks:
            self._mark(painter, place)

    def _ground(self, painter: QPainter) -> None:
        rows, scale = self._rows, self._layout.scale
        painter.fillRect(self.boundingRect(), self._paint.surface)
        painter.setPen(_hair(self._paint.line))
        for y in (rows.bars + rows.bar, rows.school + rows.line):
            painter.drawLine(QPointF(0, y), QPointF(scale.width, y))
        for year in self._layout.years:
            if year.begins.month == 1:
                painter.drawLine(QPointF(year.x, rows.bars), QPointF(year.x, rows.school))
        if scale.earlier:
            painter.setPen(QPen(self._paint.muted, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(scale.left - 2, 0), QPointF(scale.left - 2, rows.height))

    def _bars(self, painter: QPainter) -> None:
        rows = self._rows
        for bar in self._layout.bars:
            height = max(bar.height * (rows.bar - 1), 1.5)
            gap = 1.0 if bar.width > 3 else 0.0
            ground = rows.bars + rows.bar
            painter.fillRect(QRectF(bar.x, ground - height, max(bar.width - gap, 1.0), height), self._paint.accent)

    def _ticks(self, painter: QPainter) -> None:
        rows = self._rows
        painter.setPen(self._paint.ink)
        for tick in self._layout.years:
            self._words(painter, tick.x + 3, rows.years, tick.words)
        painter.setPen(self._paint.muted)
        for tick in self._layout.school:
            painter.drawLine(QPointF(tick.x, rows.school + 2), QPointF(tick.x, rows.school + rows.line - 2))
            self._words(painter, tick.x + 3, rows.school, tick.words)

    def _bands(self, painter: QPainter) -> None:
        for band in self._layout.bands:
            place = QRectF(band.x, self._rows.band(band.row), band.width - 1, self._rows.line)
            painter.fillRect(place, self._paint.selection if self._plain else self._paint.surface)
            painter.setPen(_hair(self._paint.muted))
            painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
            if band.label_width:
                painter.setPen(self._paint.selection_ink if self._plain else self._paint.ink)
                words = with_marks(" ".join(band.span.words.split()))
                short = self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, band.label_width - 7)
                self._words(painter, band.x + 4, place.top(), short)

    @property
    def _plain(self) -> bool:
        """Whether bands may be tinted; in high contrast outlines tell them apart."""
        return self._paint.muted != self._paint.ink

    def _words(self, painter: QPainter, x: float, top: float, words: str) -> None:
        if words:
            painter.drawText(
                QPointF(round(x), round(top + self._metrics.ascent() + (self._rows.line - self._metrics.height()) / 2)),
                words,
            )

    def _mark(self, painter: QPainter, place: MarkPlace) -> None:
        size = self._rows.mark - 1
        x, top = max(place.x, size / 2), 1.0
        painter.setPen(QPen(self._paint.surface, 0.8))
        if place.tone == "harm":
            painter.setBrush(self._paint.harm)
            points = ((x - size / 2, top), (x + size / 2, top), (x, top + size))
            painter.drawPolygon(QPolygonF([QPointF(*point) for point in points]))
        elif place.tone == "protective":
            painter.setBrush(self._paint.protective)
            points = ((x - size / 2, top + size), (x + size / 2, top + size), (x, top))
            painter.drawPolygon(QPolygonF([QPointF(*point) for point in points]))
        else:
            painter.setBrush(self._paint.muted)
            painter.drawEllipse(QPointF(x, top + size / 2), size / 3.2, size / 3.2)


class RangeItem(QGraphicsItem):
    """The range taken: what is outside it is dimmed and hatched, and its edges have grips."""

    def __init__(self) -> None:
        super().__init__()
        self.place = QRectF()
        self.whole = QRectF()
        self.ink, self.veil = QColor(), QColor()
        self.setZValue(2)

    @override
    def boundingRect(self) -> QRectF:
        return self.whole

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        veil = QColor(self.veil)
        veil.setAlpha(150)
        for side in (
            QRectF(0, 0, self.place.left(), self.whole.height()),
            QRectF(self.place.right(), 0, self.whole.width() - self.place.right(), self.whole.height()),
        ):
            painter.fillRect(side, veil)
        pen = QPen(self.ink, 2)
        painter.setPen(pen)
        painter.drawRect(self.place.adjusted(1, 1, -1, -1))
        middle = self.place.center().y()
        for x in (self.place.left(), self.place.right()):
            painter.fillRect(QRectF(x - 3, middle - 8, 6, 16), self.ink)


class CursorItem(QGraphicsItem):
    """The month that the keyboard stands on."""

    def __init__(self) -> None:
        super().__init__()
        self.place = QRectF()
        self.ink = QColor()
        self.setZValue(3)

    @override
    def boundingRect(self) -> QRectF:
        return self.place.adjusted(-2, -2, 2, 2)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setPen(QPen(self.ink, 2, Qt.PenStyle.DotLine))
        painter.drawRect(self.place)


def _hair(colour: QColor) -> QPen:
    pen = QPen(colour, 1)
    pen.setCosmetic(True)
    return pen
