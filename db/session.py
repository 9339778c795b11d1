"""One person's way to the server, and the rules of what to do when it goes wrong.

Every read and every save passes through `read` or `write` here, so that retrying, reconnecting and the wording of
trouble are decided in one place.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import random
import threading
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from db.errors import Busy, OutcomeUnknown, Refused, ServerFull, ThroughlineError, TooOld, Unreachable
from db.outcomes import Cut, Replaced, Standby, at_connect, worded
from db.patience import PatientConnection, waiting_until

T = TypeVar("T")

CLIENT_PROTOCOL = 1
"""The protocol that this client speaks; compared at connect with what the server speaks and still serves."""
OLDEST_SERVER_PROTOCOL = 1
_PAUSES = (0.1, 0.3, 0.8, 1.5, 3.0)
"""Seconds to wait before each further attempt, give or take a third."""
READ_SECONDS = 30.0
"""After this long without an answer a question is given up."""
WRITE_SECONDS = 15.0
"""After this long without an answer a save is given up and its outcome is unknown; sending it again is safe."""
REST_SECONDS = 60
"""After so long without a question a connection is given back: the places on a server are counted."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where the record is kept. Several hosts, with commas, are tried in order and the writable one is taken."""

    host: str
    port: str
    database: str = "throughline"
    root_certificate: str = ""
    certificate: str = ""
    """The file of the person's own certificate, where the server asks for one besides the password."""
    key: str = ""

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
            certificate=str(parts.get("sslcert") or ""),
            key=str(parts.get("sslkey") or ""),
        )

    @property
    def in_words(self) -> str:
        """The address as the sign-in page shows it."""
        return f"{self.host}:{self.port}/{self.database}"

    def _arguments(self, login: str, password: str) -> dict[str, Any]:
        """libpq's settings: beyond this machine nothing but a verified server and bound channels will do."""
        arguments: dict[str, Any] = {
            "host": self.host,
            "hostaddr": "",  # not what PGHOSTADDR says
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
            "options": f"-c idle_session_timeout={REST_SECONDS}s",
        }
        if self.certificate:
            arguments |= {"sslcert": self.certificate, "sslkey": self.key}
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
    _arguments: dict[str, Any] = field(repr=False)
    _closing: threading.Event = field(default_factory=threading.Event, repr=False)

    @classmethod
    def connect(cls, address: ServerAddress, login: str, password: str) -> Session:
        """Signs in and checks that client and server fit together.

        Raises WrongPassword, Unreachable, ServerFull, TooOld or Refused.
        """
        session = cls.untried(address, login, password)
        try:
            session.check_protocol()
        except ThroughlineError as trouble:
            session.engine.dispose()
            if not isinstance(trouble, Replaced):
                raise
        else:
            return session
        raise Refused("There is no record in this database, or one that is not of this kind. Check the address.")

    @classmethod
    def untried(cls, address: ServerAddress, login: str, password: str) -> Session:
        """The same while the server is away: each call tries to sign in, and raises Unreachable until it answers."""
        arguments = address._arguments(login, password)
        engine = sa.create_engine(
            "postgresql+psycopg://",
            creator=lambda: PatientConnection.connect(**arguments),
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
            pool_size=2,
            max_overflow=4,
            pool_use_lifo=True,
            pool_recycle=300,
            pool_timeout=10,
        )
        sa.event.listen(engine, "checkin", _note_rest)
        sa.event.listen(engine, "checkout", _renew_what_rested)
        sa.event.listen(engine, "handle_error", _drop_what_is_no_good)
        return cls(login, address, engine, arguments)

    def close(self) -> None:
        """Gives back all connections; calls that are under way in other threads end at once, as if cut."""
        self._closing.set()
        self.engine.pool.dispose()

    def use_password(self, password: str) -> None:
        """The password for connections made from now on, after the person changed it."""
        self._arguments["password"] = password

    def is_password(self, password: str) -> bool:
        """Whether it is the password of this session; for when the server cannot be asked."""
        kept, typed = (each.encode("utf-8", "surrogatepass") for each in (str(self._arguments["password"]), password))
        return hmac.compare_digest(kept, typed)

    def proof(self, salt: str) -> str:
        """Proves to the server that this session knows a password of this "iterations:salt"."""
        return client_key(str(self._arguments["password"]), salt)

    def check_protocol(self) -> None:
        """Raises TooOld when this client and the server do not fit together."""
        _compare(self.read(_protocols))

    def read(self, work: Callable[[sa.Connection], T], *, seconds: float = READ_SECONDS) -> T:
        """Runs a question; a passing trouble is tried again, a broken connection made anew."""
        return self._run(work, Unreachable, seconds)

    def write(self, work: Callable[[sa.Connection], T], *, seconds: float = WRITE_SECONDS) -> T:
        """Runs one autocommit save that carries its own operation id, so that sending it again lands it once.

        Raises OutcomeUnknown when the connection broke and the server could not be asked again.
        """
        return self._run(work, OutcomeUnknown, seconds)

    def write_once(self, work: Callable[[sa.Connection], T]) -> T:
        """Runs one autocommit act that has no operation id: OutcomeUnknown if the connection broke under way.

        An idle connection that was dropped meanwhile is noticed before the act is sent, and made anew.
        """
        cut = False

        def once(connection: sa.Connection) -> T:
            nonlocal cut
            if cut:
                raise OutcomeUnknown
            connection.execute(sa.select(1))
            try:
                return work(connection)
            except DBAPIError as error:
                cut = isinstance(worded(error), Cut)
                raise

        return self.write(once)

    def _run(self, work: Callable[[sa.Connection], T], when_cut: type[ThroughlineError], seconds: float) -> T:
        end = time.monotonic() + seconds
        cut = replaced = False
        pauses = iter(_PAUSES)
        with waiting_until(lambda: self._closing.is_set() or time.monotonic() > end):
            while True:
                try:
                    if replaced:
                        _compare(self._attempt(_protocols))
                    return self._attempt(work)
                except ThroughlineError as caught:
                    trouble = caught
                if isinstance(trouble, Replaced) and not replaced:
                    replaced = True
                    continue
                cut = cut or isinstance(trouble, Cut)
                again = isinstance(trouble, Cut | Standby | Busy | ServerFull) or (
                    cut and isinstance(trouble, Unreachable)
                )
                pause = next(pauses, None) if again else None
                if pause is None or self._closing.is_set() or time.monotonic() + pause > end:
                    break
                time.sleep(pause * random.uniform(0.7, 1.3))  # noqa: S311 (jitter)
        raise (when_cut() if cut and again else trouble) from None

    def _attempt(self, work: Callable[[sa.Connection], T]) -> T:
        """One try, on a connection from the pool. The driver's error is dropped here: it may hold case text."""
        trouble: ThroughlineError
        try:
            connection = self.engine.connect()
        except DBAPIError as error:
            trouble = at_connect(str(error.orig))
        except UnicodeError:
            trouble = _not_text()
        except sa.exc.TimeoutError:
            trouble = Busy()
        else:
            try:
                with connection:
                    return work(connection)
            except DBAPIError as error:
                trouble = worded(error)
            except UnicodeError:
                trouble = _not_text()
            finally:
                if self._closing.is_set():
                    self.engine.pool.dispose()
        raise trouble


