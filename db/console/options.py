"""The options that several commands share, and the one way in which commands print."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from db.passwords import password_for
from db.server.embedded import DATABASE
from db.server.launcher import EmbeddedServer, default_home
from db.session import ServerAddress, Session

DONE, FOUND, USAGE = 0, 1, 2
"""Exit statuses: done; refused, or something found; the command was not understood."""


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
    """The DSN of an owner's command; an embedded server runs for as long as it is used."""
    if arguments.embedded:
        with EmbeddedServer(arguments.home or default_home()) as running:
            yield running.dsn(DATABASE)
    else:
        yield arguments.dsn


@contextmanager
def signed_in(arguments: argparse.Namespace) -> Iterator[Session]:
    """The session of a person's command."""
    session = Session.connect(address_of(arguments.server), arguments.login, password_for(arguments.login))
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


def show(arguments: argparse.Namespace, value: Any, text: str) -> None:
    """Prints the value as JSON for a script, or the text for a person."""
    print(json.dumps(plain(value), ensure_ascii=False, indent=1, default=str) if arguments.json else text)


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
    print(text, file=sys.stderr)
