"""The column at the left: the caseload, finding, and the files that are open."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.infra.navigation import (
    Allocations,
    CaseDiscussions,
    Drafts,
    FindChild,
    Inbox,
    ListsAndLimits,
    Looks,
    MyChildren,
    MyCourtWork,
    MyTeam,
    Referrals,
    SearchEverywhere,
    StaffAndTeams,
    ThisWeek,
    WhatIsMissing,
    Wish,
)
from desktop.models.words import with_marks
from desktop.widgets.text import button, label


class NavigationBar(QScrollArea):
    """Places, one button each; the one in front is pressed. It scrolls where a screen is too low for all of them."""

    wanted = Signal(object)
    file_wanted = Signal(UUID)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setAccessibleName("Navigation")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        inside = QWidget()
        inside.setObjectName("places")
        self.setWidget(inside)
        self._layout = QVBoxLayout(inside)
        self._layout.setContentsMargins(8, 12, 8, 8)
        self._layout.setSpacing(3)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._places: dict[type, QPushButton] = {}
        self._words: dict[type, str] = {}
        self.week = self._place("This week", ThisWeek())
        self.mine = self._place("My children", MyChildren())
        self.drafts = self._place("Drafts", Drafts())
        self.inbox = self._place("Inbox", Inbox())
        self.court = self._place("Court work", MyCourtWork())
        self.referrals = self._place("Referrals", Referrals())
        self.allocation = self._place("Allocation", Allocations())
        self.team = self._place("Team", MyTeam())
        self.supervision = self._place("Supervision", CaseDiscussions())
        self.missing = self._place("What is missing", WhatIsMissing())
        self.looks = self._place("Looks", Looks())
        self.staff = self._place("Staff and teams", StaffAndTeams())
        self.lists = self._place("Lists and limits", ListsAndLimits())
        self.finding = self._place("Find a child", FindChild())
        self.searching = self._place("Search all files", SearchEverywhere())
        self._files_head = label("Open files", "label", wrap=False)
        self._files_head.setVisible(False)
        self._layout.addWidget(self._files_head)
        self._layout.addStretch(1)
        self._files: dict[UUID, QPushButton] = {}

    def _place(self, words: str, wish: Wish) -> QPushButton:
        made = button(words, partial(self.wanted.emit, wish))
        made.setCheckable(True)
        self._group.addButton(made)
        self._layout.addWidget(made)
        self._places[type(wish)], self._words[type(wish)] = made, words
        return made

    def vacate(self) -> None:
        """Somebody signed out: no file, no number, nothing to press."""
        self.setVisible(False)
        for child_id in self.file_ids():
            self.drop_file(child_id)
        for place in self._places:
            self.tell(place, 0)
        self.offer()

    def tell(self, place: type, number: int) -> None:
        """Say beside a place how many wait there."""
        words = self._words[place]
        self._places[place].setText(f"{words} {number}" if number else words)
        self._places[place].setAccessibleName(f"{words}, {number}" if number else words)

    def offer(self, places: Collection[type] | None = None) -> None:
        """Show all places, or some only."""
        for place, made in self._places.items():
            made.setVisible(places is None or place in places)

    def lacks(self, place: type) -> bool:
        """Whether it is a place that is not offered here."""
        return place in self._places and self._places[place].isHidden()

    def fit(self) -> None:
        """Take the width from the type, and shorten what is longer than that."""
        self.setFixedWidth(min(19 * self.fontMetrics().averageCharWidth() + 40, 280))
        for made in self._files.values():
            self._shorten(made)

    def _shorten(self, made: QPushButton) -> None:
        name = made.toolTip()
        made.setText(made.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, self.width() - 48))

    def add_file(self, child_id: UUID, name: str) -> None:
        """List an open file."""
        if child_id in self._files:
            return
        name = with_marks(name)
        made = button(name, partial(self.file_wanted.emit, child_id), name=f"Open file of {name}")
        made.setCheckable(True)
        made.setToolTip(name)
        self._shorten(made)
        self._group.addButton(made)
        self._files[child_id] = made
        self._layout.insertWidget(self._layout.count() - 1, made)
        self._files_head.setVisible(True)

    def drop_file(self, child_id: UUID) -> None:
        """The file was closed."""
        gone = self._files.pop(child_id, None)
        if gone is not None:
            self._group.removeButton(gone)
            gone.deleteLater()
        self._files_head.setVisible(bool(self._files))

    def show_place(self, child_id: UUID | None, place: type = MyChildren) -> None:
        """Press the button of the place that is in front: a file, or one of the places above."""
        pressed = (self._files.get(child_id) if child_id else None) or self._places[place]
        pressed.setChecked(True)

    def file_ids(self) -> tuple[UUID, ...]:
        """The open files in their order."""
        return tuple(self._files)
