"""The signed-in person's way to the server, as the window holds it.

The database half costs several times the import of Qt, so that nothing here imports it before the window stands: the
functions that need it run in a worker thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from db.errors import (
    Busy,
    Locked,
    NotPermitted,
    Refused,
    ServerFull,
    Suspended,
    ThroughlineError,
    Unreachable,
    WrongPassword,
)
from desktop.infra.credentials import Person

if TYPE_CHECKING:
    from db.local.drafts import DraftStore
    from db.queries.staff import Me
    from db.session import ServerAddress, Session

_IN_MEMORY = "Until then only this window has what you type: save your entries before you close it."


_NOT_OF_THIS_SITTING = "The server does not answer, and this is not the password with which you signed in here last."


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
    """A session and whose it is, and the drafts of that person on this computer.

    `locked` says why earlier drafts on this computer do not open; they are kept as they are. `server` is the name under
    which the key of the drafts is kept. `unkept` says why nothing can be kept on this computer, where that is so.
    """

    session: Session
    me: Me
    store: DraftStore
    locked: str = ""
    server: str = ""
    unkept: str = ""


def warm() -> None:
    """Import what signing in needs of the database half; for a worker, after the first paint."""
    for name in ("session", "queries.staff"):
        import_module(f"db.{name}")


def warm_the_rest() -> None:
    """Import what the pages need besides; for a worker, while the person signs in."""
    modules = ("queries.files", "queries.chronology", "queries.entries", "commands.files", "commands.entries")
    for name in (*modules, "local.outbox", "domain.quick_entry"):
        import_module(f"db.{name}")


def sign_in(dsn: str, login: str, password: str, *, here: bool = False, drafts: Path | None = None) -> SignedIn:
    """Connect, learn who one is, and open one's drafts; raises the expected troubles of a connection, or Refused.

    `here` says that the record is the one on this computer; `drafts` is the folder of everybody's drafts, if not the
    usual one.
    """
    from db.queries.staff import who_am_i  # noqa: PLC0415 (after the first paint)
    from db.session import ServerAddress, Session  # noqa: PLC0415

    if not login:
        raise Refused("Type your name for signing in.")
    if not password:
        raise WrongPassword("Type your password.")
    session = Session.connect(ServerAddress.from_dsn(dsn), login, password)
    try:
        server, me = _named(session.address, here), who_am_i(session)
        try:
            store, locked = open_store(server, login, password, drafts)
        except Refused as trouble:
            return SignedIn(session, me, _held_in_memory(), "", server, f"{trouble.text} {_IN_MEMORY}")
        return SignedIn(session, me, store, locked, server)
    except ThroughlineError:
        session.close()
        raise


def open_store(server: str, login: str, password: str, above: Path | None = None) -> tuple[DraftStore, str]:
    """A person's drafts for a server, and why earlier ones do not open, if so; Refused if the folder cannot be used."""
    from db.local.drafts import DraftStore  # noqa: PLC0415 (after the first paint)
    from desktop.infra import draft_key  # noqa: PLC0415

    folder = draft_key.draft_folder(server, login)
    folder = above / folder.name if above is not None else folder
    try:
        opened, why = draft_key.open_drafts(folder, server, login, password), ""
    except Locked as trouble:
        opened, why = DraftStore(folder, draft_key.start_anew(folder, server, login, password)), trouble.text
    with suppress(Refused):  # a full disk is told when something is typed
        draft_key.remember_password(folder, password)
    return opened, why


def _held_in_memory() -> DraftStore:
    """For a computer on which no draft can be kept: what is typed goes to the server, as when the disk is full."""
    from db.local.drafts import DraftStore  # noqa: PLC0415 (after the first paint)
    from db.local.vault import Vault, new_key  # noqa: PLC0415

    return DraftStore(None, Vault(new_key()))


