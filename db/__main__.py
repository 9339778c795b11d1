"""`throughline-admin`, also `python -m db`: one parser, one place where refusals become words and exit statuses."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from db.console import owner, people
from db.console.options import FOUND, complain
from db.errors import ThroughlineError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 done, 1 refused or something found, 2 not understood (argparse's own)."""
    parser = argparse.ArgumentParser(prog="throughline-admin", description="Looks after a Throughline record.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    owner.add_commands(commands)
    people.add_commands(commands)
    parsed = parser.parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except ThroughlineError as error:
        complain(error.text)
        return FOUND
    except KeyboardInterrupt:
        complain("Stopped.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
