"""Tells open pages what a finished save changed; each decides for itself whether to read again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from db.commands.changes import Changes


class ChangeNews(QObject):
    """The one place where changes are announced to the pages of all windows."""

    changed = Signal(Changes)

    def announce(self, changes: Changes) -> None:
        """Pass on what a command answered."""
        self.changed.emit(changes)
