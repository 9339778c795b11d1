"""The quick line: one sentence as one would say it, and below it in words how it was understood.

It only ever fills fields that the person has not touched, and what it understood wrongly is put right with one key.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from textwrap import wrap

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from db.domain.quick_entry import Part, QuickEntry, read_quick
from db.domain.quick_line import LOOKED_AT
from desktop.infra.codes import code_list
from desktop.models.words import with_marks
from desktop.widgets.flow import Flow
from desktop.widgets.plain_text import OneLine
from desktop.widgets.text import label
from desktop.widgets.writing_faces import width_of

EXAMPLE = "yesterday 14:30 home visit, seen alone. said “I don’t want to go back there”"
_STANDS_FOR = "\ue000{}\ue001"
"""Stands in the line for words that were not meant so, while it is read again."""
_SHOWN = 240
_SIDES = 16
"""Pixels that a chip leaves free at its sides."""
_AT_ONCE = 300
"""Characters that are understood at each key; a longer line would hold the keys up, and is understood soon after."""
_SOON_MS = 200
_ONLY_ITS_BEGINNING = (
    f"Only the first {LOOKED_AT:,} characters were looked through; the rest stands under Detail as it is."
)


class Line(OneLine):
    """The line itself, as high as it needs to be: Enter and Tab leave it for what is needed, Down for what is below."""

    left = Signal()
    down = Signal()
    done = Signal()
    """The keyboard went elsewhere."""

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.done.emit()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if plain and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.left.emit()
                return True
            if plain and event.key() == Qt.Key.Key_Down and self._at_its_end():
                self.down.emit()
                return True
        return super().event(event)

    def _at_its_end(self) -> bool:
        """Whether no more of the text stands below the cursor."""
        return not QTextCursor(self.textCursor()).movePosition(QTextCursor.MoveOperation.Down)


class Chip(QPushButton):
    """One thing that was understood: Enter goes to its field, Delete says that it was not meant so."""

    wanted = Signal()
    not_so = Signal()
    moved = Signal(int)

    def __init__(self, part: Part, said: str = "") -> None:
        told = f"{part.words}: “{said}”" if said else part.words
        super().__init__()
        self._words = with_marks(told if len(told) <= _SHOWN else f"{told[:_SHOWN].rstrip()}…")
        self.part = part
        self.setProperty("part", "chip")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(f"Understood as {told}")
        self.setToolTip("Enter: put it right in its field. Delete: it is not meant so")
        self.clicked.connect(self.wanted)

    def fit(self, width: int) -> None:
        """Say it in as many lines as it takes."""
        self.ensurePolished()
        characters = (width - _SIDES) // max(self.fontMetrics().averageCharWidth(), 1)
        self.setText("\n".join(wrap(self._words, max(characters, 8))))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 0, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.not_so.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit()
        else:
            super().keyPressEvent(event)


class QuickLine(QWidget):
    """The line, the chips of what was understood, and the questions that it raises."""

    understood = Signal(dict)
    """The values that the line fills now, by key."""
    left = Signal()
    field_wanted = Signal(str)

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._names = frozenset(name.casefold().split())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.line = Line()
        self.line.setPlaceholderText(EXAMPLE)
        self.line.setAccessibleName("Quick line")
        self.line.setAccessibleDescription("Type it as you would say it; Enter goes to what is still needed")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._read_again)
        self.line.textChanged.connect(self._typed)
        self.line.done.connect(self.settle)
        self.line.left.connect(self._leave)
        self.line.down.connect(self._into_chips)
        above = label("&Quick line", "label")
        above.setBuddy(self.line)
        self._row = QWidget()
        self._flow = Flow(self._row, across=4, down=3)
        self.chips: list[Chip] = []
        self._asked = label("", "doubt", name="Asked about the quick line")
        self._refused: list[tuple[str, str]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for widget in (above, self.line, self._row, self._asked):
            layout.addWidget(widget)
        self._show(QuickEntry({}, (), ()))

    @property
    def said(self) -> str:
        """What is asked below the line, empty if nothing is."""
        return "" if self._asked.isHidden() else self._asked.text()

    def go(self) -> None:
        """Give the keyboard to the line."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Reading the line.

    def _typed(self) -> None:
        if len(self.line.toPlainText()) <= _AT_ONCE:
            self._read_again()
        elif not self._soon.isActive():
            self._soon.start()

    def settle(self) -> None:
        """Understand now what was typed last."""
        if self._soon.isActive():
            self._read_again()

    def _leave(self) -> None:
        self.settle()
        self.left.emit()

    def _read_again(self) -> None:
        self._soon.stop()
        self._read(self.line.toPlainText())

    def _read(self, text: str) -> None:
        self._refused = [one for one in self._refused if one[1] in text]
        covered, kinds = text, {code.code: code.label for code in code_list("entry_kind")}
        for number, (_, words) in enumerate(self._refused):
            covered = covered.replace(words, _STANDS_FOR.format(number), 1)
        now = datetime.now()
        minute = now.hour * 60 + now.minute
        found = read_quick(covered, today=now.date(), kinds=kinds, minute=minute, names=self._names)
        values = {key: self._uncovered(value) for key, value in found.values.items()}
        self._covered_line = covered
        self._show(found)
        self.understood.emit(values)

    def _uncovered(self, text: str) -> str:
        for number, (_, words) in enumerate(self._refused):
            text = text.replace(_STANDS_FOR.format(number), words)
        return text

    def _show(self, found: QuickEntry) -> None:
        for old in self.chips:
            self._flow.takeAt(0)
            old.setVisible(False)
            old.deleteLater()
        shown = (part for part in found.parts if part.key not in ("headline", "detail"))
        self.chips = [Chip(part, found.values.get("words", "") if part.key == "words" else "") for part in shown]
        for chip in self.chips:
            self._flow.addWidget(chip)
            chip.fit(self.width())
            chip.wanted.connect(self._put_right)
            chip.not_so.connect(self._refuse)
            chip.moved.connect(self._move)
        self._row.setVisible(bool(self.chips))
        self._row.updateGeometry()
        cut = (_ONLY_ITS_BEGINNING,) if len(self.line.toPlainText()) > LOOKED_AT else ()
        self._asked.setText(" ".join((*found.questions, *cut)))
        self._asked.setVisible(bool(self._asked.text()))
        self.line.setAccessibleDescription(" · ".join(part.words for part in found.parts))

    # The chips.

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for chip in self.chips:
            chip.fit(self.width())
        self._row.updateGeometry()

    def _into_chips(self) -> None:
        self.settle()
        if self.chips:
            self.chips[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.left.emit()

    def _move(self, step: int) -> None:
        sender = self.sender()
        place = self.chips.index(sender) + step if isinstance(sender, Chip) and sender in self.chips else 0
        if step == 0 or place < 0:
            self.go()
        elif place < len(self.chips):
            self.chips[place].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _put_right(self) -> None:
        chip = self.sender()
        if isinstance(chip, Chip):
            self.field_wanted.emit(chip.part.key)

    def _refuse(self) -> None:
        chip = self.sender()
        if isinstance(chip, Chip):
            words = self._uncovered(self._covered_line[chip.part.start : chip.part.end])
            self._refused.append((chip.part.key, words))
            self._stand_behind(words)
            self.go()
            QTimer.singleShot(0, self._read_again)

    def _stand_behind(self, words: str) -> None:
        text, cursor = self.line.toPlainText(), self.line.textCursor()
        cursor.setPosition(width_of(text[: text.find(words) + len(words)]))
        self.line.setTextCursor(cursor)


def unfilled(before: Mapping[str, str], now: Mapping[str, str]) -> frozenset[str]:
    """The keys that the line filled before and fills no more."""
    return frozenset(before) - frozenset(now)
