"""The way from one doubtful word to the next, through all the fields of a form and round again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from shiboken6 import isValid

from desktop.infra.writer import Doubt
from desktop.widgets.doubt_list import DoubtList
from desktop.widgets.writing_faces import Place, places_of

if TYPE_CHECKING:
    from desktop.widgets.writing import WritingHelp

_BATCH = 20_000
"""Characters that are read at once on the way."""


class Search:
    """One press of F7: what is still to be passed, paragraph by paragraph."""

    def __init__(self, helps: Sequence[WritingHelp], nothing: Callable[[], None] | None) -> None:
        self._helps, self._nothing = helps, nothing

    def go(self) -> None:
        """Start at the cursor of the field that has the keyboard, else at the first field."""
        if not self._helps:
            self._end()
            return
        self._steps = self._way()
        self._step()

    def _way(self) -> Iterator[tuple[WritingHelp, int, str, int, int]]:
        """Each paragraph in its turn: its field, where it begins, its text, and the places between which to look."""
        here = next((n for n, one in enumerate(self._helps) if one.field.hasFocus()), -1)
        start = self._helps[here] if here >= 0 else None
        cursor = start.face.cursor()[1] if start is not None else 0
        far = 1 << 40
        if start is not None:
            for offset, text in start.face.paragraphs(cursor):
                yield start, offset, text, cursor, far
        for one in (*self._helps[here + 1 :], *self._helps[: max(here, 0)]):
            for offset, text in one.face.paragraphs():
                yield one, offset, text, 0, far
        if start is not None:
            for offset, text in start.face.paragraphs():
                if offset > cursor:
                    return
                yield start, offset, text, 0, cursor

    def _step(self) -> None:
        """Go on to the first doubt; what nobody has read yet is read first, some of it at a time."""
        passed = self._steps
        for help_, offset, text, low, high in passed:
            proof = help_.writer.proof(text)
            if proof is None:
                rest = _some_more(text, passed)
                self._steps = _before((help_, offset, text, low, high), *rest, then=passed)
                wanted = [one[2] for one in ((help_, offset, text, low, high), *rest)]
                help_.writer.proofread(wanted, partial(self._read, help_))
                return
            for place in places_of(text, proof, offset):
                if low <= place.start < high:
                    Offer(help_, place, self.go)
                    return
        self._end()

    def _read(self, help_: WritingHelp) -> None:
        if isValid(help_) and isValid(help_.field):
            self._step()

    def _end(self) -> None:
        if self._nothing is not None:
            self._nothing()


_Step = tuple["WritingHelp", int, str, int, int]


def _some_more(text: str, steps: Iterator[_Step]) -> list[_Step]:
    """The next paragraphs, as many as are read at once."""
    taken, length = [], len(text)
    while length < _BATCH and (one := next(steps, None)) is not None:
        taken.append(one)
        length += len(one[2]) + 1
    return taken


def _before(*steps: _Step, then: Iterator[_Step]) -> Iterator[_Step]:
    yield from steps
    yield from then


class Offer(QObject):
    """A doubtful word, selected, with the list under it; it goes with the list."""

    def __init__(self, help_: WritingHelp, place: Place, on: Callable[[], None]) -> None:
        word = help_.word_of(place)
        shown = DoubtList(word, place.doubt, place.why, help_.field)
        super().__init__(shown)
        self._help, self._place, self._word = help_, place, word
        help_.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        help_.face.select(place.start, place.end)
        shown.taken.connect(self._take)
        shown.added.connect(self._add)
        shown.next_wanted.connect(partial(_go, on))
        if place.doubt is Doubt.SPELLING:
            help_.writer.suggest(word, partial(_suggest, shown))
        shown.show_at(help_.face.below(place.start))

    def _take(self, word: str) -> None:
        self._help.replace(self._place, word)

    def _add(self) -> None:
        self._help.writer.add_word(self._word)


def _suggest(shown: DoubtList, words: tuple[str, ...]) -> None:
    if isValid(shown):
        shown.suggest(words)


def _go(on: Callable[[], None]) -> None:
    """Holds on to the way, which a bound method alone would not."""
    on()
