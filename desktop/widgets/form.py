"""Forms from a table of fields: label above field, name for screen readers and order of Tab from the same line.

A form written as a table can be read by somebody who knows the work and not Qt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.widgets.flow import Flow
from desktop.widgets.pair import Pair
from desktop.widgets.plain_text import OneLine, PlainText
from desktop.widgets.text import label, restyle
from desktop.widgets.whole import take_all


class Kind(Enum):
    """What a field is; ONE_LINE and SENTENCE grow with their text, OTHER is whatever the page puts there.

    NUMBER stands within a sentence, between its label and the words of its hint.
    """

    LINE = auto()
    TEXT = auto()
    ONE_LINE = auto()
    SENTENCE = auto()
    CHOICE = auto()
    RADIO = auto()
    CHECK = auto()
    NUMBER = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its key, its label, what it is, a hint shown while empty, and its choices (code, words).

    With `beside` it stands in one line with the field before it, where there is room; `given` names the field that must
    hold something for this one to apply.
    """

    key: str
    label: str
    kind: Kind = Kind.LINE
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    lines: int = 3
    beside: bool = False
    given: str = ""


class Quiet(QComboBox):
    """A choice that the wheel does not change while one scrolls past it."""

    @override
    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]


class Form(QWidget):
    """The fields of a table, one below the other."""

    changed = Signal(str)
    """A field's key, after each change of it."""

    def __init__(
        self,
        fields: tuple[Field, ...],
        parent: QWidget | None = None,
        *,
        others: Mapping[str, QWidget] | None = None,
        spacing: int = 9,
    ) -> None:
        super().__init__(parent)
        self._others = others or {}
        self.fields = {field.key: field for field in fields}
        self.widgets: dict[str, QWidget] = {}
        self._rows: dict[str, QWidget] = {}
        self._below: dict[str, QLabel] = {}
        self._above: dict[str, QLabel] = {}
        self._groups: dict[str, QButtonGroup] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(spacing)
        pair: Pair | None = None
        for field, following in zip(fields, (*fields[1:], None), strict=True):
            row = self._row(field)
            if following is not None and following.beside and not field.beside:
                pair = Pair()
                layout.addWidget(pair)
            elif not field.beside:
                pair = None
            if pair is None:
                layout.addWidget(row)
            else:
                pair.add(row)
        layout.addStretch(1)

    def text(self, key: str) -> str:
        """What a field holds: typed text, or the code of the choice; "yes" or empty for a tick."""
        widget = self.widgets[key]
        if isinstance(widget, QLineEdit):
            return widget.text()
        if isinstance(widget, QPlainTextEdit):
            return widget.toPlainText()
        if isinstance(widget, QComboBox):
            return str(widget.currentData() or "")
        if isinstance(widget, QCheckBox):
            return "yes" if widget.isChecked() else ""
        if key not in self._groups:
            return ""
        chosen = self._groups[key].checkedButton()
        return str(chosen.property("code")) if chosen else ""

    def put(self, key: str, value: str) -> None:
        """Set what a field holds."""
        widget = self.widgets[key]
        if isinstance(widget, QLineEdit):
            widget.setText(value)
            if not widget.hasFocus():
                widget.setCursorPosition(0)
        elif isinstance(widget, QPlainTextEdit):
            widget.setPlainText(value)
            if widget.hasFocus():
                widget.moveCursor(QTextCursor.MoveOperation.End)
        elif isinstance(widget, QComboBox):
            widget.setCurrentIndex(max(widget.findData(value), 0))
        elif isinstance(widget, QCheckBox):
            widget.setChecked(bool(value))
        elif key in self._groups:
            self._choose(self._groups[key], value)

    def _choose(self, group: QButtonGroup, value: str) -> None:
        group.setExclusive(bool(value))
        for one in group.buttons():
            one.setChecked(one.property("code") == value)
        group.setExclusive(True)

    def unfold(self, key: str, there: bool) -> None:
        """Show a field where it applies, hide it where not; what was typed stays."""
        row = self._rows[key]
        row.setVisible(there)
        pair = row.parentWidget()
        if isinstance(pair, Pair):
            pair.setVisible(any(not one.isHidden() for one in self._in_line(row)))

    def _in_line(self, row: QWidget) -> list[QWidget]:
        return [one for one in self._rows.values() if one.parentWidget() is row.parentWidget()]

    def unfolded(self, key: str) -> bool:
        """Whether a field applies now."""
        return not self._rows[key].isHidden()

    def note(self, key: str, words: str, part: str = "muted") -> None:
        """Say something below a field: how it was understood, what is doubtful, what is wrong."""
        below = self._below[key]
        below.setText(words)
        below.setVisible(bool(words))
        restyle(below, "part", part)
        restyle(self.widgets[key], "trouble", "true" if part == "wrong" and words else "false")
        self.widgets[key].setAccessibleDescription(words)

    def said(self, key: str) -> str:
        """What is said below a field, empty if nothing is."""
        below = self._below[key]
        return "" if below.isHidden() else below.text()

    def label_of(self, key: str) -> QLabel | None:
        """The label above a field; a tick has none."""
        return self._above.get(key)

    def go_to(self, key: str) -> None:
        """Give the keyboard to a field."""
        group = self._groups.get(key)
        target: QWidget = self.widgets[key]
        if group is not None:
            target = group.checkedButton() or group.buttons()[0]
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def freeze(self, frozen: bool) -> None:
        """Leave the texts readable and unchangeable, or let them be changed again."""
        for widget in self.widgets.values():
            if isinstance(widget, QLineEdit | QPlainTextEdit):
                widget.setReadOnly(frozen)
            else:
                widget.setEnabled(not frozen)

    def fit(self) -> None:
        """Take sizes from the type after it changed."""
        for widget in self.widgets.values():
            if isinstance(widget, PlainText):
                widget.fit()
        for pair in self.findChildren(Pair):
            pair.fit()

    def _row(self, field: Field) -> QWidget:
        row = QWidget()
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        widget = self._widget(field)
        if field.kind is not Kind.OTHER:
            named = f"{field.label} … {field.hint}" if field.kind is Kind.NUMBER else field.label
            widget.setAccessibleName(named.strip(" …"))
        if field.kind not in (Kind.CHECK, Kind.NUMBER) and field.label:
            above = label(field.label, "label")
            above.setBuddy(widget)
            self._above[field.key] = above
            layout.addWidget(above)
        layout.addLayout(self._sentence(field, widget)) if field.kind is Kind.NUMBER else layout.addWidget(widget)
        below = label("", "muted")
        below.setVisible(False)
        layout.addWidget(below)
        self.widgets[field.key], self._rows[field.key], self._below[field.key] = widget, row, below
        return row

    def _sentence(self, field: Field, number: QWidget) -> QVBoxLayout:
        before, after = label(field.label), label(field.hint)
        before.setBuddy(number)
        number.setFixedWidth(8 * number.fontMetrics().averageCharWidth() + 24)
        line, sentence = QHBoxLayout(), QVBoxLayout()
        line.addWidget(number)
        line.addWidget(after, 1)
        sentence.setSpacing(3)
        sentence.addWidget(before)
        sentence.addLayout(line)
        return sentence

    def _widget(self, field: Field) -> QWidget:
        if field.kind is Kind.OTHER:
            return self._others[field.key]
        if field.kind in (Kind.TEXT, Kind.ONE_LINE, Kind.SENTENCE):
            grows = field.kind is not Kind.TEXT
            text = OneLine(breaks=field.kind is Kind.ONE_LINE) if grows else PlainText(field.lines)
            text.setPlaceholderText(field.hint)
            text.textChanged.connect(self._sender(field.key).tell)
            return text
        if field.kind is Kind.CHOICE:
            return self._choice(field)
        if field.kind is Kind.RADIO:
            return self._radio(field)
        if field.kind is Kind.CHECK:
            tick = QCheckBox(field.label)
            tick.toggled.connect(self._sender(field.key).tell)
            return tick
        line = QLineEdit()
        take_all(line)
        line.setPlaceholderText("" if field.kind is Kind.NUMBER else field.hint)
        line.textChanged.connect(self._sender(field.key).tell)
        return line

    def _choice(self, field: Field) -> QWidget:
        box = Quiet()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(6)
        for code, words in field.choices:
            box.addItem(words, code)
        box.currentIndexChanged.connect(self._sender(field.key).tell)
        return box

    def _radio(self, field: Field) -> QWidget:
        holder = QWidget()
        flow = Flow(holder, across=14, down=2)
        group = QButtonGroup(holder)
        for code, words in field.choices:
            one = QRadioButton(words)
            one.setProperty("code", code)
            one.setAccessibleName(f"{field.label}: {words}")
            group.addButton(one)
            flow.addWidget(one)
        group.buttonToggled.connect(self._sender(field.key).tell)
        self._groups[field.key] = group
        return holder

    def _sender(self, key: str) -> _Teller:
        return _Teller(self, key)


class _Teller(QObject):
    """Tells the form which of its fields changed."""

    def __init__(self, form: Form, key: str) -> None:
        super().__init__(form)
        self._form, self._key = form, key

    def tell(self, *_: object) -> None:
        """Pass on a change."""
        self._form.changed.emit(self._key)


__all__ = ["Field", "Form", "Kind", "PlainText", "Quiet"]
