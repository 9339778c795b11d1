"""Commands of administrators about the lists and limits of the deployment."""

from __future__ import annotations

import argparse
import json
import re
from datetime import date, timedelta
from typing import Any

from db.commands.codes import SetCode, set_code, set_document_limit, set_idle_minutes
from db.console.options import DONE, Parser, person_options, show, signed_in, table
from db.errors import Refused
from db.queries.codes import CodeLine, codes
from db.session import Session


def add_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    """Adds this module's commands to the parser."""
    _code_commands(
        commands.add_parser("code", help="list, change or end the codes of a list").add_subparsers(required=True)
    )
    settings = commands.add_parser("setting", help="change a limit of the deployment").add_subparsers(required=True)
    parser = settings.add_parser("document-limit", help="the largest document that is kept, for example 40MB")
    person_options(parser)
    parser.add_argument("size", metavar="SIZE", type=_megabytes, help="from 1MB to 500MB")
    parser.set_defaults(run=_document_limit)
    parser = settings.add_parser("idle-lock", help="lock windows after so many minutes without a key or a movement")
    person_options(parser)
    parser.add_argument("minutes", metavar="MINUTES", type=int, help="from 1 to 60")
    parser.set_defaults(run=_idle_lock)


def _code_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    parser = commands.add_parser("list", help="the codes of a list that may be chosen now, for example entry_kind")
    person_options(parser)
    parser.add_argument("list", metavar="LIST")
    parser.set_defaults(run=_list)
    parser = commands.add_parser("set", help="add a code, or change how one reads; what is not given stays")
    person_options(parser)
    parser.add_argument("list", metavar="LIST")
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("--label", default="", help="how it reads; needed for a new code")
    parser.add_argument("--sort", type=int, help="its place in the list; a new code comes last")
    parser.add_argument("--attributes", type=_attributes, help='a JSON object, for example {"visit": true}')
    parser.set_defaults(run=_set)
    parser = commands.add_parser("end", help="offer a code no more; where it stands it reads as before")
    person_options(parser)
    parser.add_argument("list", metavar="LIST")
    parser.add_argument("code", metavar="CODE")
    parser.set_defaults(run=_end)


def _megabytes(words: str) -> int:
    found = re.fullmatch(r"([0-9]{1,3})\s*(?:MB)?", words.strip(), re.IGNORECASE)
    if found is None:
        raise argparse.ArgumentTypeError("a size is written like 40MB")
    return int(found[1])


def _attributes(words: str) -> dict[str, Any]:
    try:
        value = json.loads(words)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise argparse.ArgumentTypeError('attributes are a JSON object, for example {"visit": true}')
    return value


def _list(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        found = _codes(session, arguments.list)
    lines = [
        [line.code, line.label, ", ".join(key for key, value in line.attributes.items() if value)] for line in found
    ]
    show(arguments, found, table(["code", "label", "attributes"], lines))
    return DONE


def _set(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        found = _codes(session, arguments.list)
        last = max(line.sort for line in found)
        standing = next(
            (line for line in found if line.code == arguments.code), CodeLine(arguments.code, "", last + 10)
        )
        wish = SetCode(
            arguments.list,
            arguments.code,
            arguments.label or standing.label,
            standing.sort if arguments.sort is None else arguments.sort,
            standing.attributes if arguments.attributes is None else arguments.attributes,
        )
        if not wish.label:
            raise Refused("A new code needs a label: give it with --label.")
        set_code(session, wish)
    show(arguments, wish, f"{wish.code} in {wish.list} reads “{wish.label}”.")
    return DONE


def _end(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        standing = next((line for line in _codes(session, arguments.list) if line.code == arguments.code), None)
        if standing is None:
            raise Refused("This code is not offered in that list.")
        yesterday = date.today() - timedelta(days=1)
        wish = SetCode(
            arguments.list, standing.code, standing.label, standing.sort, standing.attributes, to_on=yesterday
        )
        set_code(session, wish)
    show(arguments, wish, f"{wish.code} in {wish.list} is offered no more.")
    return DONE


def _codes(session: Session, name: str) -> tuple[CodeLine, ...]:
    found = codes(session, name)
    if not found:
        raise Refused("There is no such list, or nothing in it may be chosen now.")
    return found


def _document_limit(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        set_document_limit(session, arguments.size)
    show(arguments, {"megabytes": arguments.size}, f"Documents of up to {arguments.size} MB are kept from now on.")
    return DONE


def _idle_lock(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        set_idle_minutes(session, arguments.minutes)
    rests = f"after {arguments.minutes} minutes without a key or a movement"
    told = f"Windows are locked {rests}; those that are open learn of it within five minutes."
    show(arguments, {"minutes": arguments.minutes}, told)
    return DONE
