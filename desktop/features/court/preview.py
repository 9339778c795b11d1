"""The pages as they will be printed, one at a time, drawn off the interface thread."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from db.errors import ThroughlineError
from desktop.infra.tasks import Lane, Tasks
from desktop.widgets.text import button, label

_POINTS_ACROSS = 595.276
_SETTLE_MS = 120
Drawn = tuple[int, int, bytes]


class Preview(QWidget):
    """Shows page x of y; Page Up and Page Down turn it."""

    trouble = Signal(ThroughlineError)

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks, self._lane = tasks, Lane()
        self._pdf, self._pages, self._page = b"", 0, 0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._draw)
        self.sheet = QLabel()
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.sheet.setAccessibleName("Page of the document")
        self._scroll = QScrollArea()
        self._scroll.setObjectName("paper")
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self.sheet)
        self._scroll.setAccessibleName("Preview")
        self.where = label("", "muted", wrap=False, name="Which page")
        self._back = button("Previous", partial(self.turn, -1), tip="Page Up")
        self._on = button("Next", partial(self.turn, 1), tip="Page Down")
        row = QHBoxLayout()
        row.addWidget(self._back)
        row.addWidget(self._on)
        row.addWidget(self.where)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._scroll, 1)
        self._tell()

    def show_pdf(self, pdf: bytes, pages: int) -> None:
        """Show a document from its first page."""
        self._pdf, self._pages, self._page = pdf, pages, 0
        self._tell()
        self._draw()

    def empty(self) -> None:
        """Show no document."""
        self._lane.drop()
        self._pdf, self._pages = b"", 0
        self.sheet.clear()
        self._tell()

    def turn(self, by: int) -> None:
        """Go on or back by some pages."""
        wanted = min(max(self._page + by, 0), max(self._pages - 1, 0))
        if wanted != self._page:
            self._page = wanted
            self._tell()
            self._draw()

    def _tell(self) -> None:
        self.where.setText(f"Page {self._page + 1} of {self._pages}" if self._pages else "")
        self._back.setEnabled(self._page > 0)
        self._on.setEnabled(self._page + 1 < self._pages)

    def _draw(self) -> None:
        if not self._pdf:
            return
        from desktop.reporting.raster import render_page  # noqa: PLC0415 (PDFium on the first preview)

        across = min(max(self._scroll.viewport().width() - 24, 300), 1100)
        scale = across * self.devicePixelRatioF() / _POINTS_ACROSS
        self._tasks.read(partial(render_page, self._pdf, self._page, scale), self._drawn, self._failed, self._lane)

    def _drawn(self, drawn: Drawn) -> None:
        width, height, rgba = drawn
        image = QImage(rgba, width, height, width * 4, QImage.Format.Format_RGBA8888).copy()
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self.sheet.setPixmap(QPixmap.fromImage(image))
        self.sheet.setMinimumSize(QSize(10, round(height / self.devicePixelRatioF())))
        self._scroll.verticalScrollBar().setValue(0)

    def _failed(self, error: ThroughlineError) -> None:
        self.trouble.emit(error)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.turn(by)
