"""The one panel that stands beside something else: a new one takes the place of the one before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.widgets.page import Page


class OneBeside:
    """Keeps the panel: `add` gives it room, `changed` shares the room out anew, `empty` is told when it is gone."""

    def __init__(
        self,
        add: Callable[[QWidget], object],
        *,
        empty: Callable[[], None],
        changed: Callable[[], None] | None = None,
    ) -> None:
        self._add, self._changed, self._empty = add, changed, empty
        self.panel: Page | None = None

    def put(self, panel: Page) -> None:
        """Let a panel stand there, in place of the one before."""
        self.take_away()
        self.panel = panel
        self._add(panel)
        self._arrange()
        panel.arrive()

    def take_away(self) -> None:
        """Take the panel away, if there is one."""
        if self.panel is not None:
            self.panel.hide()  # taken out of its parent it would be styled anew, which takes time
            self.panel.deleteLater()
            self.panel = None
            self._arrange()
            self._empty()

    def _arrange(self) -> None:
        if self._changed is not None:
            self._changed()
