"""An embedded server with a record in it: deployed on first use and, if wished, filled with the sample authority.

Every step can be interrupted and mends itself at the next start: deploying is re-runnable, the sample comes in one
transaction, and the list of its people is written last, with new passwords if it was lost.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import psycopg

from db.errors import Refused
from db.passwords import scram_verifier
from db.sample.load import SamplePerson, load_sample
from db.server.deploy import deploy, deployed_roles, is_current
from db.server.launcher import EmbeddedServer, RunningServer
from db.session import ServerAddress

DATABASE = "throughline"


def _silent(_line: str) -> None:
    """Nobody is listening to the progress."""


@dataclass(slots=True)
class OpenedRecord:
    """A record on this computer: where to sign in, and the people of the sample, if it is the sample."""

    address: ServerAddress
    people: tuple[SamplePerson, ...]
    server: EmbeddedServer
    running: RunningServer

    @property
    def people_file(self) -> Path:
        """The private file that names the sample's people."""
        return people_file(self.running.home)

    @property
    def passwords_file(self) -> Path:
        """The same people's passwords as libpq reads them, so that psql asks for none."""
        return self.running.home / "pgpass"

    def close(self) -> None:
        """Leaves the server; the last to leave stops it."""
        self.server.stop_keeping()


def people_file(home: Path) -> Path:
    """Where a home keeps the list of the sample's people."""
    return home / "people.json"


def open_record(home: Path, *, sample: bool, progress: Callable[[str], None] = _silent) -> OpenedRecord:
    """Starts the embedded server of this home, makes its record on first use, and fills the sample if wished.

    Raises LauncherError if the server cannot start, Refused if the home keeps a record that is not the sample.
    """
    server = EmbeddedServer(home)
    progress("Starting the record on this computer …")
    running = server.start()
    try:
        with server.setting_up():
            people = _made_ready(running, sample, progress)
            lines = (f"*:*:{DATABASE}:{person.login}:{person.password}\n" for person in people)
            _write_private(running.home / "pgpass", "".join(lines))
    except (psycopg.Error, OSError):
        server.stop_keeping()
        raise Refused(
            "The record on this computer could not be made ready: the disk is full, or the server stopped. Free at"
            " least 300 MB, then start again; nothing needs to be cleared up by hand."
        ) from None
    except BaseException:
        server.stop_keeping()
        raise
    return OpenedRecord(ServerAddress(running.host, str(running.port), DATABASE), people, server, running)


def open_sample(home: Path, progress: Callable[[str], None] = _silent) -> OpenedRecord:
    """The sample authority on this computer."""
    return open_record(home, sample=True, progress=progress)


def _made_ready(running: RunningServer, sample: bool, progress: Callable[[str], None]) -> tuple[SamplePerson, ...]:
    dsn = running.dsn(DATABASE)
    if not is_current(dsn):
        progress("Making the record ready …")
        deploy(dsn, authority="")
    with psycopg.connect(dsn) as connection:
        is_sample = connection.execute("select 1 from core.setting where key = 'sample'").fetchone() is not None
        has_staff = connection.execute("select 1 from core.staff").fetchone() is not None
    if not sample and not is_sample:
        return ()
    if has_staff and not is_sample:
        raise Refused("This embedded server keeps a record of your own, so the sample is not put into it.")
    path = people_file(running.home)
    people = _listed(path)
    if not has_staff:
        progress("Filling the sample authority: 400 fictional children, about 12,000 entries …")
        with psycopg.connect(dsn) as connection:
            roles = deployed_roles(connection)
        people = load_sample(dsn, roles, today=date.today())
        _write_private(path, _as_json(people))
    elif not people:
        people = _with_new_passwords(dsn)
        _write_private(path, _as_json(people))
    return people


def _listed(path: Path) -> tuple[SamplePerson, ...]:
    """The people of the list, which is made private if it was not; none if it is missing or spoilt."""
    try:
        path.chmod(0o600)
        return tuple(SamplePerson(**person) for person in json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return ()


def _with_new_passwords(dsn: str) -> tuple[SamplePerson, ...]:
    """The sample's people after their list was lost: the same people with new passwords."""
    with psycopg.connect(dsn) as connection:
        roles = deployed_roles(connection)
        found = connection.execute("select name, role, login, job_title from core.staff order by name").fetchall()
        people = tuple(
            SamplePerson(name=name, role=role, login=login, password=secrets.token_urlsafe(16), job_title=title)
            for name, role, login, title in found
        )
        connection.execute(psycopg.sql.SQL("set local role {}").format(psycopg.sql.Identifier(roles.role_admin)))
        for person in people:
            verifier = scram_verifier(connection, person.login, person.password)
            connection.execute("select logins.set_password(%s, %s)", [person.login, verifier])
    return people


def _as_json(people: tuple[SamplePerson, ...]) -> str:
    return json.dumps([asdict(person) for person in people], ensure_ascii=False, indent=1)


def _write_private(path: Path, text: str) -> None:
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)
