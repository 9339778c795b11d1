"""Kills the server with -9 while four people save, again and again, and counts what became of every save.

`python -m tests.faults.kill_server --kills 100` is the long run; the ordinary tests run a few kills.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import psycopg

from db.commands.entries import RecordEntry, record_entry
from db.errors import OutcomeUnknown, ThroughlineError, Unreachable
from db.server import cluster
from db.server.as_unprivileged import recorded_seat
from db.server.home import Home
from db.server.launcher import EmbeddedServer, RunningServer, write_hba
from tests.record import Record, cloned, content, make_template

WRITERS = ("tl_practitioner_a", "tl_practitioner_b", "tl_practitioner_c", "tl_duty_a")


@dataclass
class Tally:
    """What the run saw. `lost`, `doubled` and `unaudited` must be 0."""

    kills: int = 0
    acknowledged: set[UUID] = field(default_factory=set)
    resent: int = 0
    saved_between: list[int] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    unaudited: int = 0
    broken_chain_at: int | None = None

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {len(self.acknowledged)} saves acknowledged "
            f"(at least {min(self.saved_between, default=0)} between two kills), {self.resent} sent again by hand; "
            f"{self.lost} lost, {self.doubled} doubled, {self.unaudited} without an audit row, "
            f"audit chain {'holds' if self.broken_chain_at is None else f'broken at {self.broken_chain_at}'}"
        )


def kill_while_saving(home: Path, kills: int) -> Tally:
    """Runs the whole experiment in a home of its own and counts."""
    tally = Tally()
    embedded = EmbeddedServer(home)
    running = embedded.start()
    try:
        write_hba(home, "/^tl_")
        make_template(running)
        with cloned(running) as record:
            desks = [Desk(record, login) for login in WRITERS]
            stop, mutex = threading.Event(), threading.Lock()
            threads = [threading.Thread(target=_save_until, args=(desk, stop, tally, mutex)) for desk in desks]
            for thread in threads:
                thread.start()
            try:
                for number in range(kills):
                    _until_saved(tally, len(tally.acknowledged) + 8)
                    time.sleep(0.007 * (number % 5))
                    _kill(record.server)
                    record.server = embedded.start()
                    tally.kills += 1
                    tally.saved_between.append(len(tally.acknowledged) - sum(tally.saved_between))
                time.sleep(0.5)
            finally:
                stop.set()
                for thread in threads:
                    thread.join(20)
            _count(record, tally)
    finally:
        embedded.stop_keeping()
    return tally


class Desk:
    """A worker with an open file, who follows the server when it comes back on another port."""

    def __init__(self, record: Record, login: str) -> None:
        self.record = record
        self.child = record.new_child(team="South" if login.endswith("_c") else "North")
        record.allocate(self.child, login)
        self.session = record.opened(login, self.child)

    def follow(self) -> None:
        """Signs in again where the server is now."""
        if self.session.address != self.record.address:
            with suppress(ThroughlineError):
                self.session = self.record.session(self.session.login)


def _save_until(desk: Desk, stop: threading.Event, tally: Tally, mutex: threading.Lock) -> None:
    number = 0
    while not stop.is_set():
        number += 1
        save = RecordEntry(uuid4(), uuid4(), desk.child, content(desk.child, f"Saved as number {number}"))
        while True:
            try:
                record_entry(desk.session, save)
            except (OutcomeUnknown, Unreachable):
                if stop.is_set():
                    return  # nobody acknowledged it, and the server is not coming back
                with mutex:
                    tally.resent += 1
                time.sleep(0.05)
                desk.follow()
                continue  # the same value again: that is the promise under test
            break
        with mutex:
            tally.acknowledged.add(save.entry_id)


def _until_saved(tally: Tally, count: int, patience: float = 30.0) -> None:
    """Waits until saves flow again, so that each kill meets some of them half-way."""
    until = time.monotonic() + patience
    while len(tally.acknowledged) < count and time.monotonic() < until:
        time.sleep(0.002)


def _kill(running: RunningServer) -> None:
    """Kill it and see it gone: a signal takes a moment to arrive, and one that still dies looks alive to a start."""
    data = recorded_seat(Home(running.home)).data
    process = cluster.running(data)
    if process is None:
        return
    os.kill(process.pid, signal.SIGKILL)
    until = time.monotonic() + 30
    while cluster.running(data) is not None and time.monotonic() < until:
        time.sleep(0.002)


def _count(record: Record, tally: Tally) -> None:
    with psycopg.connect(record.dsn) as connection:
        kept = connection.execute(
            "select e.entry_id, count(v.version), (select count(*) from audit.event a"
            "  where a.object_id = e.entry_id and a.action = 'record'),"
            " (select count(*) from core.chronology c where c.entry_id = e.entry_id)"
            " from core.entry e left join core.entry_version v using (entry_id) group by e.entry_id"
        ).fetchall()
        headlines = connection.execute(
            "select count(*) - count(distinct (author_id, headline)) from core.entry_version"
        ).fetchone()
    tally.lost = len(tally.acknowledged - {entry for entry, *_ in kept})
    tally.doubled = sum(1 for _, versions, _, lines in kept if (versions, lines) != (1, 1)) + (headlines or (0,))[0]
    tally.unaudited = sum(1 for _, _, audited, _ in kept if audited != 1)
    with psycopg.connect(record.dsn) as connection:
        for login in WRITERS:
            record.act(login, "seal")
        row = connection.execute("select broken_at from wall.verify_audit(null, null)").fetchone()
    tally.broken_chain_at = row[0] if row else None


def main(arguments: Sequence[str] | None = None) -> int:
    """The long run; status 1 if anything was lost, doubled or left without its audit row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    kills = parser.parse_args(arguments).kills
    with tempfile.TemporaryDirectory() as folder:
        try:
            tally = kill_while_saving(Path(folder), kills)
        except ThroughlineError as error:
            print(error.text, file=sys.stderr)
            return 1
    print(tally)
    return 0 if (tally.lost, tally.doubled, tally.unaudited, tally.broken_chain_at) == (0, 0, 0, None) else 1


if __name__ == "__main__":
    sys.exit(main())
