"""What is still to be written to the disk: in order, and of each thing only the newest.

Whoever has time may write it out, a worker or the window that is about to close; never two at once, so that older
words never take the place of newer ones.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

Thing = TypeVar("Thing", bound=Hashable)


class Unwritten(Generic[Thing]):
    """A line of writes; adding one never waits."""

    def __init__(self) -> None:
        self._acts: dict[Thing, Callable[[], None]] = {}
        self._changing, self._writing = threading.Lock(), threading.Lock()

    def add(self, thing: Thing, act: Callable[[], None]) -> None:
        """Write this last, in the place of what waits to be written of the same thing."""
        with self._changing:
            self._acts.pop(thing, None)
            self._acts[thing] = act

    def forget(self, thing: Thing) -> None:
        """Don't write what waits to be written of the thing."""
        with self._changing:
            self._acts.pop(thing, None)

    @property
    def things(self) -> frozenset[Thing]:
        """The things of which something is not on the disk yet."""
        with self._changing:
            return frozenset(self._acts)

    def write_out(self) -> None:
        """Writes all that waits, after what another thread is writing.

        What fails stays and holds up nothing else; its error is raised in the end.
        """
        with self._writing:
            failed: dict[Thing, Callable[[], None]] = {}
            trouble: Exception | None = None
            while (first := self._first_but(failed)) is not None:
                thing, act = first
                try:
                    act()
                except Exception as error:
                    failed[thing] = act
                    trouble = trouble or error
                else:
                    self._done(thing, act)
        if trouble is not None:
            raise trouble

    def _first_but(self, failed: Mapping[Thing, Callable[[], None]]) -> tuple[Thing, Callable[[], None]] | None:
        with self._changing:
            return next((pair for pair in self._acts.items() if failed.get(pair[0]) is not pair[1]), None)

    def _done(self, thing: Thing, act: Callable[[], None]) -> None:
        with self._changing:
            if self._acts.get(thing) is act:
                del self._acts[thing]
