"""A connection that stops waiting for the server when its user gives up.

libpq waits for ever for a server that is there and silent; keepalives and `tcp_user_timeout` see only a dead network.
So each call says when it gives up, and every wait of the driver asks.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import psycopg

T = TypeVar("T")

_ASK_EVERY = 0.1
"""Seconds between two questions whether to give up, while nothing comes from the server."""


def _never() -> bool:
    return False


_given_up: ContextVar[Callable[[], bool]] = ContextVar("_given_up", default=_never)


@contextmanager
def waiting_until(given_up: Callable[[], bool]) -> Iterator[None]:
    """Inside, this thread's connections break off as soon as `given_up` answers yes."""
    before = _given_up.set(given_up)
    try:
        yield
    finally:
        _given_up.reset(before)


class PatientConnection(psycopg.Connection[Any]):
    """A connection that closes itself, as if the network had cut it, when the one who waits gives up."""

    def wait(self, gen: Generator[Any, Any, T], interval: float = _ASK_EVERY, timeout: float | None = None) -> T:
        """Waits as the driver does, but no longer than wanted."""
        return super().wait(self._while_wanted(gen), interval, timeout)

    def _while_wanted(self, gen: Generator[Any, Any, T]) -> Generator[Any, Any, T]:
        given_up = _given_up.get()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if given_up():
                    self.pgconn.finish()
                    raise psycopg.OperationalError("no answer in time")
                wanted = gen.send(ready)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]
