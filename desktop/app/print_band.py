"""`throughline print-band`: the child on one page for scripts, without a window."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from db.errors import ThroughlineError
from desktop.app.print_chronology import open_child, signed_in
from desktop.features.record.printing import print_band


def print_band_page(asked: Namespace, environment: dict[str, str]) -> int:
    """Print as asked; exit status 0, or 1 with a plain sentence on standard error."""
    try:
        session = signed_in(asked, environment)
        try:
            out = print_band(session, open_child(session, asked.child).child_id, Path(asked.out))
        finally:
            session.close()
    except ThroughlineError as trouble:
        print(f"{trouble.text} (Reference {trouble.reference})", file=sys.stderr)
        return 1
    print(f"The child on one page: {out}")
    return 0
