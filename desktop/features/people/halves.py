"""The list, or the form in its place, beside the picture; where there is no room for both they take turns.

A form stands where the list was, so that the picture stays in sight while one writes.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from desktop.features.people.board import Board
from desktop.features.people.picture import GenogramView
from desktop.widgets.asking_panel import Panel
from desktop.widgets.next_part import to_next
from desktop.widgets.text import button, label
from desktop.widgets.text_or_form import FormPlace

_NARROW, _FEW_LINES = 118, 27
"""Average characters of width, or lines of height, below which list and picture take turns."""


class Halves(QSplitter):
    """List at the left, picture at the right."""

    turned = Signal()
    """Whether they take turns, or whose turn it is, may have changed."""

    def __init__(self, board: Board, picture: GenogramView) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.board, self.picture = board, picture
        self.turns = self.picture_in_turn = False
        listed = QScrollArea()
        listed.setWidgetResizable(True)
        listed.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        listed.setWidget(board)
        self._sides: FormPlace[Panel] = FormPlace(listed)
        self._pictured = _with_keys(picture)
        self.setChildrenCollapsible(False)
        self.addWidget(self._sides)
        self.addWidget(self._pictured)
        self.setSizes([740, 520])

    @property
    def panel(self) -> Panel | None:
        """What stands in place of the list."""
        return self._sides.panel

    def put(self, panel: Panel) -> None:
        """Let a panel take the place of the list."""
        self.picture_in_turn = False
        self._show_turn()
        self._sides.put(panel)

    def take_away(self) -> None:
        """The list again, and the keyboard where it was."""
        self._sides.take_away()
        table = self.board.professionals
        if table.row_of(self.board.person_id) < 0:
            table = self.board.table
        table.setFocus()

    def make_room(self, width: int, height: int) -> None:
        """Side by side, or in turns where the page has no room for both."""
        metrics = self.fontMetrics()
        self.turns = width < _NARROW * metrics.averageCharWidth() or height < _FEW_LINES * metrics.lineSpacing()
        self._show_turn()

    def take_turns(self) -> None:
        """The other of the two."""
        self.picture_in_turn = not self.picture_in_turn
        self._show_turn()
        (self.picture if self.picture_in_turn else self.board.table).setFocus()

    def _show_turn(self) -> None:
        self._sides.setVisible(not self.turns or not self.picture_in_turn)
        self._pictured.setVisible(not self.turns or self.picture_in_turn)
        self.turned.emit()

    def next_part(self) -> None:
        """From part to part, round and round."""
        if self.turns and self.panel is None and (self.picture_in_turn or self.board.text.hasFocus()):
            self.take_turns()
            return
        parts: list[QWidget] = [self.board.table, self.board.professionals, self.board.text, self.picture]
        parts = [part for part in parts if part.isVisible()] if self.panel is None else [self.panel, self.picture]
        to_next(parts)


def _with_keys(picture: GenogramView) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(picture, 1)
    row = QHBoxLayout()
    for words, act, name in (
        ("+", partial(picture.zoom, 1.25), "Larger picture"),
        ("−", partial(picture.zoom, 0.8), "Smaller picture"),
        ("Fit", picture.fit, "The whole picture"),
    ):
        row.addWidget(button(words, act, name=name, tip=name))
    row.addWidget(label("Outlined together: live together. Dashed: not certain. Dotted: foster, adoptive.", "muted"), 1)
    column.addLayout(row)
    return holder
