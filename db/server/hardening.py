"""Takes from PUBLIC the functions that let people talk past the wall, and says what it could not take.

PostgreSQL gives everybody large objects, advisory locks, notifications, sizes and statistics: places to leave case
text or to learn how much there is. Managed services ignore these revokes, so the privileges are read again.
"""

from __future__ import annotations

from psycopg import Connection, sql

_TALKATIVE = (
    r"^(lo_.*|loread|lowrite|pg_(try_)?advisory_.*|pg_notify|pg_listening_channels|pg_notification_queue_usage"
    r"|pg_(database|tablespace|relation|total_relation|table|indexes)_size|pg_stat_get_.*|pg_lock_status"
    r"|pg_export_snapshot|pg_logical_emit_message|pg_snapshot_.*|pg_stat_clear_snapshot|pg_blocking_pids"
    r"|pg_current_wal_.*|pg_control_.*|pg_safe_snapshot_blocking_pids|pg_prepared_xact|pg_cursor|pg_last_committed_xact|pg_xact_commit_timestamp.*)$"
)
_OPEN = """
    select p.oid::regprocedure::text from pg_catalog.pg_proc p
     where p.pronamespace = 'pg_catalog'::regnamespace and p.proname ~ %s
       and p.proname not in ('pg_snapshot_xmin', 'pg_cursor')
       and (p.proacl is null or exists (
         select from pg_catalog.aclexplode(p.proacl) a where a.grantee = 0 and a.privilege_type = 'EXECUTE'))
     order by 1
"""


def harden(connection: Connection) -> tuple[str, ...]:
    """Revokes what it may and answers with the functions that PUBLIC still holds; empty is best."""
    for signature in open_functions(connection):
        with connection.transaction():
            connection.execute(
                sql.SQL("revoke execute on function pg_catalog.") + sql.SQL(signature) + sql.SQL(" from public")
            )
    return open_functions(connection)


def open_functions(connection: Connection) -> tuple[str, ...]:
    """The functions of that kind that everybody may still call."""
    return tuple(name for (name,) in connection.execute(_OPEN, [_TALKATIVE]).fetchall())
