"""Saying that one knows a family: a form, and then the file is shut."""

from __future__ import annotations

from functools import partial
from typing import cast
from uuid import UUID

from PySide6.QtCore import Signal
from typing_extensions import override

from db.commands.changes import Changes
from db.errors import OutcomeUnknown, ThroughlineError
from desktop.features.looks.asking import ask_how_known
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import Back, KnowFamily
from desktop.widgets.asking import Save
from desktop.widgets.asking_page import AskingPage
from desktop.widgets.asking_panel import AskingPanel


class KnowingPage(AskingPage):
    """The form, in place of the file."""

    acts = frozenset({Act.BACK, Act.SAVE, Act.SPELLING})
    said = Signal(UUID)
    """It is on record, and the file of this child shut."""

    def __init__(self, desk: Desk, wish: KnowFamily) -> None:
        super().__init__("I know this family")
        self.child_id = wish.child_id
        self._desk, self._tasks, self._session = desk, desk.tasks, desk.signed_in.session
        self._form = AskingPanel(ask_how_known(wish.child_id), desk.writer)
        self._form.wanted.connect(self._save)
        self._form.left.connect(self.leave_panel)
        self._form.setMaximumWidth(90 * self.fontMetrics().averageCharWidth())
        self.body.addWidget(self._form)
        self.body.addStretch(1)
        self._done = False

    @property
    def panel(self) -> AskingPanel:
        """The form."""
        return self._form

    @property
    @override
    def unsaved(self) -> bool:
        """Whether the form holds words that are not on record."""
        return not self._done and super().unsaved

    def arrive(self) -> None:
        """Stand in the form."""
        self._form.arrive()

    def read(self) -> None:
        """There is nothing to read."""

    def take_away(self) -> None:
        """Back to the file."""
        self.back()

    def back(self) -> None:
        """Back to the file."""
        self._desk.navigator.go(Back(self.child_id))

    def next_part(self) -> None:
        """There is one part."""

    def close_page(self) -> None:
        """The page goes; a save under way runs to its end."""

    def save_form(self) -> None:
        """Save what the form asks for, unless it is on its way."""
        if self._form.save_button.isEnabled():
            self._form.save()

    def _save(self, save: object) -> None:
        self._form.form.freeze(True)
        self._tasks.write(partial(cast("Save", save), self._session), self._saved, self._not_saved)

    def _saved(self, changes: Changes) -> None:
        self._done = True
        self.said.emit(self.child_id)
        self._desk.news.announce(changes)

    def _not_saved(self, error: ThroughlineError) -> None:
        self._form.again()
        if isinstance(error, OutcomeUnknown):  # what is frozen is sent again as it was, and lands once
            self.banner.trouble(error, (("Check now", self._form.save),))
            return
        self._form.form.freeze(False)
        self.banner.trouble(error)
