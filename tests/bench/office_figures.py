"""Two hundred people at work at once: each signed in under a login of their own, each with one act every ten seconds.

`python -m tests.bench.office_figures --seconds 60` runs it alone. The people do what they do all day: look at their
children, open a file, read the first page of its chronology, look for a word, record an entry. All of them share this
machine with the server, and what the client does with an answer counts too. Beside each figure stands its floor in the
same minute: the same page as raw SQL, and one flush to the disk, taken by turns while the others are at it.
"""

from __future__ import annotations

import argparse
import os
import random
import secrets
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import psycopg

from db.commands.entries import RecordEntry, record_entry
from db.commands.files import OpenFile, open_file
from db.domain.entry import ChildPart
from db.errors import ThroughlineError
from db.queries.caseload import caseload
from db.queries.chronology import newest_page, search
from db.queries.files import child_summary
from db.sample.copying import acting_as, add_login
from db.server.deploy import deployed_roles
from db.server.embedded import DATABASE, open_record
from db.server.launcher import EmbeddedServer
from db.session import ServerAddress, Session
from tests.bench.measure import Figure, against, alone, as_table, middle, nearly_worst
from tests.bench.record_figures import PAGE
from tests.record import content

PEOPLE, SECONDS, EVERY = 200, 60.0, 10.0
_CHILDREN = 15
_HANDS = 48
"""Threads; a person whose turn it is waits for a free one, and that wait is told."""
_SIGNING_IN = 8
_PROBE_EVERY = 0.2
_WORDS = ("school", "police", "seen", "mother", "“not well”")
_MIX = (("caseload", 3), ("file", 4), ("page", 6), ("words", 3), ("save", 4))
_SEATS = """
    insert into core.staff (login, name, role, job_title, team_id)
    select l, 'Measured ' || l, 'practitioner', 'Social worker', (select team_id from core.team limit 1)
      from unnest(%(logins)s::text[]) l
"""
_HELD = """
    insert into core.named_access (child_id, staff_id, capacity, level, reason, given_by, needs_second)
    select f.child_id, s.staff_id, 'cover', 'record', 'measured',
           (select staff_id from core.staff where role = 'manager' limit 1), false
      from core.staff s
     cross join lateral (select child_id from core.file where state = 'open' and not sealed
                          order by md5(child_id::text || s.login) limit %(children)s) f
     where s.login = any (%(logins)s)
"""


@dataclass(frozen=True, slots=True)
class Seat:
    """One person at work, and the children they work with."""

    session: Session
    children: tuple[UUID, ...]


@dataclass(slots=True)
class Tally:
    """What the acts took, in milliseconds, by kind; how long people waited for a free hand; what went wrong."""

    taken: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    waited: list[float] = field(default_factory=list)
    failed: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, milliseconds: float, waited: float = 0.0) -> None:
        """Put one act down."""
        with self.lock:
            self.taken[kind].append(milliseconds)
            self.waited.append(waited)


