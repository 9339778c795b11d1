"""Opening a child's file on the record: silently for one's own, with a reason where the basis needs one.

Nothing of a file is read before its opening stands in the audit, so the page waits for what this says.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from db.commands.files import Opened, OpenFile, open_file
from db.errors import NotPermitted, Refused, ThroughlineError
from db.queries.looks import OwnInterest, my_interests
from desktop.features.record.opening import ReasonCard
from desktop.infra.desk import Desk
from desktop.infra.navigation import MyChildren, OpenChild
from desktop.models.known_family import shut_in_words
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
        self._put_card().ask(self._wish.name, self.basis)

    def _put_card(self) -> ReasonCard:
        self._take_card()
        self.card = ReasonCard()
        self.card.given.connect(self._open_with)
        self.card.left.connect(self.leave)
        self.said.setVisible(False)
        self._page.body.insertWidget(1, self.card, 1)
        return self.card

    def _take_card(self) -> None:
        if self.card is not None:
            self.card.setVisible(False)
            self.card.deleteLater()
            self.card = None

    def ask_again(self) -> None:
        """One came back to the question for a reason: the child may be one's own by now, which the server tells."""
        if self.card is not None and not self.card.reason.text():
            wish = OpenFile(self._wish.child_id, "", False)
            self._tasks.write(partial(open_file, self._session, wish), self._let_in, self._still_asked)

    def _let_in(self, opened: Opened) -> None:
        if self.card is not None:
            self._opened(opened)

    def _still_asked(self, _error: ThroughlineError) -> None:
        """The question stands as it was."""

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
        """The file could not be opened, or its first page not be read; perhaps since one said to know the family."""
        if isinstance(error, NotPermitted):
            told, not_told = partial(self._tell_shut, error), partial(self._not_told, error)
            self._tasks.read(partial(my_interests, self._session), told, not_told)
        else:
            self._say_refused(error)

    def _tell_shut(self, error: ThroughlineError, said: tuple[OwnInterest, ...]) -> None:
        one = next((one for one in said if one.child_id == self._wish.child_id), None)
        if one is None:
            self._say_refused(error)
            return
        self._page.banner.clear()
        self._put_card().say_shut(self._wish.name, shut_in_words(one.declared_at, one.team))

    def _not_told(self, error: ThroughlineError, _why: ThroughlineError) -> None:
        self._say_refused(error)

    def _say_refused(self, error: ThroughlineError) -> None:
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
        self._take_card()
        self.opened.emit(opened)
