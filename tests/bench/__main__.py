"""`bootstrap.py bench`: measures the record, the PDF and the window, each beside its raw floor in the same run."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from db.sample.bench_set import load_bench
from db.server.deploy import deploy
from db.server.embedded import DATABASE
from db.server.launcher import EmbeddedServer
from tests.bench import (
    caseload_figures,
    file_figures,
    name_figures,
    office_figures,
    pdf_floor,
    scroll_figures,
    window_figures,
)
from tests.bench.measure import Figure, as_table
from tests.bench.record_figures import RecordBench

SCALES = {"2m": 2_000_000, "10m": 10_000_000}
_USUAL_OTHERS = 20_000
"""Entries beside the large file unless a scale is asked for: the twenty other children of a caseload."""
_PEOPLE = 100_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the measurements and prints them as a table."""
    parser = argparse.ArgumentParser(prog="bootstrap.py bench", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON as well")
    parser.add_argument("--scale", choices=SCALES, help="with this many other entries in the record (long)")
    parser.add_argument("--entries", type=int, default=100_000, help="entries of the large file")
    parser.add_argument("--people", type=int, default=_PEOPLE, help="people to find a name among (a million: long)")
    parsed = parser.parse_args(arguments)
    figures = _record_figures(parsed.entries, SCALES.get(parsed.scale or "", _USUAL_OTHERS), parsed.people)
    _say("filling the sample and measuring a caseload …")
    figures += caseload_figures.figures()
    _say(f"letting {office_figures.PEOPLE} people work at once for a minute …")
    figures += office_figures.figures()
    _say("measuring the PDF …")
    figures += [_from_pdf(row) for row in pdf_floor.figures()]
    print(as_table(figures))
    if parsed.json:
        parsed.json.write_text(json.dumps([figure.as_json() for figure in figures], ensure_ascii=False, indent=1))
    return 0


def _record_figures(entries: int, others: int, people: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(Path(folder) / "home") as running:
        dsn = running.dsn(DATABASE)
        _say(f"filling a record with a file of {entries:,} entries …")
        done = deploy(dsn, authority="Measured Council")
        loaded = load_bench(dsn, done.roles, entries=entries, elsewhere=others)
        _say("measuring the record …")
        bench = RecordBench.at(dsn, loaded.login, loaded.password, loaded.small_child, loaded.large_child)
        try:
            figures = [*bench.figures(), *file_figures.figures(bench)]
        finally:
            bench.close()
        _say("measuring the window …")
        figures += window_figures.figures(dsn)
        figures += scroll_figures.figures(dsn, loaded.login, loaded.password, loaded.small_child, loaded.large_child)
        _say(f"adding {people:,} people and finding their names …")
        name_figures.add_people(dsn, done.roles, people)
        return figures + name_figures.figures(dsn, loaded.login, loaded.password)


def _from_pdf(row: dict[str, object]) -> Figure:
    number = {
        key: round(float(str(row[key])), 3) if row[key] is not None else None for key in ("value", "floor", "ratio")
    }
    return Figure(
        str(row["name"]), str(row["unit"]), number["value"] or 0.0, number["floor"], number["ratio"], str(row["goal"])
    )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
