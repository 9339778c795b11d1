"""Who wrote a note: read from it where it says so, else asked once, as what one saw oneself is known in another way."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.features.inbox.holding import Holding
from desktop.features.inbox.looking import Looked
from desktop.features.inbox.proposals import is_anybodys, is_first_hand
from desktop.models import note_draft
from desktop.widgets.banner import Banner, News

_WHOSE = (
    "This note does not say who wrote it. Whose is it? What you saw or heard yourself is recorded as that; what is in "
    "somebody else’s note, as from a document."
)


class WhoseHand(QObject):
    """Asks of the note in hand; `me` is the name of who is signed in."""

    told = Signal()

    def __init__(self, holding: Holding, banner: Banner, me: str, parent: QObject) -> None:
        super().__init__(parent)
        self._holding, self._banner, self._me = holding, banner, me

    def see(self, found: Looked) -> None:
        """A note that bears my name is mine; it is asked about where it bears none and tells of something seen."""
        note, proposals = self._holding.note, found.reading.proposals
        if note is None or note.values.get(note_draft.WRITER):
            return
        if any(one.source.who.casefold() == self._me.casefold() for one in proposals):
            self._holding.written_by(self._me)
        elif any(is_anybodys(one) and is_first_hand(one) for one in proposals):
            mine = ("It is mine", partial(self._say, self._me))
            other = ("It is somebody else’s", partial(self._say, note_draft.SOMEBODY))
            self._banner.say(News.CARE, _WHOSE, (mine, other), stays=True)

    def _say(self, writer: str) -> None:
        self._banner.clear()
        self._holding.written_by(writer)
        self.told.emit()
