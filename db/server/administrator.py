"""The connection of whoever owns the server, and how its failures are worded.

An administrator's statements have no time limit, and act as one of the deployment's owners only inside a transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import Connection, sql

from db.errors import Refused, ThroughlineError, Unreachable


def unreachable(error: psycopg.OperationalError) -> ThroughlineError:
    """What a failed connection of an administrator means, without the server's own words."""
    text = str(error)
    if "password authentication failed" in text or "no password supplied" in text:
        return Refused("The administrator's name or password is not right.")
    if "no pg_hba.conf entry" in text:
        return Refused("The server does not admit this administrator from here: pg_hba.conf has no line for it.")
    return Unreachable("The server cannot be reached at this address. Check host, port and that it is running.")


def connected(dsn: str) -> Connection:
    """An autocommit connection."""
    connection = raw(dsn)
    connection.autocommit = True
    return connection


def raw(dsn: str) -> Connection:
    """A connection that begins transactions by itself, as SQLAlchemy's engines want them."""
    return psycopg.connect(dsn, connect_timeout=5, options="-c statement_timeout=0 -c client_min_messages=error")


@contextmanager
def administrator(dsn: str) -> Iterator[Connection]:
    """The administrator's autocommit connection; Refused or Unreachable in plain words."""
    try:
        connection = connected(dsn)
    except psycopg.OperationalError as error:
        raise unreachable(error) from None
    except psycopg.ProgrammingError:
        raise Refused("The DSN cannot be understood. It reads like “host=… dbname=… user=…”.") from None
    with connection:
        yield connection


@contextmanager
def acting_as(connection: Connection, role: str) -> Iterator[None]:
    """Inside, and inside a transaction, this connection is another role."""
    connection.execute(sql.SQL("set local role {}").format(sql.Identifier(role)))
    try:
        yield
    finally:
        if connection.info.transaction_status != psycopg.pq.TransactionStatus.INERROR:
            connection.execute("reset role")
