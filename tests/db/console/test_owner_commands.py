"""Deploying, looking after and verifying a record from the command line, as its owner."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from db.commands.files import OpenFile, open_file
from db.queries.chronology import audit_head
from db.session import ServerAddress, Session
from tests.db.console.conftest import Run
from tests.record import PASSWORD, PREFIX, Record

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def empty(record: Record) -> Iterator[str]:
    """The superuser's DSN of a database that is not there yet."""
    yield record.server.dsn("tl_console")
    with psycopg.connect(record.server.dsn(), autocommit=True) as connection:
        connection.execute("drop database if exists tl_console with (force)")


def test_a_record_is_deployed_with_its_first_administrator_and_again_without_harm(
    run: Run, empty: str, spare_login: str
) -> None:
    first = ("deploy", "--dsn", empty, "--prefix", PREFIX, "--authority", "Elsewhere Council")
    done = run(*first, "--first-administrator", spare_login, "--name", "Ada Min", "--json")
    assert (done.status, done.json["database"], done.json["roles"]["people"]) == (0, "tl_console", "grp_people")
    session = Session.connect(ServerAddress.from_dsn(empty), spare_login, PASSWORD)
    session.close()
    again = run(*first)
    assert again.status == 0
    assert "hostssl tl_console +grp_people" in again.out
    assert run(*first, "--first-administrator", "tl_second").err == (
        "There is an administrator already, who can add staff.\n"
    )
    assert "role prefix grp" in run("deploy", "--dsn", empty, "--prefix", "other").err
    assert run("upgrade", "--dsn", empty).status == 0


def test_a_first_administrator_without_a_password_stops_before_anything_is_made(
    run: Run, empty: str, monkeypatch: pytest.MonkeyPatch, record: Record
) -> None:
    monkeypatch.delenv("THROUGHLINE_PASSWORD")
    assert run("deploy", "--dsn", empty, "--prefix", PREFIX, "--first-administrator", "tl_first").status == 1
    with record.superuser() as connection:
        assert connection.execute("select 1 from pg_database where datname = 'tl_console'").fetchone() is None


def test_commands_on_a_database_without_a_record_say_so(run: Run, record: Record) -> None:
    bare = record.server.dsn("postgres")
    for command in ("upgrade", "health"):
        assert run(command, "--dsn", bare).err == "Nothing is deployed in this database yet. Use deploy.\n"
    assert "no audit to verify" in run("verify-audit", "--dsn", bare).err


def test_a_wrong_dsn_is_one_plain_sentence(run: Run, record: Record) -> None:
    wrong = psycopg.conninfo.make_conninfo(record.dsn, password="not it")
    person = psycopg.conninfo.make_conninfo(record.dsn, user="tl_practitioner_a", password=PASSWORD)
    for command in ("deploy", "upgrade", "health", "verify-audit"):
        assert "cannot be understood" in run(command, "--dsn", "nonsense").err
        assert "cannot be reached" in run(command, "--dsn", "host=127.0.0.1 port=9 dbname=x user=y").err
        assert run(command, "--dsn", wrong).err == "The administrator's name or password is not right.\n"
        refused = run(command, "--dsn", person)
        assert (refused.status, "may not" in refused.err) == (1, True), refused


def test_health_counts_and_finds_what_should_be_mended(run: Run, record: Record) -> None:
    record.new_child()
    done = run("health", "--dsn", record.dsn, "--json")
    assert (done.status, done.json["files"], done.json["entries"], done.json["findings"]) == (0, 1, 0, [])
    with record.superuser() as connection:
        connection.execute("grant execute on function pg_catalog.lo_creat(integer) to public")
    still_open = run("health", "--dsn", record.dsn)
    assert (still_open.status, "functions open to everybody: 1\n" in still_open.out) == (0, True)
    with record.superuser() as connection:
        connection.execute("update core.alembic_version set version_num = 'older'")
    mend = run("health", "--dsn", record.dsn)
    assert mend.status == 1
    assert "The tables are at older" in mend.out


