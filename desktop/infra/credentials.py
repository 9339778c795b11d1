"""Passwords: kept in the computer's own keyring when the person asks for it, and found for scripts.

Many council machines have no keyring; then nothing is kept and nothing fails.
"""

from __future__ import annotations

import getpass
import json
import os
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from db.errors import Refused

_SERVICE = "Throughline"


@dataclass(frozen=True, slots=True)
class Person:
    """One of a sample's people, who may be tried in one click."""

    name: str
    role: str
    login: str
    password: str
    job_title: str = ""


def can_remember() -> bool:
    """Whether this computer has a keyring; asks it, so call it off the interface thread."""
    try:
        import keyring
        from keyring.backends import fail, null

        return not isinstance(keyring.get_keyring(), fail.Keyring | null.Keyring)
    except Exception:
        return False


def remembered(server: str, login: str) -> str:
    """The password kept for a login at a server, or empty."""
    with suppress(Exception):
        import keyring

        return keyring.get_password(_SERVICE, f"{login}@{server}") or ""
    return ""


def remember(server: str, login: str, password: str) -> bool:
    """Keep a password, or forget it when it is empty; False where that cannot be done."""
    with suppress(Exception):
        import keyring

        name = f"{login}@{server}"
        if password:
            keyring.set_password(_SERVICE, name, password)
        elif keyring.get_password(_SERVICE, name) is not None:
            keyring.delete_password(_SERVICE, name)
        return True
    return False


def people_of(path: str | None) -> tuple[Person, ...]:
    """The sample's people from the file that THROUGHLINE_PEOPLE names; none if it cannot be read."""
    if not path:
        return ()
    try:
        listed = json.loads(Path(path).read_text(encoding="utf-8"))
        return tuple(
            Person(
                str(one["name"]),
                str(one["role"]),
                str(one["login"]),
                str(one["password"]),
                str(one.get("job_title", "")),
            )
            for one in listed
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()


def password_for(login: str) -> str:
    """The password of a script's login: THROUGHLINE_PASSWORD, the people file, a private PGPASSFILE, then a prompt.

    Raises Refused when none of them knows it and nobody can be asked.
    """
    given = os.environ.get("THROUGHLINE_PASSWORD")
    if given:
        return given
    for person in people_of(os.environ.get("THROUGHLINE_PEOPLE")):
        if person.login == login:
            return person.password
    kept = _from_pass_file(os.environ.get("PGPASSFILE"), login)
    if kept:
        return kept
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass.getpass(f"Password of {login}: ")
    raise Refused(
        "There is no password for this login. Set THROUGHLINE_PASSWORD, or name a private file in PGPASSFILE."
    )


def _from_pass_file(path: str | None, login: str) -> str:
    """The password on the first line for this login (host:port:database:login:password, * matches any)."""
    if not path:
        return ""
    file = Path(path)
    try:
        if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise Refused("The password file can be read by others. Make it private: chmod 600.")
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    for line in lines:
        parts = line.replace("\\:", "\0").split(":")
        if len(parts) == 5 and parts[3].replace("\0", ":") in (login, "*"):
            return parts[4].replace("\0", ":")
    return ""
