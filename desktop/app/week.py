"""The places Supervision and This week, each for those whose work it is."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QObject

from desktop.features.supervision.page import SupervisionPage
from desktop.features.this_week.page import ROLE, ThisWeekPage
from desktop.infra.desk import Desk
from desktop.infra.navigation import CaseDiscussions, ThisWeek
from desktop.shell.main_window import MainWindow


class WeekPlaces(QObject):
    """Both pages of one window."""

    def __init__(self, window: MainWindow, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._desk = window, desk
        self.at_home = desk.signed_in.me.role == ROLE
        """Whether This week is where the person begins."""

    @cached_property
    def supervision(self) -> SupervisionPage:
        """Made when one goes there."""
        return SupervisionPage(self._desk)

    @cached_property
    def week(self) -> ThisWeekPage:
        """Made when one goes there."""
        return ThisWeekPage(self._desk)

    def go(self, wish: object) -> bool:
        """Do what a wish asks, if it is one of these."""
        match wish:
            case CaseDiscussions():
                self._window.navigation.show_place(None, CaseDiscussions)
                self._window.show_page(self.supervision)
            case ThisWeek():
                self._window.navigation.show_place(None, ThisWeek)
                self._window.show_page(self.week)
            case _:
                return False
        return True

    def leave(self) -> None:
        """The person has gone: nothing is asked any more."""
        for made in vars(self).keys() & {"supervision", "week"}:
            getattr(self, made).close_page()