def test_the_audit_is_verified_with_and_without_a_printed_head(run: Run, record: Record) -> None:
    child = record.new_child()
    record.allocate(child, "tl_practitioner_a")
    session = record.session("tl_practitioner_a")
    open_file(session, OpenFile(child))
    head = audit_head(session)
    verify = ("verify-audit", "--dsn", record.dsn)
    record.opened("tl_practitioner_a", child).close()
    first = run(*verify).out
    assert "1 event was sealed first. All " in first
    assert "links of the chain hold. 0 events are not sealed yet." in first
    right = run(*verify, "--head", f"{head.seq}:{head.hash}", "--json")
    assert (right.status, right.json["broken_at"], right.json["head_found"]) == (0, None, True)
    wrong = run(*verify, "--head", f"{head.seq}:{'0' * 64}")
    assert wrong.status == 1
    assert "The printed head is NOT in the chain." in wrong.out
    assert run(*verify, "--head", f"{10**17}:{'0' * 64}").status == 1
    for nonsense in ("12", "x:y", f"{10**30}:{'0' * 64}"):
        refused = run(*verify, "--head", nonsense)
        assert (refused.status, "a head is written as its number" in refused.err) == (2, True)
    with record.superuser() as connection:
        connection.execute("alter table audit.event disable trigger user")
        connection.execute(
            "update audit.event set action = 'changed' where event_id = (select min(event_id) from audit.event)"
        )
    broken = run(*verify, "--json")
    assert (broken.status, broken.json["broken_at"]) == (1, 1)


def test_what_the_server_refuses_an_owner_is_worded_without_its_own_words(run: Run, record: Record) -> None:
    def at_each_command(body: str) -> None:
        with record.superuser() as connection:
            connection.execute("drop event trigger if exists stop")
            head = "create or replace function core.stop() returns event_trigger language plpgsql"
            connection.execute(f"{head} as $$ {body} $$".encode())
            connection.execute(
                "create event trigger stop on ddl_command_start when tag in ('CREATE SCHEMA')"
                " execute function core.stop()"
            )

    at_each_command("begin perform pg_terminate_backend(pg_backend_pid()); end")
    cut = run("upgrade", "--dsn", record.dsn)
    assert (cut.status, "Run the command again" in cut.err) == (1, True)
    at_each_command("begin raise exception 'zarquon' using detail = 'zarquon'; end")
    refused = run("upgrade", "--dsn", record.dsn)
    assert (refused.status, refused.err) == (1, "The server could not do that. Its reason has the number P0001.\n")


def _program(record: Record, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a program of its own."""
    names = {"PGHOST": record.address.host, "PGPORT": record.address.port, "PGDATABASE": record.database}
    return subprocess.run(
        [sys.executable, "-m", "db", *arguments],
        cwd=ROOT, env=dict(os.environ) | names | {"THROUGHLINE_PASSWORD": PASSWORD} | environment,
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_as_a_program_it_ends_with_the_same_statuses_and_on_a_poor_terminal_too(record: Record) -> None:
    record.allocate(record.new_child("Łucja", "Żak"), "tl_practitioner_a")
    poor = _program(record, "children", "--as", "tl_practitioner_a", PYTHONIOENCODING="ascii")
    assert (poor.returncode, poor.stderr) == (0, "")
    assert r"\u0141ucja" in poor.stdout
    refused = _program(record, "children", "--as", "tl_nobody")
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", "The name or the password is not right.\n")


def test_a_reader_that_has_seen_enough_is_no_trouble(record: Record) -> None:
    names = {"PGHOST": record.address.host, "PGPORT": record.address.port, "PGDATABASE": record.database}
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "db", "staff", "list", "--as", "tl_administrator"],
            cwd=ROOT, env=dict(os.environ) | names | {"THROUGHLINE_PASSWORD": PASSWORD},
            stdout=closed, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
