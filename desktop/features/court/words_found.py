"""Words that are looked for in the pages: a box, how many places there are, and the one that is in hand."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from db.errors import ThroughlineError
from desktop.infra.acts import Act
from desktop.infra.tasks import Lane, Tasks
from desktop.widgets.search_box import SearchBox
from desktop.widgets.text import label

if TYPE_CHECKING:
    from desktop.reporting.raster import Found

_PAUSE_MS = 220


class WordsFound(QObject):
    """Looks a moment after the last letter; Enter and the arrows go from place to place."""

    came = Signal()
    """Another place is in hand, or none."""
    marked = Signal()
    """The places are others, and one stays on the page on which one is."""
    trouble = Signal(ThroughlineError)

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._lane = tasks, Lane()
        self._cancel = threading.Event()
        self._pdf, self._asked = b"", ""
        self.places: tuple[Found, ...] = ()
        self._at = 0
        self.box = SearchBox()
        self.box.setAccessibleName("Find in the pages")
        self.box.setPlaceholderText(f"Find in the pages ({Act.FIND_IN_FILE.keys})")
        self.box.setMaxLength(500)
        self.box.setMinimumWidth(190)
        self.box.textChanged.connect(self._typed)
        self.box.returnPressed.connect(partial(self.step, 1))
        self.box.stepped.connect(self.step)
        self.said = label("", "muted", wrap=False, name="Places found")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)

    @property
    def place(self) -> Found | None:
        """The place that is in hand."""
        return self.places[self._at] if self.places else None

    def on_page(self, page: int) -> Iterator[tuple[tuple[tuple[float, float, float, float], ...], bool]]:
        """The boxes of each place on a page, and whether it is the one in hand."""
        for number, place in enumerate(self.places):
            if place.page == page:
                yield place.boxes, number == self._at

    def go(self) -> None:
        """Take the keyboard."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def look_in(self, pdf: bytes) -> None:
        """The pages are others now."""
        self._pdf = pdf
        if self.box.text().strip():
            self._look(stay=True)

    def step(self, by: int) -> None:
        """Go to the next place, or back to the one before, and round again."""
        if self._pause.isActive() or self.box.text().strip() != self._asked:
            self._look()
        elif self.places:
            self._at = (self._at + by) % len(self.places)
            self._tell()
            self.came.emit()

    def close(self) -> None:
        """Nobody looks any more."""
        self._pause.stop()
        self._cancel.set()
        self._lane.drop()

    def _typed(self, _text: str) -> None:
        self._pause.start()

    def _look(self, *, stay: bool = False) -> None:
        self._pause.stop()
        self._cancel.set()
        words = self._asked = self.box.text().strip()
        if not words or not self._pdf:
            self._lane.drop()
            self._show(())
            return
        from desktop.reporting.raster import find_words  # noqa: PLC0415 (PDFium on the first preview)

        self._cancel = threading.Event()
        work = partial(find_words, self._pdf, words, self._cancel.is_set)
        self._tasks.read(work, self._mark if stay else self._show, self._failed, self._lane)

    def _mark(self, places: tuple[Found, ...]) -> None:
        self._take(places)
        self.marked.emit()

    def _show(self, places: tuple[Found, ...]) -> None:
        self._take(places)
        self.came.emit()

    def _take(self, places: tuple[Found, ...]) -> None:
        self.places = places
        self._at = min(self._at, max(len(places) - 1, 0))
        self._tell()

    def _failed(self, error: ThroughlineError) -> None:
        self.trouble.emit(error)

    def _tell(self) -> None:
        if not self._asked:
            self.said.setText("")
        elif not self.places:
            self.said.setText("Not found")
        else:
            self.said.setText(f"{self._at + 1:,} of {len(self.places):,} (F3)")
