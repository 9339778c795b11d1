"""Sends what a form asks for, once; what is refused stays in the form, beside what a colleague saved meanwhile."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from db.commands.changes import Changes
from db.errors import Conflict, OutcomeUnknown, ThroughlineError
from db.queries.proceedings import ChildsProceedings, proceedings_of
from desktop.features.proceedings.beside import Beside
from desktop.features.proceedings.lines import told
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.widgets.banner import Banner, News

if TYPE_CHECKING:
    from uuid import UUID

    from desktop.widgets.asking import Save


class Saving(QObject):
    """The saves of one page's forms."""

    saved = Signal(Changes)
    """The changes that landed."""
    found = Signal(ChildsProceedings)
    """The proceedings as a colleague left them, read anew because of that."""
    given_up = Signal()
    """What a colleague saved is to stand."""

    def __init__(self, desk: Desk, child_id: UUID, beside: Beside, banner: Banner, lane: Lane) -> None:
        super().__init__(beside)
        self._tasks, self._session, self._child_id = desk.tasks, desk.signed_in.session, child_id
        self._beside, self._banner, self._lane = beside, banner, lane
        beside.wanted.connect(self._save)

    def save_form(self) -> None:
        """Save what stands in the form, if there is one and nothing of it is on its way."""
        panel = self._beside.panel
        if panel is not None and panel.save_button.isEnabled():
            panel.save()

    def _save(self, save: object) -> None:
        if self._beside.panel is not None:
            self._beside.panel.form.freeze(True)
        self._tasks.write(partial(cast("Save", save), self._session), self.saved.emit, self._not_saved)

    def _not_saved(self, error: ThroughlineError) -> None:
        panel = self._beside.panel
        if panel is None:
            return
        panel.again()
        if isinstance(error, OutcomeUnknown):  # the form stays frozen, so that the same is sent again and lands once
            self._banner.trouble(error, (("Check now", panel.save),))
            return
        panel.form.freeze(False)
        if isinstance(error, Conflict):
            read = partial(proceedings_of, self._session, self._child_id)
            self._tasks.read(read, self._show_theirs, self._banner.trouble, self._lane)
        else:
            self._banner.trouble(error)

    def _show_theirs(self, found: ChildsProceedings) -> None:
        """Both are shown: theirs above the form, mine in it."""
        self.found.emit(found)
        theirs = next((one for one in found.every if self._beside.changes(one)), None)
        if theirs is not None:
            words = told(theirs, (), date.today()).replace("\n", " · ")
            self._banner.say(
                News.CARE,
                f"{theirs.by} changed this while you were writing. Theirs: {words}. Yours is in the form.",
                (("Save mine on top of theirs", partial(self._beside.save_on_top, theirs)),
                 ("Leave theirs", self.given_up.emit)),
                stays=True,
            )  # fmt: skip
