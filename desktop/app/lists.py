"""The place of lists and limits; what an administrator changed of them is learned in every window while it is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QObject, QTimer

from db.commands.changes import Changes
from desktop.features.lists.page import ListsPage
from desktop.infra.desk import Desk
from desktop.infra.navigation import ListsAndLimits
from desktop.shell.main_window import MainWindow

_EVERY_MS = 300_000
"""So often a window asks what an administrator at another desk changed."""


class ListPlaces(QObject):
    """The page of one window; `codes` and `minutes` read the lists and the limits anew."""

    def __init__(
        self, window: MainWindow, desk: Desk, codes: Callable[[], None], minutes: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._desk, self._codes, self._minutes = window, desk, codes, minutes
        desk.news.changed.connect(self._changed)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.learn)
        self._timer.start()

    @cached_property
    def page(self) -> ListsPage:
        """Made when one goes there."""
        return ListsPage(self._desk)

    def go(self, wish: object) -> bool:
        """Do what a wish asks, if it is one of these."""
        if not isinstance(wish, ListsAndLimits):
            return False
        self._window.navigation.show_place(None, ListsAndLimits)
        self._window.show_page(self.page)
        return True

    def learn(self) -> None:
        """Take lists and limits as they are on the server now: the next form has them."""
        self._codes()
        self._minutes()

    def _changed(self, changes: Changes) -> None:
        if not changes.what.isdisjoint({"codes", "setting"}):
            self.learn()

    def leave(self) -> None:
        """The person has gone: nothing is asked any more."""
        self._timer.stop()
        if "page" in vars(self):
            self.page.close_page()
