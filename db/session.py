"""One person's way to the server, and the rules of what to do when it goes wrong.

Every read and every save passes through `read` or `write` here, so that retrying, reconnecting and the wording of
trouble are decided in one place. Errors are worded from SQLSTATE alone: the server's own text may hold case text.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import psycopg
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from db.errors import (
    Busy,
    Conflict,
    NotPermitted,
    OutcomeUnknown,
    Refused,
    ServerFull,
    ThroughlineError,
    TooOld,
    Unreachable,
    WrongPassword,
)

T = TypeVar("T")

CLIENT_PROTOCOL = 1
"""The protocol that this client speaks; compared at connect with what the server speaks and still serves."""
OLDEST_SERVER_PROTOCOL = 1
_PAUSES = (0.1, 0.3, 0.8, 1.5, 3.0)
"""Seconds to wait before each further attempt, give or take a third."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where the record is kept. Several hosts, with commas, are tried in order and the writable one is taken."""

    host: str
    port: str
    database: str = "throughline"
    root_certificate: str = ""

    @classmethod
    def from_dsn(cls, dsn: str) -> ServerAddress:
        """Reads `host=… port=… dbname=…` or a postgresql:// address; Refused if it cannot be understood."""
        try:
            parts = psycopg.conninfo.conninfo_to_dict(dsn)
        except psycopg.ProgrammingError:
            raise Refused("The server's address cannot be understood. It reads like “host=… dbname=…”.") from None
        return cls(
            host=str(parts.get("host") or "127.0.0.1"),
            port=str(parts.get("port") or "5432"),
            database=str(parts.get("dbname") or "throughline"),
            root_certificate=str(parts.get("sslrootcert") or ""),
        )

    @property
    def in_words(self) -> str:
        """The address as the sign-in page shows it."""
        return f"{self.host}:{self.port}/{self.database}"

    def _arguments(self, login: str, password: str) -> dict[str, object]:
        """libpq's settings: beyond this machine nothing but a verified server and bound channels will do."""
        arguments: dict[str, object] = {
            "host": self.host,
            "port": self.port,
            "dbname": self.database,
            "user": login,
            "password": password,
            "connect_timeout": 5,
            "target_session_attrs": "read-write",
            "require_auth": "scram-sha-256",
            "application_name": "throughline",
            "client_encoding": "utf8",
            "keepalives_idle": 10,
            "keepalives_interval": 2,
            "keepalives_count": 2,
            "tcp_user_timeout": 4000,
            "prepare_threshold": None,
        }
        if all(host in _LOOPBACK for host in self.host.split(",")):
            return arguments | {"sslmode": "prefer"}
        return arguments | {
            "sslmode": "verify-full",
            "channel_binding": "require",
            "sslrootcert": self.root_certificate or "system",
        }


@dataclass(slots=True)
class Session:
    """A signed-in person. Safe to use from several threads; each call borrows a connection of its own."""

    login: str
    address: ServerAddress
    engine: sa.Engine = field(repr=False)

    @classmethod
    def connect(cls, address: ServerAddress, login: str, password: str) -> Session:
        """Signs in and checks that client and server fit together.

        Raises WrongPassword, Unreachable, ServerFull, TooOld or Refused.
        """
        engine = sa.create_engine(
            "postgresql+psycopg://",
            connect_args=address._arguments(login, password),
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
            pool_size=3,
            max_overflow=3,
            pool_recycle=300,
            pool_timeout=10,
        )
        session = cls(login, address, engine)
        try:
            session.check_protocol()
        except ThroughlineError:
            engine.dispose()
            raise
        return session

    def close(self) -> None:
        """Gives back all connections."""
        self.engine.dispose()

    def check_protocol(self) -> None:
        """Raises TooOld when this client and the server do not fit together."""
        protocol, oldest_client = self.read(_protocols)
        if oldest_client > CLIENT_PROTOCOL:
            raise TooOld("client")
        if protocol < OLDEST_SERVER_PROTOCOL:
            raise TooOld("server")

    def read(self, work: Callable[[sa.Connection], T]) -> T:
        """Runs a question; a passing trouble is tried again, a broken connection made anew."""
        return self._run(work, Unreachable)

    def write(self, work: Callable[[sa.Connection], T]) -> T:
        """Runs one autocommit save that carries its own operation id, so that sending it again lands it once.

        Raises OutcomeUnknown when the connection broke and the server could not be asked again.
        """
        return self._run(work, OutcomeUnknown)

    def _run(self, work: Callable[[sa.Connection], T], when_cut: type[ThroughlineError]) -> T:
        cut = False
        pauses = iter(_PAUSES)
        while True:
            trouble: ThroughlineError
            try:
                connection = self.engine.connect()
            except DBAPIError as error:
                trouble = at_connect(str(error.orig))
                again = cut and isinstance(trouble, Unreachable | ServerFull)
            except sa.exc.TimeoutError:
                trouble, again = Busy(), False
            else:
                try:
                    with connection:
                        return work(connection)
                except DBAPIError as error:
                    trouble = worded(error)
                    again = isinstance(trouble, Busy | _Cut)
                    if isinstance(trouble, _Cut):
                        cut = True
                        self.engine.dispose()
            pause = next(pauses, None) if again else None
            if pause is None:
                raise (when_cut() if cut and again else trouble) from None
            time.sleep(pause * random.uniform(0.7, 1.3))  # noqa: S311 (jitter)


