"""Deploying on any server: again and again, as superuser or as a mere administrator, and refusing in plain words."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from db.commands.files import OpenFile, open_file
from db.errors import NotPermitted, Refused, Unreachable
from db.queries.staff import who_am_i
from db.server import deploy as deploying
from db.server.deploy import add_first_administrator, deploy, upgrade
from db.server.launcher import RunningServer
from db.session import ServerAddress, Session
from tests.record import PASSWORD, PREFIX, TEMPLATE, Record
from tests.security.catalogue import catalogue, difference, golden

MERE = "tl_mere_administrator"
OLD = Path("/usr/lib/postgresql/15/bin")


@contextmanager
def database(server: RunningServer, name: str) -> Iterator[str]:
    """The superuser's DSN of a database that does not exist yet, and is gone afterwards."""
    try:
        yield server.dsn(name)
    finally:
        with psycopg.connect(server.dsn(), autocommit=True) as connection:
            connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


@dataclass(frozen=True, slots=True)
class Mere:
    """An administrator as a managed service gives one: may make roles and databases, and nothing else."""

    server: RunningServer

    def dsn(self, name: str) -> str:
        """Connection words for this administrator."""
        return psycopg.conninfo.make_conninfo(
            "", host=self.server.host, port=self.server.port, user=MERE, password=PASSWORD, dbname=name
        )


@pytest.fixture
def mere(server: RunningServer) -> Iterator[Mere]:
    """The mere administrator, admitted to every database by the service, and gone afterwards with all it made."""
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        verifier = connection.pgconn.encrypt_password(PASSWORD.encode(), MERE.encode(), b"scram-sha-256").decode()
        connection.execute(
            sql.SQL("create role {} login createrole createdb password {}").format(sql.Identifier(MERE), verifier)
        )
        connection.execute(sql.SQL("create database tl_mere_home owner {}").format(sql.Identifier(MERE)))
        try:
            yield Mere(server)
        finally:
            for name in ("tl_mere", "tl_mere_home"):
                connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
            roles = connection.execute("select rolname from pg_roles where rolname ~ '^(mere_|tl_mere)'").fetchall()
            for (role,) in sorted(roles, key=lambda row: row[0] == MERE):
                connection.execute(sql.SQL("drop owned by {} cascade").format(sql.Identifier(role)))
            for (role,) in roles:
                connection.execute(sql.SQL("drop role {}").format(sql.Identifier(role)))


def test_deploying_again_changes_nothing(record: Record) -> None:
    child = record.new_child()
    first = deploy(record.dsn, prefix=PREFIX, authority="Testing Council")
    again = deploy(record.dsn, prefix=PREFIX)
    assert (first.revision, first.open_functions) == (again.revision, again.open_functions)
    with record.superuser() as connection:
        assert difference(golden(), catalogue(connection)) == ""
        assert connection.execute("select child_id from core.file").fetchall() == [(child,)]
        assert connection.execute("select value from core.setting where key = 'authority'").fetchone() == (
            "Testing Council",
        )


def test_a_code_that_the_authority_edited_stays_and_others_follow_the_lists(record: Record) -> None:
    with record.superuser() as connection:
        connection.execute("update core.code set label = 'Home visit', edited = true where code = 'visit'")
        connection.execute("update core.code set label = 'Nonsense' where code = 'call'")
    upgrade(record.dsn)
    with record.superuser() as connection:
        labels = dict(
            connection.execute(
                "select code, label from core.code where list = 'entry_kind' and code in ('visit', 'call')"
            ).fetchall()
        )
    assert labels == {"visit": "Home visit", "call": "Call"}


def test_a_superuser_closes_everything_so_that_strict_is_content(record: Record) -> None:
    assert deploy(record.dsn, prefix=PREFIX, strict=True).open_functions == ()


