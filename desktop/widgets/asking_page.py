"""A page of a child's file with forms beside what it shows: words in a form are not lost, and what fails is said.

Why shared: the people and the proceedings of a child are read, changed and left in the same way.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from typing_extensions import override

from db.errors import NotPermitted, ThroughlineError
from desktop.infra.acts import Act
from desktop.widgets.asking_panel import AskingPanel, Panel
from desktop.widgets.banner import News
from desktop.widgets.page import Page


class AskingPage(Page):
    """Subclasses say which panel stands there, take it away, read, save, and go back to the file."""

    acts = frozenset({Act.BACK, Act.SAVE, Act.CLOSE_FILE, Act.NEXT_PART, Act.SPELLING})

    @property
    def panel(self) -> Panel | None:
        """The form that stands there, if one is open."""
        raise NotImplementedError

    def read(self) -> None:
        """Read what the page shows."""
        raise NotImplementedError

    def take_away(self) -> None:
        """Have no form there."""
        raise NotImplementedError

    def save_form(self) -> None:
        """Save what the form asks for."""
        raise NotImplementedError

    def next_part(self) -> None:
        """Go to the next part of the page."""
        raise NotImplementedError

    def back(self) -> None:
        """Back to the file."""
        raise NotImplementedError

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

    def say_not_read(self, error: ThroughlineError) -> None:
        """What the page shows could not be read."""
        if isinstance(error, NotPermitted):
            words = "This file is no longer open to you, perhaps because its time has run out."
            self.banner.say(News.CARE, f"{words} (Reference {error.reference})", (("Back to the file", self.back),))
        else:
            self.banner.trouble(error, (("Try again", self.read),))

    @override
    def act(self, act: Act) -> bool:
        """Back, save, from part to part, and to the next doubtful word."""
        does: dict[Act, Callable[[], None]] = {
            Act.BACK: self.back if self.panel is None else self.leave_panel,
            Act.SAVE: self.save_form,
            Act.NEXT_PART: self.next_part,
            Act.SPELLING: self._next_doubt,
        }
        if act not in does:
            return False
        does[act]()
        return True

    def _next_doubt(self) -> None:
        if isinstance(self.panel, AskingPanel):
            self.panel.helping.next_doubt(partial(self.banner.say, News.GOOD, "No doubtful word here."))
