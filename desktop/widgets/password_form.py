"""A form for passwords: fields that show no letter."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from desktop.widgets.form import Field, Form


class PasswordForm(Form):
    """What is said of a field goes when something is typed."""

    entered = Signal()
    """Enter in one of the fields."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        super().__init__(fields)
        self._lines = [one for one in self.widgets.values() if isinstance(one, QLineEdit)]
        for line in self._lines:
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.returnPressed.connect(self.entered)
        self.changed.connect(partial(self.note, words=""))

    def clear(self) -> None:
        """Forget what was typed."""
        for line in self._lines:
            line.clear()

    def wrong(self, key: str, words: str) -> None:
        """Say what is wrong with a field, and stand in it."""
        self.note(key, words, "wrong")
        self.go_to(key)
