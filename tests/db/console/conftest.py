"""The command line as a person meets it: arguments in; status, words and JSON out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from psycopg import sql

from db.__main__ import main
from tests.record import PASSWORD, Record


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left: its exit status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The standard output, which must be nothing but JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(record: Record, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `throughline-admin` in this process, beside this test's record; everyone's password is in the environment.

    Fails if a refusal shows a traceback or a password.
    """
    for name in ("THROUGHLINE_PEOPLE", "PGPASSFILE", "PGSSLROOTCERT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in (
        ("PGHOST", record.address.host),
        ("PGPORT", record.address.port),
        ("PGDATABASE", record.database),
        ("THROUGHLINE_PASSWORD", PASSWORD),
    ):
        monkeypatch.setenv(name, value)

    def ran(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = int(end.code or 0)
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        assert PASSWORD not in out + err
        assert (status == 0) or err or out, "a refusal without a word"
        return Ran(status, out, err)

    return ran


@pytest.fixture
def spare_login(record: Record) -> Iterator[str]:
    """The name of a login that is still to be made; logins belong to the whole server, so it goes with the test."""
    login = f"tl_new_{uuid4().hex[:8]}"
    yield login
    with record.superuser() as connection:
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = %s", [login])
        connection.execute(sql.SQL("drop role if exists {}").format(sql.Identifier(login)))


@pytest.fixture
def private(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a file that only its owner can read."""

    def made(text: str) -> Path:
        path = tmp_path / f"private-{uuid4().hex[:6]}"
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        return path

    return made
