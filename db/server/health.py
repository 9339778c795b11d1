"""How a deployment is: what a person on call asks first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import psycopg
from alembic.script import ScriptDirectory

from db.server.administrator import administrator
from db.server.deploy import MIGRATIONS, deployed_roles
from db.server.hardening import open_functions


@dataclass(frozen=True, slots=True)
class Health:
    """The state of a deployment. `findings` are plain sentences about what should be mended; none is best.

    `open_functions` are no finding: on a managed service nobody can close them, and nothing relies on that.
    """

    server_version: str
    revision: str
    newest_revision: str
    files: int
    entries: int
    staff_active: int
    connections: int
    connection_limit: int
    unsealed_events: int
    sealed_at: datetime | None
    open_functions: tuple[str, ...]
    findings: tuple[str, ...]


def health(dsn: str, *, seal_age_minutes: int = 24 * 60) -> Health:
    """Looks at a deployment with the administrator's DSN; Refused where nothing is deployed."""
    with administrator(dsn) as connection:
        deployed_roles(connection)
        counted = _counted(connection)
        newest = ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""
        still_open = open_functions(connection)
        version = connection.info.server_version
    revision, files, entries, staff, used, limit, unsealed, sealed_at, minutes = counted
    findings = []
    if revision != newest:
        findings.append(f"The tables are at {revision}, this release needs {newest}: run upgrade.")
    if minutes > seal_age_minutes:
        findings.append(f"{unsealed} audit events are not sealed yet, the oldest for {minutes / 60:.0f} hours.")
    if used > 0.9 * limit:
        findings.append(f"{used} of {limit} connections are in use.")
    return Health(
        f"{version // 10000}.{version % 10000}", revision, newest, files, entries, staff, used, limit, unsealed,
        sealed_at, still_open, tuple(findings),
    )  # fmt: skip


def _counted(connection: psycopg.Connection) -> tuple[str, int, int, int, int, int, int, datetime | None, float]:
    row = connection.execute(
        """
        select (select version_num from core.alembic_version),
               (select count(*) from core.file), (select count(*) from core.entry),
               (select count(*) from core.staff where state = 'active'),
               (select count(*) from pg_stat_activity where backend_type = 'client backend'),
               current_setting('max_connections')::integer,
               (select count(*) from audit.event e
                 where not exists (select from audit.chain c where c.event_id = e.event_id)),
               (select max(sealed_at) from audit.chain),
               (select coalesce(extract(epoch from clock_timestamp() - min(e.at)) / 60, 0)::double precision
                  from audit.event e where not exists (select from audit.chain c where c.event_id = e.event_id))
        """
    ).fetchone()
    assert row is not None  # noqa: S101 (a select without from has one row)
    return row
