"""A hand on the real window, for every test of the desktop that asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.desktop.window import Hand
from tests.record import Record


@pytest.fixture
def hand(qtbot: QtBot, record: Record, tmp_path: Path) -> Iterator[Hand]:
    """The program at its sign-in page, on this test's record."""
    found = Hand(qtbot, record, tmp_path)
    yield found
    found.close()
