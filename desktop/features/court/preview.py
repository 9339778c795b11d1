"""The pages as they will be printed, one at a time, drawn off the interface thread; words are found and marked in them.

Enter goes from the page to the first place of the document that stands on it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from db.errors import ThroughlineError
from desktop.features.court.words_found import WordsFound
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.reporting.report import RenderedPdf
from desktop.widgets.flow import Flow
from desktop.widgets.text import button, label

_POINTS_ACROSS, _POINTS_DOWN = 595.276, 841.89
_SETTLE_MS = 120
_STEP = 60
Drawn = tuple[int, int, bytes]


class Preview(QWidget):
    """Shows page x of y; Page Up and Page Down turn it."""

    trouble = Signal(ThroughlineError)
    wanted = Signal(str)
    """To a place: the serial number of an entry, the key of a section."""

    def __init__(self, desk: Desk, before: str, in_words: Callable[[Sequence[str]], str]) -> None:
        """`before` is how the renderer begins the names of the places to which one goes from a page."""
        super().__init__()
        self._before, self._in_words = before, in_words
        self._tasks, self._lane, self._appearance = desk.tasks, Lane(), desk.appearance
        self.document: RenderedPdf | None = None
        self._starts: dict[str, tuple[int, float]] = {}
        self.page = 0
        self._image = QImage()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._draw)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Pages")
        self.sheet = QLabel()
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.sheet.setAccessibleName("Page of the document")
        self._scroll = QScrollArea()
        self._scroll.setObjectName("paper")
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self.sheet)
        self._scroll.setAccessibleName("Preview")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.where = label("", "muted", wrap=False, name="Which page")
        self._back = button("Previous", partial(self.turn, -1), name="Previous page", tip="Page Up")
        self._on = button("Next", partial(self.turn, 1), name="Next page", tip="Page Down")
        self.there = button("", self.go_there, part="link", name="To the place on this page", tip="Enter")
        self.found = WordsFound(desk.tasks, self)
        self.found.trouble.connect(self.trouble)
        self.found.came.connect(self._show_found)
        self.found.marked.connect(self._paint)
        self._lay_out()
        self._tell()

    def _lay_out(self) -> None:
        self.bar = QWidget()
        flow = Flow(self.bar, across=8, down=4)
        for part in (self._back, self._on, self.where, self.there, self.found.box, self.found.said):
            flow.addWidget(part)
        self.fit()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.bar)
        layout.addWidget(self._scroll, 1)

    def fit(self) -> None:
        """Take the sizes from the type: words stand in the middle of their line."""
        for words in (self.where, self.found.said, self.there):
            words.setMinimumHeight(self._on.sizeHint().height())

    def show_document(self, document: RenderedPdf) -> None:
        """Show a document, at the page on which one was."""
        self.document, self._starts = document, places_on(document, self._before)
        self.page = min(self.page, max(document.pages - 1, 0))
        self._tell()
        self._draw(keep=True)
        self.found.look_in(document.pdf)

    def arrive(self) -> None:
        """Give the keyboard to the pages."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def turn(self, by: int) -> None:
        """Go on or back by some pages."""
        self.go_to_page(self.page + by)

    def go_to_page(self, page: int) -> None:
        """Show a page, the first is 0."""
        pages = self.document.pages if self.document is not None else 0
        wanted = min(max(page, 0), max(pages - 1, 0))
        if wanted != self.page:
            self.page = wanted
            self._tell()
            self._draw()

    def show_place(self, place: str) -> None:
        """Show the page on which a place begins."""
        if place in self._starts:
            self.go_to_page(self._starts[place][0])

    @property
    def here(self) -> tuple[str, ...]:
        """The places that begin on this page, or the one that goes on through it."""
        begin = tuple(place for place, (page, _) in self._starts.items() if page == self.page)
        before = [place for place, (page, _) in self._starts.items() if page < self.page]
        return begin or tuple(before[-1:])

    def go_there(self) -> None:
        """Go to the first place that stands on this page."""
        if self.here:
            self.wanted.emit(self.here[0])

    def _tell(self) -> None:
        pages = self.document.pages if self.document is not None else 0
        self.where.setText(f"Page {self.page + 1} of {pages}" if pages else "No pages yet")
        self._back.setEnabled(self.page > 0)
        self._on.setEnabled(self.page + 1 < pages)
        here = self.here
        self.there.setVisible(bool(here))
        if here:
            self.there.setText(f"{self._in_words(here)} (Enter)")

    # Drawing.

    def _draw(self, *, keep: bool = False) -> None:
        if self.document is None or not self.isVisible():
            return
        from desktop.reporting.raster import render_page  # noqa: PLC0415 (PDFium on the first preview)

        across = min(max(self._scroll.viewport().width() - 24, 300), 1100)
        scale = across * self.devicePixelRatioF() / _POINTS_ACROSS
        if not keep:
            self._scroll.verticalScrollBar().setValue(0)
        work = partial(render_page, self.document.pdf, self.page, scale)
        self._tasks.read(work, self._drawn, self._failed, self._lane)

    def _drawn(self, drawn: Drawn) -> None:
        width, height, rgba = drawn
        self._image = QImage(rgba, width, height, width * 4, QImage.Format.Format_RGBA8888).copy()
        self._paint()
        self._see_found()

    def _paint(self) -> None:
        """The page, with the words that are found in it marked: underlined, the one in hand in a frame too."""
        if self._image.isNull():
            return
        image = self._image.copy()
        scale = image.width() / _POINTS_ACROSS
        painter = QPainter(image)
        for boxes, current in self.found.on_page(self.page):
            for left, bottom, right, top in boxes:
                box = QRectF(left * scale, (_POINTS_DOWN - top) * scale, (right - left) * scale, (top - bottom) * scale)
                box.adjust(-2, -2, 2, 2)
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
                painter.fillRect(box, QColor(255, 227, 138))
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
                painter.fillRect(QRectF(box.left(), box.bottom() - 2, box.width(), 2), QColor(28, 35, 38))
                if current:
                    painter.setPen(QColor(28, 35, 38))
                    painter.drawRect(box)
        painter.end()
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self.sheet.setPixmap(QPixmap.fromImage(image))
        self.sheet.setMinimumSize(QSize(10, round(image.height() / self.devicePixelRatioF())))

    def _show_found(self) -> None:
        """Turn to the page of the place in hand, and mark it."""
        place = self.found.place
        if place is not None and place.page != self.page:
            self.go_to_page(place.page)
        else:
            self._paint()
            self._see_found()

    def _see_found(self) -> None:
        place = self.found.place
        if place is None or place.page != self.page or not place.boxes:
            return
        scale = self._image.width() / _POINTS_ACROSS / self.devicePixelRatioF()
        down = round((_POINTS_DOWN - place.boxes[0][3]) * scale)
        self._scroll.ensureVisible(0, down, 0, self._scroll.viewport().height() // 3)

    def _failed(self, error: ThroughlineError) -> None:
        self.trouble.emit(error)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """To the place on which one clicked."""
        super().mouseDoubleClickEvent(event)
        at = self.sheet.mapFrom(self, event.position().toPoint())
        up = _POINTS_DOWN * (1 - at.y() / max(self.sheet.minimumHeight(), 1))
        above = [place for place in self.here if self._starts[place][0] < self.page or self._starts[place][1] >= up]
        if self.here:
            self.wanted.emit(above[-1] if above else self.here[0])

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settle.start()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._scroll.verticalScrollBar()
        last = self.document.pages if self.document is not None else 0
        does: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_PageDown: partial(self.turn, 1),
            Qt.Key.Key_PageUp: partial(self.turn, -1),
            Qt.Key.Key_Home: partial(self.go_to_page, 0),
            Qt.Key.Key_End: partial(self.go_to_page, last),
            Qt.Key.Key_Down: lambda: bar.setValue(bar.value() + _STEP),
            Qt.Key.Key_Up: lambda: bar.setValue(bar.value() - _STEP),
            Qt.Key.Key_Return: self.go_there,
            Qt.Key.Key_Enter: self.go_there,
        }
        act = does.get(Qt.Key(event.key()))
        if act is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            act()


def places_on(document: RenderedPdf, before: str) -> dict[str, tuple[int, float]]:
    """The page on which each place begins and how far above the foot of it, in order."""
    places = (place for place in document.places if place.key.startswith(before))
    return {place.key.removeprefix(before): (place.page, place.top) for place in places}
