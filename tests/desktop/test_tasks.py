"""Questions off the interface thread, at their end."""

from __future__ import annotations

from functools import partial
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

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


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_page_that_is_gone_is_told_nothing_more(qtbot: QtBot, wrapped: bool) -> None:
    tasks, told = Tasks(), Mock()

    class Page(QObject):
        def take(self, *results: object) -> None:
            told(results)

    page = Page()
    tasks.read(lambda: "words", partial(page.take, "of the first") if wrapped else page.take, told)
    delete(page)
    qtbot.waitUntil(lambda: not tasks.busy)
    told.assert_not_called()
    tasks.close()
