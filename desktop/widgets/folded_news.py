"""News of several lines folded into one that says how many there are: what one works with keeps its room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from typing_extensions import override

from desktop.widgets.banner import Banner, Choice, News


class FoldedNews(Banner):
    """A strip that opens when one asks for it, and is folded again when there is nothing to tell."""

    def __init__(self) -> None:
        super().__init__()
        self._open = False

    def tell(self, tone: News, head: str, lines: Sequence[str], away: Choice) -> None:
        """Say the head, and what it is about when it is opened; `away` puts away what was read."""
        turn = partial(self._turn, partial(self.tell, tone, head, lines, away))
        if self._open:
            self.say(tone, "\n".join((head, *lines)), (away, ("Hide", turn)), stays=True)
        else:
            self.say(tone, head, (("Show", turn),), stays=True)

    def _turn(self, tell_again: Callable[[], None]) -> None:
        self._open = not self._open
        tell_again()
        self.choices[0].setFocus()

    @override
    def _offer(self, choices: Sequence[Choice]) -> None:
        """While somebody stands on a choice the keyboard stays on it, or goes to the first where it is gone."""
        held = self.window().focusWidget()
        words = [made.text() for made in self.choices if made is held]
        super()._offer(choices)
        if words and choices:
            next((made for made in self.choices if made.text() == words[0]), self.choices[0]).setFocus()

    @override
    def clear(self) -> None:
        self._open = False
        super().clear()
