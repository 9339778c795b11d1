"""A hand on the real window, and a keyring of the test's own, for every test of the desktop that asks."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest

from tests.desktop.ring import Ring
from tests.desktop.window import hand, shared_hand, shared_sign_in, window_of_module

__all__ = ["hand", "shared_hand", "shared_sign_in", "window_of_module"]


@pytest.fixture
def ring() -> Iterator[Ring]:
    """A keyring that works; the computer's own is never asked."""
    before = keyring.get_keyring()
    ring = Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def no_ring(ring: Ring) -> Ring:
    """A computer whose keyring gives nothing out: the password alone opens."""
    ring.locked = True
    return ring
