"""Questions off the interface thread, at their end."""

from __future__ import annotations

from unittest.mock import Mock

from pytestqt.qtbot import QtBot

from desktop.infra.tasks import Tasks


def test_a_page_that_outlives_the_program_asks_nothing(qtbot: QtBot) -> None:
    tasks, work, done = Tasks(), Mock(), Mock()
    tasks.read(work, done, done)
    qtbot.waitUntil(lambda: not tasks.busy)
    tasks.close()
    tasks.read(work, done, done)
    tasks.write(work, done, done)
    assert not tasks.busy
    assert (work.call_count, done.call_count) == (1, 1)
