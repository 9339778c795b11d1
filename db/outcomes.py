"""What a failed call means for the person, and whether it may be tried again.

Errors are worded from SQLSTATE alone, since the server's own text may hold case text; only a failed connection has no
SQLSTATE and is told apart by its message.
"""

from __future__ import annotations

from collections.abc import Callable

import psycopg
from sqlalchemy.exc import DBAPIError

from db.errors import (
    Busy,
    Conflict,
    NotPermitted,
    PasswordGiven,
    Refused,
    ServerFull,
    Suspended,
    ThroughlineError,
    TooOld,
    Unreachable,
    WrongPassword,
)


class Cut(ThroughlineError):
    """The connection broke during a call; nobody knows whether it had its effect."""


class Standby(Unreachable):
    """A server that only copies the record answered; nothing happened, and the writable one must be found."""

    default_text = "Only a copy of the record answers just now. Try again in a minute; what you typed is kept."


class Replaced(TooOld):
    """A function is not there as this connection knew it: an upgrade made it anew, or the server is really older."""

    def __init__(self) -> None:
        super().__init__("server")


def worded(error: DBAPIError) -> ThroughlineError:
    """The expected trouble behind the error of a call on a live connection, by its SQLSTATE."""
    original = error.orig
    state = getattr(original, "sqlstate", None) or ""
    if isinstance(original, psycopg.OperationalError) and not state:
        return Cut()
    return _by_state(state, original)


_BY_CLASS: dict[str, type[ThroughlineError]] = {
    "08": Cut,
    "57": Cut,
    "40": Busy,
    "55": Busy,
    "53": ServerFull,
}
_BY_STATE: dict[str, Callable[[], ThroughlineError]] = {
    "25P03": Cut,
    "25P04": Cut,
    "40003": Cut,
    "57014": Busy,
    "25006": Standby,
    "42501": NotPermitted,
    "TL001": Conflict,
    "TL003": PasswordGiven,
    "0A000": Replaced,
    "42883": Replaced,
    "3F000": Replaced,
    "42P01": Replaced,
}


def _by_state(state: str, original: BaseException | None) -> ThroughlineError:
    if state == "TL002":
        return Refused(_sentence(original))
    if state == "XX000" and "cache lookup failed for function" in str(original):
        return Replaced()  # the upgrade took it away between being found and being called
    made = _BY_STATE.get(state) or _BY_CLASS.get(state[:2])
    return made() if made else Refused("The server could not accept this. What you typed is kept.")


def _sentence(original: BaseException | None) -> str:
    """The text of our own refusals, which never repeat what was typed; other text never passes here."""
    diagnosis = getattr(original, "diag", None)
    text = (getattr(diagnosis, "message_primary", None) or "This could not be accepted as it is").strip()
    return text[0].upper() + text[1:] + "."


_AT_CONNECT: tuple[tuple[tuple[str, ...], Callable[[], ThroughlineError]], ...] = (
    (("password authentication failed", "no password supplied"), WrongPassword),
    (("is not permitted to log in",), Suspended),
    (
        ("too many connections", "too many clients", "remaining connection slots"),
        lambda: ServerFull("The server has no free connection for you. Close other windows, or try in a minute."),
    ),
    (
        ("no pg_hba.conf entry", "permission denied for database"),
        lambda: Refused("The server does not admit this login to the record. Ask your administrator."),
    ),
    (("session is read-only", "server is in hot standby mode"), Standby),
    (
        ("requires a valid client certificate",),
        lambda: Refused("This server asks for your own certificate besides the password. Ask your administrator."),
    ),
    (
        ("alert unknown ca", "alert certificate", "alert bad certificate"),
        lambda: Refused("The server does not take your certificate: it has run out, or another office made it."),
    ),
    (
        ("private key file", "could not load certificate file", "could not open certificate file"),
        lambda: Refused("Your certificate or its key cannot be read. Its file has to be yours alone: chmod 600."),
    ),
    (
        ("certificate", "SSL", "channel binding", "authentication method requirement"),
        lambda: Unreachable("The server could not prove who it is, so nothing was sent. Tell your administrator."),
    ),
    (
        ("invalid integer value", "invalid port number", "invalid connection option"),
        lambda: Refused("The server's address cannot be understood. It reads like “host=… dbname=…”."),
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
