"""Commands of whoever owns the server: deploy, upgrade, health, the sample, the embedded server, the audit's chain."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from db.console.options import DONE, FOUND, Parser, complain, json_option, owner_dsn, owner_options, show
from db.errors import Refused
from db.passwords import password_for
from db.server.administrator import administrator
from db.server.deploy import Deployment, add_first_administrator, deploy, upgrade
from db.server.embedded import OpenedRecord, open_record
from db.server.health import health
from db.server.launcher import default_home

_SEALED_AT_ONCE = 50_000
_HBA = "hostssl {database} +{people} 0.0.0.0/0 scram-sha-256"


def add_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    """Adds this module's commands to the parser."""
    parser = commands.add_parser("deploy", help="put the record onto a PostgreSQL 16 or later; safe to run again")
    owner_options(parser)
    parser.add_argument("--prefix", default="throughline", help="the prefix of this deployment's roles")
    parser.add_argument("--authority", default="", help="the organisation's name, as it is printed")
    parser.add_argument("--country", choices=("E", "W"), default="E", help="England or Wales")
    parser.add_argument("--strict", action="store_true", help="fail if functions remain open to everybody")
    parser.add_argument("--first-administrator", metavar="LOGIN", help="make the first login, an administrator's")
    parser.add_argument("--name", default="Administrator", help="the first administrator's name")
    parser.set_defaults(run=_deploy)

    parser = commands.add_parser("upgrade", help="bring a deployment to this release")
    owner_options(parser)
    parser.add_argument("--strict", action="store_true", help="fail if functions remain open to everybody")
    parser.set_defaults(run=_upgrade)

    parser = commands.add_parser("health", help="how the deployment is; status 1 if something should be mended")
    owner_options(parser)
    parser.set_defaults(run=_health)

    parser = commands.add_parser("verify-audit", help="walk the audit's chain; status 1 if it is broken")
    owner_options(parser)
    parser.add_argument(
        "--head", type=_head, metavar="SEQ:HASH", help="a head printed on a document, which must be in the chain"
    )
    parser.set_defaults(run=_verify_audit)

    parser = commands.add_parser("sample", help="make the sample authority in the embedded server of this computer")
    parser.add_argument("--home", type=Path, default=None, help="the embedded server's folder")
    json_option(parser)
    parser.set_defaults(run=_sample)

    parser = commands.add_parser("embedded", help="run a command beside the embedded server of this computer")
    parser.add_argument("--home", type=Path, default=None, help="the embedded server's folder")
    parser.add_argument("--sample", action="store_true", help="with the sample authority in it")
    parser.add_argument("command", nargs="+", metavar="COMMAND", help="after --, the command and its arguments")
    parser.set_defaults(run=_embedded)


def _deploy(arguments: argparse.Namespace) -> int:
    login = arguments.first_administrator
    password = password_for(login, again=True) if login else ""
    with owner_dsn(arguments) as dsn:
        done = deploy(
            dsn,
            prefix=arguments.prefix,
            authority=arguments.authority,
            country=arguments.country,
            strict=arguments.strict,
        )
        if login:
            add_first_administrator(dsn, login, arguments.name, password)
    show(arguments, done, _told(done))
    return DONE


def _upgrade(arguments: argparse.Namespace) -> int:
    with owner_dsn(arguments) as dsn:
        done = upgrade(dsn, strict=arguments.strict)
    show(arguments, done, _told(done))
    return DONE


def _told(done: Deployment) -> str:
    lines = [
        f"The record stands in {done.database}, at revision {done.revision}.",
        "People are admitted by this line in pg_hba.conf:",
        "  " + _HBA.format(database=done.database, people=done.roles.people),
    ]
    if done.open_functions:
        lines.append(
            f"This server would not take {len(done.open_functions)} functions from everybody (--json lists them):"
            " people could use them to leave each other messages, but not to read the record."
        )
    return "\n".join(lines)


def _health(arguments: argparse.Namespace) -> int:
    with owner_dsn(arguments) as dsn:
        found = health(dsn)
    sealed = found.sealed_at.strftime("%d/%m/%Y %H:%M") if found.sealed_at else "never"
    lines = [
        f"PostgreSQL {found.server_version}, revision {found.revision}",
        f"{found.files} files, {found.entries} entries, {found.staff_active} active staff",
        f"{found.connections} of {found.connection_limit} connections in use",
        f"audit sealed {sealed}, {found.unsealed_events} events not sealed yet",
        *([f"functions open to everybody: {len(found.open_functions)}"] if found.open_functions else []),
        *(f"To mend: {finding}" for finding in found.findings),
    ]
    show(arguments, found, "\n".join(lines))
    return FOUND if found.findings else DONE


