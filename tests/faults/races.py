"""Saves the same entry twice at once, and amends the same version twice at once, again and again.

`python -m tests.faults.races --rounds 400` is the long run; the ordinary tests run a few rounds.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from db.commands.entries import AmendEntry, RecordEntry, amend_entry, record_entry
from db.errors import Conflict, ThroughlineError
from db.queries.entries import read_entry
from db.session import Session
from tests.faults.own_home import own_record
from tests.record import Record, content

_FIRST, _SECOND = "tl_practitioner_a", "tl_manager_a"


@dataclass
class Tally:
    """What the run saw. Of each round one save and one amendment must stand, and nothing be lost, doubled or mixed."""

    rounds: int = 0
    together: int = 0
    submits: int = 0
    false_conflicts: int = 0
    doubled: int = 0
    winners: int = 0
    losers: int = 0
    overwritten: int = 0
    other: int = 0

    @property
    def well(self) -> bool:
        """Whether every round went as it must."""
        wrong = self.false_conflicts + self.doubled + self.overwritten + self.other
        return wrong == 0 and self.winners == self.losers == self.rounds > 0

    def __str__(self) -> str:
        return (
            f"{self.rounds} rounds, {self.together} of {2 * self.rounds} pairs under way at once;"
            f" {self.submits} submits, {self.false_conflicts} false conflicts, {self.doubled} doubled;"
            f" {self.winners} amendments won, {self.losers} told of it, {self.overwritten} overwritten;"
            f" {self.other} ended otherwise"
        )


@dataclass
class Desks:
    """Two people with the same file open."""

    child: UUID
    first: Session
    second: Session


def race(record: Record, rounds: int) -> Tally:
    """Runs the whole experiment in one record and counts."""
    child = record.new_child("Noor", "Hadi")
    record.allocate(child, _FIRST)
    desks = Desks(child, record.opened(_FIRST, child), record.opened(_SECOND, child, purpose="supervision"))
    tally = Tally()
    with ThreadPoolExecutor(2) as people:
        for number in range(rounds):
            tally.rounds += 1
            entry = _submit_twice(people, desks, number, tally)
            _amend_at_once(people, desks, entry, number, tally)
    with record.superuser() as connection:
        row = connection.execute(
            "select count(*) from (select entry_id from core.entry_version group by entry_id having count(*) <> 2) x"
        ).fetchone()
    tally.doubled += row[0] if row else 0
    return tally


def _at_once(
    people: ThreadPoolExecutor, tally: Tally, *acts: Callable[[], int | None]
) -> list[int | ThroughlineError | None]:
    """Lets two acts begin together; what each came to."""
    start = threading.Barrier(len(acts))
    under_way: list[int] = []

    def run(act: Callable[[], int | None]) -> int | ThroughlineError | None:
        start.wait()
        under_way.append(1)
        met = len(under_way)
        try:
            return act()
        except ThroughlineError as error:
            return error
        finally:
            if met == 1 and len(under_way) > 1:
                tally.together += 1

    return list(people.map(run, acts))


def _submit_twice(people: ThreadPoolExecutor, desks: Desks, number: int, tally: Tally) -> UUID:
    save = RecordEntry(uuid4(), uuid4(), desks.child, content(desks.child, f"Round {number}"))
    for came in _at_once(people, tally, *[lambda: record_entry(desks.first, save).version] * 2):
        tally.submits += came == 1
        tally.false_conflicts += isinstance(came, Conflict)
        tally.other += came != 1 and not isinstance(came, Conflict)
    return save.entry_id


def _amend_at_once(people: ThreadPoolExecutor, desks: Desks, entry: UUID, number: int, tally: Tally) -> None:
    wishes = [
        AmendEntry(uuid4(), entry, desks.child, content(desks.child, f"Round {number}", detail=detail), 1, "a word")
        for detail in ("The first one's words.", "The second one's words.")
    ]
    came = _at_once(
        people,
        tally,
        lambda: amend_entry(desks.first, wishes[0]).version,
        lambda: amend_entry(desks.second, wishes[1]).version,
    )
    won = [wish for wish, how in zip(wishes, came, strict=True) if how == 2]
    tally.winners += len(won) == 1
    tally.losers += sum(isinstance(how, Conflict) for how in came) == 1
    tally.other += sum(how != 2 and not isinstance(how, Conflict) for how in came)
    kept = read_entry(desks.first, desks.child, entry)
    tally.overwritten += kept.versions != 2 or len(won) != 1 or kept.content != won[0].content


def main(arguments: Sequence[str] | None = None) -> int:
    """The long run; status 1 if a round went otherwise than it must."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=400)
    rounds = parser.parse_args(arguments).rounds
    with tempfile.TemporaryDirectory() as folder, own_record(Path(folder)) as record:
        tally = race(record, rounds)
    print(tally)
    return 0 if tally.well else 1


if __name__ == "__main__":
    sys.exit(main())
