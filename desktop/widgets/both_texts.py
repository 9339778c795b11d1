"""Two people amended the same: both texts, one above the other with what differs marked, and a choice for each field.

Only fields that both changed are asked about. What only one of them changed is there already, and is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QVBoxLayout, QWidget

from db.domain.merging import Merged
from desktop.infra.assets import Appearance
from desktop.models.differences import Fate, differences
from desktop.models.words import with_marks
from desktop.widgets.form import Field, Form, Kind
from desktop.widgets.plain_text import wrap_for

_MOST_LINES = 7
_LONG = (Kind.TEXT, Kind.ONE_LINE)


@dataclass(frozen=True, slots=True)
class Theirs:
    """What a colleague saved meanwhile, and who it was."""

    author: str
    version: int
    values: Mapping[str, str]


class BothTexts(QWidget):
    """The fields that both changed, each with “Mine”, “Theirs” and, for long texts, both one after the other."""

    chosen = Signal()
    """Another choice was made; `values` has it."""

    def __init__(self, fields: Mapping[str, Field], merged: Merged, theirs: Theirs, appearance: Appearance) -> None:
        super().__init__()
        self._merged, self._theirs = merged, theirs
        rows: list[Field] = []
        texts: dict[str, QWidget] = {}
        for key in merged.both:
            field = fields[key]
            mine, other = (worded(field, text) for text in (merged.values[key], theirs.values.get(key, "")))
            texts[f"{key} theirs"] = MarkedText(other, mine, f"{field.label}: as {theirs.author} has it", appearance)
            texts[f"{key} mine"] = MarkedText(mine, other, f"{field.label}: as you have it", appearance)
            rows += [
                Field(key, f"{field.label}: save", Kind.RADIO, choices=_choices(field, theirs.author)),
                Field(f"{key} theirs", f"{theirs.author}, version {theirs.version}", Kind.OTHER),
                Field(f"{key} mine", "Yours", Kind.OTHER),
            ]
        self._form = Form(tuple(rows), others=texts, spacing=5)
        for key in merged.both:
            self._form.put(key, "mine")
        self._form.changed.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._form)

    @property
    def values(self) -> dict[str, str]:
        """The form's values as they are chosen now."""
        return self._merged.values | {key: self._decided(key) for key in self._merged.both}

    def choose(self, key: str, which: str) -> None:
        """Choose "mine", "theirs" or "both" for a field."""
        self._form.put(key, which)

    def go(self) -> None:
        """Give the keyboard to the first choice."""
        self._form.go_to(self._merged.both[0])

    def _decided(self, key: str) -> str:
        mine, theirs = self._merged.values[key], self._theirs.values.get(key, "")
        both = f"{theirs.rstrip()}\n\n{mine.lstrip()}"
        return {"mine": mine, "theirs": theirs, "both": both}[self._form.text(key)]

    def _tell(self, _key: str) -> None:
        self.chosen.emit()


class MarkedText(QTextEdit):
    """A text in which what the other one does not have is underlined and bold."""

    def __init__(self, text: str, other: str, name: str, appearance: Appearance) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        marked = QTextCharFormat()
        marked.setFontUnderline(True)
        marked.setFontWeight(QFont.Weight.DemiBold)
        marked.setForeground(appearance.paint().accent)
        wrap_for(self, text)
        cursor = QTextCursor(self.document())
        for piece in differences(other, text):
            if piece.fate is not Fate.GONE:
                cursor.insertText(with_marks(piece.text), marked if piece.fate is Fate.COME else QTextCharFormat())
        self.moveCursor(QTextCursor.MoveOperation.Start)
        lines = min(sum(1 + len(line) // 60 for line in text.splitlines() or [""]), _MOST_LINES)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 20)


def worded(field: Field, value: str) -> str:
    """What a field holds as a person reads it."""
    if field.kind is Kind.CHECK:
        return "yes" if value else "no"
    words = dict(field.choices).get(value, value) if field.choices else value
    return words or "(empty)"


def _choices(field: Field, author: str) -> tuple[tuple[str, str], ...]:
    both = (("both", "Both, theirs first"),) if field.kind in _LONG else ()
    return (("mine", "Mine"), ("theirs", f"As {author} has it"), *both)


def taken_over(fields: Mapping[str, Field], merged: Merged, theirs: Theirs) -> str:
    """What only the other changed, in words; empty if nothing."""
    names = [fields[key].label for key in merged.theirs if key in fields]
    return f"{theirs.author} changed {', '.join(names)} meanwhile; that is taken over." if names else ""
