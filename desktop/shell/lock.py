"""The lock of a window: everything hidden behind a card until the same person types the password.

Nothing is taken down for it. The pages stay as they are, with what is half typed in them; what is on its way goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.errors import ThroughlineError, WrongPassword
from desktop.infra import connection
from desktop.infra.connection import SignedIn
from desktop.infra.tasks import Lane, Tasks
from desktop.models.words import count
from desktop.shell.main_window import MainWindow
from desktop.widgets.banner import Banner, News
from desktop.widgets.form import Field, Form
from desktop.widgets.text import button, label
from desktop.widgets.tries import Tries, wrong_twice

_KEPT = "What was being written is kept as it stands."
_DRAFT = "What was being written is kept as a draft on this computer."
_SUSPENDED = (
    "The account of {} has been suspended by an administrator: nothing is opened or saved until it is open again."
)
_BACK = "Ask your administrator; afterwards your password goes on where you were."
_WIDEST = 620


class Cover(QWidget):
    """The card: who is signed in here, a field for the password, and the way out."""

    typed = Signal(str)
    """A password."""
    left = Signal()

    def __init__(self, name: str, heading: str, words: str) -> None:
        super().__init__()
        self.setAccessibleName(heading)
        self.banner = Banner()
        self.form = Form((Field("password", "Password"),))
        password = self.form.widgets["password"]
        assert isinstance(password, QLineEdit)  # noqa: S101 (for the type checker)
        password.setEchoMode(QLineEdit.EchoMode.Password)
        password.setAccessibleName(f"Password of {name}")
        password.returnPressed.connect(self._type)
        self._password = password
        self.go_on = button("Go on", self._type, part="main", name="Go on with this password")
        self.leave = button("Sign out", self.left.emit)
        card = QFrame()
        card.setObjectName("band")
        card.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(card)
        column.setContentsMargins(26, 22, 26, 22)
        column.setSpacing(12)
        column.addWidget(label(heading, "heading", wrap=False))
        self.told = label(words)
        column.addWidget(self.told)
        column.addWidget(self.banner)
        column.addWidget(self.form)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.go_on)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(
            label("Somebody else? Sign out first: drafts stay where they are, for their author alone.", "muted")
        )
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 12)
        across.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(across)
        outer.addStretch(3)

    def take_keyboard(self) -> None:
        """Stand in the password, as if another window came to the front: the field before keeps what is marked."""
        self._password.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def _type(self) -> None:
        words = self.form.text("password")
        if words:
            self.typed.emit(words)
        else:
            self.banner.say(News.NOTE, "Type your password.")
            self.take_keyboard()

    def clear(self) -> None:
        """For the next try."""
        self.form.put("password", "")
        self.take_keyboard()


class Lock(QObject):
    """Locks one window and opens it again; `whose` tells who is signed in there."""

    opened = Signal(SignedIn)
    """The person came back."""
    left = Signal()
    """Somebody would sign the person out."""

    def __init__(self, window: MainWindow, tasks: Tasks, whose: Callable[[], SignedIn | None], parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._tasks, self._whose = window, tasks, whose
        self._card: Cover | None = None
        self._lane = Lane()
        self.tries = Tries(self)
        self.tries.waits.connect(self._waits)

    @property
    def card(self) -> Cover | None:
        """The card, while the window is locked."""
        return self._card

    def lock(self, idle_minutes: int = 0) -> bool:
        """Hide everything, after so many minutes or at once; False if nobody is signed in, or it is locked already."""
        signed_in = self._whose()
        if signed_in is None or self._card is not None:
            return False
        why = f"Nobody typed or pointed here for {count(idle_minutes, 'minute')}. " if idle_minutes else ""
        self._cover(Cover(signed_in.me.name, "Locked", f"{signed_in.me.name} is signed in. {why}{_KEPT}"))
        return True

    def shut_out(self) -> None:
        """Hide everything from somebody who was suspended, until an administrator lets them work again."""
        signed_in = self._whose()
        if signed_in is not None and self._card is None:
            kept = _KEPT if signed_in.unkept else _DRAFT
            self._cover(Cover(signed_in.me.name, "Suspended", f"{_SUSPENDED.format(signed_in.me.name)} {kept} {_BACK}"))

    def _cover(self, card: Cover) -> None:
        self._card = card
        self._card.typed.connect(self._try)
        self._card.left.connect(self.left)
        self._window.cover(self._card)
        if self.tries.waiting:
            self._waits(self.tries.waiting)

    def lift(self) -> None:
        """Show again what is there now."""
        self._lane.drop()
        if self._card is not None:
            self._card = None
            self._window.uncover()

    def _try(self, password: str) -> None:
        signed_in, card = self._whose(), self._card
        if signed_in is not None and card is not None and card.go_on.isEnabled():
            card.go_on.setEnabled(False)
            card.banner.say(News.NOTE, "Looking whether it is the right one…", stays=True)
            work = partial(connection.prove, signed_in, password)
            self._tasks.read(work, partial(self._right, signed_in), self._not_right, self._lane)

    def _right(self, signed_in: SignedIn, _done: None) -> None:
        self.tries.right()
        self.opened.emit(signed_in)

    def _not_right(self, error: ThroughlineError) -> None:
        card = self._card
        if card is None:
            return
        card.go_on.setEnabled(True)
        card.clear()
        if isinstance(error, WrongPassword):
            words = "The password is not right." if error.text == WrongPassword.default_text else error.text
            card.banner.say(News.TROUBLE, words)
            self.tries.wrong()
        else:
            card.banner.say(News.TROUBLE, f"{error.text} {_KEPT} (Reference {error.reference})")

    def _waits(self, seconds: int) -> None:
        if self._card is None:
            return
        self._card.go_on.setEnabled(not seconds)
        if self._card.banner.choices:  # whether one signs out is asked there
            return
        if seconds:
            self._card.banner.say(News.TROUBLE, wrong_twice(seconds, "the Caps Lock key"), stays=True)
        else:
            self._card.banner.say(News.NOTE, "You can try again now.")


def clear_front() -> None:
    """Put away what stands before the windows: lists that dropped down, what is said beside the pointer, and dialogs,
    from which nothing is taken."""
    for widget in QApplication.topLevelWidgets():
        if widget.isVisible() and not isinstance(widget, MainWindow):
            _put_away(widget)


def clear_what_came() -> None:
    """Put away what the content of a locked window has brought up since, of its own accord."""
    for widget in QApplication.topLevelWidgets():
        above = widget.parentWidget()
        if widget.isVisible() and above is not None and not above.window().isVisible():
            _put_away(widget)


def _put_away(widget: QWidget) -> None:
    if isinstance(widget, QDialog):
        widget.reject()
    else:
        widget.close()
