"""The record on this computer: made on first use, filled with the sample once, mended after what can go wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from db.__main__ import main
from db.errors import Refused, WrongPassword
from db.queries.files import my_children
from db.server.embedded import DATABASE, OpenedRecord, open_record, open_sample, people_file
from db.server.launcher import EmbeddedServer
from db.session import Session

ROOT = Path(__file__).resolve().parents[2]
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SAY = "import os, sys; print(*[os.environ.get(name, '-') for name in sys.argv[1:]], sep='|')"


@pytest.fixture
def home(sample_home: Path) -> Path:
    """The home that keeps the sample."""
    return sample_home


Embedded = Callable[..., tuple[int, str, str]]


@pytest.fixture
def embedded(home: Path, capfd: pytest.CaptureFixture[str]) -> Embedded:
    """Runs `throughline-admin embedded` in this process; gives status, output and complaints."""

    def ran(*arguments: str) -> tuple[int, str, str]:
        status = main(["embedded", "--home", str(home), *arguments])
        out, err = capfd.readouterr()
        return status, out, err

    return ran


def test_a_home_without_the_sample_has_a_record_and_no_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THROUGHLINE_PEOPLE", "/somewhere/else")
    monkeypatch.setenv("PGSSLMODE", "verify-full")
    names = ("PGHOST", "PGDATABASE", "THROUGHLINE_PEOPLE", "PGSSLMODE")
    status = main(["embedded", "--home", str(tmp_path / "home"), "--", sys.executable, "-c", SAY, *names])
    assert (status, capfd.readouterr().out) == (0, f"127.0.0.1|{DATABASE}|-|-\n")
    assert not people_file(tmp_path / "home").exists()


def test_the_commands_own_status_is_passed_on(embedded: Embedded) -> None:
    assert embedded("--", sys.executable, "-c", "raise SystemExit(7)")[0] == 7
    assert embedded("--", "sh", "-c", "kill -TERM $$")[0] == 128 + signal.SIGTERM
    assert embedded("--", "echo", "--sample", "--", "-x")[1] == "--sample -- -x\n"


def test_a_command_that_cannot_be_run_is_named_before_anything_is_started(tmp_path: Path, embedded: Embedded) -> None:
    (tmp_path / "no-program").write_text("words")
    (tmp_path / "no-program").chmod(0o755)
    assert embedded("--", "no-such-command")[::2] == (1, "The command no-such-command cannot be run.\n")
    assert embedded("--", str(tmp_path))[0] == 1
    broken = embedded("--", str(tmp_path / "no-program"))
    assert (broken[0], "cannot be run" in broken[2]) == (1, True)


def test_the_samples_people_are_in_a_private_file_and_can_sign_in(sample: OpenedRecord) -> None:
    assert sample.people_file.stat().st_mode & 0o777 == 0o600
    listed = json.loads(sample.people_file.read_text(encoding="utf-8"))
    roles = {"practitioner", "court_adviser", "manager", "administrator", "auditor"}
    assert roles <= {person["role"] for person in listed}
    assert all({"name", "role", "login", "password"} <= set(person) for person in listed)
    worker = next(person for person in sample.people if person.role == "practitioner")
    session = Session.connect(sample.address, worker.login, worker.password)
    session.close()


def test_a_script_beside_the_sample_finds_everything_in_its_environment(
    sample: OpenedRecord, embedded: Embedded
) -> None:
    worker = next(person for person in sample.people if person.role == "practitioner")
    script = [sys.executable, "-m", "db", "children", "--as", worker.login, "--json"]
    status, out, err = embedded("--sample", "--", *script)
    assert status == 0, err
    assert all(child["reference"] and child["name"] for child in json.loads(out))
    session = Session.connect(sample.address, worker.login, worker.password)
    assert len(json.loads(out)) == len(my_children(session))
    session.close()


def test_the_sample_command_lists_the_people_without_their_passwords(
    sample: OpenedRecord, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sample", "--home", str(home), "--json"]) == 0
    out = capsys.readouterr().out
    assert len(json.loads(out)) == len(sample.people)
    assert main(["sample", "--home", str(home)]) == 0
    out += capsys.readouterr().out
    assert not [person.login for person in sample.people if person.password in out]


@pytest.mark.parametrize("left", ["{", '[{"login": "u1000"}]', None])
def test_people_whose_list_is_lost_or_spoilt_get_new_passwords(
    sample: OpenedRecord, home: Path, left: str | None
) -> None:
    path = people_file(home)
    before = json.loads(path.read_text(encoding="utf-8"))[0]
    if left is None:
        path.unlink()
    else:
        path.write_text(left, encoding="utf-8")
    opened = open_sample(home)
    opened.close()
    after = next(person for person in opened.people if person.login == before["login"])
    Session.connect(sample.address, after.login, after.password).close()
    with pytest.raises(WrongPassword):
        Session.connect(sample.address, after.login, before["password"])


def test_a_list_that_others_could_read_is_made_private_again(sample: OpenedRecord, home: Path) -> None:
    people_file(home).chmod(0o644)
    open_sample(home).close()
    assert people_file(home).stat().st_mode & 0o777 == 0o600


def test_a_record_of_ones_own_is_never_filled_with_the_sample(sample: OpenedRecord, home: Path) -> None:
    with psycopg.connect(sample.running.dsn(DATABASE)) as connection:
        connection.execute("delete from core.setting where key = 'sample'")
    try:
        with pytest.raises(Refused, match="a record of your own"):
            open_record(home, sample=True)
        open_record(home, sample=False).close()
    finally:
        with psycopg.connect(sample.running.dsn(DATABASE)) as connection:
            connection.execute("insert into core.setting (key, value) values ('sample', 'restored by a test')")


def test_ctrl_c_is_the_commands_and_the_server_stays_for_the_other_window(home: Path, tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    polite = (
        "import signal, sys, time, pathlib\n"
        "def stop(*_): print('stopped politely', flush=True); time.sleep(0.6); sys.exit(5)\n"
        "signal.signal(signal.SIGINT, stop)\n"
        f"pathlib.Path({str(ready)!r}).touch()\n"
        "time.sleep(30)\n"
    )
    arguments = [sys.executable, "-m", "db", "embedded", "--home", str(home), "--", sys.executable, "-c", polite]
    with subprocess.Popen(
        arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        until = time.monotonic() + 30
        while not ready.exists() and time.monotonic() < until:
            time.sleep(0.02)
        os.killpg(running.pid, signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (5, "stopped politely\n")
    assert "Traceback" not in err
    with EmbeddedServer(home) as still, psycopg.connect(still.dsn()) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
