"""Lets the quick line fill the form, and never touches a field that the person changed by hand."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject

from desktop.features.entry.entry_form import EntryForm
from desktop.features.entry.quick_line import QuickLine


class Filling(QObject):
    """Between quick line and form."""

    def __init__(self, quick: QuickLine, form: EntryForm) -> None:
        super().__init__(form)
        self._form = form
        self._filled: dict[str, str] = {}
        self._by_hand: set[str] = set()
        self._busy = False
        quick.understood.connect(self._fill)
        form.changed.connect(self._touched)

    def leave_alone(self, keys: Iterable[str]) -> None:
        """These fields are the person's already."""
        self._by_hand.update(keys)

    def _fill(self, values: dict[str, str]) -> None:
        defaults = self._form.defaults
        mine = self._by_hand
        wanted = {key: defaults[key] for key in self._filled if key in defaults and key not in values}
        wanted |= {key: value for key, value in values.items() if key in defaults}
        self._filled = dict(values)
        self._busy = True
        self._form.fill({key: value for key, value in wanted.items() if key not in mine})
        self._busy = False

    def _touched(self, key: str) -> None:
        if not self._busy:
            self._by_hand.add(key)
