"""What the long runs share: a record on a server of its own, and the patience of the tests' robot without the tests."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from db.server.launcher import EmbeddedServer, write_hba
from tests.record import Record, cloned, make_template


@contextmanager
def own_record(home: Path, settings: Mapping[str, str] | None = None) -> Iterator[Record]:
    """A record in a home of its own, whose server runs as long."""
    with EmbeddedServer(home, settings=settings) as running:
        write_hba(home, "/^tl_")
        make_template(running)
        with cloned(running) as record:
            yield record


class Patience:
    """Waits as the tests' own robot does."""

    def waitUntil(self, reached: Callable[[], bool], timeout: int) -> None:  # noqa: N802 (the robot's name)
        """Wait until something has come about."""
        from PySide6.QtTest import QTest

        end = time.monotonic() + timeout / 1000
        while not reached():
            assert time.monotonic() < end, "the window did not come so far"
            QTest.qWait(5)
