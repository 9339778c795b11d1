"""The place of the team: how full everybody is."""

from __future__ import annotations

from functools import cached_property

from desktop.features.team.page import TeamPage
from desktop.infra.desk import Desk
from desktop.infra.navigation import MyTeam
from desktop.shell.main_window import MainWindow


class TeamPlaces:
    """The page of one window."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        self._window, self._desk = window, desk

    @cached_property
    def page(self) -> TeamPage:
        """Made when one goes there."""
        return TeamPage(self._desk)

    def go(self, wish: object) -> bool:
        """Do what a wish asks, if it is this one."""
        if not isinstance(wish, MyTeam):
            return False
        self._window.navigation.show_place(None, MyTeam)
        self._window.show_page(self.page)
        return True

    def leave(self) -> None:
        """The person has gone: nothing is asked any more."""
        if "page" in vars(self):
            self.page.close_page()
