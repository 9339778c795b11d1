"""The signed-in person's way to the server, as the window holds it.

The database half costs several times the import of Qt, so that nothing here imports it before the window stands: the
functions that need it run in a worker thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from db.errors import Refused, ThroughlineError, WrongPassword
from desktop.infra.credentials import Person

if TYPE_CHECKING:
    from db.queries.staff import Me
    from db.session import ServerAddress, Session


@dataclass(frozen=True, slots=True)
class Place:
    """Where the record is kept: an address in libpq's words, or empty for the one on this computer."""

    dsn: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Place:
        """The server that PGHOST, PGPORT and PGDATABASE name."""
        if not environment.get("PGHOST"):
            return cls()
        names = (("host", "PGHOST"), ("port", "PGPORT"), ("dbname", "PGDATABASE"))
        return cls(" ".join(f"{word}={environment[name]}" for word, name in names if environment.get(name)))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session and whose it is."""

    session: Session
    me: Me


def warm() -> None:
    """Import what signing in needs of the database half; for a worker, after the first paint."""
    for name in ("session", "queries.staff"):
        import_module(f"db.{name}")


def warm_the_rest() -> None:
    """Import what the pages need besides; for a worker, while the person signs in."""
    for name in ("queries.files", "queries.chronology", "queries.entries", "commands.files", "commands.entries"):
        import_module(f"db.{name}")


def sign_in(dsn: str, login: str, password: str) -> SignedIn:
    """Connect and learn who one is; raises the expected troubles of a connection, or Refused."""
    from db.queries.staff import who_am_i  # noqa: PLC0415 (after the first paint)
    from db.session import ServerAddress, Session  # noqa: PLC0415

    if not login:
        raise Refused("Type your name for signing in.")
    if not password:
        raise WrongPassword("Type your password.")
    session = Session.connect(ServerAddress.from_dsn(dsn), login, password)
    try:
        return SignedIn(session, who_am_i(session))
    except ThroughlineError:
        session.close()
        raise


@dataclass(frozen=True, slots=True)
class LocalRecord:
    """The record on this computer, running: its address, its sample people, and how to let go of it."""

    dsn: str
    people: tuple[Person, ...]
    close: Callable[[], None]


def open_local_record(progress: Callable[[str], None]) -> LocalRecord:
    """Start the record on this computer, made and filled on first use; Refused with a plain sentence if it cannot."""
    embedded = import_module("db.server.embedded")
    launcher = import_module("db.server.launcher")
    try:
        opened = embedded.open_sample(launcher.default_home(), progress)
    except launcher.LauncherError as trouble:
        raise Refused(getattr(trouble, "text", "") or str(trouble)) from None
    people = tuple(
        Person(one.name, one.role, one.login, one.password, getattr(one, "job_title", "")) for one in opened.people
    )
    return LocalRecord(dsn_of(opened.address), people, opened.close)


def dsn_of(address: ServerAddress) -> str:
    """An address in libpq's words."""
    words = f"host={address.host} port={address.port} dbname={address.database}"
    return words + (f" sslrootcert={address.root_certificate}" if address.root_certificate else "")
