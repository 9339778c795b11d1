"""Saying that one knows a family: a form with a tick for each brother and sister, and then their files are shut."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import Signal
from typing_extensions import override

from db.commands.changes import Changes
from db.errors import NotPermitted, OutcomeUnknown, ThroughlineError
from db.queries.siblings import Sibling, siblings_of
from desktop.features.looks.asking import ask_how_known
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import Back, KnowFamily
from desktop.infra.tasks import Lane
from desktop.widgets.asking import Save
from desktop.widgets.asking_page import AskingPage
from desktop.widgets.asking_panel import AskingPanel
from desktop.widgets.text import label


class KnowingPage(AskingPage):
    """The form, in place of the file."""

    acts = frozenset({Act.BACK, Act.SAVE, Act.SPELLING})
    said = Signal(frozenset)
    """It is on record, and the files of these children shut."""

    def __init__(self, desk: Desk, wish: KnowFamily) -> None:
        super().__init__("I know this family")
        self.child_id, self.wish = wish.child_id, wish
        self._desk, self._tasks, self._session = desk, desk.tasks, desk.signed_in.session
        self._lane = Lane()
        self._form: AskingPanel | None = None
        self._waiting = label("Looking whether brothers and sisters have files…", "muted")
        self.body.addWidget(self._waiting)
        self.body.addStretch(1)
        self._done = False

    @property
    def panel(self) -> AskingPanel | None:
        """The form, once it is known who belongs to the family."""
        return self._form

    @property
    @override
    def unsaved(self) -> bool:
        """Whether the form holds words that are not on record."""
        return not self._done and super().unsaved

    def arrive(self) -> None:
        """Stand in the form."""
        if self._form is not None:
            self._form.arrive()
        else:
            self.read()

    def read(self) -> None:
        """Ask who are the brothers and sisters."""
        self._tasks.read(partial(siblings_of, self._session, self.child_id), self._ask, self._not_known, self._lane)

    def _not_known(self, error: ThroughlineError) -> None:
        if isinstance(error, NotPermitted):  # one says so instead of opening the file
            self._ask(None)
        else:
            self.say_not_read(error)

    def _ask(self, siblings: tuple[Sibling, ...] | None) -> None:
        self.banner.clear()
        self._waiting.setVisible(False)
        form = self._form = AskingPanel(ask_how_known(self.child_id, self.wish.name, siblings), self._desk.writer)
        form.wanted.connect(self._save)
        form.left.connect(self.leave_panel)
        form.setMaximumWidth(90 * self.fontMetrics().averageCharWidth())
        self.body.insertWidget(self.body.indexOf(self._waiting), form)
        if self.isVisible():
            form.arrive()

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
        self._lane.drop()

    def save_form(self) -> None:
        """Save what the form asks for, unless it is on its way."""
        if self._form is not None and self._form.save_button.isEnabled():
            self._form.save()

    def _save(self, save: object) -> None:
        form = cast("AskingPanel", self._form)
        form.form.freeze(True)
        not_saved = partial(self._not_saved, form)
        self._tasks.write(partial(cast("Save", save), self._session), self._saved, not_saved)

    def _saved(self, changes: Changes) -> None:
        self._done = True
        self.said.emit(changes.children)
        self._desk.news.announce(changes)

    def _not_saved(self, form: AskingPanel, error: ThroughlineError) -> None:
        form.again()
        if isinstance(error, OutcomeUnknown):  # what is frozen is sent again as it was, and lands once
            self.banner.trouble(error, (("Check now", form.save),))
            return
        form.form.freeze(False)
        self.banner.trouble(error)