def figures(people: int = PEOPLE, seconds: float = SECONDS) -> list[Figure]:
    """Fills the sample, seats the people, lets them work, and counts."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(Path(folder) / "home") as running:
        record = open_record(running.home, sample=True)
        try:
            dsn = running.dsn(DATABASE)
            logins = _make_logins(dsn, people)
            with ThreadPoolExecutor(_SIGNING_IN) as hands:
                seats = list(hands.map(lambda each: _seat(record.address, *each), logins.items()))
            try:
                return _figures(_work(seats, dsn, seconds), people)
            finally:
                for seat in seats:
                    seat.session.close()
        finally:
            record.close()


def _make_logins(dsn: str, people: int) -> dict[str, str]:
    logins = {f"m{number:03}": secrets.token_urlsafe(9) for number in range(people)}
    with psycopg.connect(dsn) as connection, connection.cursor() as cursor:
        roles = deployed_roles(connection)
        with acting_as(cursor, roles.role_admin):
            for login, password in logins.items():
                add_login(cursor, login, password, "practitioner")
        named = {"logins": list(logins), "children": _CHILDREN}
        cursor.execute(_SEATS, named)
        cursor.execute(_HELD, named)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("analyze")
    return logins


def _seat(address: ServerAddress, login: str, password: str) -> Seat:
    session = Session.connect(address, login, password)
    children = tuple(line.child_id for line in caseload(session))
    for child in children:
        open_file(session, OpenFile(child))
    return Seat(session, children)


def _work(seats: Sequence[Seat], dsn: str, seconds: float) -> Tally:
    """Each person acts when it is their turn; beside them the floors are taken."""
    tally, rng = Tally(), random.Random(7)  # noqa: S311 (the same turns each time)
    turns = sorted(
        (turn * EVERY + rng.uniform(0, EVERY), number)
        for number in range(len(seats))
        for turn in range(max(int(seconds / EVERY), 1))
    )
    over = threading.Event()
    floors = threading.Thread(target=_take_floors, args=(dsn, seats[0].children, tally, over))
    floors.start()
    begun = time.monotonic()
    with ThreadPoolExecutor(_HANDS) as hands:
        for due, number in turns:
            time.sleep(max(begun + due - time.monotonic(), 0))
            kind = rng.choices([kind for kind, _ in _MIX], [weight for _, weight in _MIX])[0]
            hands.submit(_act, kind, seats[number], rng.randrange(1 << 30), tally, begun + due)
    over.set()
    floors.join()
    return tally


def _act(kind: str, seat: Seat, chance: int, tally: Tally, due: float) -> None:
    child = seat.children[chance % len(seat.children)]
    begun = time.monotonic()
    try:
        _ACTS[kind](seat.session, child, chance)
    except ThroughlineError:
        with tally.lock:
            tally.failed += 1
        return
    tally.note(kind, (time.monotonic() - begun) * 1000, (begun - due) * 1000)


def _open(session: Session, child: UUID, _chance: int) -> None:
    open_file(session, OpenFile(child))
    child_summary(session, child)


def _save(session: Session, child: UUID, chance: int) -> None:
    part = ChildPart(child, seen=True, seen_alone=bool(chance % 2), words="I am fine" if chance % 3 else "")
    said = content(child, f"Visited, number {chance}", detail="The kitchen was warm. " * 40, children=(part,))
    record_entry(session, RecordEntry(uuid4(), uuid4(), child, said))


_ACTS: dict[str, Callable[[Session, UUID, int], object]] = {
    "caseload": lambda session, _child, _chance: caseload(session),
    "file": _open,
    "page": lambda session, child, _chance: newest_page(session, child),
    "words": lambda session, child, chance: search(session, child, _WORDS[chance % len(_WORDS)]),
    "save": _save,
}


def _take_floors(dsn: str, children: Sequence[UUID], tally: Tally, over: threading.Event) -> None:
    """The same page as raw SQL, and one flush to the disk, again and again among the others."""
    with (
        psycopg.connect(dsn, autocommit=True) as owner,
        tempfile.TemporaryFile(dir=Path.home()) as file,
    ):
        turn = 0
        while not over.wait(_PROBE_EVERY):
            turn += 1
            child = children[turn % len(children)]
            tally.note("raw page", _timed(lambda child=child: owner.execute(PAGE, [child]).fetchall()))  # type: ignore[misc]
            tally.note("flush", _timed(lambda: _flush(file.fileno())))


def _timed(work: Callable[[], object]) -> float:
    begun = time.monotonic()
    work()
    return (time.monotonic() - begun) * 1000


def _flush(file: int) -> None:
    os.write(file, b"x" * 8192)
    os.fdatasync(file)


def _figures(tally: Tally, people: int) -> list[Figure]:
    taken = {kind: sorted(those) for kind, those in tally.taken.items()}
    who = f"{people} people"
    raw, flush = nearly_worst(taken["raw page"]), nearly_worst(taken["flush"])
    found = [
        against(f"{who}: first page, p95 / the same raw SQL, p95", "ms", nearly_worst(taken["page"]), raw, "p95 ≤ 20"),
        against(f"{who}: save, p95 / one fdatasync, p95", "ms", nearly_worst(taken["save"]), flush, "p95 ≤ 50"),
        alone(f"{who}: first page, median", "ms", middle(taken["page"]), ""),
        alone(f"{who}: save, median", "ms", middle(taken["save"]), ""),
    ]
    for kind, words in (("caseload", "my children"), ("file", "opening a file"), ("words", "a word in a file")):
        found.append(alone(f"{who}: {words}, p95", "ms", nearly_worst(taken[kind]), ""))
    found.append(
        alone(f"{who}: waiting for a free hand of the bench, p95", "ms", nearly_worst(sorted(tally.waited)), "")
    )
    return [*found, alone(f"{who}: acts that failed", "", tally.failed, "0")]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs it alone and prints the table; status 1 if an act failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.office_figures", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parsed = parser.parse_args(arguments)
    found = figures(parsed.people, parsed.seconds)
    print(as_table(found))
    return 1 if found[-1].value else 0


if __name__ == "__main__":
    sys.exit(main())
