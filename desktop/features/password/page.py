"""My password: the one of now, and twice the new one; below it the own address, if it is kept of me.

The drafts on this computer open with the new password from then on.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from db.errors import ThroughlineError
from db.queries.staff import own_address
from desktop.infra import connection
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.words import with_marks
from desktop.widgets.banner import News
from desktop.widgets.form import Field
from desktop.widgets.page import Page
from desktop.widgets.password_form import PasswordForm
from desktop.widgets.text import button, label

_FIELDS = (
    Field("now", "Present password"),
    Field("new", "New password", hint="at least ten characters; several words are good"),
    Field("again", "The new password again"),
)
_WHY_ADDRESS = (
    "It is asked for only so that looks at files of that address raise a question; administrators enter it, change it "
    "and take it away, and nobody else reads it."
)


class PasswordPage(Page):
    """Three lines that show no letter."""

    acts = frozenset({Act.SAVE})

    def __init__(self, desk: Desk) -> None:
        super().__init__("My password")
        self._desk = desk
        self._lane = Lane()
        self.address = label("", "muted", name="My own address")
        self.form = PasswordForm(_FIELDS)
        self.form.setMaximumWidth(460)
        self.form.entered.connect(self.change)
        self._button = button("Change my password", self.change, part="main", tip="Ctrl+S")
        self.body.addWidget(label("My password", "heading", wrap=False))
        self.body.addWidget(label("Nobody here can read it, administrators neither.", "muted"))
        self.body.addWidget(self.form)
        row = QHBoxLayout()
        row.addWidget(self._button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.address)
        self.body.addStretch(1)

    def arrive(self) -> None:
        """Stand in the first line, and read where I live as it is kept here."""
        self.form.go_to("now")
        read = partial(own_address, self._desk.signed_in.session)
        self._desk.tasks.read(read, self._tell_address, self.banner.trouble, self._lane)

    def _tell_address(self, found: str) -> None:
        said = f"Of your own address this is kept: {found}." if found else "Your own address is not kept here."
        self.address.setText(with_marks(f"{said} {_WHY_ADDRESS}"))

    def close_page(self) -> None:
        """The person has gone: whatever is under way may stop."""
        self._lane.drop()

    def change(self) -> None:
        """Change it, if what is typed can be right."""
        now, new, again = (self.form.text(key) for key in ("now", "new", "again"))
        if not self._desk.signed_in.session.is_password(now):
            self.form.wrong("now", "This is not the password with which you signed in.")
        elif new != again:
            self.form.wrong("again", "The two new passwords are not the same.")
        elif new == now:
            self.form.wrong("new", "This is the password that you have.")
        else:
            self._button.setEnabled(False)
            work = partial(connection.change_password, self._desk.signed_in, now, new)
            self._desk.tasks.write(work, self._changed, self._not_changed)

    def _changed(self, _done: None) -> None:
        self._button.setEnabled(True)
        self.form.clear()
        self.banner.say(News.GOOD, "Your password is changed. Use it from the next sign-in on, at every desk.")

    def _not_changed(self, error: ThroughlineError) -> None:
        self._button.setEnabled(True)
        self.banner.trouble(error)

    @override
    def act(self, act: Act) -> bool:
        """Save."""
        if act is Act.SAVE:
            self.change()
            return True
        return False
