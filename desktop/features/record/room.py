"""How the file's page shares its room between the list, the entry that one reads, and a form that one writes.

A form never covers the list, and has the whole height beside it and what stands above it; on a small screen the band
is folded for it. Where it is narrow the entry moves below the list; where it is tight as well, as at twice the usual
text size, list and entry take turns, and the band goes for a form, which names the child itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.features.record.chronology import ChronologyList
from desktop.features.record.reading import ReadingPane
from desktop.infra.settings import Settings
from desktop.widgets.one_beside import OneBeside
from desktop.widgets.page import Page

FEW_LINES = 27
"""Lines of the window's height below which the band is folded and list and entry take turns."""
FEWER_LINES = 45
"""Lines of the window's height below which the band is folded while a form stands beside."""
LOW = 38
"""Lines of the room's height below which the timeline's picture makes way while a form stands beside."""
NARROW, WIDE = 118, 200
"""Average characters of width below which the entry goes under the list, and from which a form fits beside both."""


class Room(QWidget):
    """Timeline, filter, list and entry at the left, a form at the right when there is one."""

    became_tight = Signal(bool)
    """Whether the band is to make way."""
    became_crowded = Signal(bool)
    """Whether a form stands where it is tight, and needs the height of the band too."""
    became_low = Signal(bool)
    """Whether there is too little height for the timeline's picture above the list."""

    def __init__(
        self, chronology: ChronologyList, reading: ReadingPane, settings: Settings, above: Sequence[QWidget] = ()
    ) -> None:
        super().__init__()
        self._settings = settings
        self._chronology, self._reading = chronology, reading
        self._tight = self._folded = self._crowded = self._low = False
        self._halves = QSplitter(Qt.Orientation.Horizontal)
        self.sides = QSplitter(Qt.Orientation.Horizontal)
        self.sides.addWidget(chronology)
        self.sides.addWidget(reading)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in above:
            column.addWidget(widget)
        column.addWidget(self.sides, 1)
        self._halves.addWidget(left)
        self._beside = OneBeside(self._halves.addWidget, changed=self.fold, empty=self._chronology.table.setFocus)
        for splitter in (self.sides, self._halves):
            splitter.setChildrenCollapsible(False)
            splitter.splitterMoved.connect(self._moved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._halves)

    @property
    def panel(self) -> Page | None:
        """The form at the right."""
        return self._beside.panel

    def put_beside(self, panel: Page) -> None:
        """Make room for a form, in place of the one before."""
        self._beside.put(panel)

    def take_away(self) -> None:
        """Take the form away and give its room back."""
        self._beside.take_away()

    def show_list(self) -> None:
        """Where they take turns, it is the list's turn."""
        self._turn(reading=False)

    def show_entry(self) -> None:
        """Where they take turns, it is the entry's turn."""
        self._turn(reading=True)

    def _turn(self, *, reading: bool) -> None:
        self._chronology.setVisible(not (self._tight and reading))
        self._reading.setVisible(not self._tight or reading)

    def fold(self) -> None:
        """Arrange the parts for the size of window and type."""
        lines = self.window().height() / self.fontMetrics().lineSpacing()
        tight = lines < FEW_LINES
        if tight != self._tight:
            self._tight = tight
            self.show_list()
        folded = tight or (self.panel is not None and lines < FEWER_LINES)
        if folded != self._folded:
            self._folded = folded
            self.became_tight.emit(folded)
        crowded = tight and self.panel is not None
        if crowded != self._crowded:
            self._crowded = crowded
            self.became_crowded.emit(crowded)
        low = tight or (self.panel is not None and self.height() < LOW * self.fontMetrics().lineSpacing())
        if low != self._low:
            self._low = low
            self.became_low.emit(low)
        characters = self.width() / max(self.fontMetrics().averageCharWidth(), 1)
        side_by_side = characters >= (WIDE if self.panel is not None else NARROW)
        self.sides.setOrientation(Qt.Orientation.Horizontal if side_by_side else Qt.Orientation.Vertical)
        width, height = self.width(), self.height()
        if self.panel is not None:
            self._share(self._halves, width, 560 if characters >= NARROW else 470 if tight else 380)
        self._share(self.sides, width if side_by_side else height, 650 if side_by_side else 550)

    def _share(self, splitter: QSplitter, length: int, first: int) -> None:
        """Give the first part so many thousandths of the length, or as many as the person gave it."""
        kept = self._settings.sizes(self._key(splitter))
        first = kept[0] if kept else first
        splitter.setSizes([length * first // 1000, length * (1000 - first) // 1000])

    def _key(self, splitter: QSplitter) -> str:
        """Each arrangement is remembered by itself: what fits beside does not fit below."""
        if splitter is self._halves:
            return "file with form"
        way = "beside" if splitter.orientation() is Qt.Orientation.Horizontal else "below"
        return f"entry {way} form" if self.panel is not None else f"entry {way}"

    def _moved(self, _place: int, _number: int) -> None:
        for splitter in (self.sides, self._halves):
            first, *others = splitter.sizes()
            whole: int = first + sum(others)
            if splitter is self.sender() and whole > 0:
                self._settings.remember_sizes(self._key(splitter), [first * 1000 // whole])

    def next_part(self, focus: QWidget | None) -> None:
        """Go on from where the keyboard is: find box, list, entry, form, and round again."""
        places: list[QWidget] = [self._chronology.find_box, self._chronology.table, self._reading]
        if self.panel is not None:
            places.append(self.panel)
        holds = [focus is not None and (place is focus or place.isAncestorOf(focus)) for place in places]
        following = ((holds.index(True) if True in holds else -1) + 1) % len(places)
        if following == 3 and self.panel is not None:
            self.panel.arrive()
            return
        self._turn(reading=following == 2)
        target = self._reading.text if following == 2 else places[following]
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fold()
