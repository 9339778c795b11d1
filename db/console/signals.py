"""Commands of administrators about what stands out on a caseload: thresholds, statutory dates and bank holidays."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from db.commands.signals import (
    SetBankHoliday,
    SetStatutoryStep,
    SetThreshold,
    set_bank_holiday,
    set_statutory_step,
    set_threshold,
)
from db.console.options import DONE, Parser, one_day, person_options, show, signed_in, table
from db.domain.signals import RULES, THRESHOLDS
from db.errors import Refused
from db.queries.signals import bank_holidays, statutory_steps, thresholds


def add_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    """Adds this module's commands to the parser."""
    signals = commands.add_parser(
        "signal", help="list or change when something is told on a caseload"
    ).add_subparsers(required=True)  # fmt: skip
    _lister(signals, _list_thresholds, "from how many times and weeks on each signal is told")
    parser = _setter(signals, _set_threshold, "tell a signal from other times or weeks on")
    parser.add_argument("signal", metavar="SIGNAL", help="for example not_seen_alone")
    parser.add_argument("--times", type=int, default=None, help="from how many times on; as it is if not given")
    parser.add_argument("--weeks", type=int, default=None, help="in, or after, how many weeks; as it is if not given")
    steps = commands.add_parser("statutory-date", help="list or change how long the law gives").add_subparsers(
        required=True
    )
    _lister(steps, _list_steps, "how long each step has, and on whose authority")
    parser = _setter(steps, _set_step, "change how long a step has")
    parser.add_argument("rule", metavar="RULE", choices=tuple(RULES), help=", ".join(RULES))
    parser.add_argument("step", metavar="STEP", type=int, help="1 for the first, 2 for the next")
    parser.add_argument("number", metavar="NUMBER", type=int)
    parser.add_argument(
        "unit", metavar="UNIT", choices=("working-days", "weeks", "months"), help="working-days, weeks or months"
    )
    parser.add_argument("--authority", required=True, metavar="TEXT", help="whose rule it is")
    holidays = commands.add_parser("bank-holiday", help="list, add or take back bank holidays").add_subparsers(
        required=True
    )
    _lister(holidays, _list_holidays, "the bank holidays")
    parser = _setter(holidays, _set_holiday, "a day is a bank holiday; with an empty name it is none")
    parser.add_argument("day", metavar="DATE")
    parser.add_argument("name", metavar="NAME")


def _lister(commands: argparse._SubParsersAction[Parser], run: Any, text: str) -> None:
    parser = commands.add_parser("list", help=text)
    person_options(parser)
    parser.add_argument("--history", action="store_true", help="what stood before too, with who changed it and when")
    parser.set_defaults(run=run)


def _setter(commands: argparse._SubParsersAction[Parser], run: Any, text: str) -> Parser:
    parser = commands.add_parser("set", help=text)
    person_options(parser)
    parser.set_defaults(run=run)
    return parser


def _shown(arguments: argparse.Namespace, found: Sequence[Any], key: Sequence[str], facts: Sequence[str]) -> int:
    """Prints the newest version of each, or with --history all of them."""
    lines = found if arguments.history else _newest(found, key)
    heads = [*key, *facts, "changed by", "on"]
    cells = [
        [*(_cell(getattr(line, name)) for name in (*key, *facts)), line.changed_by, f"{line.changed_at:%d/%m/%Y}"]
        for line in lines
    ]
    show(arguments, lines, table(heads, cells))
    return DONE


def _newest(found: Iterable[Any], key: Sequence[str]) -> list[Any]:
    newest: dict[tuple[Any, ...], Any] = {}
    for line in found:
        newest.setdefault(tuple(getattr(line, name) for name in key), line)
    return list(newest.values())


def _cell(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def _list_thresholds(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        found = sorted(thresholds(session), key=lambda line: list(THRESHOLDS).index(line.signal))
    return _shown(arguments, found, ("signal",), ("times", "weeks"))


def _set_threshold(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        standing = next((line for line in thresholds(session) if line.signal == arguments.signal), None)
        if standing is None:
            raise Refused(f"There is no such signal. These are: {', '.join(THRESHOLDS)}.")
        wish = SetThreshold(
            arguments.signal,
            standing.times if arguments.times is None else arguments.times,
            standing.weeks if arguments.weeks is None else arguments.weeks,
        )
        set_threshold(session, wish)
    show(arguments, wish, f"{wish.signal}: from now on {wish.times} times, {wish.weeks} weeks.")
    return DONE


def _list_steps(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        found = statutory_steps(session)
    return _shown(arguments, found, ("rule", "step"), ("number", "unit", "authority"))


def _set_step(arguments: argparse.Namespace) -> int:
    unit = arguments.unit.replace("-", " ")
    wish = SetStatutoryStep(arguments.rule, arguments.step, arguments.number, unit, arguments.authority)
    with signed_in(arguments) as session:
        set_statutory_step(session, wish)
    show(arguments, wish, f"{wish.rule}, step {wish.step}: from now on within {wish.number} {wish.unit}.")
    return DONE


def _list_holidays(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        found = bank_holidays(session)
    if not arguments.history:
        found = tuple(line for line in _newest(found, ("day",)) if line.name)
    return _shown(arguments, found, ("day",), ("name",))


def _set_holiday(arguments: argparse.Namespace) -> int:
    day = one_day(arguments.day, "A bank holiday is one day.")
    if day is None:
        raise Refused("Say on which day the bank holiday is.")
    with signed_in(arguments) as session:
        set_bank_holiday(session, SetBankHoliday(day, arguments.name))
    text = f"{day:%d/%m/%Y} is {arguments.name}." if arguments.name else f"{day:%d/%m/%Y} is no bank holiday."
    show(arguments, {"day": day, "name": arguments.name}, text)
    return DONE
