"""A person's own abbreviations, which expand as they type, and own words, which are never marked.

Both are kept on this computer for the person who is signed in, outside every file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from desktop.infra.acts import Act
from desktop.infra.assets import Appearance
from desktop.infra.writer import Writer
from desktop.models.record_table import RecordColumn, RecordTable
from desktop.widgets.banner import News
from desktop.widgets.cell_delegate import CellDelegate
from desktop.widgets.page import Page
from desktop.widgets.table import Table
from desktop.widgets.text import button, label
from desktop.widgets.whole import take_all

_HINT = (
    "Kept for you alone, on this computer and outside every file. Please put no names of families here: names inside a "
    "sentence are not marked anyway."
)
_SHORT = re.compile(r"[^\W_]{1,20}")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LONGEST_WORD, _LONGEST_TEXT = 60, 200
T = TypeVar("T")

Abbreviation = tuple[str, str]


class WritingPage(Page):
    """Abbreviations at the left, own words at the right, each with a line to add to it."""

    acts = frozenset({Act.NEXT_PART, Act.BACK})
    left = Signal()

    def __init__(self, writer: Writer, appearance: Appearance) -> None:
        super().__init__("Abbreviations and own words")
        self._writer = writer
        self.short = _line("Abbreviation", "hv")
        self.full = _line("Stands for", "home visit")
        self.word = _line("Own word", "a word that the dictionary lacks")
        self.abbreviations = RecordTable[Abbreviation](
            (
                RecordColumn("Abbreviation", lambda one: one[0], lambda one: one[0].lower(), 14),
                RecordColumn("Stands for", lambda one: one[1], lambda one: one[1].lower(), 40),
            ),
            self,
        )
        self.words = RecordTable[str]((RecordColumn("Own word", str, str.lower, 30),), self)
        self.short_table = Table("My abbreviations")
        self.word_table = Table("My own words")
        for table in (self.short_table, self.word_table):
            table.setItemDelegate(CellDelegate(table, appearance))
        self._lay_out()
        self.short.returnPressed.connect(self._to_full)
        self.full.returnPressed.connect(self.add_abbreviation)
        self.word.returnPressed.connect(self.add_word)
        self.short_table.opened.connect(self._edit)
        appearance.changed.connect(self._fit)
        writer.changed.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        self.body.addWidget(label("Abbreviations and own words", "heading", wrap=False))
        self.body.addWidget(label(_HINT, "muted"))
        columns = QHBoxLayout()
        columns.setSpacing(22)
        columns.setContentsMargins(0, 10, 0, 0)
        columns.addLayout(self._left(), 3)
        columns.addLayout(self._right(), 2)
        self.body.addLayout(columns, 1)
        self._fit()

    def _left(self) -> QVBoxLayout:
        left = _column(7)
        left.addWidget(label("My abbreviations", "title", wrap=False))
        left.addWidget(label("Typed with a space or a mark after it, one becomes what it stands for.", "muted"))
        across = QHBoxLayout()
        across.setSpacing(8)
        for field, stretch in ((self.short, 1), (self.full, 3)):
            column = _column(3)
            above = label(field.accessibleName(), "label", wrap=False)
            above.setBuddy(field)
            column.addWidget(above)
            column.addWidget(field)
            across.addLayout(column, stretch)
        add = button("Add", self.add_abbreviation, part="main", name="Add the abbreviation")
        across.addWidget(add, 0, Qt.AlignmentFlag.AlignBottom)
        left.addLayout(across)
        _fill(left, self.short_table, self.abbreviations, self.remove_abbreviation, "Remove the abbreviation")
        return left

    def _right(self) -> QVBoxLayout:
        right = _column(7)
        right.addWidget(label("My own words", "title", wrap=False))
        right.addWidget(label("They are never marked as wrong.", "muted"))
        above = label(self.word.accessibleName(), "label", wrap=False)
        above.setBuddy(self.word)
        across = QHBoxLayout()
        across.setSpacing(8)
        column = _column(3)
        column.addWidget(above)
        column.addWidget(self.word)
        across.addLayout(column, 1)
        add = button("Add", self.add_word, part="main", name="Add the word")
        across.addWidget(add, 0, Qt.AlignmentFlag.AlignBottom)
        right.addLayout(across)
        _fill(right, self.word_table, self.words, self.remove_word, "Remove the word")
        return right

    def _fit(self) -> None:
        self.short_table.fit_rows()
        self.short_table.fit_columns((14, 44))
        self.word_table.fit_rows()

    def _show(self) -> None:
        self.abbreviations.show(tuple(self._writer.abbreviations.items()))
        self.words.show(self._writer.own_words)

    def arrive(self) -> None:
        """Stand where an abbreviation is added."""
        self.short.setFocus()

    def act(self, act: Act) -> bool:
        """Go from part to part, or back."""
        if act is Act.BACK:
            self.left.emit()
            return True
        if act is not Act.NEXT_PART:
            return False
        places = (self.short, self.short_table, self.word, self.word_table)
        beside = (self.full,)
        now = next((n for n, one in enumerate(places) if one.hasFocus()), 0 if beside[0].hasFocus() else -1)
        places[(now + 1) % len(places)].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    # Abbreviations.

    def _to_full(self) -> None:
        known = self._writer.abbreviations.get(self.short.text().strip(), "")
        if known and not self.full.text():
            self.full.setText(known)
        self.full.setFocus()
        self.full.selectAll()

    def add_abbreviation(self) -> None:
        """Take what is typed as an abbreviation; one that is there already stands for something else from now on."""
        short, full = self.short.text().strip(), self.full.text().strip()
        if not _SHORT.fullmatch(short) or not full:
            said = "An abbreviation is one word of letters and digits. Say beside it what it stands for."
            self.banner.say(News.CARE, said)
            (self.full if _SHORT.fullmatch(short) else self.short).setFocus()
            return
        if len(full) > _LONGEST_TEXT:
            self.banner.say(News.CARE, f"An abbreviation stands for at most {_LONGEST_TEXT} characters.")
            self.full.setFocus()
            return
        self.banner.clear()
        self._writer.set_abbreviation(short, full)
        self.short.clear()
        self.full.clear()
        self.short.setFocus()

    def _edit(self, index: QModelIndex) -> None:
        chosen = self.abbreviations.record(index.row())
        if chosen is not None:
            self.short.setText(chosen[0])
            self.full.setText(chosen[1])
            self.full.setFocus()
            self.full.selectAll()

    def remove_abbreviation(self) -> None:
        """Take the chosen abbreviation away; it can be put back."""
        chosen = self.abbreviations.record(self.short_table.currentIndex().row())
        if chosen is not None:
            self._writer.forget_abbreviation(chosen[0])
            self._removed(chosen[0], partial(self._writer.set_abbreviation, *chosen))

    # Own words.

    def add_word(self) -> None:
        """Take what is typed as a word of one's own."""
        word = self.word.text().strip()
        if not _WORD.fullmatch(word) or len(word) > _LONGEST_WORD:
            most = f" A word has at most {_LONGEST_WORD}." if len(word) > _LONGEST_WORD else ""
            self.banner.say(News.CARE, f"Type one word, of letters.{most}")
            self.word.setFocus()
            return
        self.banner.clear()
        self._writer.add_word(word)
        self.word.clear()
        self.word.setFocus()

    def remove_word(self) -> None:
        """Take the chosen word away; it can be put back."""
        chosen = self.words.record(self.word_table.currentIndex().row())
        if chosen is not None:
            self._writer.forget_word(chosen)
            self._removed(chosen, partial(self._writer.add_word, chosen))

    def _removed(self, what: str, back: Callable[[], None]) -> None:
        self.banner.say(News.NOTE, f"“{what}” is removed.", (("Put it back", partial(self._put_back, back)),))

    def _put_back(self, back: Callable[[], None]) -> None:
        back()
        self.banner.clear()


def _column(spacing: int) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setSpacing(spacing)
    return made


def _line(name: str, hint: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    take_all(made)
    return made


def _fill(column: QVBoxLayout, table: Table, model: RecordTable[T], remove: Callable[[], None], words: str) -> None:
    """Put a list into a column, with a button below and the Delete key for taking a line away."""
    table.setModel(model)
    table.horizontalHeader().setStretchLastSection(True)
    column.addWidget(table, 1)
    column.addWidget(button("Remove", remove, name=words, tip="Delete"), 0, Qt.AlignmentFlag.AlignLeft)
    key = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), table)
    key.setContext(Qt.ShortcutContext.WidgetShortcut)
    key.activated.connect(remove)
