"""Puts the record's tables, functions and grants onto a PostgreSQL server, and upgrades them later.

Tables move by Alembic; everything that holds no data (functions, grants, policies) is dropped and made again in the
same transaction, so that a server always has exactly one release's functions on that release's tables.
"""

from __future__ import annotations

import csv
import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from psycopg import Connection, sql

import resources
from db.errors import Refused
from db.passwords import scram_verifier
from db.server.administrator import acting_as, administrator, connected, raw, unreachable
from db.server.hardening import harden
from db.server.roles import Roles, make_roles

OLDEST_SERVER = 160000
MIGRATIONS = Path(__file__).resolve().parent.parent.parent / "migrations"
_SQL = Path(__file__).resolve().parent.parent / "sql"
SQL_FILES = (
    ("logins", "role_admin"),
    ("wall", "api_owner"),
    ("names", "api_owner"),
    ("staff", "api_owner"),
    ("files", "api_owner"),
    ("access", "api_owner"),
    ("absence", "api_owner"),
    ("workload", "api_owner"),
    ("allocation", "api_owner"),
    ("allocation_talk", "api_owner"),
    ("sealed_members", "api_owner"),
    ("sealing", "api_owner"),
    ("told", "api_owner"),
    ("staffing", "api_owner"),
    ("siblings", "api_owner"),
    ("posted", "api_owner"),
    ("entries", "api_owner"),
    ("chronology", "api_owner"),
    ("filters", "api_owner"),
    ("search", "api_owner"),
    ("challenges", "api_owner"),
    ("drafts", "api_owner"),
    ("documents", "api_owner"),
    ("band", "api_owner"),
    ("court", "api_owner"),
    ("timeline", "api_owner"),
    ("facts", "api_owner"),
    ("people", "api_owner"),
    ("relationships", "api_owner"),
    ("merges", "api_owner"),
    ("find", "api_owner"),
    ("contacts", "api_owner"),
    ("contact_decisions", "api_owner"),
    ("take_away", "api_owner"),
    ("court_marks", "api_owner"),
    ("court_check", "api_owner"),
    ("court_documents", "api_owner"),
    ("filing", "api_owner"),
    ("lists", "api_owner"),
    ("codes", "api_owner"),
    ("signals", "api_owner"),
    ("caseload", "api_owner"),
    ("supervision", "api_owner"),
    ("missing", "api_owner"),
    ("this_week", "api_owner"),
    ("stages", "api_owner"),
    ("audit", "api_owner"),
    ("looks", "api_owner"),
    ("look_questions", "api_owner"),
    ("interests", "api_owner"),
)
"""The server's side in the order of need, and who owns what each file makes."""
_SIGNAL_LISTS = {
    "signal_threshold": "signal, times, weeks",
    "statutory_step": "rule, step, number, unit, authority",
    "bank_holiday": "day, name",
    "look_threshold": "question, times, weeks",
}
"""The program's own rules of a caseload; what an administrator changed is a later version."""
_EXTENSIONS = ("btree_gin", "pg_trgm", "fuzzystrmatch", "unaccent")
_LEANS_ON_FUNCTIONS = """
    with replaced as (
      select 'pg_proc'::regclass as kind, p.oid from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname in ('api', 'wall', 'logins')
      union all
      select 'pg_type'::regclass, t.oid from pg_type t join pg_namespace n on n.oid = t.typnamespace
       where n.nspname in ('api', 'wall', 'logins')
    )
    select distinct d.classid::regclass::text || ' ' || d.objid::text
      from pg_depend d join replaced r on d.refclassid = r.kind and d.refobjid = r.oid
     where d.deptype = 'n'
       and not exists (select from replaced o where o.kind = d.classid and o.oid = d.objid)
"""


@dataclass(frozen=True, slots=True)
class Deployment:
    """What stands after a deploy or upgrade; `open_functions` are those that PUBLIC could not be denied."""

    database: str
    roles: Roles
    revision: str
    open_functions: tuple[str, ...]


def deploy(
    dsn: str, *, prefix: str = "throughline", authority: str = "", country: str = "E", strict: bool = False
) -> Deployment:
    """Makes or completes a deployment in the DSN's database, which is created if missing. Running it again is safe.

    Raises Refused for a server before 16, a wrong prefix, or under `strict` when functions remain open to everybody.
    """
    roles = Roles.with_prefix(prefix)
    _make_database(dsn)
    with administrator(dsn) as connection:
        _refuse_old(connection)
        standing = _setting(connection, "prefix")
        if standing not in (None, prefix):
            raise Refused(f"This database is deployed already, with the role prefix {standing}.")
        with connection.transaction():
            make_roles(connection, roles)
            _prepare_database(connection, roles)
        return _bring_up(connection, roles, {"prefix": prefix, "authority": authority, "country": country}, strict)


