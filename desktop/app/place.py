"""A place of the navigation that is one page and no more."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Generic, TypeVar

from desktop.infra.desk import Desk
from desktop.shell.main_window import MainWindow
from desktop.widgets.page import Page

P = TypeVar("P", bound=Page)


class Place(Generic[P]):
    """The page of one window, made when one goes there for the first time."""

    def __init__(self, window: MainWindow, desk: Desk, wish: type, make: Callable[[Desk], P]) -> None:
        self._window, self._desk, self._wish, self._make = window, desk, wish, make

    @cached_property
    def page(self) -> P:
        """The page."""
        return self._make(self._desk)

    def go(self, wish: object) -> bool:
        """Do what a wish asks, if it is this one."""
        if not isinstance(wish, self._wish):
            return False
        self._window.navigation.show_place(None, self._wish)
        self._window.show_page(self.page)
        return True

    def leave(self) -> None:
        """The person has gone."""
        if "page" in vars(self):
            self.page.close_page()
