"""Sends what a form of the conversation says, and tells what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtCore import QObject, Signal

from db.commands.changes import Changes
from db.errors import Conflict, OutcomeUnknown, ThroughlineError
from desktop.features.allocation.keeping import KeptPanel
from desktop.infra.desk import Desk
from desktop.widgets.asking import Save
from desktop.widgets.banner import Banner, News


class Saving(QObject):
    """One save at a time; `banner` is where its end is told."""

    saved = Signal()
    """It is saved: the form that it came from may go."""
    stale = Signal()
    """Something was said meanwhile: what is shown is read anew."""

    def __init__(self, desk: Desk, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._banner = desk, banner
        self.under_way = False
        """Whether something was sent and is not answered yet."""

    def save(self, save: object, panel: KeptPanel | None = None) -> None:
        """Send it; a form stays as it is until there is an answer."""
        self.under_way = True
        if panel is not None:
            panel.sent()
        work = partial(cast("Save", save), self._desk.signed_in.session)
        self._desk.tasks.write(work, partial(self._saved, panel), partial(self._not_saved, save, panel))

    def _saved(self, panel: KeptPanel | None, changes: Changes) -> None:
        self.under_way = False
        if panel is not None:
            panel.settled()
        self.saved.emit()
        self._banner.say(News.GOOD, "Kept as it was said; nobody can change it.")
        self._desk.news.announce(changes)

    def _not_saved(self, save: object, panel: KeptPanel | None, error: ThroughlineError) -> None:
        self.under_way = False
        if isinstance(error, OutcomeUnknown):  # the form stays frozen, so that the same is sent again and lands once
            if panel is not None:
                panel.again(frozen=True)
            self.ask_again(partial(self.save, save, panel), error)
            return
        if panel is not None:
            panel.refused()
        if isinstance(error, Conflict):
            self._banner.say(News.CARE, "Another talk was recorded meanwhile. Read it before you answer.")
            self.stale.emit()
        else:
            self._banner.trouble(error)

    def ask_again(self, again: Callable[[], None], error: ThroughlineError | None = None) -> None:
        """Nobody knows whether it was saved: asking again tells."""
        if error is not None:
            self._banner.trouble(error, (("Check now", again),))
        else:
            words = "Nobody knows yet whether this was saved. Checking tells, and saves it once."
            self._banner.say(News.CARE, words, (("Check now", again),), stays=True)
