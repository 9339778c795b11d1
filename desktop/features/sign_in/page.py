"""The sign-in page: server, name and password, or one click on one of the sample's people.

It must stand before the database half is imported, so that the person can begin to type while that happens.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from db.errors import PasswordGiven, ServerFull, ThroughlineError, Unreachable, WrongPassword
from desktop.features.sign_in.own_password import OwnPassword
from desktop.features.sign_in.people import PeopleList
from desktop.infra import connection, credentials
from desktop.infra.connection import SignedIn
from desktop.infra.credentials import Person
from desktop.infra.settings import Settings
from desktop.infra.tasks import Tasks
from desktop.widgets.banner import News
from desktop.widgets.form import Field, Form, Kind
from desktop.widgets.page import Page
from desktop.widgets.text import button, label
from desktop.widgets.tries import Tries, wrong_twice

_FIELDS = (
    Field("server", "Server", hint="host=… dbname=…"),
    Field("login", "Your name for signing in"),
    Field("password", "Password"),
    Field("remember", "Remember the password here", Kind.CHECK),
)


class SignInPage(Page):
    """Asks who it is."""

    signed_in = Signal(SignedIn)
    without_server = Signal(SignedIn, object)
    """Drafts only, and how to try again to sign in."""
    start_again = Signal()

    def __init__(self, tasks: Tasks, settings: Settings, drafts: Path | None = None) -> None:
        super().__init__("Sign in")
        self._tasks = tasks
        self._drafts = drafts
        self._settings = settings
        self._local = False
        self._tries = Tries(self)
        self._tries.waits.connect(self._waits)
        self._busy = False
        self._tried = ("", "", "")
        """Server, name and password that were tried last."""
        self._kept_for = ""
        """The name whose password this computer keeps."""
        self.form = Form(_FIELDS)
        password = self.form.widgets["password"]
        assert isinstance(password, QLineEdit)  # noqa: S101 (for the type checker)
        password.setEchoMode(QLineEdit.EchoMode.Password)
        for key in ("server", "login", "password"):
            field = self.form.widgets[key]
            if isinstance(field, QLineEdit):
                field.returnPressed.connect(self.sign_in)
        self.form.unfold("remember", False)
        self.form.changed.connect(self._changed)
        self._button = button("Sign in", self.sign_in, part="main")
        self.own = OwnPassword()
        self.own.chosen.connect(self._choose)
        self.people = PeopleList()
        self.people.chosen.connect(self.sign_in_as)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Starting")
        self._said = label("", "muted")
        self._lay_out()

    def _lay_out(self) -> None:
        self.form.put("server", self._settings.text("server"))
        self.form.put("login", self._settings.text("login"))
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(label("Throughline", "heading"))
        left.addWidget(
            label("The line that runs through a child’s life stays visible, whoever holds the case.", "muted")
        )
        left.addWidget(self._said)
        left.addWidget(self._progress)
        left.addWidget(self.form)
        left.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.own)
        left.addStretch(1)
        card = QFrame()
        card.setObjectName("band")
        across = QHBoxLayout(card)
        across.setContentsMargins(26, 22, 26, 22)
        across.setSpacing(30)
        across.addLayout(left, 4)
        across.addWidget(self.people, 5)
        self.people.setVisible(False)
        self.own.setVisible(False)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        outer = QHBoxLayout(holder)
        outer.addStretch(1)
        outer.addWidget(card, 12)
        outer.addStretch(1)
        card.setMaximumWidth(1400)
        scroll.setWidget(holder)
        self.body.addWidget(scroll, 1)
        self.ready()

    # What the start of the program tells.

    def starting(self, words: str) -> None:
        """Show calmly what is going on; nothing can be signed into yet."""
        self._said.setText(words)
        self._said.setVisible(True)
        self._progress.setVisible(True)
        self._button.setEnabled(False)

    def ready(self) -> None:
        """The database half is here."""
        self._said.setVisible(False)
        self._progress.setVisible(False)
        self._button.setEnabled(True)

    def offer(self, dsn: str, people: tuple[Person, ...], *, local: bool) -> None:
        """Take the server to use and the people who can be tried there."""
        self._local = local
        if dsn:
            self.form.put("server", dsn)
        self.form.unfold("server", not local)
        self.people.show_people(people)
        self.people.setVisible(bool(people))
        self.ready()
        if people:
            self.people.take_keyboard()
        else:
            self.arrive()
        self._tasks.read(credentials.can_remember, self._keyring_known, self._nothing)

    def failed_to_start(self, error: ThroughlineError) -> None:
        """The record on this computer could not be started."""
        self.ready()
        self.banner.trouble(error, (("Try again", self._again),))

    def _again(self) -> None:
        self.banner.clear()
        self.start_again.emit()

    def _keyring_known(self, there: bool) -> None:
        self.form.unfold("remember", there)
        login, server = self.form.text("login"), self.form.text("server")
        if there and login and server:
            self._tasks.read(partial(credentials.remembered, server, login), self._remembered, self._nothing)

    def _remembered(self, password: str) -> None:
        if password and not self.form.text("password"):
            self.form.put("password", password)
            self.form.put("remember", "yes")
            self._kept_for = self.form.text("login")

    def _changed(self, key: str) -> None:
        """Another name is another person, whose password is kept only if they ask for it."""
        if key == "login" and self._kept_for and self.form.text("login") != self._kept_for:
            self._kept_for = ""
            self.form.put("password", "")
            self.form.put("remember", "")

    def forget(self) -> None:
        """Somebody signed out: the next person does not find their name, unless they had their password kept here.

        Who only closes the window finds their name the next time.
        """
        self._tried = ("", "", "")
        self.own.setVisible(False)
        self.banner.clear()
        self.form.put("password", "")
        if not self._kept_for:
            self.form.put("login", "")
            self._settings.remember_text("login", "")

    # Signing in.

    def arrive(self) -> None:
        """Give the keyboard to the first thing that is missing."""
        if not self.people.isHidden():
            self.people.take_keyboard()
            return
        for key in ("server", "login", "password"):
            if self.form.unfolded(key) and not self.form.text(key):
                self.form.go_to(key)
                return
        self.form.go_to("password")

    def sign_in(self) -> None:
        """Sign in with what is typed."""
        self._connect(self.form.text("login").strip(), self.form.text("password"))

    def sign_in_as(self, person: Person) -> None:
        """Sign in as one of the sample's people."""
        self.form.put("login", person.login)
        self._connect(person.login, person.password)

    def _connect(self, login: str, password: str) -> None:
        if self._busy or self._tries.waiting or not self._button.isEnabled():
            return
        self._busy = True
        self.own.setVisible(False)
        self._button.setEnabled(False)
        self.banner.say(News.NOTE, "Signing in…", stays=True)
        dsn = self.form.text("server").strip()
        self._tried = dsn, login, password
        work = partial(connection.sign_in, dsn, login, password, here=self._local, drafts=self._drafts)
        self._tasks.write(work, self._done, self._failed)

    def _done(self, signed_in: SignedIn) -> None:
        self._busy = False
        self._tries.right()
        self._button.setEnabled(True)
        self.banner.clear()
        server, password = self.form.text("server").strip(), self.form.text("password")
        if not self._local:
            self._settings.remember_text("server", server)
            self._settings.remember_text("login", signed_in.session.login)
        if self.form.unfolded("remember"):
            kept = password if self.form.text("remember") else ""
            login = signed_in.session.login
            self._kept_for = login if kept else ""
            self._tasks.write(partial(credentials.remember, server, login, kept), self._kept, self._nothing)
        self.form.put("password", "")
        self._tried = server, signed_in.session.login, ""
        self.signed_in.emit(signed_in)

    def _kept(self, _there: bool) -> None:
        """Nothing to say: the person sees at the next sign-in whether it was kept."""

    def _failed(self, error: ThroughlineError) -> None:
        self._busy = False
        self._button.setEnabled(True)
        self.banner.trouble(error)
        if isinstance(error, PasswordGiven):
            self.banner.clear()
            self.form.put("password", "")
            self.own.begin()
        elif isinstance(error, Unreachable | ServerFull):
            dsn, login, _password = self._tried
            work = partial(connection.may_write_without, dsn, login, here=self._local, drafts=self._drafts)
            self._tasks.read(work, partial(self._offer_writing, error), self._nothing)
        else:
            self._tried = ("", "", "")
        if isinstance(error, WrongPassword):
            self.form.put("password", "")
            self.form.go_to("password")
            self._tries.wrong()

    def _choose(self, password: str) -> None:
        """Change the password that was given, and sign in with the one that was chosen."""
        dsn, login, given = self._tried
        if password == given:
            self.own.begin()
            self.own.form.wrong("new", "That is the password that was given: choose one that only you know.")
            return
        work = partial(connection.choose_password, dsn, login, given, password)
        self._tasks.write(work, partial(self._chosen, login, password), self._not_chosen)

    def _chosen(self, login: str, password: str, _done: None) -> None:
        self._connect(login, password)

    def _not_chosen(self, error: ThroughlineError) -> None:
        self.banner.trouble(error)
        self.own.begin()

    # Writing without the server.

    def _offer_writing(self, error: ThroughlineError, may: bool) -> None:
        if may and not self._busy:
            choices = (("Write without the server", self.write_without), ("Try again", self._try_again))
            self.banner.trouble(error, choices)
            self.banner.choices[0].setFocus()

    def _try_again(self) -> None:
        _dsn, login, password = self._tried
        self._connect(login, password)

    def write_without(self) -> None:
        """Open one's drafts on this computer with the password that was typed."""
        dsn, login, password = self._tried
        work = partial(connection.write_without, dsn, login, password, here=self._local, drafts=self._drafts)
        self._tasks.write(work, self._opened, self._not_opened)

    def _opened(self, signed_in: SignedIn) -> None:
        dsn, login, password = self._tried
        again = partial(connection.sign_in, dsn, login, password, here=self._local, drafts=self._drafts)
        self.banner.clear()
        self.form.put("password", "")
        self._tried = dsn, login, ""
        self.without_server.emit(signed_in, again)

    def _not_opened(self, error: ThroughlineError) -> None:
        words = f"{error.text} Or wait until the server answers."
        self.banner.say(News.TROUBLE, words, (("Try again", self._try_again),))

    def _waits(self, seconds: int) -> None:
        """After two wrong passwords stop for a while."""
        self._button.setEnabled(not seconds)
        if seconds:
            self.banner.say(News.TROUBLE, wrong_twice(seconds, "the name and the Caps Lock key"), stays=True)
        else:
            self.banner.say(News.NOTE, "You can try again now.")

    def _nothing(self, _error: ThroughlineError) -> None:
        """A keyring that does not answer is as good as none."""

    @property
    def remember_box(self) -> QCheckBox:
        """The tick that asks for the password to be kept."""
        box = self.form.widgets["remember"]
        assert isinstance(box, QCheckBox)  # noqa: S101 (for the type checker)
        return box
