"""Files that could not be taken: each by its name with the reason, all in one message, however many came at once."""

from __future__ import annotations

from db.errors import Refused, ThroughlineError
from desktop.models.words import count, with_marks
from desktop.widgets.banner import Banner, Choice, News


class RefusedFiles:
    """What is said of the files that came last; those that were taken are not named."""

    def __init__(self, banner: Banner, again: Choice) -> None:
        self._banner, self._again = banner, again
        self._found: list[tuple[str, str]] = []

    def begin(self) -> None:
        """Other files come."""
        self._found.clear()

    def add(self, name: str, error: ThroughlineError) -> None:
        """This one was not taken, and why."""
        own = isinstance(error, Refused)
        self._found.append((name, error.text if own else f"{error.text} (Reference {error.reference})"))

    def say(self, before: str = "", choices: tuple[Choice, ...] = ()) -> None:
        """Say it all, after something else that is to be said and chosen."""
        lines = [f"“{with_marks(name)}”: {with_marks(why)}" for name, why in self._found]
        if len(lines) > 1:
            lines.insert(0, f"{count(len(lines), 'file')} could not be taken:")
        words = "\n".join([*([before] if before else []), *lines])
        if lines:
            self._banner.say(News.TROUBLE, words, (*choices, self._again))
        elif before:
            self._banner.say(News.CARE if choices else News.NOTE, words, choices, stays=bool(choices))
