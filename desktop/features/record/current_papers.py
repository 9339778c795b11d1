"""The papers that are lived by, in one line of the file: current safety plan, plans and orders, each one key away.

Whoever opens a file at night wants the safety plan first; it must not have to be looked for.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from db.queries.documents import DocumentLine
from desktop.infra.codes import labels
from desktop.models.words import day_in_words, short_day, with_marks
from desktop.widgets.banner import Banner, News
from desktop.widgets.flow import Flow
from desktop.widgets.text import button, label

AT_ONCE = 2
"""Papers that are shown without asking: the safety plan comes first."""
_GAP = 8
_TOP = 4
"""Pixels that a button has above its words."""


class PapersLine(QWidget):
    """A button for each current paper; hidden where there is none."""

    chosen = Signal(object)
    """The order key of the entry that a paper hangs on."""

    def __init__(self, banner: Banner) -> None:
        super().__init__()
        self._banner = banner
        self._papers: tuple[DocumentLine, ...] | None = None
        self._plan_wanted = False
        self.setAccessibleName("Current papers")
        self.buttons: list[QPushButton] = []
        self._row = Flow(self, across=_GAP, down=0)
        self._head = label("Current papers", "label", wrap=False)
        self._head.setContentsMargins(0, _TOP, 0, 0)
        self._more = button("", self._show_more, part="link", name="More current papers")
        self._all = False
        self.setVisible(False)

    def show_papers(self, papers: tuple[DocumentLine, ...]) -> None:
        """Show these, in their order."""
        while self._row.count():
            self._row.takeAt(0)
        for old in self.buttons:
            old.deleteLater()
        self.buttons = [self._button(paper) for paper in papers]
        for widget in (self._head, *self.buttons, self._more):
            self._row.addWidget(widget)
        self._arrange()
        self.setVisible(bool(papers))
        self._papers = papers
        if self._plan_wanted:
            self.to_plan()

    @override
    def sizeHint(self) -> QSize:
        """One line, where there is room for it."""
        wishes = [one.sizeHint() for one in (self._head, *self.buttons, self._more) if not one.isHidden()]
        return QSize(sum(wish.width() + _GAP for wish in wishes), max(wish.height() for wish in wishes))

    def to_plan(self) -> None:
        """Go to the entry with the current safety plan, once the papers are read; say so where there is none."""
        self._plan_wanted = self._papers is None
        if self._papers is None:
            return
        plan = next((paper for paper in self._papers if paper.kind == "safety_plan"), None)
        if plan is None:
            self._banner.say(News.NOTE, "No current safety plan is recorded in this file.")
        else:
            self.chosen.emit(plan.order_key)

    def _arrange(self) -> None:
        """Two papers at once, the others one key away, so that the line stays a line."""
        for made in self.buttons[AT_ONCE:]:
            made.setVisible(self._all)
        more = len(self.buttons) - AT_ONCE
        self._more.setVisible(more > 0)
        self._more.setText("fewer" if self._all else f"+ {more} more")

    def _show_more(self) -> None:
        self._all = not self._all
        self._arrange()

    def _button(self, paper: DocumentLine) -> QPushButton:
        kind = labels("document_kind").get(paper.kind, paper.kind)
        when = short_day(paper.dated_on) if paper.dated_on else "undated"
        spoken = f"{kind} of {day_in_words(paper.dated_on)}" if paper.dated_on else f"{kind}, undated"
        go = partial(self.chosen.emit, paper.order_key)
        made = button(f"{kind}, {when}", go, part="link", name=f"Go to the current {spoken}")
        made.setToolTip(with_marks(paper.name))
        return made
