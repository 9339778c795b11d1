"""The stage for the attacks: arranged once, copied for each module and for each weakening."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.server.launcher import RunningServer
from tests.security.stage import Stage, copied, set_stage, strike_stage


@pytest.fixture(scope="session")
def words(server: RunningServer, template: str) -> Iterator[dict[str, str]]:
    """The placeholders of the stage that stands ready to be copied."""
    assert template
    try:
        yield set_stage(server)
    finally:
        strike_stage(server)


@pytest.fixture(scope="module")
def stage(server: RunningServer, words: dict[str, str]) -> Iterator[Stage]:
    """One copy of the stage for a module: its tests leave it as they found it."""
    with copied(server, words) as copy:
        yield copy