def test_a_mere_administrator_deploys_upgrades_and_people_work(mere: Mere, server: RunningServer) -> None:
    with psycopg.connect(mere.dsn("tl_mere_home"), autocommit=True) as connection:
        connection.execute("create database tl_mere")
    dsn = mere.dsn("tl_mere")
    first = deploy(dsn, prefix="mere")
    assert any(name.startswith("pg_notify") for name in first.open_functions)
    assert deploy(dsn, prefix="mere") == first
    assert upgrade(dsn) == first
    with pytest.raises(Refused, match=rf"{len(first.open_functions)} functions remain open to everybody: .*pg_notify"):
        upgrade(dsn, strict=True)
    with psycopg.connect(dsn, autocommit=True) as connection:
        attributes = connection.execute(
            "select bool_or(rolsuper), bool_or(rolbypassrls), bool_or(rolreplication) from pg_roles"
            " where rolname ~ '^mere_'"
        ).fetchone()
        assert attributes == (False, False, False)
        open_tables = connection.execute(
            "select relname from pg_class c join pg_namespace n on n.oid = relnamespace where nspname in"
            " ('core', 'audit') and relkind = 'r' and (not relrowsecurity or has_table_privilege('mere_people', c.oid,"
            " 'select') or has_table_privilege('mere_practitioner', c.oid, 'insert'))"
        ).fetchall()
        assert open_tables == []
    add_first_administrator(dsn, "tl_mere_first", "First", PASSWORD)
    session = Session.connect(ServerAddress(server.host, str(server.port), "tl_mere"), "tl_mere_first", PASSWORD)
    try:
        assert who_am_i(session).role == "administrator"
        with pytest.raises(NotPermitted):
            open_file(session, OpenFile(uuid4()))
        with session.engine.connect() as connection, pytest.raises(Exception, match="permission denied"):
            connection.exec_driver_sql("select * from core.staff")
    finally:
        session.close()


def test_another_prefix_is_refused_and_the_standing_one_named(record: Record) -> None:
    with pytest.raises(Refused, match=f"prefix {PREFIX}"):
        deploy(record.dsn, prefix="other")
    with record.superuser() as connection:
        assert connection.execute("select 1 from pg_roles where rolname ~ '^other_'").fetchone() is None


def test_a_login_with_the_name_of_an_owner_is_never_taken_over(server: RunningServer) -> None:
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute("create role taken_api_owner login")
        try:
            with pytest.raises(Refused, match="taken_api_owner"):
                deploy(server.dsn("tl_taken"), prefix="taken")
            assert connection.execute("select 1 from pg_roles where rolname = 'taken_owner'").fetchone() is None
        finally:
            connection.execute("drop database if exists tl_taken with (force)")
            connection.execute("drop role taken_api_owner")


def test_what_was_granted_by_hand_is_taken_back(record: Record) -> None:
    with record.superuser() as connection:
        connection.execute("grant select on core.entry_version to tl_practitioner_c")
        connection.execute("grant select (headline) on core.chronology to public")
        upgrade(record.dsn)
        left = connection.execute(
            "select has_table_privilege('tl_practitioner_c', 'core.entry_version', 'select'),"
            " has_column_privilege('tl_practitioner_c', 'core.chronology', 'headline', 'select')"
        ).fetchone()
    assert left == (False, False)


@pytest.mark.parametrize("prefix", ["", "1st", "Upper", "with space", "x" * 22, 'a"b', "a;drop"])
def test_an_odd_prefix_is_refused_before_anything_is_touched(server: RunningServer, prefix: str) -> None:
    with pytest.raises(Refused, match="role prefix"):
        deploy(server.dsn("tl_never_made"), prefix=prefix)
    with psycopg.connect(server.dsn()) as connection:
        assert connection.execute("select 1 from pg_database where datname = 'tl_never_made'").fetchone() is None


def test_the_first_administrator_is_made_once(server: RunningServer) -> None:
    with database(server, "tl_first") as dsn:
        deploy(dsn, prefix=PREFIX)
        with pytest.raises(Refused, match="ten characters"):
            add_first_administrator(dsn, "tl_first_one", "First", "short")
        with pytest.raises(Refused, match="small letters"):
            add_first_administrator(dsn, "Not A Login", "First", PASSWORD)
        with pytest.raises(Refused, match="taken"):
            add_first_administrator(dsn, "tl_manager_a", "First", PASSWORD)
        try:
            add_first_administrator(dsn, "tl_first_one", "First", PASSWORD)
            with pytest.raises(Refused, match="an administrator already"):
                add_first_administrator(dsn, "tl_first_two", "Second", PASSWORD)
            with psycopg.connect(dsn) as connection:
                assert connection.execute("select login from core.staff").fetchall() == [("tl_first_one",)]
                assert connection.execute("select 1 from pg_roles where rolname = 'tl_first_two'").fetchone() is None
        finally:
            with psycopg.connect(dsn, autocommit=True) as connection:
                connection.execute("drop role if exists tl_first_one")


