"""Copies rows in as the tables' owner and projects them, for the sample and the bench set alike.

COPY and not the functions of `api`: history must keep its own authors and recording times, which no person may set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from typing import Any, Protocol
from uuid import UUID

import psycopg
from psycopg import Connection, Cursor, sql

from db.errors import Refused
from db.sample.rows import Name, Row

Progress = Callable[[str], None]
_BATCH = 2_000


class SampleRoles(Protocol):
    """The roles of a deployment that a load needs; `db.server.roles.Roles` has them."""

    @property
    def owner(self) -> str:
        """Owns the tables."""

    @property
    def api_owner(self) -> str:
        """Owns the functions."""

    @property
    def role_admin(self) -> str:
        """Makes logins."""


def connect(dsn: str) -> Connection:
    """An administrator's connection without time limits."""
    return psycopg.connect(
        dsn, connect_timeout=5, options="-c statement_timeout=0 -c idle_in_transaction_session_timeout=0"
    )


@contextmanager
def acting_as(cursor: Cursor, role: str) -> Iterator[None]:
    """The statements within run as this role."""
    cursor.execute(sql.SQL("set local role {}").format(sql.Identifier(role)))
    yield
    cursor.execute("reset role")


def copy_rows(cursor: Cursor, kind: type[Row], rows: Sequence[Row]) -> None:
    """Copies rows of one class into its table."""
    names = [each.name for each in fields(kind)]
    copy_table(cursor, kind.table, names, ([getattr(row, name) for name in names] for row in rows))


def copy_table(cursor: Cursor, table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Copies rows into the named columns of a table."""
    statement = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(*table.split(".")), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def add_names(cursor: Cursor, names: Sequence[Name]) -> None:
    """Names with their folded forms and sounds, and every word of them for the fuzzy search; run as the API owner."""
    columns = [[getattr(row, each.name) for row in names] for each in fields(Name)]
    cursor.execute(
        "insert into core.person_name (name_id, person_id, kind, given, family, from_on, to_on, recorded_by,"
        " recorded_at, given_sort, family_sort, sounds)"
        " select u.*, f.given, f.family, wall.sounds(f.given || ' ' || f.family)"
        " from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::date[], %s::date[], %s::uuid[],"
        " %s::timestamptz[]) u (name_id, person_id, kind, given_as, family_as, from_on, to_on, recorded_by,"
        " recorded_at)"
        " cross join lateral (select wall.fold(u.given_as), wall.fold(u.family_as)) f (given, family)",
        columns,
    )
    cursor.execute(
        "insert into core.name_token select distinct w from core.person_name n,"
        " regexp_split_to_table(n.given_sort || ' ' || n.family_sort, ' ') w where w <> '' on conflict do nothing"
    )


def add_looks_on_record(cursor: Cursor) -> None:
    """The audit's lines of all looks, as the functions that open, review and declare write them; as the API owner."""
    cursor.execute(
        "insert into audit.event (at, login, action, child_id, object_id, detail)"
        " select e.at, s.login, e.action, e.child_id, e.object_id, e.detail from ("
        " select t.opened_at as at, t.staff_id, 'open:' || t.basis as action, t.child_id, null::uuid as object_id,"
        " jsonb_build_object('reason', t.purpose) as detail from core.ticket t"
        " union all select r.reviewed_at, r.reviewed_by, 'review_broken_glass', t.child_id, null,"
        " jsonb_build_object('ticket', r.ticket_id) from core.break_glass_review r join core.ticket t using (ticket_id)"
        " union all select d.declared_at, d.staff_id, 'declare_interest', d.child_id, d.interest_id, '{}'"
        " from core.declared_interest d) e join core.staff s using (staff_id) order by e.at"
    )


def project_all(
    cursor: Cursor,
    roles: SampleRoles,
    entries: Sequence[UUID],
    progress: Progress | None = None,
    then: Callable[[], None] | None = None,
) -> None:
    """Projects all entries. The index of words is built once at the end, after `then`, not grown row by row."""
    with acting_as(cursor, roles.owner):
        cursor.execute("analyze core.entry, core.entry_version, core.entry_child, core.entry_version_child")
        indexes = cursor.execute(
            "select indexname, indexdef from pg_indexes where schemaname = 'core' and tablename = 'search_part'"
            " and indexdef like '% USING gin %'"
        ).fetchall()
        for name, _ in indexes:
            cursor.execute(sql.SQL("drop index {}").format(sql.Identifier("core", name)))
    with acting_as(cursor, roles.api_owner):
        for first in range(0, len(entries), _BATCH):
            cursor.execute("select wall.project(%s)", [list(entries[first : first + _BATCH])])
            if progress:
                progress(f"{min(first + _BATCH, len(entries)):,} of {len(entries):,} entries in the chronology")
    if then:
        then()
    with acting_as(cursor, roles.owner):
        cursor.execute("set local maintenance_work_mem = '256MB'")
        for _, definition in indexes:
            cursor.execute(definition)


def add_login(cursor: Cursor, login: str, password: str, group: str) -> None:
    """A database login; the password leaves this side only as a SCRAM verifier. Run as the role administrator."""
    verifier = cursor.connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
    cursor.execute("select logins.add(%s, %s, %s)", [login, verifier, group])


def taken_logins(cursor: Cursor) -> frozenset[str]:
    """Every role of the cluster: logins are shared by all its databases."""
    return frozenset(name for (name,) in cursor.execute("select rolname from pg_roles"))


def refuse_unless_fresh(cursor: Cursor) -> None:
    """Refused where there is anybody or anything: invented people must never stand among real ones."""
    if cursor.execute("select to_regclass('core.staff')").fetchone() == (None,):
        raise Refused("Nothing is deployed in this database yet. Deploy first, then load the sample.")
    for table in ("staff", "person", "entry", "team"):
        if cursor.execute(sql.SQL("select 1 from {} limit 1").format(sql.Identifier("core", table))).fetchone():
            raise Refused("The sample goes only into a fresh database, and this one holds a record or staff already.")


def analyze(dsn: str) -> None:
    """Statistics and visibility, without which index-only scans would read the tables."""
    with connect(dsn) as connection:
        connection.autocommit = True
        connection.execute("vacuum (analyze)")