def upgrade(dsn: str, *, strict: bool = False) -> Deployment:
    """Brings an existing deployment to this release. Refused where nothing is deployed."""
    with administrator(dsn) as connection:
        _refuse_old(connection)
        prefix = _setting(connection, "prefix")
        if prefix is None:
            raise Refused("Nothing is deployed in this database yet. Use deploy.")
        return _bring_up(connection, Roles.with_prefix(prefix), {}, strict)


def deployed_roles(connection: Connection) -> Roles:
    """The roles of the deployment in this database; Refused where there is none."""
    prefix = _setting(connection, "prefix")
    if prefix is None:
        raise Refused("Nothing is deployed in this database yet. Use deploy.")
    return Roles.with_prefix(prefix)


def release() -> str:
    """The fingerprint of what this release puts onto a server: its functions, revisions and lists."""
    digest = hashlib.sha256()
    for folder, pattern in ((_SQL, "*.sql"), (MIGRATIONS / "versions", "*.py"), (resources.resource(), "*/*.csv")):
        for path in sorted(folder.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current(dsn: str) -> bool:
    """Whether the DSN's database carries exactly this release; false where there is no such database."""
    try:
        with connected(dsn) as connection:
            return _setting(connection, "release") == release()
    except psycopg.OperationalError:
        return False


def add_first_administrator(dsn: str, login: str, name: str, password: str) -> None:
    """Makes the first login, once. Refused if the first is another: later staff are added by administrators."""
    with administrator(dsn) as connection, connection.transaction():
        roles = deployed_roles(connection)
        standing = connection.execute("select login from core.staff where role = 'administrator'").fetchall()
        if (login,) in standing:
            return
        if standing:
            raise Refused("There is an administrator already, who can add staff.")
        verifier = scram_verifier(connection, login, password)
        try:
            with acting_as(connection, roles.role_admin):
                connection.execute("select logins.add(%s, %s, 'administrator')", [login, verifier])
        except psycopg.Error as error:
            raise Refused(f"The login was not made: {error.diag.message_primary or 'refused'}.") from None
        with acting_as(connection, roles.owner):
            connection.execute(
                "insert into core.staff (login, name, role, job_title)"
                " values (%s, %s, 'administrator', 'Administrator')",
                [login, name],
            )


def sql_text(name: str, roles: Roles) -> str:
    """One file of the server's side, with this deployment's roles filled in."""
    return roles.fill((_SQL / f"{name}.sql").read_text(encoding="utf-8"))


def alembic_config(connection: sa.Connection) -> Config:
    """Alembic's settings for a connection that is already the owner's."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _make_database(dsn: str) -> None:
    parts = psycopg.conninfo.conninfo_to_dict(dsn)
    name = str(parts.get("dbname") or "")
    if not name:
        raise Refused("The DSN must name a database (dbname=…).")
    try:
        connected(dsn).close()
    except psycopg.OperationalError as error:
        if "does not exist" not in str(error) or "database" not in str(error):
            raise unreachable(error) from None
        with administrator(psycopg.conninfo.make_conninfo(dsn, dbname="postgres")) as connection:
            _refuse_old(connection)
            connection.execute(
                sql.SQL("create database {} encoding 'UTF8' template template0").format(sql.Identifier(name))
            )


def _refuse_old(connection: Connection) -> None:
    if connection.info.server_version < OLDEST_SERVER:
        raise Refused(
            f"PostgreSQL {connection.info.server_version // 10000} is too old: 16 or later is needed, because before it"
            " a role that makes logins could give itself the right to run programs on the server."
        )


def _setting(connection: Connection, key: str) -> str | None:
    if connection.execute("select to_regclass('core.setting')").fetchone() == (None,):
        return None
    row = connection.execute("select value from core.setting where key = %s", [key]).fetchone()
    return str(row[0]) if row else None


def _prepare_database(connection: Connection, roles: Roles) -> None:
    database = sql.Identifier(connection.info.dbname)
    grant_database(connection, roles)
    for name, value in (
        ("timezone", "Europe/London"),
        ("jit", "off"),  # compiling a plan costs more than any of our questions
        ("statement_timeout", "60s"),
        ("idle_in_transaction_session_timeout", "60s"),
    ):
        connection.execute(
            sql.SQL("alter database {} set {} = {}").format(database, sql.Identifier(name), sql.Literal(value))
        )
    for schema in ("core", "audit"):
        connection.execute(
            sql.SQL("create schema if not exists {} authorization {}").format(
                sql.Identifier(schema), sql.Identifier(roles.owner)
            )
        )
    connection.execute("create schema if not exists ext")
    for extension in _EXTENSIONS:
        connection.execute(sql.SQL("create extension if not exists {} schema ext").format(sql.Identifier(extension)))
    connection.execute(sql.SQL("grant usage on schema ext to {}").format(sql.Identifier(roles.owner)))


def grant_database(connection: Connection, roles: Roles) -> None:
    """People may connect and nobody else may do anything; a clone of a template loses this and needs it again."""
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("revoke all on database {} from public").format(database))
    connection.execute(sql.SQL("grant connect on database {} to {}").format(database, sql.Identifier(roles.people)))


def _bring_up(connection: Connection, roles: Roles, settings: dict[str, str], strict: bool) -> Deployment:
    for attempt in range(20):
        try:
            revision = _migrate_and_make(connection.info, roles, settings)
            break
        except psycopg.errors.LockNotAvailable:
            if attempt == 19:
                raise Refused("People are at work on the tables. Try the upgrade again at a quieter time.") from None
            time.sleep(0.25)
    remaining = harden(connection)
    if strict and remaining:
        raise Refused(f"{len(remaining)} functions remain open to everybody: {', '.join(remaining)}")
    return Deployment(connection.info.dbname, roles, revision, remaining)


def _migrate_and_make(info: psycopg.ConnectionInfo, roles: Roles, settings: dict[str, str]) -> str:
    """Tables, functions, grants and lists in one transaction: all of a release or nothing of it."""
    dsn = psycopg.conninfo.make_conninfo(info.dsn, password=info.password)
    engine = sa.create_engine("postgresql+psycopg://", creator=lambda: raw(dsn), poolclass=sa.pool.NullPool)
    with engine.begin() as wrapped:
        held = wrapped.connection.driver_connection
        assert isinstance(held, Connection)  # noqa: S101 (what this engine's driver makes)
        held.execute("set local lock_timeout = '200ms'")
        _hold_people_back(held, roles)
        with acting_as(held, roles.owner):
            command.upgrade(alembic_config(wrapped), "head")
            (revision,) = held.execute("select version_num from core.alembic_version").fetchone() or ("",)
        _make_functions(held, roles)
        with acting_as(held, roles.owner):
            _load_lists(held, settings | {"release": release()})
    return str(revision)


def _hold_people_back(connection: Connection, roles: Roles) -> None:
    """Every call of a person looks at the staff first: holding that table lets an upgrade pass between two calls."""
    if connection.execute("select to_regclass('core.staff')").fetchone() != (None,):
        with acting_as(connection, roles.owner):
            connection.execute("lock table core.staff in access exclusive mode")


def _make_functions(connection: Connection, roles: Roles) -> None:
    leaning = connection.execute(_LEANS_ON_FUNCTIONS).fetchall()
    if leaning:
        raise Refused(
            f"Something outside depends on the functions that an upgrade replaces: {', '.join(x for (x,) in leaning)}."
            " Remove it first; nothing was changed."
        )
    connection.execute(sql_text("schemas", roles).encode())
    for name, owner in SQL_FILES:
        with acting_as(connection, getattr(roles, owner)):
            connection.execute(sql_text(name, roles).encode())


def _load_lists(connection: Connection, settings: dict[str, str]) -> None:
    for key, value in settings.items():
        connection.execute(
            "insert into core.setting (key, value) values (%s, %s) on conflict (key) do update"
            " set value = excluded.value where excluded.value <> ''",
            [key, value],
        )
    codes = [_code(row) for path in sorted(resources.resource("codes").glob("*.csv")) for row in _rows(path)]
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into core.code (list, code, country, label, from_on, to_on, sort, attributes)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict (list, code, country) do update"
            " set label = excluded.label, from_on = excluded.from_on, to_on = excluded.to_on, sort = excluded.sort,"
            " attributes = excluded.attributes where not core.code.edited",
            codes,
        )
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into core.page_limit (kind, from_on, pages, authority) values (%s, %s, %s, %s)"
            " on conflict do nothing",
            [tuple(row.values()) for row in _rows(resources.resource("templates", "page_limits.csv"))],
        )
    for table, columns in _SIGNAL_LISTS.items():
        with connection.cursor() as cursor:
            cursor.executemany(
                f"insert into core.{table} ({columns}, version)"  # noqa: S608 (names of our own)
                f" values ({', '.join('%s' for _ in columns.split(', '))}, 1) on conflict do nothing",
                [tuple(row.values()) for row in _rows(resources.resource("signals", f"{table}.csv"))],
            )
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into core.name_alias (token, same_as) values (%s, %s) on conflict do nothing",
            [(row["token"], row["same_as"]) for row in _rows(resources.resource("names", "aliases.csv"))],
        )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _code(row: dict[str, str]) -> list[Any]:
    attributes = json.dumps(json.loads(row["attributes"])) if row["attributes"] else "{}"
    return [row["list"], row["code"], row["country"], row["label"], row["from_on"] or None, row["to_on"] or None,
            int(row["sort"] or 0), attributes]  # fmt: skip
