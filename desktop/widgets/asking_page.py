"""A page that shows something and has forms for it: words in a form are not lost, and a save lands once.

Why shared: people, proceedings, staff, looks and the rest are read, changed and left in the same way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, Protocol, cast
from uuid import UUID

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from db.commands.changes import Changes
from db.errors import NotPermitted, OutcomeUnknown, ThroughlineError
from desktop.infra.acts import Act
from desktop.infra.desk import Desk
from desktop.infra.navigation import Back
from desktop.infra.tasks import Lane
from desktop.widgets.asking import Asked, Save
from desktop.widgets.asking_panel import AskingPanel, P
from desktop.widgets.banner import News
from desktop.widgets.next_part import to_next
from desktop.widgets.page import Page


class Beside(Protocol[P]):
    """What makes room for a form."""

    @property
    def panel(self) -> P | None:
        """The form that stands there, if one is open."""

    def put(self, panel: P) -> None:
        """Show a form, and give it the keyboard."""

    def take_away(self) -> None:
        """Have no form there."""


class AskingPage(Page, Generic[P]):
    """Subclasses say what they read, where one stands, through which parts F6 goes, and what is said after a save."""

    acts = frozenset({Act.BACK, Act.SAVE, Act.NEXT_PART, Act.SPELLING})
    beside: Beside[P]
    """Where forms stand."""
    after_save = "Saved."
    """The sentence after a save."""

    def __init__(self, title: str, desk: Desk) -> None:
        super().__init__(title)
        self._desk, self._tasks, self._session = desk, desk.tasks, desk.signed_in.session
        self.lanes: defaultdict[str, Lane] = defaultdict(Lane)
        """The lines of questions, by what is asked."""

    @property
    def panel(self) -> P | None:
        """The form that stands there, if one is open."""
        return self.beside.panel

    @property
    def front(self) -> QWidget:
        """Where one stands while there is no form."""
        raise NotImplementedError

    @property
    def parts(self) -> Sequence[QWidget]:
        """The parts of the page, in the order of F6."""
        raise NotImplementedError

    # Reading.

    def arrive(self) -> None:
        """Stand in the form; without one read what may be stale, and stand in the list."""
        if self.panel is not None:
            self.panel.arrive()
        else:
            self.read()
            self.front.setFocus()

    def read(self) -> None:
        """Read what the page shows."""
        raise NotImplementedError

    def say_not_read(self, error: ThroughlineError, part: str = "") -> None:
        """What the page shows, or this part of it, could not be read."""
        self.banner.not_read(error, self.read, part)

    def close_page(self) -> None:
        """The page or the person goes: what is asked is not waited for, and a save runs to its end."""
        for lane in self.lanes.values():
            lane.drop()

    # Forms.

    def ask(self, asked: Asked) -> None:
        """Put a form there, unless the words in another would be lost."""
        if self.unsaved:
            self.ask_about_unsaved()
        else:
            self.banner.clear()
            self.put(cast("P", AskingPanel(asked, self._desk.writer)))

    def put(self, panel: P) -> None:
        """Put a panel there, in place of the one before."""
        panel.left.connect(self.leave_panel)
        if isinstance(panel, AskingPanel):
            panel.wanted.connect(self.save)
        self.beside.put(panel)

    def take_away(self) -> None:
        """Have no form there, and stand where one stood."""
        self.beside.take_away()
        self.front.setFocus()

    def leave_panel(self) -> None:
        """Away from the form; asks first where words would be lost."""
        if self.unsaved:
            self.ask_about_unsaved()
        else:
            self._close_panel()

    def _close_panel(self) -> None:
        self.banner.clear()
        self.take_away()

    @property
    @override
    def unsaved(self) -> bool:
        """Whether a form holds words."""
        return self.panel is not None and self.panel.unsaved

    @override
    def ask_about_unsaved(self) -> None:
        """Ask what is to become of the words in the form."""
        choices = (("Keep writing", self._keep), ("Discard", self._close_panel))
        self.banner.say(News.CARE, "What you typed is not saved.", choices, stays=True)

    def _keep(self) -> None:
        self.banner.clear()
        if self.panel is not None:
            self.panel.arrive()

    # Saving.

    @property
    def lands_once(self) -> bool:
        """Whether a save that is sent again lands once; else one looks whether it is there before one tries again."""
        return True

    def save_form(self) -> None:
        """Save what the form asks for, unless it is on its way."""
        if isinstance(self.panel, AskingPanel) and self.panel.save_button.isEnabled():
            self.panel.save()

    def save(self, save: object) -> None:
        """Send a save, that of the form or another; a form stays as it is until there is an answer."""
        if isinstance(self.panel, AskingPanel):
            self.panel.sent()
        self._tasks.write(partial(cast("Save", save), self._session), self.saved, partial(self._not_saved, save))

    def saved(self, changes: Changes) -> None:
        """It is saved: the form goes, and other pages are told."""
        self._close_panel()
        self.banner.say(News.GOOD, self.after_save)
        self._desk.news.announce(changes)

    def _not_saved(self, save: object, error: ThroughlineError) -> None:
        unknown = isinstance(error, OutcomeUnknown)
        if isinstance(self.panel, AskingPanel):
            self.panel.again(frozen=unknown and self.lands_once)
        if not unknown:
            self.refused(error)
        elif self.lands_once:  # what is frozen is sent again as it was
            self.banner.trouble(error, (("Check now", partial(self.save, save)),))
        else:
            self.read()
            words = "The connection broke: whether it was done is not known. Look at the list before you try again."
            self.banner.say(News.CARE, words)

    def refused(self, error: ThroughlineError) -> None:
        """It was not saved; what is typed stands in the form."""
        self.banner.trouble(error)

    # Acts.

    @override
    def act(self, act: Act) -> bool:
        """Back, save, from part to part, and to the next doubtful word."""
        if act is Act.BACK and self.panel is None:
            return self.back()
        does: dict[Act, Callable[[], None]] = {
            Act.BACK: self.leave_panel,
            Act.SAVE: self.save_form,
            Act.NEXT_PART: self.next_part,
            Act.SPELLING: self._next_doubt,
        }
        if act not in does:
            return False
        does[act]()
        return True

    def back(self) -> bool:
        """Leave the page, if it knows where to; else the window goes home."""
        return False

    def next_part(self) -> None:
        """Go to the next part of the page."""
        to_next(self.parts)

    def _next_doubt(self) -> None:
        if isinstance(self.panel, AskingPanel):
            self.panel.helping.next_doubt(partial(self.banner.say, News.GOOD, "No doubtful word here."))


class AskingPageOfFile(AskingPage[P]):
    """One that stands on a child's open file, to which it goes back."""

    acts = AskingPage.acts | {Act.CLOSE_FILE}

    def __init__(self, title: str, desk: Desk, child_id: UUID) -> None:
        super().__init__(title, desk)
        self.child_id = child_id

    @override
    def say_not_read(self, error: ThroughlineError, part: str = "") -> None:
        if isinstance(error, NotPermitted):
            words = "This file is no longer open to you, perhaps because its time has run out."
            self.banner.say(News.CARE, f"{words} (Reference {error.reference})", (("Back to the file", self.to_file),))
        else:
            super().say_not_read(error, part)

    def to_file(self) -> None:
        """Back to the file."""
        self._desk.navigator.go(Back(self.child_id))

    @override
    def back(self) -> bool:
        self.to_file()
        return True
