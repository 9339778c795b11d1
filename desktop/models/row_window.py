"""A window on a long ordered table: all its keys in memory, its lines in blocks fetched when somebody looks.

A hundred thousand bigint keys are 800 kB; a hundred thousand lines would be 200 MB. Blocks least recently looked at
are dropped, and an answer to a question from before the keys changed is recognised by its generation and ignored.
After a change the lines at hand are shown until they are read again, so that nothing flickers while one reads.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

BLOCK = 200
KEPT = 40
IN_FLIGHT = 2
REMEMBERED_WISHES = 4


class Line(Protocol):
    """What a line must have: its key."""

    @property
    def order_key(self) -> int: ...


L = TypeVar("L", bound=Line)
Fetch = Callable[[int, int, Sequence[int]], None]
"""Called with generation, block number and that block's keys."""


class RowWindow(Generic[L]):
    """Rows in key order, newest first unless `oldest_first`: then row 0 is the oldest."""

    def __init__(self, fetch: Fetch) -> None:
        self.keys: array[int] = array("q")
        self.generation = 0
        self.oldest_first = False
        self._before: dict[int, L] = {}
        self._fetch = fetch
        self._blocks: OrderedDict[int, list[L | None]] = OrderedDict()
        self._in_flight: set[int] = set()
        self._wishes: list[int] = []

    def __len__(self) -> int:
        return len(self.keys)

    def show(self, ascending: array[int], known: Sequence[L] = ()) -> None:
        """Take new keys (ascending); `known` are lines already at hand, in the order of the rows."""
        self._before.clear()
        self._renew(ascending)
        self._take_known(known)

    def renew(self, ascending: array[int]) -> None:
        """Take keys after a change: every line is read again, and shown as it was until then."""
        shown = {line.order_key: line for block in self._blocks.values() for line in block if line is not None}
        self._before = self._before | shown if len(self._before) < KEPT * BLOCK else shown
        self._renew(ascending)

    def _renew(self, ascending: array[int]) -> None:
        self.keys = ascending
        self.generation += 1
        self._blocks.clear()
        self._in_flight.clear()
        self._wishes.clear()

    def extend(self, ascending: array[int]) -> bool:
        """Take all keys where so far only the newest were known; False if those have changed meanwhile."""
        have = len(self.keys)
        if self.oldest_first or have > len(ascending) or ascending[len(ascending) - have :] != self.keys:
            return False
        self.keys = ascending
        tail = have % BLOCK
        if tail:
            self._blocks.pop(have // BLOCK, None)
        return True

    def key(self, row: int) -> int:
        """The key of a row."""
        return self.keys[row if self.oldest_first else len(self.keys) - 1 - row]

    def row_of(self, key: int) -> int:
        """The row of a key, or of its nearest older neighbour if it is gone; -1 in an empty window."""
        if not self.keys:
            return -1
        place = max(bisect_right(self.keys, key), 1) - 1
        return place if self.oldest_first else len(self.keys) - 1 - place

    def holds(self, key: int) -> bool:
        """Whether there is a row with this very key."""
        row = self.row_of(key)
        return row >= 0 and self.key(row) == key

    def line(self, row: int) -> L | None:
        """The line of a row, or None while it is being fetched."""
        number, within = divmod(row, BLOCK)
        block = self._blocks.get(number)
        if block is not None:
            self._blocks.move_to_end(number)
            return block[within] if within < len(block) else None
        self._wish(number)
        return self._before.get(self.key(row)) if self._before else None

    def arrived(self, generation: int, number: int, lines: Sequence[L]) -> range | None:
        """Take a fetched block; the rows to repaint, or None if it came too late."""
        if generation != self.generation:
            return None
        self._in_flight.discard(number)
        by_key = {line.order_key: line for line in lines}
        keys = self._keys_of(number)
        self._blocks[number] = [by_key.get(key) for key in keys]
        while len(self._blocks) > KEPT:
            self._blocks.popitem(last=False)
        self._send()
        return range(number * BLOCK, number * BLOCK + len(keys))

    def failed(self, generation: int, number: int) -> None:
        """A fetch came to nothing; the block is asked for again when somebody looks."""
        if generation == self.generation:
            self._in_flight.discard(number)
            self._wishes.clear()

    @property
    def settled(self) -> bool:
        """Whether nothing is being fetched."""
        return not self._in_flight and not self._wishes

    def _keys_of(self, number: int) -> list[int]:
        return [self.key(row) for row in range(number * BLOCK, min((number + 1) * BLOCK, len(self.keys)))]

    def _take_known(self, known: Sequence[L]) -> None:
        for number in range((len(known) + BLOCK - 1) // BLOCK):
            lines = list(known[number * BLOCK : (number + 1) * BLOCK])
            if [line.order_key for line in lines] == self._keys_of(number):
                self._blocks[number] = [*lines]

    def _wish(self, number: int) -> None:
        if number in self._in_flight or number in self._wishes:
            return
        self._wishes.append(number)
        del self._wishes[:-REMEMBERED_WISHES]
        self._send()

    def _send(self) -> None:
        """Newest wish first: while somebody drags the scroll bar, only where they are now matters."""
        while self._wishes and len(self._in_flight) < IN_FLIGHT:
            number = self._wishes.pop()
            self._in_flight.add(number)
            self._fetch(self.generation, number, self._keys_of(number))
