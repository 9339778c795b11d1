"""The hand on the real window, and the record it works on, for the stories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.db.relay import Relay
from tests.desktop.window import Hand, hand, shared_hand, shared_sign_in, window_of_module
from tests.record import Record

__all__ = ["hand", "shared_hand", "shared_sign_in", "window_of_module"]


@pytest.fixture
def relay(record: Record) -> Iterator[Relay]:
    """A network between window and server that can fail."""
    with Relay(record.address) as between:
        yield between


@pytest.fixture
def far_hand(qtbot: QtBot, record: Record, relay: Relay, tmp_path: Path) -> Iterator[Hand]:
    """The program at its sign-in page, with that network between it and the record."""
    found = Hand(qtbot, record, tmp_path, address=relay.address)
    yield found
    found.close()
