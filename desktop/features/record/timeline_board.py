"""The picture of the timeline and what hand and keys do on it: hovering, jumping, and taking a range of months.

Bars, marks and bands are painted by one item from the layout and kept as a picture by the view, so that moving over
them costs nothing; range and cursor are items of their own above it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QToolTip
from typing_extensions import override

from desktop.features.record.timeline_picture import CursorItem, Picture, RangeItem, Rows
from desktop.infra.assets import Appearance
from desktop.models.timeline_layout import (
    Bar,
    MarkPlace,
    StripLayout,
    lay_out,
    month_end,
    month_of,
    next_mark,
    next_month,
)
from desktop.models.timeline_table import KINDS, left_out_words, mark_words, month_words, span_dates
from desktop.models.words import count, with_marks

if TYPE_CHECKING:
    from db.queries.timeline import Timeline

_GRIP = 6
"""Pixels around a range's edge in which it can be taken."""
_DRAG = 4
_SMALL = 0.74
"""Of the usual type."""
_TOLD = 5
"""Events told in one tooltip."""


class TimelineBoard(QGraphicsView):
    """The strip as a picture that one can point at, drag over and walk through by keys."""

    range_taken = Signal(object, object)
    """First and last day, or None and None."""
    entry_chosen = Signal(object)
    """The order key of an entry; Qt's own int is too small for it."""
    day_chosen = Signal(date)
    said = Signal(str)
    """What stands where the cursor or the pointer is, in words."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._facts: Timeline | None = None
        self.layout_shown: StripLayout | None = None
        self.cursor_day: date | None = None
        self._cursor_mark: MarkPlace | None = None
        self.since: date | None = None
        self.until: date | None = None
        self._anchor: date | None = None
        self._pressed_x: float | None = None
        self._dragging = False
        self._picture: Picture | None = None
        self._range, self._cursor = RangeItem(), CursorItem()
        self._scene = QGraphicsScene(self)
        self._scene.addItem(self._range)
        self._scene.addItem(self._cursor)
        self.setScene(self._scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)  # else Tab stops twice, the second time without a name
        self.setAccessibleName("Timeline")
        self.take_look()
        appearance.changed.connect(self.take_look)

    # Showing.

    def show_facts(self, facts: Timeline) -> None:
        """Show a childhood, keeping range and cursor."""
        self._facts = facts
        self._arrange()

    def show_range(self, since: date | None, until: date | None) -> None:
        """Show a range that was set elsewhere."""
        self.since, self.until = since, until
        self._place_range()

    def take_look(self) -> None:
        """Take type and colours from the present look."""
        self._small = QFont(self.font())
        self._small.setPointSizeF(self._appearance_size() * _SMALL)
        self._metrics = QFontMetricsF(self._small)
        self._arrange()

    def _appearance_size(self) -> float:
        return max(QFont(self.font()).pointSizeF(), 6.0)

    def _arrange(self) -> None:
        line = round(self._metrics.height())
        if self._facts is None:
            self.setFixedHeight(Rows(line, 3).height)
            return
        width = float(max(self.viewport().width(), 50))
        layout = lay_out(self._facts, width, self._metrics.horizontalAdvance)
        self._rows = Rows(line, len(layout.rows))
        self.layout_shown = layout
        self.setFixedHeight(self._rows.height)
        if self._picture is not None:
            self._scene.removeItem(self._picture)
        self._picture = Picture(layout, self._rows, self._appearance.paint(), self._small)
        self._scene.addItem(self._picture)
        self._scene.setSceneRect(self._picture.boundingRect())
        self._place_range()
        self._place_cursor()

    def _place_range(self) -> None:
        layout = self.layout_shown
        shown = layout is not None and (self.since is not None or self.until is not None)
        self._range.setVisible(shown)
        if layout is None or not shown:
            return
        scale, paint = layout.scale, self._appearance.paint()
        left = scale.x_of(self.since) if self.since and self.since >= scale.first else 0.0
        right = scale.width if self.until is None else scale.x_of(date.fromordinal(self.until.toordinal() + 1))
        self._range.prepareGeometryChange()
        self._range.whole = QRectF(0, 0, scale.width, self._rows.height)
        self._range.place = QRectF(left, 0, max(right - left, 3.0), self._rows.height)
        self._range.ink, self._range.veil = paint.focus, paint.surface
        self._range.update()

    def _place_cursor(self) -> None:
        layout = self.layout_shown
        shown = layout is not None and self.cursor_day is not None and self.hasFocus()
        self._cursor.setVisible(shown)
        if layout is None or self.cursor_day is None or not shown:
            return
        left, right = layout.scale.x_of(self.cursor_day), layout.scale.x_of(next_month(self.cursor_day))
        if self.cursor_day < layout.scale.first:
            left, right = 0.0, layout.scale.left - 4
        self._cursor.prepareGeometryChange()
        self._cursor.place = QRectF(left, 1, max(right - left, 4.0), self._rows.years - 2)
        self._cursor.ink = self._appearance.paint().focus
        self._cursor.update()

    # Words.

    def words_at(self, x: float, y: float) -> str:
        """What stands at a place, in words: a period, or the month with its events."""
        layout = self.layout_shown
        if layout is None or self._facts is None:
            return ""
        for band in reversed(layout.bands):
            top = self._rows.band(band.row)
            if band.x <= x <= band.x + band.width and top <= y <= top + self._rows.line:
                return f"{KINDS[band.span.kind]}: {with_marks(band.span.words)}\n{span_dates(band.span)}"
        day = layout.scale.day_of(x)
        schools = [
            with_marks(span.words)
            for span in self._facts.spans
            if span.kind == "school" and span.begins <= day and (span.ends is None or day <= span.ends)
        ]
        below = self._rows.school <= y < self._rows.bands
        return "\n".join(
            (self.month_in_words(day, self._marks_near(x)), *(f"School: {one}" for one in schools if below))
        )

    def month_in_words(self, day: date, places: tuple[MarkPlace, ...] = ()) -> str:
        """A month, its count and its events."""
        layout = self.layout_shown
        bar = layout.bar_at(day) if layout else None
        lines = [_bar_words(bar, layout.scale.first) if bar and layout else f"{month_words(day)}: no entry"]
        marks = [mark for place in places for mark in place.marks]
        lines += [mark_words(mark) for mark in sorted(marks, key=lambda mark: mark.order_key)[-_TOLD:]]
        if len(marks) > _TOLD:
            lines.append(f"and {count(len(marks) - _TOLD, 'more event')} close by")
        return "\n".join(lines)

    def _marks_near(self, x: float) -> tuple[MarkPlace, ...]:
        if self.layout_shown is None:
            return ()
        near = self._rows.mark / 2 + 1
        return tuple(place for place in self.layout_shown.marks if abs(max(place.x, near - 1) - x) <= near)

    def _say(self, words: str) -> None:
        self.setAccessibleDescription(words.replace("\n", ". "))
        self.said.emit(words)

    # By hand.

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self.layout_shown is None:
            return
        x = event.position().x()
        self._pressed_x, self._dragging = x, False
        self._anchor = None
        scale = self.layout_shown.scale
        if self._range.isVisible():
            # taking one grip leaves the other edge where it stands
            if abs(x - self._range.place.left()) <= _GRIP:
                self._anchor = scale.day_of(self._range.place.right() - 1)
            elif abs(x - self._range.place.right()) <= _GRIP:
                self._anchor = scale.day_of(self._range.place.left() + 1)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.layout_shown is None:
            return
        x, y = event.position().x(), event.position().y()
        if self._pressed_x is None:
            grips = (self._range.place.left(), self._range.place.right()) if self._range.isVisible() else ()
            on_grip = any(abs(x - grip) <= _GRIP for grip in grips)
            self.viewport().setCursor(Qt.CursorShape.SizeHorCursor if on_grip else Qt.CursorShape.ArrowCursor)
            QToolTip.showText(event.globalPosition().toPoint(), _plain(self.words_at(x, y)), self)
            return
        if abs(x - self._pressed_x) >= _DRAG or self._dragging:
            self._dragging = True
            anchor = self._anchor or self.layout_shown.scale.day_of(self._pressed_x)
            self._span(anchor, self.layout_shown.scale.day_of(x))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed_x = self._pressed_x, None
        if pressed is None or self.layout_shown is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        if self._dragging:
            self._dragging = False
            self.range_taken.emit(self.since, self.until)
            return
        near = self._marks_near(pressed) if event.position().y() < self._rows.bars else ()
        if near:
            closest = min(near, key=lambda place: abs(place.x - pressed))
            self.entry_chosen.emit(closest.marks[-1].order_key)
        else:
            self.day_chosen.emit(self._day_to_go(self.layout_shown.scale.day_of(pressed)))

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.clear_range()

    def _day_to_go(self, day: date) -> date:
        """The last day of a month, so that one comes to the newest entry of it."""
        bar = self.layout_shown.bar_at(day) if self.layout_shown else None
        return bar.ends if bar else month_end(day)

    def _span(self, one: date, other: date) -> None:
        """Take the whole months between two days."""
        first, last = min(one, other), max(one, other)
        self.since, self.until = month_of(first), month_end(last)
        self._place_range()
        words = month_words(self.since)
        self._say(words if words == month_words(self.until) else f"{words} to {month_words(self.until)}")

    def clear_range(self) -> None:
        """Take no range."""
        self._anchor = None
        self.show_range(None, None)
        self.range_taken.emit(None, None)

    # By keys.

    @override
    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if event.type() is QEvent.Type.ShortcutOverride and escape and self._range.isVisible():
            event.accept()  # else the menu's Escape would come first
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, layout = event.key(), self.layout_shown
        if layout is None:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape and self._range.isVisible():
            self.clear_range()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.cursor_day is not None:
            self._jump()
        elif not self._walk(event, layout):
            super().keyPressEvent(event)

    def _walk(self, event: QKeyEvent, layout: StripLayout) -> bool:
        here = self.cursor_day or month_of(layout.scale.last)
        keys = {
            Qt.Key.Key_Left: next_month(here, -1), Qt.Key.Key_Right: next_month(here),
            Qt.Key.Key_PageUp: next_month(here, -12), Qt.Key.Key_PageDown: next_month(here, 12),
            Qt.Key.Key_Home: layout.scale.first, Qt.Key.Key_End: month_of(layout.scale.last),
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key not in keys:
            return False
        to, mark = keys[key], None
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            mark = next_mark(layout.marks, here, 1 if key is Qt.Key.Key_Right else -1)
            to = month_of(mark.marks[0].day) if mark else here
        lowest = month_of(layout.scale.earlier) if layout.scale.earlier else layout.scale.first
        to = min(max(to, lowest), month_of(layout.scale.last))
        self._go(to, mark, widen=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier), come_from=here)
        return True

    def _go(self, to: date, mark: MarkPlace | None, *, widen: bool, come_from: date) -> None:
        if widen:
            self._anchor = self._anchor or come_from
        else:
            self._anchor = None
        self.cursor_day, self._cursor_mark = to, mark
        self._place_cursor()
        layout = self.layout_shown
        here = tuple(place for place in layout.marks if month_of(place.marks[0].day) == to) if layout else ()
        if widen and self._anchor is not None:
            self._span(self._anchor, to)
            self.range_taken.emit(self.since, self.until)
        else:
            self._say(self.month_in_words(to, (mark,) if mark else here))

    def _jump(self) -> None:
        if self._cursor_mark is not None:
            self.entry_chosen.emit(self._cursor_mark.marks[0].order_key)
        elif self.cursor_day is not None:
            self.day_chosen.emit(self._day_to_go(self.cursor_day))

    # Qt's own.

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.cursor_day is None and self.layout_shown is not None:
            self.cursor_day = month_of(self._facts.today if self._facts else self.layout_shown.scale.last)
        self._place_cursor()
        if self.cursor_day is not None:
            left = left_out_words(self._facts) if self._facts else ""
            self._say(self.month_in_words(self.cursor_day) + (f"\n{left}" if left else ""))

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._place_cursor()
        self._say("")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


def _bar_words(bar: Bar, first: date) -> str:
    weighty = f", {bar.significant:,} of them significant" if bar.significant else ""
    said = count(bar.entries, "entry", "entries") + weighty
    return f"Before {month_words(first)}: {said}" if bar.ends < first else f"{month_words(bar.begins)}: {said}"


def _plain(words: str) -> str:
    """A tooltip reads markup where a text looks like it; escaped, it is what was written."""
    return f"<qt>{'<br>'.join(_escaped(line) for line in words.splitlines())}</qt>" if words else ""


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
