"""The tables that the models describe are those that the migrations make, up and down, with one release's functions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects.postgresql.base import ischema_names

from db.errors import Refused
from db.schema import metadata
from db.schema.base import Xid8
from db.server.deploy import SQL_FILES, alembic_config, deploy, upgrade
from db.server.launcher import RunningServer
from tests.record import PREFIX, Record, cloned
from tests.security.catalogue import catalogue

_FUNCTIONS = """
    select p.oid::regprocedure::text, md5(prosrc) from pg_proc p
     where pronamespace::regnamespace::text in ('api', 'wall', 'logins') order by 1
"""


@contextmanager
def owner(record: Record) -> Iterator[sa.Connection]:
    """A connection as the owner of the tables, in a transaction that is committed at the end."""
    engine = sa.create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(record.dsn), poolclass=sa.pool.NullPool
    )
    with engine.begin() as connection:
        connection.execute(sa.text(f"set role {record.roles.owner}"))
        yield connection


def _ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    return not (kind == "table" and name == "alembic_version")


def differences(connection: sa.Connection) -> list[object]:
    """What alembic would still change to make the tables as the models are."""
    context = MigrationContext.configure(
        connection,
        opts={
            "include_schemas": True,
            "include_name": lambda name, kind, _parents: kind != "schema" or name in ("core", "audit"),
            "include_object": _ours,
            "compare_type": True,
            "version_table_schema": "core",
        },
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ischema_names, "xid8", Xid8)  # which SQLAlchemy does not know to read
        return list(compare_metadata(context, metadata))


@pytest.fixture(scope="module")
def house(shared_record: Record) -> Record:
    """One deployed database for the tests that only look."""
    return shared_record


def test_the_models_are_what_the_migrations_make(house: Record) -> None:
    with owner(house) as connection:
        assert differences(connection) == []


def test_a_column_that_a_model_lacks_would_be_noticed(house: Record) -> None:
    with owner(house) as connection:
        connection.execute(sa.text("alter table core.team add column motto text"))
        assert len(differences(connection)) == 1
        connection.execute(sa.text("alter table core.team drop column motto"))


def test_every_revision_runs_up_and_down_and_up_again(server: RunningServer, template: str) -> None:
    assert template
    with cloned(server) as record:
        with record.superuser() as connection:
            connection.execute("drop schema api, wall, logins cascade")
        with owner(record) as connection:
            config = alembic_config(connection)
            revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
            assert revisions
            for _ in revisions:
                command.downgrade(config, "-1")
            left = connection.execute(
                sa.text(
                    "select relname from pg_class where relnamespace in ('core'::regnamespace, 'audit'::regnamespace)"
                    " and relkind in ('r', 'S', 'v') and relname <> 'alembic_version'"
                )
            ).scalars()
            assert list(left) == []
            for _ in revisions:
                command.upgrade(config, "+1")
            assert differences(connection) == []


def test_what_was_said_before_an_allocation_is_carried_down_and_up(server: RunningServer, template: str) -> None:
    assert template
    said = (
        "select d.part, c.urgent, t.took_part, t.capacity_said, k.agreed_first, a.answer, a.answered_by = d.proposed_to"
        " from core.allocation_discussion d join core.discussion_child c using (discussion_id)"
        " join core.allocation_talk t using (discussion_id) join core.talk_child k using (talk_id)"
        " join core.allocation_answer a using (discussion_id)"
    )
    with cloned(server) as record:
        record.allocate(record.new_child(), "tl_practitioner_a")
        with record.superuser() as connection:
            connection.execute("drop schema api, wall, logins cascade")
            before = connection.execute(said).fetchall()
        with owner(record) as connection:
            config = alembic_config(connection)
            command.downgrade(config, "20261122_court_documents")
            command.upgrade(config, "20261122_allocation_talk")
        with record.superuser() as connection:
            assert connection.execute(said).fetchall() == before
            assert before == [
                (
                    "allocated_worker",
                    "see the child",
                    "manager and worker",
                    "has room",
                    "visit this week",
                    "accepted",
                    True,
                )
            ]


def test_a_revision_does_not_run_beside_a_table_that_is_in_its_way_and_leaves_nothing_half_done(
    server: RunningServer,
) -> None:
    database = "tl_half_made"
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute(f"create database {database}".encode())
    try:
        with psycopg.connect(server.dsn(database), autocommit=True) as connection:
            connection.execute("create schema core")
            connection.execute("create table core.ticket (mine text)")
        with pytest.raises(Exception, match=r"ticket|permission"):
            deploy(server.dsn(database), prefix=PREFIX)
        with psycopg.connect(server.dsn(database), autocommit=True) as connection:
            tables = connection.execute(
                "select relname from pg_class where relnamespace = 'core'::regnamespace and relkind = 'r'"
            ).fetchall()
        assert tables == [("ticket",)]
    finally:
        with psycopg.connect(server.dsn(), autocommit=True) as connection:
            connection.execute(f"drop database {database} with (force)".encode())


def test_an_upgrade_makes_functions_grants_and_policies_anew(record: Record) -> None:
    child = record.new_child()
    with record.superuser() as connection:
        made, rights = connection.execute(_FUNCTIONS).fetchall(), catalogue(connection)
        connection.execute("drop function api.open_file(uuid, text, boolean)")
        connection.execute("create function api.left_over() returns integer language sql as 'select 1'")
        connection.execute("grant select on core.file to public")
        connection.execute("alter table core.file disable row level security")
        connection.execute("drop policy api_owner on core.person")
    upgrade(record.dsn)
    with record.superuser() as connection:
        assert connection.execute(_FUNCTIONS).fetchall() == made
        assert catalogue(connection) == rights
        assert connection.execute("select child_id from core.file").fetchall() == [(child,)]
    record.allocate(child, "tl_practitioner_a")
    assert record.opened("tl_practitioner_a", child)


def test_every_file_of_the_servers_side_is_made_by_an_upgrade() -> None:
    from db.server import deploy as module

    folder = module._SQL
    assert {name for name, _ in SQL_FILES} | {"schemas"} == {path.stem for path in folder.glob("*.sql")}


@pytest.mark.parametrize(
    ("what", "statement"),
    [
        ("a view", "create view public.mine as select * from api.protocol()"),
        ("a default", "create table public.mine (x integer default api.protocol())"),
        ("a generated column",
         "create table public.mine (a text, x boolean generated always as (wall.sees_legal_advice(a)) stored)"),
        ("a check", "create table public.mine (a text check (wall.sees_legal_advice(a)))"),
        ("an index", "create table public.mine (a text); create index on public.mine (wall.sees_legal_advice(a))"),
        ("a column of a type", "create table public.mine (x wall.line)"),
        ("a policy", "create table public.mine (a text);"
         " create policy p on public.mine using (wall.sees_legal_advice(a))"),
        ("a function bound to another",
         "create function public.mine() returns integer language sql begin atomic select api.protocol(); end"),
    ],
    ids=lambda value: value if len(value) < 30 else "",
)  # fmt: skip
def test_an_upgrade_stops_when_something_outside_leans_on_the_functions(
    house: Record, what: str, statement: str
) -> None:
    with house.superuser() as connection:
        before = connection.execute(_FUNCTIONS).fetchall()
        connection.execute(statement.encode())
        try:
            with pytest.raises(Refused, match="nothing was changed"):
                upgrade(house.dsn)
            assert connection.execute(_FUNCTIONS).fetchall() == before
            standing = connection.execute("select to_regclass('public.mine'), to_regproc('public.mine')").fetchone()
            assert standing != (None, None), what
        finally:
            connection.execute("drop view if exists public.mine" if "view" in statement else
                               "drop function if exists public.mine()" if "function public" in statement else
                               "drop table if exists public.mine")  # fmt: skip
    upgrade(house.dsn)


def test_an_upgrade_waits_until_people_have_let_go_of_a_table(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    waited = []
    with record.superuser() as connection:
        connection.execute("begin")
        connection.execute("lock table core.entry in access exclusive mode")

        def people_finish(seconds: float) -> None:
            waited.append(seconds)
            if len(waited) == 2:
                connection.execute("rollback")

        monkeypatch.setattr("db.server.deploy.time.sleep", people_finish)
        upgrade(record.dsn)
    assert len(waited) == 2


def test_an_upgrade_of_nothing_says_so(server: RunningServer) -> None:
    with pytest.raises(Refused, match="Use deploy"):
        upgrade(server.dsn("postgres"))
