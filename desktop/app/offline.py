"""A window without the server: drafts and the form, and nothing that needs to ask. It goes over by itself when it can.

The session tries the server with every call, so the pages are the same ones; what fails is told where it is wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from db.domain.draft import Draft
from db.errors import ThroughlineError, TooOld, WrongPassword
from db.local.known import KnownChildren
from desktop.features.drafts.page import DraftsPage
from desktop.features.entry.page import EntryPanel
from desktop.features.entry.sitting import Sitting
from desktop.features.offline.page import OfflinePage
from desktop.infra.acts import Act
from desktop.infra.connection import SignedIn
from desktop.infra.desk import Desk
from desktop.infra.navigation import NO_CHILD, Drafts, MyChildren, NewEntry, ResumeDraft
from desktop.infra.tasks import Lane
from desktop.shell.main_window import MainWindow
from desktop.widgets.banner import News
from desktop.widgets.page import Page

AGAIN_MS = 20_000
"""So often it is tried whether the server answers."""
_WAITING = "The server does not answer. What you write is kept on this computer and goes off when it does."
_ONLY_HERE = (
    "The server does not answer, and this computer does not take what you write: keep this window open. It goes off "
    "when the server answers."
)
_PLACES = {Act.MY_CHILDREN: MyChildren(), Act.DRAFTS: Drafts()}


class Offline(QObject):
    """The pages of one window while the server is away."""

    answered = Signal(SignedIn)
    """The server answers and knows the person."""
    signed_out = Signal()

    def __init__(self, window: MainWindow, desk: Desk, sign_in: Callable[[], SignedIn]) -> None:
        super().__init__(window)
        self._window, self._sign_in = window, sign_in
        self.desk = desk
        self._lane = Lane()
        self._sitting = Sitting()
        store = desk.signed_in.store
        self.page = OfflinePage(desk, KnownChildren(store.folder, store.vault).all())
        self.drafts = DraftsPage(desk, here_only=True)
        window.hold(self.page, self.drafts)
        self.drafts.counted.connect(self._count)
        self._count(len(desk.drafts.drafts))
        window.navigation.wanted.connect(self._go)
        window.navigation.offer((MyChildren, Drafts))
        window.navigation.setVisible(True)
        window.asked.connect(self._act)
        desk.navigator.wanted.connect(self._go)
        window.say_connection(f"Without the server · {desk.signed_in.session.login}")
        desk.drafts.unkept.connect(self._say_unkept)
        desk.drafts.kept_again.connect(partial(self.page.say, _WAITING))
        self.page.say(_WAITING)
        self._clock = QTimer(self)
        self._clock.setInterval(AGAIN_MS)
        self._clock.timeout.connect(self.try_again)
        self._clock.start()
        self._go(MyChildren())

    @property
    def panel(self) -> EntryPanel | None:
        """The form, if one is open."""
        return self.page.panel if isinstance(self.page.panel, EntryPanel) else None

    @property
    def resumed(self) -> UUID | None:
        """The draft that one is in the middle of."""
        panel = self.panel
        writing = panel is not None and panel.keeping.kept and not panel.keeping.sending
        return panel.draft.draft_id if panel is not None and writing else None

    # Places.

    def sign_out(self) -> None:
        """Back to the sign-in page, unless words would be lost."""
        departure = self._window.departure
        if departure is None or departure.may_sign_out(self.signed_out.emit):
            self.signed_out.emit()

    def _go(self, wish: object) -> None:
        match wish:
            case MyChildren():
                self._show(self.page, MyChildren)
            case Drafts():
                self._show(self.drafts, Drafts)
            case NewEntry():
                self._write(wish)
            case ResumeDraft():
                self._resume(wish.draft_id)
            case _:
                self._window.banner.say(News.NOTE, "This needs the server, which does not answer just now.")

    def _show(self, page: Page, place: type) -> None:
        self._window.navigation.show_place(None, place)
        self._window.show_page(page)

    def _write(self, wish: NewEntry, draft: Draft | None = None) -> None:
        panel = EntryPanel(self.desk, wish, self._sitting)
        panel.finished.connect(self.page.take_away)
        panel.kept.connect(self.page.say_kept)
        self._show(self.page, MyChildren)
        self.page.put_beside(panel)
        if draft is None:
            panel.begin()
        else:
            panel.resume(draft)

    def _resume(self, draft_id: UUID) -> None:
        draft = next((one for one in self.desk.drafts.drafts if one.draft_id == draft_id), None)
        if draft is not None and not draft.document:
            child = draft.child_id or NO_CHILD
            who = (draft.reference, draft.born, draft.expected_on, draft.born_latest)
            self._write(NewEntry(child, draft.child, *who), draft)

    def _say_unkept(self, _error: ThroughlineError) -> None:
        self.page.say(_ONLY_HERE)

    def _count(self, number: int) -> None:
        self._window.navigation.tell(Drafts, number)

    def _act(self, act: Act) -> None:
        if act in _PLACES:
            self._go(_PLACES[act])
        elif act is Act.SIGN_OUT:
            self.sign_out()
        elif act is Act.BACK:
            self._go(MyChildren())
        elif act not in (Act.NEW_WINDOW, Act.LOCK):
            self._go(act)

    # Whether the server answers.

    def try_again(self) -> None:
        """See whether the server answers, and knows the person."""
        self.desk.tasks.read(self._sign_in, self._answered, self._not_answered, self._lane)

    def _answered(self, signed_in: SignedIn) -> None:
        self._clock.stop()
        self.answered.emit(signed_in)

    def _not_answered(self, error: ThroughlineError) -> None:
        """A password that is not right is not tried again, since that would lock the login."""
        if isinstance(error, WrongPassword | TooOld):
            self._clock.stop()
            self.page.say("The server answers, but you are not signed in. What you write is kept on this computer.")
            self._window.banner.say(
                News.CARE, f"The server answers. {error.text}", (("Sign in", self.sign_out),), stays=True
            )

    def leave(self) -> None:
        """Hear of nothing any more, and have every word on the disk; the window takes the pages away."""
        self._clock.stop()
        self._window.asked.disconnect(self._act)
        self._window.navigation.wanted.disconnect(self._go)
        self.desk.navigator.wanted.disconnect(self._go)
        self.settle()
        self.desk.drafts.flush()

    def settle(self) -> None:
        """One leaves: what can still be taken back is decided."""
        if self.panel is not None:
            self.panel.let_go_of_discarded()
        self.drafts.settle()


def as_known(signed_in: SignedIn, role: str) -> SignedIn:
    """The same with the role that the person had when the server last answered."""
    return replace(signed_in, me=replace(signed_in.me, role=role or signed_in.me.role))
