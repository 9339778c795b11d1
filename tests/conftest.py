"""One real, throw-away PostgreSQL server for the whole run, and a freshly cloned record for each test that asks."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("QT_ACCESSIBILITY", "1")
os.environ["PYTHON_KEYRING_BACKEND"] = "tests.desktop.ring.Ring"

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings

from db.server.embedded import OpenedRecord, open_record
from db.server.launcher import EmbeddedServer, RunningServer, write_hba
from db.session import Session
from tests.record import TEMPLATE, Fresh, Record, cloned, deployed_fresh, make_template

settings.register_profile("house", max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")  # how long a busy machine takes to think of an example says nothing of ours

QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "scram_iterations": "1000"}
"""Settings of a server that is good for one run."""


_SAMPLE = ("tests/db/sample/", "tests/db/test_embedded.py", "tests/stories/test_the_demo.py")
"""What needs the sample, which takes long to make and to fill: it stays in one run."""
_LONG = (
    *_SAMPLE,
    "tests/faults/",
    "tests/db/test_session.py",
    "tests/db/test_launcher.py",
    "tests/security/",
    "tests/test_accessibility.py",
    "tests/stories/",
    "tests/desktop/test_",
)
"""What would hold up the end of several runs beside each other, and so comes first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first."""
    items.sort(key=lambda item: next((n for n, path in enumerate(_LONG) if item.nodeid.startswith(path)), len(_LONG)))


_GARBAGE = 50_000


def pytest_collection_finish() -> None:
    """What is known of the tests stays to the end, and need not be looked through whenever garbage is collected.

    It is collected between tests alone: a worker of one test that destroys a timer of another ends the process.
    """
    gc.collect()
    gc.freeze()
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Collect what has gathered."""
    if gc.get_count()[0] > _GARBAGE:
        gc.collect()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Beside each other, the tests of a file stay in one run, and so does all that needs the sample."""
    from xdist.scheduler import LoadFileScheduling

    class Together(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return "sample" if nodeid.startswith(_SAMPLE) else str(super()._split_scope(nodeid))

    return Together(config, log)


@pytest.fixture(autouse=True)
def _cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cost of guessing passwords that a test can pay often; what it was stands in each file that has it."""
    monkeypatch.setattr("db.local.vault._DOUBLINGS", 8)


_MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of our own in it)
_ROOM = 4 * 1024**3


@pytest.fixture(scope="session")
def quick_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where servers of one run live: in memory where there is room, since a copied record is hundreds of files."""
    if not os.access(_MEMORY, os.W_OK) or shutil.disk_usage(_MEMORY).free < _ROOM:
        yield tmp_path_factory.mktemp("servers")
        return
    with tempfile.TemporaryDirectory(dir=_MEMORY, prefix="throughline-tests-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def server(quick_folder: Path) -> Iterator[RunningServer]:
    """A server that does not flush to disk: quick, and good for one run."""
    with EmbeddedServer(quick_folder / "server", settings=QUICK) as running:
        home = running.home
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


@pytest.fixture(scope="module")
def shared_record(server: RunningServer, template: str) -> Iterator[Record]:
    """One record for a module whose tests only look: it is named `record` there."""
    assert template
    with cloned(server) as fresh:
        yield fresh


@pytest.fixture
def module_record(shared_record: Record) -> Iterator[Record]:
    """The module's one record, for tests that each make children of their own; its sessions end with the test."""
    own = replace(shared_record, sessions=[])
    yield own
    for session in own.sessions:
        session.close()


@pytest.fixture
def child(record: Record) -> UUID:
    """A child of team North, allocated to practitioner a."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, "tl_practitioner_a")
    return child


@pytest.fixture
def session(record: Record, child: UUID) -> Session:
    """Practitioner a with the child's file open."""
    return record.opened("tl_practitioner_a", child)


@pytest.fixture
def fresh_database(server: RunningServer) -> Iterator[Fresh]:
    """A deployment with nothing in it, for what fills one."""
    with deployed_fresh(server) as fresh:
        yield fresh


@pytest.fixture(scope="session")
def sample_home(quick_folder: Path) -> Iterator[Path]:
    """The home of an embedded server that keeps the sample; it runs for the whole session, without flushing."""
    home = quick_folder / "sample"
    with EmbeddedServer(home, settings=QUICK):
        yield home


@pytest.fixture(scope="session")
def sample(sample_home: Path) -> Iterator[OpenedRecord]:
    """The sample authority, filled once for the run and opened as a window opens it."""
    said: list[str] = []
    opened = open_record(sample_home, sample=True, progress=said.append)
    assert any("Filling the sample authority" in line for line in said)
    yield opened
    opened.close()
