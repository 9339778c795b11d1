"""Saying that one knows a family: a form with a tick for each brother and sister, and then their files are shut."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from typing_extensions import override

from db.commands.changes import Changes
from db.errors import NotPermitted, ThroughlineError
from db.queries.siblings import Sibling, siblings_of
from desktop.features.looks.asking import ask_how_known
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import KnowFamily
from desktop.widgets.asking_page import AskingPageOfFile
from desktop.widgets.text import label
from desktop.widgets.text_or_form import FormPlace


class KnowingPage(AskingPageOfFile):
    """The form, in place of the file."""

    acts = frozenset({Act.BACK, Act.SAVE, Act.SPELLING})
    said = Signal(frozenset)
    """It is on record, and the files of these children shut."""

    def __init__(self, desk: Desk, wish: KnowFamily) -> None:
        super().__init__("I know this family", desk, wish.child_id)
        self.wish = wish
        self._done = False
        waiting = label("Looking whether brothers and sisters have files…", "muted")
        waiting.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.beside: FormPlace = FormPlace(waiting)
        self.beside.setMaximumWidth(90 * self.fontMetrics().averageCharWidth())
        self.body.addWidget(self.beside)

    @property
    @override
    def unsaved(self) -> bool:
        return not self._done and super().unsaved

    @override
    def arrive(self) -> None:
        if self.panel is not None:
            self.panel.arrive()
        else:
            self.read()

    @override
    def read(self) -> None:
        """Ask who are the brothers and sisters."""
        read = partial(siblings_of, self._session, self.child_id)
        self._tasks.read(read, self._ask, self._not_known, self.lanes["siblings"])

    def _not_known(self, error: ThroughlineError) -> None:
        if isinstance(error, NotPermitted):  # one says so instead of opening the file
            self._ask(None)
        else:
            self.say_not_read(error)

    def _ask(self, siblings: tuple[Sibling, ...] | None) -> None:
        self.ask(ask_how_known(self.child_id, self.wish.name, siblings))

    @override
    def take_away(self) -> None:
        """Without the form there is nothing here."""
        self.to_file()

    @override
    def saved(self, changes: Changes) -> None:
        self._done = True
        self.said.emit(changes.children)
        self._desk.news.announce(changes)