def prove(signed_in: SignedIn, password: str) -> None:
    """Whether it is the person who signed in: the server says so or, while none answers, the password of then.

    WrongPassword if it is not; Refused or NotPermitted if the person may not work here any more.
    """
    from db.queries.staff import who_am_i  # noqa: PLC0415 (after the first paint)
    from db.session import Session  # noqa: PLC0415

    session = signed_in.session
    try:
        asked = Session.connect(session.address, session.login, password)
    except (Unreachable, ServerFull, Busy):
        if not session.is_password(password):
            raise WrongPassword(_NOT_OF_THIS_SITTING) from None
        return
    try:
        who_am_i(asked)
    finally:
        asked.close()
    session.use_password(password)


def may_work(signed_in: SignedIn) -> bool:
    """Whether the signed-in person may work here still, as far as the server answers."""
    from db.queries.staff import who_am_i  # noqa: PLC0415 (after the first paint)

    try:
        who_am_i(signed_in.session)
    except (NotPermitted, Suspended):
        return False
    except ThroughlineError:
        return True
    return True


def change_password(signed_in: SignedIn, now: str, new: str) -> None:
    """A new password of the signed-in person; the drafts on this computer open with it, where one locks them."""
    from db.commands.staff import change_password as change  # noqa: PLC0415 (after the first paint)
    from desktop.infra import draft_key  # noqa: PLC0415

    change(signed_in.session, new)
    with suppress(Refused, Locked):  # asked for the password of before at the next sign-in
        draft_key.change_password(signed_in.store.folder, now, new)
        draft_key.remember_password(signed_in.store.folder, new)


def choose_password(dsn: str, login: str, given: str, new: str) -> None:
    """Change a password that was given, with which nothing else can be done."""
    from db.commands.staff import change_password as change  # noqa: PLC0415 (after the first paint)
    from db.session import ServerAddress, Session  # noqa: PLC0415

    session = Session.connect(ServerAddress.from_dsn(dsn), login, given)
    try:
        change(session, new)
    finally:
        session.close()


def may_write_without(dsn: str, login: str, *, here: bool = False, drafts: Path | None = None) -> bool:
    """Whether this person's key is on this computer, so that they can write while the server does not answer."""
    from db.session import ServerAddress  # noqa: PLC0415 (after the first paint)
    from desktop.infra import draft_key  # noqa: PLC0415

    folder = draft_key.draft_folder(_named(ServerAddress.from_dsn(dsn), here), login)
    return draft_key.has_key(folder if drafts is None else drafts / folder.name)


def write_without(dsn: str, login: str, password: str, *, here: bool = False, drafts: Path | None = None) -> SignedIn:
    """One's drafts while the server does not answer, and a session that tries it with each call; Locked as the drafts.

    Of the person nothing is known but the login; what they may do is asked when the server answers.
    """
    from db.local.drafts import DraftStore  # noqa: PLC0415 (after the first paint)
    from db.queries.staff import Me  # noqa: PLC0415
    from db.session import ServerAddress, Session  # noqa: PLC0415
    from desktop.infra import draft_key  # noqa: PLC0415

    if not password:
        raise WrongPassword("Type your password.")
    address = ServerAddress.from_dsn(dsn)
    server = _named(address, here)
    folder = draft_key.draft_folder(server, login)
    folder = drafts / folder.name if drafts is not None else folder
    if not draft_key.has_key(folder):
        raise Refused("You did not sign in on this computer before, so nothing can be kept safely here.")
    store = DraftStore(folder, draft_key.open_without_server(folder, server, login, password))
    me = Me(UUID(int=0), login, login, "practitioner", "", "", False, "", "")
    return SignedIn(Session.untried(address, login, password), me, store, "", server)


def _named(address: ServerAddress, here: bool) -> str:
    return "this computer" if here else address.in_words


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
    files = (("sslrootcert", address.root_certificate), ("sslcert", address.certificate), ("sslkey", address.key))
    return words + "".join(f" {word}={file}" for word, file in files if file)
