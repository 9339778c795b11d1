"""The band: the child before the paperwork. What is not known is said, so that a gap is seen."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from db.queries.band import Band as BandFacts
from desktop.features.record.facts import FactView, ValueLink
from desktop.models.band_words import BandLine, BandWords, band_words
from desktop.models.words import NOT_RECORDED, count, with_marks
from desktop.widgets.flow import Flow
from desktop.widgets.text import label

_BASES = {"break_glass": "opened in an emergency, on record, for one hour", "allocated": "allocated to you"}
_LONG = 150
"""Characters of the longest lines of the band that are shown, so that one fits a line of a common screen."""
PORTRAIT_HEIGHT = 64
_BESIDE_NAME = 60
"""Pixels that margins and gaps take beside the name."""
_MOST = 34
"""Hundredths of the window's height that the values take at most."""


class _Held(QScrollArea):
    """The values, as high as they are, but never more than a part of the window: beyond that they scroll."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.setWidget(inside)

    def fit(self) -> None:
        """Take the height from the values and the window."""
        most = max(self.window().height() * _MOST // 100, 60)
        across = max(self.width(), 200)
        needs = self.column.heightForWidth(across)
        scrolls = needs > most
        always = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if self.verticalScrollBarPolicy() is not always:
            self.setVerticalScrollBarPolicy(always)
        height = most if scrolls else needs
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A value that has grown is in the layout's sums only now, after it was shown."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.fit()
        return super().eventFilter(watched, event)


class Band(QFrame):
    """Who, with whom, under which law, when seen, in whose words, what next, and what has changed."""

    followed = Signal(object)
    """A value was chosen: the BandLine, whose entry, history or person one wants to see."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("band")
        self.setAccessibleName("The child")
        self.who = label("", "heading")
        self.more: QLabel = label("", "muted", wrap=False)
        self._file = label("", "muted", wrap=False)
        self.portrait = QLabel()
        self.portrait.setVisible(False)
        self.short = label("", "value")
        self.short.setVisible(False)
        self.folded = False
        self.facts: dict[str, FactView] = {}
        self._views: dict[str, list[FactView]] = {"about": [], "main": []}
        self._held = _Held()
        parts = {name: QWidget() for name in self._views}
        self._flows = {name: Flow(part, across=16, down=0) for name, part in parts.items()}
        for part in parts.values():
            self._held.column.addWidget(part)
        self._foot = [FactView(shown=_LONG) for _ in range(5)]
        self.words = self._foot[0].value
        for view in self._foot:
            view.chosen.connect(self.followed)
            view.value.moved.connect(self._go)
            self._flows["main"].addWidget(view)
        for words in (self._file, self.more):
            self._flows["about"].addWidget(words)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(14)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(4)
        self._top.addWidget(self.who, 1)
        self._top.addLayout(self._buttons)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(self._top)
        column.addWidget(self.short)
        column.addWidget(self._held)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 5, 14, 6)
        layout.setSpacing(12)
        layout.addWidget(self.portrait, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(column, 1)

    def add_buttons(self, *buttons: QPushButton) -> None:
        """Put buttons at the end of the first line, or below it where they would break the name."""
        for one in buttons:
            self._buttons.addWidget(one)
        self._buttons.addStretch(1)

    def _fit_buttons(self) -> None:
        name = self.who.fontMetrics().horizontalAdvance(self.who.text()) + _BESIDE_NAME
        narrow = self.contentsRect().width() - self._buttons.sizeHint().width() < name
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._top.setDirection(down if narrow else across)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_buttons()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # the name may have grown with the type
            self._fit_buttons()
        return super().event(event)

    # Showing.

    def make_way(self, away: bool) -> None:
        """Where a form needs all the height there is the band goes; it is one key away."""
        self.setVisible(not away)

    def fold(self, folded: bool) -> None:
        """Where there is little room, say only when the child was seen; the whole band is one key away."""
        self.folded = folded
        if not folded:
            self.setVisible(True)
        self.short.setVisible(folded)
        self.portrait.setVisible(not folded and not self.portrait.pixmap().isNull())
        self._held.setVisible(not folded)

    def show_child(self, found: BandFacts, basis: str) -> None:
        """Show the head of the file."""
        today = date.today()
        words = band_words(found, today)
        self.who.setText(with_marks(words.who))
        head = found.head
        self._file.setText(with_marks(f"Reference {head.reference}" + (f" · team {head.team}" if head.team else "")))
        reading = "" if head.may_record else "you may read but not record here"
        self.more.setText(" · ".join(words for words in (_BASES.get(basis, ""), reading) if words))
        self.more.setVisible(bool(self.more.text()))
        self._show("about", words.on_screen)
        self._show("main", words.main)
        late = any(fact.due is not None and fact.due < today for fact in words.warnings.facts)
        for view, line in zip(self._foot, words.foot, strict=True):
            view.show_line(line, care=late and line is words.warnings)
            view.setVisible(not line.missing or line.key not in ("unrecorded", "warnings"))
        self.short.setText(with_marks(_short(words)))
        self._one_stop()
        self._fit_buttons()
        self._held.fit()

    def show_portrait(self, image: QImage | None) -> None:
        """Show the photograph, or none."""
        shown = QPixmap() if image is None else QPixmap.fromImage(image)
        if not shown.isNull():
            shown = shown.scaledToHeight(PORTRAIT_HEIGHT, Qt.TransformationMode.SmoothTransformation)
        self.portrait.setPixmap(shown)
        self.portrait.setAccessibleName("" if shown.isNull() else "Photograph of the child")
        self.portrait.setVisible(not shown.isNull() and not self.folded)

    def _show(self, part: str, lines: tuple[BandLine, ...]) -> None:
        """Give each line its view, in order; views are kept, so that the keyboard stays where it is."""
        views = self._views[part]
        while len(views) < len(lines):
            self._add(part, FactView())
        for view, line in zip(views, lines, strict=False):
            view.show_line(line, words=_shorter(line))
            self.facts[line.label] = view
        for number, view in enumerate(views):
            view.setVisible(number < len(lines))

    def _add(self, part: str, view: FactView) -> None:
        view.chosen.connect(self.followed)
        view.value.moved.connect(self._go)
        self._views[part].append(view)
        self._flows[part].addWidget(view)
        # the long lines come after all others, and whose file it is after who the child is
        for last in self._foot if part == "main" else (self._file, self.more):
            self._flows[part].removeWidget(last)
            self._flows[part].addWidget(last)

    # Keyboard.

    @property
    def links(self) -> list[ValueLink]:
        """The values that one can follow, in the order of reading."""
        views = [*self._views["about"], *self._views["main"], *self._foot]
        return [view.value for view in views if not view.isHidden()]

    def go_in(self) -> None:
        """Give the keyboard to the value that has the band's place in the order of Tab."""
        stops = [link for link in self.links if link.focusPolicy() is Qt.FocusPolicy.StrongFocus]
        for link in stops[:1]:
            link.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _go(self, steps: int) -> None:
        links = self.links
        here = links.index(self.sender()) if self.sender() in links else 0  # type: ignore[arg-type]
        target = links[min(max(here + steps, 0), len(links) - 1)]
        self._one_stop(target)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _one_stop(self, wanted: ValueLink | None = None) -> None:
        """Let exactly one value be in the order of Tab."""
        links = self.links
        if wanted is None:
            held = [link for link in links if link.hasFocus()]
            wanted = held[0] if held else (links[0] if links else None)
        for link in links:
            link.setFocusPolicy(Qt.FocusPolicy.StrongFocus if link is wanted else Qt.FocusPolicy.ClickFocus)


def _shorter(line: BandLine) -> str:
    """Of several dates the band shows the first; the others are in its hint, in the panel and on paper."""
    first, *others = line.words.split("; ")
    return f"{first}, and {len(others)} more" if line.key == "next" and others else ""


def _short(words: BandWords) -> str:
    alone = next(line for line in words.main if line.key == "last_seen_alone")
    warned = f" · {count(len(words.warnings.facts), 'warning')}" if words.warnings.facts else ""
    return f"Last seen alone: {alone.words or NOT_RECORDED}{warned}"
