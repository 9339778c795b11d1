"""One real, throw-away PostgreSQL server for the whole run, and a freshly cloned record for each test that asks."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("QT_ACCESSIBILITY", "1")

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.server.launcher import EmbeddedServer, RunningServer, write_hba
from tests.record import TEMPLATE, Fresh, Record, cloned, deployed_fresh, make_template


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that does not flush to disk: quick, and good for one run."""
    home: Path = tmp_path_factory.mktemp("server")
    settings = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    with EmbeddedServer(home, settings=settings) as running:
        write_hba(home, "/^tl_")
        yield running


@pytest.fixture(scope="session")
def template(server: RunningServer) -> str:
    """The deployed database, with its pool of logins, that records are cloned from."""
    make_template(server)
    return TEMPLATE


@pytest.fixture
def record(server: RunningServer, template: str) -> Iterator[Record]:
    """A fresh record of this test's own."""
    assert template
    with cloned(server) as fresh:
        yield fresh


@pytest.fixture
def fresh_database(server: RunningServer) -> Iterator[Fresh]:
    """A deployment with nothing in it, for what fills one."""
    with deployed_fresh(server) as fresh:
        yield fresh