def client_key(password: str, salt: str) -> str:
    """The client key of SCRAM-SHA-256 in base64 (RFC 5802, section 3), for a "iterations:salt" of the server.

    It proves to whoever holds the verifier that one knows the password, and tells nothing of it.
    """
    iterations, _, encoded = salt.partition(":")
    plain = unicodedata.normalize("NFKC", password).encode()
    salted = hashlib.pbkdf2_hmac("sha256", plain, base64.b64decode(encoded), int(iterations))
    return base64.b64encode(hmac.digest(salted, b"Client Key", "sha256")).decode()


def _note_rest(_connection: object, record: sa.pool.ConnectionPoolEntry) -> None:
    record.info["rests_since"] = time.monotonic()


def _renew_what_rested(_connection: object, record: sa.pool.ConnectionPoolEntry, _proxy: object) -> None:
    """A connection that the server has closed, or is about to, is made anew before anything is asked on it."""
    if time.monotonic() - record.info.get("rests_since", time.monotonic()) > REST_SECONDS - 5:
        raise sa.exc.DisconnectionError


def _drop_what_is_no_good(context: sa.engine.ExceptionContext) -> None:
    """Lets the pool make its connections anew, where it would see a failed statement on a good connection."""
    error = context.sqlalchemy_exception
    if isinstance(error, DBAPIError) and isinstance(worded(error), Cut | Standby | Replaced):
        context.is_disconnect = True


def _not_text() -> ThroughlineError:
    return Refused("This holds characters that are no text. Type them anew.")


def _protocols(connection: sa.Connection) -> tuple[int, int]:
    api = sa.func.api
    row = connection.execute(sa.select(api.protocol(), api.min_client())).one()
    return int(row[0]), int(row[1])


def _compare(protocols: tuple[int, int]) -> None:
    protocol, oldest_client = protocols
    if oldest_client > CLIENT_PROTOCOL:
        raise TooOld("client")
    if protocol < OLDEST_SERVER_PROTOCOL:
        raise TooOld("server")
