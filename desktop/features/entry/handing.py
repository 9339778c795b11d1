"""Handing a text that may no longer be saved to the manager, with one line for them; nothing is typed twice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.commands.drafts import hand_draft, keep_draft
from db.domain.draft import Draft
from db.errors import Conflict, Refused, ThroughlineError
from db.session import Session
from desktop.widgets.banner import News
from desktop.widgets.text import button, label
from desktop.widgets.whole import take_all

if TYPE_CHECKING:
    from desktop.features.entry.page import EntryPanel

_WRITTEN_ON_TOO = (
    "You wrote on in this draft at another desk as well. Both texts are being kept apart; hand yours over again in a "
    "few seconds."
)


class Handing(QWidget):
    """One line, and the button that hands the text over."""

    def __init__(self, panel: EntryPanel) -> None:
        super().__init__()
        self._panel = panel
        self.note = QLineEdit()
        take_all(self.note)
        self.note.setPlaceholderText("In one line: what should the manager know?")
        self.note.setAccessibleName("Note for the manager")
        self.note.returnPressed.connect(self.hand)
        above = label("Note for the manager", "label")
        above.setBuddy(self.note)
        self._go = button("Hand it over", self.hand, part="main", name="Hand the text to the manager")
        row = QHBoxLayout()
        row.addWidget(self.note, 1)
        row.addWidget(self._go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(above)
        layout.addLayout(row)

    def begin(self) -> None:
        """Ask for the line."""
        self.setVisible(True)
        self.note.setFocus()

    def hand(self) -> None:
        """Hand the text over as it stands."""
        self._go.setEnabled(False)
        panel = self._panel
        panel.keeping.keep_again()  # under its own name, where another desk wrote on in it too
        panel.saving.stand_still(True)
        work = partial(_handed, panel.session, panel.draft, self.note.text().strip())
        panel.desk.tasks.write(work, self._done, self._not_done)

    def _done(self, whom: str) -> None:
        self.setVisible(False)
        self._go.setEnabled(True)
        panel = self._panel
        left = "It stays among your drafts, with its documents." if panel.draft.papers else ""
        words = f"Handed to {whom}, with every word of it."
        panel.banner.say(News.GOOD, f"{words} {left}".strip(), (("Close", self._close),), stays=True)
        panel.banner.choices[0].setFocus()

    def _close(self) -> None:
        """The manager has the text; only documents, whose bytes lie here, keep the draft."""
        if not self._panel.draft.papers:
            self._panel.keeping.drop()
        self._panel.finished.emit()

    def _not_done(self, error: ThroughlineError) -> None:
        self._go.setEnabled(True)
        self._panel.saving.stand_still(False)
        self._panel.banner.trouble(error, (("Try again", self.hand),))


def _handed(session: Session, draft: Draft, note: str) -> str:
    try:
        keep_draft(session, draft)
    except Conflict as error:
        raise Refused(_WRITTEN_ON_TOO, reference=error.reference) from None
    return hand_draft(session, draft.draft_id, note)
