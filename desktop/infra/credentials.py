"""Passwords: kept in the computer's own keyring when the person asks for it.

Many council machines have no keyring; then nothing is kept and nothing fails.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

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
        import keyring  # noqa: PLC0415 (after the first paint)
        from keyring.backends import fail, null  # noqa: PLC0415

        return not isinstance(keyring.get_keyring(), fail.Keyring | null.Keyring)
    except Exception:
        return False


def remembered(server: str, login: str) -> str:
    """The password kept for a login at a server, or empty."""
    with suppress(Exception):
        import keyring  # noqa: PLC0415 (after the first paint)

        return keyring.get_password(_SERVICE, f"{login}@{server}") or ""
    return ""


def remember(server: str, login: str, password: str) -> bool:
    """Keep a password, or forget it when it is empty; False where that cannot be done."""
    with suppress(Exception):
        import keyring  # noqa: PLC0415 (after the first paint)

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
