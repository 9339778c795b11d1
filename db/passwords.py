"""Where a command finds a person's password, and the form in which a password may travel.

A password is looked for in the environment, then in files that only their owner can read, then asked for; it is never
an argument of a command, where every process list would show it.
"""

from __future__ import annotations

import getpass
import json
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from db.errors import Refused

SHORTEST = 10
"""Characters that a new password needs."""


def scram_verifier(connection: psycopg.Connection[Any], login: str, password: str) -> str:
    """The SCRAM verifier of a password, made on this side so that the password never travels.

    Refused if the password is too short, or holds what no keyboard types.
    """
    if len(password) < SHORTEST:
        raise Refused("A password needs at least ten characters.")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in password):
        raise Refused("A password is one line of letters, digits and signs.")
    return connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()


def password_for(login: str, *, again: bool = False, at: tuple[str, str, str] | None = None) -> str:
    """The password of a login: THROUGHLINE_PASSWORD, the file that THROUGHLINE_PEOPLE names, PGPASSFILE, a prompt.

    `again` asks twice, for a password that is being chosen; `at` is host, port and database for PGPASSFILE, otherwise
    PGHOST, PGPORT and PGDATABASE. Refused when there is none and nobody to ask.
    """
    found = os.environ.get("THROUGHLINE_PASSWORD") or _from_people(login) or _from_passfile(login, at)
    if found:
        return found
    if not sys.stdin.isatty():
        raise Refused(
            f"No password for {login}: set THROUGHLINE_PASSWORD,"
            " or name a 0600 file in THROUGHLINE_PEOPLE or PGPASSFILE."
        )
    return _asked(f"Password of {login}: ", again)


def chosen_password(login: str, file: Path | None) -> str:
    """A new password for somebody else: from a private file or asked for twice, never from the environment.

    What stands there is the password of whoever runs the command, and must not become another person's.
    """
    if file:
        return private_text(file).rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Refused(f"No new password for {login}: name a 0600 file with --password-file.")
    return _asked(f"New password of {login}: ", again=True)


def _asked(question: str, again: bool) -> str:
    password = getpass.getpass(question)
    if again and getpass.getpass("The same again: ") != password:
        raise Refused("The two passwords are not the same.")
    return password


def _from_people(login: str) -> str | None:
    named = os.environ.get("THROUGHLINE_PEOPLE")
    if not named:
        return None
    text = private_text(Path(named))
    try:
        return next((str(person["password"]) for person in json.loads(text) if person["login"] == login), None)
    except (ValueError, TypeError, KeyError):
        pass
    raise Refused("The file that THROUGHLINE_PEOPLE names is not the list of people that it should be.")


def _from_passfile(login: str, at: tuple[str, str, str] | None) -> str | None:
    named = os.environ.get("PGPASSFILE")
    if not named:
        return None
    wanted = (*(at or [os.environ.get(name, "") for name in ("PGHOST", "PGPORT", "PGDATABASE")]), login)
    for *entry, password in _entries(private_text(Path(named))):
        if all(have in ("*", want) for have, want in zip(entry, wanted, strict=True)):
            return password
    return None


_FIELD = r"((?:\\.|[^\\:])*):"
_ENTRY = re.compile(_FIELD * 4 + "(.*)")


def _entries(text: str) -> Iterator[list[str]]:
    """The entries of a password file: host:port:database:user:password, where a backslash keeps what follows it."""
    for line in text.splitlines():
        found = _ENTRY.fullmatch(line)
        if found and not line.startswith("#"):
            yield [re.sub(r"\\(.)", r"\1", part) for part in found.groups()]


def private_text(path: Path) -> str:
    """The text of a file that only its owner can read; Refused if others can, or if it cannot be read."""
    try:
        with path.open(encoding="utf-8") as file:
            if os.name == "posix" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise Refused(f"{path} can be read by others. Make it private first: chmod 600.")
            return file.read()
    except (OSError, ValueError):
        pass
    raise Refused(f"{path} cannot be read.")
