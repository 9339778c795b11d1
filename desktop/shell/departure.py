"""Whether somebody may leave, by signing out or closing the window, without losing words.

What the disk of this computer does not take goes to the server first; where that cannot be, the person is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from db.commands.drafts import keep_draft
from db.domain.draft import Draft, DraftState
from db.errors import ThroughlineError
from db.session import Session
from desktop.infra.draft_desk import DraftDesk
from desktop.infra.tasks import Tasks
from desktop.shell.main_window import MainWindow
from desktop.widgets.banner import News

_CLOSE = ("Close", "The window is not closed yet")
_SIGN_OUT = ("Sign out", "You are not signed out yet")
_Way = tuple[str, str]
"""A way to leave: what its button says, and how it stands until then."""


class Departure:
    """Looks before one leaves; without a session nothing can go to the server.

    `settle` says that what can still be taken back is decided: it goes off, or is gone, before anything is looked at.
    """

    def __init__(
        self, window: MainWindow, drafts: DraftDesk, tasks: Tasks, session: Session | None, settle: Callable[[], None]
    ) -> None:
        self._window, self._drafts, self._tasks, self._session = window, drafts, tasks, session
        self._settle = settle
        self._go: Callable[[], None] | None = None
        """What is called once one may leave; None for somebody who stays."""
        self._waiting: _Way | None = None
        """The way to leave, while what was finished goes off."""
        self._asked = ""
        """The question that stands above the pages."""
        for told in (drafts.changed, drafts.delayed, drafts.kept_again):
            told.connect(self._look_again)

    def may_close(self, go: Callable[[], None]) -> bool:
        """Whether the window may close now; else it is said why, and `go` is called when it may."""
        self._settle()
        return self._may_go(_CLOSE, go)

    def may_sign_out(self, go: Callable[[], None]) -> bool:
        """The same for signing out."""
        self._settle()
        return self._may_go(_SIGN_OUT, go)

    def _may_go(self, way: _Way, go: Callable[[], None]) -> bool:
        self._go, self._waiting = go, None
        self._drafts.flush()
        held = next((page for page in self._window.all_pages() if page.unsaved), None)
        unwritten = self._drafts.unwritten
        if held is not None:
            self._window.show_page(held)
            held.ask_about_unsaved()
            self._ask(way, go, "an entry is not saved")
        elif self._goes_off(unwritten):
            self._waiting = way
            self._say_going(way, go)
        elif unwritten and (self._session is None or any(draft.papers for draft in unwritten)):
            self._ask_only_here(way, go)
        elif unwritten and self._session is not None:
            self._say_going(way, go)
            work = partial(_copy, self._session, unwritten)
            self._tasks.write(work, partial(self._copied, way, go), partial(self._not_copied, way, go))
        return held is None and not unwritten

    def _goes_off(self, unwritten: tuple[Draft, ...]) -> bool:
        """Whether something that only this window has is on its way to a server that answers."""
        answers = self._session is not None and self._drafts.silent_since is None
        return answers and any(draft.state is DraftState.WAITING for draft in unwritten)

    def _look_again(self, *_: object) -> None:
        """Something went off, was sent back or kept, or nobody answers."""
        go, way = self._go, self._waiting
        if go is not None and way is not None:
            if self._may_go(way, go):
                go()
        elif self._asked and self._asked == self._window.front_banner.words and not self._would_lose():
            self.stay()

    def _would_lose(self) -> bool:
        return bool(self._drafts.unwritten) or any(page.unsaved for page in self._window.all_pages())

    def _copied(self, way: _Way, go: Callable[[], None], copied: tuple[Draft, ...]) -> None:
        """It is on the server; what was typed or shown meanwhile is looked at as before."""
        if self._go is not go:
            return
        left = [draft for draft in self._drafts.unwritten if draft not in copied]
        held = any(page.unsaved for page in self._window.all_pages())
        if not (left or held) or self._may_go(way, go):
            go()

    def _not_copied(self, way: _Way, go: Callable[[], None], _error: ThroughlineError) -> None:
        if self._go is not go:
            return
        if self._may_go_now():
            go()
        else:
            self._ask_only_here(way, go)

    def _may_go_now(self) -> bool:
        self._drafts.flush()
        return not self._would_lose()

    def _say_going(self, way: _Way, go: Callable[[], None]) -> None:
        self._say(way, go, "what this computer does not take is going to the server", News.NOTE)

    def _ask_only_here(self, way: _Way, go: Callable[[], None]) -> None:
        self._ask(way, go, "this computer does not take what you typed, and it is nowhere but in this window")

    def _ask(self, way: _Way, go: Callable[[], None], why: str) -> None:
        self._say(way, go, why, News.CARE)
        self._asked = self._window.front_banner.words
        self._window.front_banner.choices[1].setFocus()

    def _say(self, way: _Way, go: Callable[[], None], why: str, tone: News) -> None:
        choices = ((f"{way[0]} and lose the text", go), ("Stay", self.stay))
        self._window.front_banner.say(tone, f"{way[1]}: {why}.", choices, stays=True)

    def stay(self) -> None:
        """One does not leave: nothing is asked any more."""
        self._go = self._waiting = None
        self._asked = ""
        self._window.front_banner.clear()


def _copy(session: Session, drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    for draft in drafts:
        keep_draft(session, draft)
    return drafts
