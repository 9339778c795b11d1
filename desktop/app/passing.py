"""A page on which one does one thing on the way, and then goes on where one was."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.features.away.page import AwayPage
from desktop.features.writing.page import WritingPage
from desktop.shell.main_window import MainWindow
from desktop.widgets.page import Page


class Passing(QObject):
    """Shows the page, and goes `back` to the one before it; the page says by `left` that one is done."""

    def __init__(self, window: MainWindow, page: AwayPage | WritingPage, back: Callable[[Page | None], None]) -> None:
        super().__init__(page)
        self._window, self._page, self._back = window, page, back
        self._before: Page | None = None
        page.left.connect(self._leave)

    def show(self) -> None:
        """To the page."""
        if self._window.page is not self._page:
            self._before = self._window.page
        self._window.show_page(self._page)

    def _leave(self) -> None:
        self._back(self._before)
