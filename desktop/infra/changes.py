"""Tells open pages what a finished save changed; each decides for itself whether to read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from db.commands.changes import Changes


class ChangeNews(QObject):
    """The one place where changes are announced to the pages of all windows."""

    changed = Signal(object)

    def announce(self, changes: Changes) -> None:
        """Pass on what a command answered."""
        self.changed.emit(changes)
