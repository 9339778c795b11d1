"""The options that several commands share, and the one way in which commands print."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.exc import DBAPIError

from db.domain.partial_date import DateNotUnderstood, parse_partial_date
from db.errors import Refused, ThroughlineError, Unreachable
from db.passwords import password_for
from db.queries.files import FoundChild, child_of_reference
from db.server.embedded import DATABASE
from db.server.launcher import EmbeddedServer, default_home
from db.session import ServerAddress, Session

DONE, FOUND, USAGE = 0, 1, 2
"""Exit statuses: done; refused, or something found; the command was not understood."""


class Parser(argparse.ArgumentParser):
    """A parser that takes no shortened options: `--password` must not mean `--password-file`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, allow_abbrev=False)


def owner_options(parser: argparse.ArgumentParser) -> None:
    """Where an owner's command works: an administrator's DSN, or the embedded server."""
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--dsn", help="an administrator's connection, for example “host=db dbname=throughline user=admin”"
    )
    where.add_argument("--embedded", action="store_true", help="the embedded server of this computer")
    parser.add_argument("--home", type=Path, default=None, help="the embedded server's folder")
    json_option(parser)


def person_options(parser: argparse.ArgumentParser) -> None:
    """Who a person's command signs in as, and where."""
    parser.add_argument("--as", dest="login", required=True, metavar="LOGIN", help="whom to sign in as")
    parser.add_argument("--server", metavar="DSN", help="the server; otherwise PGHOST, PGPORT and PGDATABASE")
    json_option(parser)


def json_option(parser: argparse.ArgumentParser) -> None:
    """`--json`, for scripts."""
    parser.add_argument("--json", action="store_true", help="print JSON")


@contextmanager
def owner_dsn(arguments: argparse.Namespace) -> Iterator[str]:
    """The DSN of an owner's command; an embedded server runs for as long as it is used.

    What the server refuses meanwhile is worded here.
    """
    with ExitStack() as used:
        dsn = arguments.dsn
        if not arguments.embedded:
            ServerAddress.from_dsn(dsn)
        else:
            dsn = used.enter_context(EmbeddedServer(arguments.home or default_home())).dsn(DATABASE)
        trouble: ThroughlineError
        try:
            yield dsn
            return
        except psycopg.Error as error:
            trouble = _owners_trouble(error)
        except DBAPIError as error:
            trouble = _owners_trouble(error.orig)
        raise trouble


def _owners_trouble(error: BaseException | None) -> ThroughlineError:
    """What an administrator is told, who may do anything but the wrong thing; the number is for whoever helps."""
    state = getattr(error, "sqlstate", None) or ""
    if state == "42501":
        return Refused("This login may not do that here. Use an administrator of the server.")
    if state[:2] in ("08", "57") or state == "25P04" or (isinstance(error, psycopg.OperationalError) and not state):
        return Unreachable("The connection to the server broke, or it took too long. Run the command again.")
    return Refused(f"The server could not do that. Its reason has the number {state or '-'}.")


@contextmanager
def signed_in(arguments: argparse.Namespace) -> Iterator[Session]:
    """The session of a person's command."""
    address = address_of(arguments.server)
    password = password_for(arguments.login, at=(address.host, address.port, address.database))
    session = Session.connect(address, arguments.login, password)
    try:
        yield session
    finally:
        session.close()


def address_of(dsn: str | None) -> ServerAddress:
    """The server that an option names, or the environment, as psql would read it."""
    if dsn:
        return ServerAddress.from_dsn(dsn)
    return ServerAddress(
        host=os.environ.get("PGHOST", "127.0.0.1"),
        port=os.environ.get("PGPORT", "5432"),
        database=os.environ.get("PGDATABASE", DATABASE),
        root_certificate=os.environ.get("PGSSLROOTCERT", ""),
    )


def one_day(words: str, several: str) -> date | None:
    """The day that an option gives, none for none; `several` says what is wrong with more than one."""
    if not words:
        return None
    try:
        day = parse_partial_date(words, today=date.today())
    except DateNotUnderstood as error:
        raise Refused(error.text) from None
    if day.earliest != day.latest:
        raise Refused(several)
    return day.earliest


def child_of(session: Session, reference: str) -> FoundChild:
    """The child of a reference; one answer whether there is none or it is not for this person."""
    found = child_of_reference(session, reference)
    if found is None:
        raise Refused(f"There is no file {reference}, or it is not one that you may open.")
    return found


def show(arguments: argparse.Namespace, value: Any, text: str) -> None:
    """Prints the value as JSON for a script, or the text for a person."""
    if arguments.json:
        print(json.dumps(plain(value), ensure_ascii=False, indent=1, default=str))
    else:
        print(printable(text))


def plain(value: Any) -> Any:
    """A frozen value, or a list of them, as JSON's own kinds."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def table(heads: list[str], lines: list[list[str]]) -> str:
    """Columns for a terminal."""
    widths = [max(len(line[column]) for line in [heads, *lines]) for column in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in [heads, *lines]
    )


def complain(text: str) -> None:
    """A refusal, in plain words, where refusals go."""
    print(printable(text), file=sys.stderr)


_COMMANDS_OF_TERMINALS = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]")


def printable(text: str) -> str:
    """The text without what would command the terminal: names and column heads come from other people."""
    return _COMMANDS_OF_TERMINALS.sub("\N{REPLACEMENT CHARACTER}", text)
