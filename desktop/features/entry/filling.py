"""Lets quick line and kind fill the form, and never touches a field that the person changed by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
        wanted = {key: defaults[key] for key in self._filled if key in defaults and key not in values}
        wanted |= {key: value for key, value in values.items() if key in defaults}
        self._filled = dict(values)
        self._put(wanted)
        self._follow_kind()

    def _put(self, values: Mapping[str, str]) -> None:
        self._busy = True
        self._form.fill({key: value for key, value in values.items() if key not in self._by_hand})
        self._busy = False

    def _follow_kind(self) -> None:
        """How events of another kind are known is another matter; of an amended entry it stands already."""
        how = self._form.usual_how()
        if "how" not in self._filled and self._form.base_values is None:
            self._put({"how": how})

    def _touched(self, key: str) -> None:
        if not self._busy:
            self._by_hand.add(key)
            if key == "kind":
                self._follow_kind()