class _Cut(ThroughlineError):
    """The connection broke during a call; nobody knows whether it had its effect."""


def worded(error: DBAPIError) -> ThroughlineError:
    """The expected trouble behind the error of a call on a live connection, by its SQLSTATE."""
    original = error.orig
    state = getattr(original, "sqlstate", None) or ""
    if isinstance(original, psycopg.OperationalError) and not state:
        return _Cut()
    return _by_state(state, original)


_BY_CLASS: dict[str, type[ThroughlineError]] = {
    "08": _Cut,
    "57": _Cut,
    "40": Busy,
    "55": Busy,
    "53": ServerFull,
}
_BY_STATE: dict[str, Callable[[], ThroughlineError]] = {
    "57014": Busy,
    "25006": _Cut,  # a standby: connecting again finds the writable server
    "42501": NotPermitted,
    "TL001": Conflict,
    "0A000": lambda: TooOld("server"),
    "42883": lambda: TooOld("server"),
    "3F000": lambda: TooOld("server"),
    "42P01": lambda: TooOld("server"),
}


def _by_state(state: str, original: BaseException | None) -> ThroughlineError:
    if state == "TL002":
        return Refused(_sentence(original))
    made = _BY_STATE.get(state) or _BY_CLASS.get(state[:2])
    return made() if made else Refused("The server could not accept this. What you typed is kept.")


def _sentence(original: BaseException | None) -> str:
    """The text of our own refusals, which never repeat what was typed; other text never passes here."""
    diagnosis = getattr(original, "diag", None)
    text = (getattr(diagnosis, "message_primary", None) or "This could not be accepted as it is").strip()
    return text[0].upper() + text[1:] + "."


_AT_CONNECT: tuple[tuple[tuple[str, ...], Callable[[], ThroughlineError]], ...] = (
    (("password authentication failed", "no password supplied"), WrongPassword),
    (
        ("is not permitted to log in",),
        lambda: Refused("This login is suspended. Ask your administrator."),
    ),
    (
        ("too many connections", "remaining connection slots"),
        lambda: ServerFull("The server has no free connection for you. Close other windows, or try in a minute."),
    ),
    (
        ("no pg_hba.conf entry", "permission denied for database"),
        lambda: Refused("The server does not admit this login to the record. Ask your administrator."),
    ),
    (
        ("certificate", "SSL", "channel binding"),
        lambda: Unreachable("The server could not prove who it is, so nothing was sent. Tell your administrator."),
    ),
)


def at_connect(text: str) -> ThroughlineError:
    """The expected trouble behind a failed connection, which has no SQLSTATE and is told apart by its message."""
    if "database" in text and "does not exist" in text:
        return Refused("This server does not keep a record under that name. Check the address.")
    for marks, made in _AT_CONNECT:
        if any(mark in text for mark in marks):
            return made()
    return Unreachable()


def _protocols(connection: sa.Connection) -> tuple[int, int]:
    api = sa.func.api
    row = connection.execute(sa.select(api.protocol(), api.min_client())).one()
    return int(row[0]), int(row[1])
