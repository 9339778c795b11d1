"""What lies on this computer and does not open with the key of now: said honestly, and opened with an old password."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.errors import ThroughlineError
from desktop.infra import draft_key
from desktop.infra.desk import Desk
from desktop.models.words import count
from desktop.widgets.banner import Banner, News
from desktop.widgets.text import button, label
from desktop.widgets.whole import take_all

if TYPE_CHECKING:
    from db.local.drafts import DraftStore

_ASKED = (
    "The password that you had before opens what is locked with it. Nothing of it is deleted, and what was copied to "
    "the server is in the list anyway."
)


class EarlierKey(QWidget):
    """A sentence, and a line for an earlier password; hidden when everything opens."""

    def __init__(self, desk: Desk, banner: Banner) -> None:
        super().__init__()
        self._desk, self._signed_in, self._banner = desk, desk.signed_in, banner
        self.words = label("", name="Drafts that do not open")
        self.line = QLineEdit()
        take_all(self.line)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName("My earlier password")
        self.line.setPlaceholderText("The password you had before")
        self.line.returnPressed.connect(self.open)
        self.go = button("Open with my earlier password", self.open)
        row = QHBoxLayout()
        row.addWidget(self.line, 1)
        row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(self.words)
        column.addLayout(row)
        self.setVisible(False)

    def tell(self) -> None:
        """Ask for an earlier password while anything does not open; how much that is, the page says."""
        self.setVisible(self._desk.drafts.unreadable > 0)
        self.words.setText(_ASKED)

    def open(self) -> None:
        """Try the password."""
        password = self.line.text()
        if not password:
            return
        self.go.setEnabled(False)
        signed_in = self._signed_in
        work = partial(_open, signed_in.store, signed_in.server, signed_in.session.login, password)
        self._desk.tasks.write(work, self._opened, self._not_opened)

    def _opened(self, came: int) -> None:
        self.go.setEnabled(True)
        self.line.clear()
        self._desk.drafts.look()
        if came:
            self._banner.say(News.GOOD, f"{count(came, 'draft')} opened.")
        else:
            self.words.setText("No draft opened with this password.")

    def _not_opened(self, error: ThroughlineError) -> None:
        self.go.setEnabled(True)
        self.words.setText(error.text)


def _open(store: DraftStore, server: str, login: str, password: str) -> int:
    return draft_key.bring_back(store, server, login, password)