def test_a_first_administrator_needs_a_deployment(server: RunningServer) -> None:
    with pytest.raises(Refused, match="Use deploy"):
        add_first_administrator(server.dsn("postgres"), "tl_first_one", "First", PASSWORD)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"password": "wrong password"}, Refused),
        ({"user": "nobody", "password": "wrong password", "dbname": TEMPLATE}, Refused),
        ({"port": "1"}, Unreachable),
        ({"host": "127.0.0.9", "port": "9"}, Unreachable),
    ],
)
def test_a_wrong_dsn_is_answered_in_a_plain_sentence(
    server: RunningServer, template: str, change: dict[str, str], kind: type[Exception]
) -> None:
    assert template
    dsn = psycopg.conninfo.make_conninfo(server.dsn("postgres"), **change)
    acts: tuple[Callable[[], object], ...] = (lambda: deploy(dsn), lambda: upgrade(dsn))
    for act in acts:
        with pytest.raises(kind, match="name or password" if kind is Refused else "cannot be reached") as told:
            act()
        assert "wrong password" not in str(told.value)


def test_a_dsn_that_is_none_is_answered_in_a_plain_sentence() -> None:
    with pytest.raises(Refused, match="cannot be understood"):
        upgrade("this is no dsn")


def test_a_dsn_without_a_database_is_refused(server: RunningServer) -> None:
    dsn = f"host={server.host} port={server.port} user=postgres"
    with pytest.raises(Refused, match="name a database"):
        deploy(dsn)


@pytest.mark.parametrize(("version", "refused"), [(150017, True), (140001, True), (160000, False), (180001, False)])
def test_a_server_before_sixteen_is_refused_by_its_number(version: int, refused: bool) -> None:
    connection = cast("psycopg.Connection", SimpleNamespace(info=SimpleNamespace(server_version=version)))
    if refused:
        with pytest.raises(Refused, match=rf"PostgreSQL {version // 10000} is too old: 16 or later"):
            deploying._refuse_old(connection)
    else:
        deploying._refuse_old(connection)


def test_a_real_old_server_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    if not (OLD / "initdb").exists():
        pytest.skip("PostgreSQL 15 is not installed here; the number alone is tested above")
    with old_server(tmp_path) as dsn:
        for name in ("tl_old", "postgres"):
            with pytest.raises(Refused, match="PostgreSQL 15 is too old"):
                deploy(f"{dsn} dbname={name}")
        with psycopg.connect(f"{dsn} dbname=postgres") as connection:
            made = connection.execute("select 1 from pg_database where datname = 'tl_old'").fetchone()
            roles = connection.execute("select 1 from pg_roles where rolname ~ '^throughline'").fetchone()
        assert (made, roles) == (None, None)


@contextmanager
def old_server(folder: Path) -> Iterator[str]:
    """A PostgreSQL 15 on a socket in a folder of its own, stopped and removed afterwards."""
    seat = ["unshare", "-U", "--map-user=1000", "--map-group=1000"] if os.geteuid() == 0 else []
    home, data = folder / "old", folder / "old" / "data"
    home.mkdir(mode=0o700)
    done = subprocess.run(
        [*seat, str(OLD / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "--no-sync"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        pytest.skip("PostgreSQL 15 cannot be started here; the number alone is tested above")
    options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={home}", "-c", "fsync=off"]
    server = subprocess.Popen([*seat, str(OLD / "postgres"), "-D", str(data), *options], stderr=subprocess.DEVNULL)
    dsn = f"host={home} user=postgres"
    try:
        for _ in range(100):
            try:
                psycopg.connect(f"{dsn} dbname=postgres").close()
                break
            except psycopg.OperationalError:
                try:
                    server.wait(0.1)
                except subprocess.TimeoutExpired:
                    continue
        yield dsn
    finally:
        server.terminate()
        server.wait(60)
        shutil.rmtree(home, ignore_errors=True)
