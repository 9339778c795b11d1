"""Commands of administrators about looks: from when on they deserve a question."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from db.commands.looks import SetLookThreshold, set_look_threshold
from db.console.options import DONE, Parser, person_options, show, signed_in, table
from db.domain.looks import QUESTIONS
from db.errors import Refused
from db.queries.looks import look_thresholds


def add_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    """Adds this module's commands to the parser."""
    looks = commands.add_parser(
        "look-question", help="list or change when looks deserve a question"
    ).add_subparsers(required=True)  # fmt: skip
    parser = looks.add_parser("list", help="from how many times on, and of how many weeks, each question is asked")
    person_options(parser)
    parser.add_argument("--history", action="store_true", help="what stood before too, with who changed it and when")
    parser.set_defaults(run=_list)
    parser = looks.add_parser("set", help="ask a question from other times on, or of other weeks")
    person_options(parser)
    parser.add_argument("question", metavar="QUESTION", help=", ".join(QUESTIONS))
    parser.add_argument("--times", type=int, default=None, help="from how many times on; as it is if not given")
    parser.add_argument("--weeks", type=int, default=None, help="of how many weeks; as it is if not given")
    parser.set_defaults(run=_set)


def _list(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        found = look_thresholds(session)
    newest = {one.question: one for one in reversed(found)}
    lines = found if arguments.history else tuple(newest[question] for question in QUESTIONS)
    cells = [
        [one.question, str(one.times), str(one.weeks), one.changed_by, f"{one.changed_at:%d/%m/%Y}"] for one in lines
    ]
    show(arguments, lines, table(["question", "times", "weeks", "changed by", "on"], cells))
    return DONE


def _set(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        standing = next((one for one in look_thresholds(session) if one.question == arguments.question), None)
        if standing is None:
            raise Refused(f"There is no such question. These are: {', '.join(QUESTIONS)}.")
        wish = SetLookThreshold(
            arguments.question,
            standing.times if arguments.times is None else arguments.times,
            standing.weeks if arguments.weeks is None else arguments.weeks,
        )
        set_look_threshold(session, wish)
    show(arguments, asdict(wish), f"{wish.question}: from now on from {wish.times} times on, of {wish.weeks} weeks.")
    return DONE