def _sealed_first(connection: psycopg.Connection) -> int:
    """Seals what waits, where this login may write it: a standby or a reader verifies what others sealed."""
    sealed, done = 0, _SEALED_AT_ONCE
    with suppress(psycopg.errors.Error):
        while done == _SEALED_AT_ONCE:
            (done,) = connection.execute("select wall.seal()").fetchone() or (0,)
            sealed += done
    return sealed


def _verify_audit(arguments: argparse.Namespace) -> int:
    seq, digest = arguments.head or (None, None)
    with owner_dsn(arguments) as dsn, administrator(dsn) as connection:
        sealed = _sealed_first(connection)
        try:
            row = connection.execute("select * from wall.verify_audit(%s::bigint, %s::text)", [seq, digest]).fetchone()
        except psycopg.errors.Error:
            raise Refused(
                "There is no audit to verify here, or this login may not read it: use the one that deployed it."
            ) from None
    broken_at, walked, unsealed, head_found = row or (None, 0, 0, None)
    told = (
        [f"{sealed} event was sealed first." if sealed == 1 else f"{sealed} events were sealed first."]
        if sealed
        else []
    )
    told.append(f"The chain breaks at number {broken_at}." if broken_at else f"All {walked} links of the chain hold.")
    told.append(f"{unsealed} event is not sealed yet." if unsealed == 1 else f"{unsealed} events are not sealed yet.")
    if head_found is not None:
        told.append("The printed head is in the chain." if head_found else "The printed head is NOT in the chain.")
    value = {"broken_at": broken_at, "walked": walked, "unsealed": unsealed, "head_found": head_found,
             "sealed": sealed}  # fmt: skip
    show(arguments, value, " ".join(told))
    return FOUND if broken_at or head_found is False else DONE


def _head(text: str) -> tuple[int, str]:
    found = re.fullmatch(r"([0-9]{1,18}):([0-9a-fA-F]{64})", text.strip())
    if not found:
        raise argparse.ArgumentTypeError("a head is written as its number, a colon and 64 hexadecimal digits")
    return int(found[1]), found[2].lower()


def _sample(arguments: argparse.Namespace) -> int:
    opened = open_record(arguments.home or default_home(), sample=True, progress=complain)
    try:
        people = [{"name": p.name, "role": p.role, "login": p.login} for p in opened.people]
        lines = [f"{p.login:<8} {p.role:<14} {p.name}, {p.job_title}" for p in opened.people]
        lines.append(f"Their passwords are in {opened.people_file}")
        show(arguments, people, "\n".join(lines))
    finally:
        opened.close()
    return DONE


def _embedded(arguments: argparse.Namespace) -> int:
    command = shutil.which(arguments.command[0])
    if command is None:
        raise Refused(f"The command {arguments.command[0]} cannot be run.")
    opened = open_record(arguments.home or default_home(), sample=arguments.sample, progress=complain)
    try:
        with _interrupts_for_the_command():
            status = subprocess.run(
                arguments.command, executable=command, check=False, env=_environment(opened)
            ).returncode
    except OSError:
        raise Refused(f"The command {arguments.command[0]} cannot be run.") from None
    finally:
        opened.close()
    return status if status >= 0 else 128 - status  # as a shell tells of a signal


@contextmanager
def _interrupts_for_the_command() -> Iterator[None]:
    """Leaves Ctrl+C to the command, which may use it as psql does; the terminal sends it to both."""
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _environment(opened: OpenedRecord) -> dict[str, str]:
    """What any program needs to find the record: libpq's variables, and the people's file of the sample."""
    address = opened.address
    found = {"PGHOST": address.host, "PGPORT": address.port, "PGDATABASE": address.database}
    if opened.people:
        found["THROUGHLINE_PEOPLE"] = str(opened.people_file)
        found["PGPASSFILE"] = str(opened.passwords_file)
    elsewhere = ("PGHOSTADDR", "PGSERVICE", "PGSSLMODE", "THROUGHLINE_PEOPLE")
    return {name: value for name, value in os.environ.items() if name not in elsewhere} | found
