"""`throughline-admin`, also `python -m db`: one parser, one place where refusals become words and exit statuses."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from db.console import allocation, lists, looks, notes, owner, papers, people, signals, templates
from db.console.options import FOUND, Parser, complain
from db.errors import ThroughlineError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 done, 1 refused or something found, 2 not understood (argparse's own)."""
    parser = Parser(prog="throughline-admin", description="Looks after a Throughline record.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    owner.add_commands(commands)
    people.add_commands(commands)
    allocation.add_commands(commands)
    papers.add_commands(commands)
    lists.add_commands(commands)
    notes.add_commands(commands)
    signals.add_commands(commands)
    looks.add_commands(commands)
    templates.add_commands(commands)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name that the terminal cannot show is no reason to stop
    parsed = parser.parse_args(arguments)
    try:
        status = int(parsed.run(parsed))
        sys.stdout.flush()
    except ThroughlineError as error:
        complain(error.text)
        return FOUND
    except BrokenPipeError:  # whoever read our lines has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FOUND
    except (KeyboardInterrupt, EOFError):
        complain("Stopped.")
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
