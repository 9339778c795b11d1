"""Opening a child's file on the record: silently for one's own, with a reason where the basis needs one.

Nothing of a file is read before its opening stands in the audit, so the page waits for what this says.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from db.commands.files import Opened, OpenFile, open_file
from db.errors import NotPermitted, Refused, ThroughlineError
from desktop.features.record.opening import ReasonCard
from desktop.infra.desk import Desk
from desktop.infra.navigation import MyChildren, OpenChild
from desktop.widgets.page import Page
from desktop.widgets.text import label

NEEDS_REASON = ("team", "support", "front_door", "break_glass")


class Door(QObject):
    """Asks for the reason, opens the file, and says how it went."""

    opened = Signal(Opened)

    def __init__(self, desk: Desk, wish: OpenChild, page: Page) -> None:
        super().__init__(page)
        self._tasks, self._session, self._navigator = desk.tasks, desk.signed_in.session, desk.navigator
        self._wish, self._page = wish, page
        self.basis = wish.basis
        self._reason, self._glass = "", False
        self.card: ReasonCard | None = None
        self.said = label("", "muted")
        page.body.addWidget(self.said)

    def begin(self) -> None:
        """Open the file, asking for a reason first where the basis needs one; one not known the server tells."""
        if self.basis in NEEDS_REASON and not self._reason:
            self._ask()
        else:
            self.open()

    def _ask(self) -> None:
        self.card = ReasonCard()
        self.card.given.connect(self._open_with)
        self.card.left.connect(self.leave)
        self.said.setVisible(False)
        self._page.body.insertWidget(1, self.card, 1)
        self.card.ask(self._wish.name, self.basis)

    def leave(self) -> None:
        """Go back to one's own children."""
        self._navigator.go(MyChildren())

    def open(self) -> None:
        """Open the file, or open it again with the reason that was given."""
        self.said.setText("Opening the file…")
        self.said.setVisible(True)
        wish = OpenFile(self._wish.child_id, self._reason, self._glass)
        self._tasks.write(partial(open_file, self._session, wish), self._opened, self.refused)

    def refused(self, error: ThroughlineError) -> None:
        """The file could not be opened, or its first page not be read."""
        if not self.basis and isinstance(error, Refused | NotPermitted):
            self.basis = "team" if isinstance(error, Refused) else "break_glass"
            self._ask()
            return
        self.said.setVisible(False)
        self._page.banner.trouble(error, (("Try again", self.open), ("My children", self.leave)))

    def _open_with(self, reason: str, glass: bool) -> None:
        self._reason, self._glass = reason, glass
        self.open()

    def _opened(self, opened: Opened) -> None:
        self.basis = opened.basis
        self._page.banner.clear()
        if self.card is not None:
            self.card.setVisible(False)
            self.card.deleteLater()
            self.card = None
        self.opened.emit(opened)
