"""The genogram in the window: a scene of the same layout that is printed.

Everything in it can be had from the list beside it; the picture is for the eye, zooms by keyboard, and answers to a
click or to what is chosen in the list.
"""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QGraphicsPathItem, QGraphicsScene, QGraphicsSimpleTextItem, QGraphicsView
from typing_extensions import override

from desktop.infra.assets import Appearance
from desktop.models.words import with_marks
from desktop.reporting.family import Family
from desktop.reporting.genogram import LINE, SYMBOL, TEXT_SIZE, Box, Connection, Genogram, Shape, Stroke, lay_out

_PERSON = 0
_MARGIN = 26.0
_STYLES = {Stroke.PLAIN: None, Stroke.DASHED: [5.0, 3.5], Stroke.DOTTED: [1.0, 2.6]}


class GenogramView(QGraphicsView):
    """The picture of a family; says whom one points at."""

    pointed = Signal(object)
    """The id of the person."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._family: Family | None = None
        self.genogram: Genogram | None = None
        self.highlighted: UUID | None = None
        self._zoom = 1.0
        self.setScene(QGraphicsScene(self))
        self.setAccessibleName("Genogram")
        self.setAccessibleDescription("A picture of the people in the list beside it. Plus and minus zoom, 0 fits it.")
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)  # else Tab stops twice, the second time without a name
        appearance.changed.connect(self.redraw)

    @property
    def shown_people(self) -> frozenset[UUID]:
        """Everybody in the picture."""
        return frozenset(box.figure.person_id for box in self.genogram.boxes) if self.genogram else frozenset()

    def show_family(self, family: Family) -> None:
        """Draw a family, all of it in sight."""
        self._family = family
        self.redraw()
        self.fit()

    def highlight(self, person_id: UUID | None) -> None:
        """Mark one person and bring them into sight."""
        if person_id != self.highlighted:
            self.highlighted = person_id
            self.redraw()
        for item in self.scene().items():
            if item.data(_PERSON) == person_id and person_id is not None:
                self.ensureVisible(item, 30, 60)
                return

    def redraw(self) -> None:
        """Draw anew, in the present colours."""
        if self._family is None:
            return
        scene = self.scene()
        scene.clear()
        paint = self._appearance.paint()
        self.setBackgroundBrush(QBrush(paint.surface))
        metrics = {bold: QFontMetricsF(_font(bold, TEXT_SIZE)) for bold in (False, True)}
        self.genogram = lay_out(self._family, lambda text, bold: metrics[bold].horizontalAdvance(with_marks(text)))
        for number, outline in enumerate(self.genogram.outlines):
            self._outline(outline, number < self.genogram.home)
        for connection in self.genogram.connections:
            self._connection(connection)
        for box in self.genogram.boxes:
            self._figure(box)
        drawn = QRectF(0, 0, self.genogram.width, self.genogram.height).united(scene.itemsBoundingRect())
        scene.setSceneRect(drawn.adjusted(*_around(_MARGIN)))

    # Drawing.

    def _outline(self, points: tuple[tuple[float, float], ...], home: bool) -> None:
        paint = self._appearance.paint()
        path = QPainterPath()
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
        path.closeSubpath()
        pen = QPen(paint.accent if home else paint.muted, 1.4)
        pen.setDashPattern([6, 3, 1.5, 3])
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        ground = QColor(paint.accent)
        ground.setAlphaF(0.09 if home else 0.0)
        self.scene().addPath(path, pen, QBrush(ground)).setZValue(-2.0)

    def _connection(self, connection: Connection) -> None:
        path = QPainterPath()
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in connection.points]))
        pen = QPen(self._appearance.paint().ink, 1.4)
        dashes = _STYLES[connection.stroke]
        if dashes is not None:
            pen.setDashPattern(dashes)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        self.scene().addPath(path, pen)
        if connection.ended is not None:
            x, y = connection.ended
            solid = QPen(self._appearance.paint().ink, 1.6)
            for across in (-5.0, 0.0):
                self.scene().addLine(x + across, y + 7, x + across + 6, y - 7, solid)

    def _figure(self, box: Box) -> None:
        paint = self._appearance.paint()
        chosen = box.figure.person_id == self.highlighted
        if chosen:
            around = QRectF(box.left, box.top, box.right - box.left, box.height).adjusted(*_around(4.0))
            frame = QPainterPath()
            frame.addRoundedRect(around, 6, 6)
            ground = self.scene().addPath(frame, QPen(paint.focus, 2.4), QBrush(paint.selection))
            ground.setZValue(-1.0)  # behind the lines that lead to the person
        pen = QPen(paint.ink, 2.2 if chosen else 1.7)
        if not box.figure.certain:
            pen.setDashPattern([3.5, 2.4])
        symbol = QGraphicsPathItem(_symbol(box, SYMBOL / 2))
        symbol.setPen(pen)
        symbol.setBrush(QBrush(paint.surface))
        symbol.setData(_PERSON, box.figure.person_id)
        symbol.setToolTip(with_marks(box.figure.spoken))
        self.scene().addItem(symbol)
        if box.figure.focus:
            self.scene().addPath(_symbol(box, SYMBOL / 2 - 4), QPen(paint.ink, 1.7))
        if box.figure.died:
            self._cross(box, paint.muted)
        ink = paint.selection_ink if chosen else paint.ink
        if box.figure.age:
            down = 7.0 if box.shape is Shape.TRIANGLE else 0.0
            self._words(box.figure.age, box.x, box.y - 8.5 + down, _font(True, 12.5), paint.ink)
        for number, words in enumerate(box.label):
            y = box.top + SYMBOL + 3.0 + number * LINE
            self._words(words, box.x, y, _font(number < box.bold, TEXT_SIZE), ink)

    def _cross(self, box: Box, colour: QColor) -> None:
        reach = SYMBOL / 2 * {Shape.CIRCLE: 0.7, Shape.SQUARE: 1.0}.get(box.shape, 0.5)
        for way in (1, -1):
            self.scene().addLine(
                box.x - reach, box.y - way * reach, box.x + reach, box.y + way * reach, QPen(colour, 1.1)
            )

    def _words(self, words: str, x: float, top: float, font: QFont, ink: QColor) -> None:
        item = QGraphicsSimpleTextItem(with_marks(words))
        item.setFont(font)
        item.setBrush(QBrush(ink))
        item.setPos(x - item.boundingRect().width() / 2, top)
        self.scene().addItem(item)

    # Zoom, keys and pointing.

    def fit(self) -> None:
        """All of it in sight, and at most half as large again as the usual text; who cannot read it zooms."""
        self._zoom = 1.0
        self._apply_zoom()

    def zoom(self, factor: float) -> None:
        """Larger or smaller."""
        self._zoom = min(max(self._zoom * factor, 0.4), 6.0)
        self._apply_zoom()

    def _apply_zoom(self) -> None:
        whole = self.sceneRect()
        if whole.isEmpty():
            return
        room = self.maximumViewportSize()  # what there is while no scroll bar is shown
        fits = min((room.width() - 2) / whole.width(), (room.height() - 2) / whole.height())
        scale = min(max(fits, 0.05), 1.5 * self._appearance.scale) * self._zoom
        self.resetTransform()
        self.scale(scale, scale)
        for box in self.genogram.boxes if self.genogram else ():
            if box.figure.person_id == self.highlighted or (self.highlighted is None and box.figure.focus):
                self.centerOn(box.x, box.y)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply_zoom()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.text():
            case "+" | "=":
                self.zoom(1.25)
            case "-":
                self.zoom(0.8)
            case "0":
                self.fit()
            case _:
                super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.mapToScene(event.position().toPoint())
        for box in self.genogram.boxes if self.genogram else ():
            if QRectF(box.left, box.top, box.right - box.left, box.height).contains(place):
                self.pointed.emit(box.figure.person_id)
                return
        super().mousePressEvent(event)


def _around(air: float) -> tuple[float, float, float, float]:
    return -air, -air, air, air


def _font(bold: bool, pixels: float) -> QFont:
    """A font of the window's typeface whose size is that of the layout, whatever the text size."""
    font = QFont(QApplication.font().family())
    font.setPixelSize(round(pixels))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def _symbol(box: Box, r: float) -> QPainterPath:
    path = QPainterPath()
    x, y = box.x, box.y
    corners = {
        Shape.SQUARE: ((x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)),
        Shape.DIAMOND: ((x, y - r), (x + r, y), (x, y + r), (x - r, y)),
        Shape.TRIANGLE: ((x, y - r), (x + r, y + r), (x - r, y + r)),
    }.get(box.shape)
    if corners is None:
        path.addEllipse(QPointF(x, y), r, r)
    else:
        path.addPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        path.closeSubpath()
    return path
