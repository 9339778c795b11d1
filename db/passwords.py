"""Where a command finds a person's password, and the form in which a password may travel.

A password is looked for in the environment, then in files that only their owner can read, then asked for; it is never
an argument of a command, where every process list would show it.
"""

from __future__ import annotations

import getpass
import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from db.errors import Refused

SHORTEST = 10
"""Characters that a new password needs."""


def scram_verifier(connection: psycopg.Connection[Any], login: str, password: str) -> str:
    """The SCRAM verifier of a password, made on this side so that the password never travels; Refused if too short."""
    if len(password) < SHORTEST:
        raise Refused("A password needs at least ten characters.")
    return connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()


def password_for(login: str, *, again: bool = False) -> str:
    """The password of a login: THROUGHLINE_PASSWORD, the file that THROUGHLINE_PEOPLE names, PGPASSFILE, a prompt.

    `again` asks twice, for a password that is being chosen. Refused when there is none and nobody to ask.
    """
    found = os.environ.get("THROUGHLINE_PASSWORD") or _from_people(login) or _from_passfile(login)
    if found:
        return found
    if not sys.stdin.isatty():
        raise Refused(f"No password for {login}: set THROUGHLINE_PASSWORD, or name a 0600 file in PGPASSFILE.")
    password = getpass.getpass(f"Password of {login}: ")
    if again and getpass.getpass("The same again: ") != password:
        raise Refused("The two passwords are not the same.")
    return password


def _from_people(login: str) -> str | None:
    named = os.environ.get("THROUGHLINE_PEOPLE")
    if not named:
        return None
    try:
        people = json.loads(private_text(Path(named)))
    except ValueError:
        raise Refused("The file that THROUGHLINE_PEOPLE names is not the list of people that it should be.") from None
    return next((str(person["password"]) for person in people if person["login"] == login), None)


def _from_passfile(login: str) -> str | None:
    named = os.environ.get("PGPASSFILE")
    if not named:
        return None
    for line in _lines(private_text(Path(named))):
        host, port, database, user, password = line
        wanted = (os.environ.get("PGHOST", ""), os.environ.get("PGPORT", ""), os.environ.get("PGDATABASE", ""), login)
        if all(have in ("*", want) for have, want in zip((host, port, database, user), wanted, strict=True)):
            return password
    return None


def _lines(text: str) -> Iterator[list[str]]:
    """The entries of a password file: host:port:database:user:password, where a backslash keeps a colon."""
    for line in text.splitlines():
        parts = line.replace("\\:", "\0").split(":", 4)
        if len(parts) == 5 and not line.startswith("#"):
            yield [part.replace("\0", ":") for part in parts]


def private_text(path: Path) -> str:
    """The text of a file that only its owner can read; Refused if others can, or if it cannot be read."""
    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise Refused(f"{path} can be read by others. Make it private first: chmod 600.")
        return path.read_text(encoding="utf-8")
    except OSError:
        raise Refused(f"{path} cannot be read.") from None
