"""The filters that a person keeps under names: taking one, keeping the present one, forgetting one.

They belong to the person and to no child, so what was made in one file is at hand in every other.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from uuid import uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from db.commands.changes import Changes
from db.commands.filters import ForgetFilter, SaveFilter, forget_filter, save_filter
from db.domain.filters import Filter
from db.errors import ThroughlineError
from db.queries.filters import SavedFilter, saved_filters
from desktop.features.record.filter_parts import Choice
from desktop.features.record.popover import Popover
from desktop.infra.codes import labels
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane

_HOW = "Enter takes a filter, Delete forgets it."
_NOTHING = "Nothing is kept yet. Choose a filter first; then keep it here under a name."
_PERSON = " The person involved belongs to this child’s file and is left out."


class SavedFilters(QObject):
    """The list that drops from "saved"."""

    wanted = Signal(Filter)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._tasks, self._session = desk.tasks, desk.signed_in.session
        self._lane = Lane()
        self._kept: tuple[SavedFilter, ...] = ()
        self._present = Filter()
        self._below = parent
        self._asked = False
        self.popover = Popover(parent)
        self.popover.taken.connect(self._taken)
        self.popover.dropped.connect(self._forget)
        self.popover.entered.connect(self._keep)

    def drop(self, below: QWidget, present: Filter) -> None:
        """Show what is kept, below a word of the sentence."""
        self._below, self._present = below, present
        self._show("Looking what you keep…")
        self._read()

    def _read(self) -> None:
        self._tasks.read(partial(saved_filters, self._session), self._take, self._failed, self._lane)

    def _take(self, kept: tuple[SavedFilter, ...]) -> None:
        self._kept = kept
        if self.popover.isVisible():
            self._show(_HOW if kept else _NOTHING if self._present.empty else "")

    def _show(self, said: str) -> None:
        choices = [Choice(str(kept.filter_id), f"{kept.name}: {self._sentence(kept.filter)}") for kept in self._kept]
        prompt = "" if self._present.empty else "Keep this filter as…"
        person = _PERSON if self._present.person_id is not None else ""
        self.popover.drop(self._below, "Saved filters", choices, checkable=False, prompt=prompt, said=said + person)

    @staticmethod
    def _sentence(kept: Filter) -> str:
        return kept.sentence(labels("entry_kind"), labels("agency"))

    def _taken(self, key: str, _on: bool, _done: bool) -> None:
        found = next((kept for kept in self._kept if str(kept.filter_id) == key), None)
        self.popover.hide()
        if found is not None:
            self.wanted.emit(found.filter.renewed(date.today()))

    def _keep(self, name: str) -> None:
        if not name:
            self.popover.say("Give it a name first.")
            return
        ours = replace(self._present, person_id=None, person_name="")
        wish = SaveFilter(uuid4(), name, ours)
        self._tasks.write(partial(save_filter, self._session, wish), self._changed, self._failed)

    def _forget(self, key: str) -> None:
        found = next((kept for kept in self._kept if str(kept.filter_id) == key), None)
        if found is not None:
            wish = ForgetFilter(found.filter_id)
            self._tasks.write(partial(forget_filter, self._session, wish), self._changed, self._failed)

    def _changed(self, _changes: Changes) -> None:
        self._read()

    def _failed(self, error: ThroughlineError) -> None:
        self.popover.say(error.text)
