"""Twenty people enter referrals and record entries at once, and nothing may be lost or doubled.

`python -m tests.faults.surge --clients 20 --referrals 500 --entries 2000` is the long run, on an embedded server that
flushes to disk; the ordinary tests run a short one. Each client sends a part of its contacts and entries twice, as a
client does that got no answer. Most contacts name a new child and one of a few known ones, so that many meet in a file.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from db.commands.contacts import ContactFacts, EnterContact, KnownChild, NewChild, enter_contact
from db.commands.entries import RecordEntry, record_entry
from db.commands.files import OpenFile, open_file
from db.domain.entry import ChildPart
from db.errors import ThroughlineError
from db.session import Session
from tests.faults.own_home import own_record
from tests.record import Record, content

_DESK = ("tl_practitioner_a", "tl_practitioner_b", "tl_duty_a", "tl_manager_a", "tl_manager_a2")
_KNOWN = ("Ada", "Ben", "Cora", "Dev", "Ella", "Finn", "Gwen", "Hari")
_TWICE = 5
"""Every so many contacts and entries are sent a second time."""


@dataclass
class Tally:
    """What was sent and acknowledged, and what was found afterwards."""

    contacts: dict[UUID, int] = field(default_factory=dict)
    entries: set[UUID] = field(default_factory=set)
    sent: int = 0
    failed: int = 0
    lost: int = 0
    doubled: int = 0
    together: int = 0
    seconds: float = 0.0

    @property
    def well(self) -> bool:
        """Whether all that was sent was acknowledged and stands once."""
        return self.sent > 0 and self.failed == self.lost == self.doubled == 0

    def __str__(self) -> str:
        return (
            f"{len(self.contacts)} referrals and {len(self.entries)} entries, up to {self.together} clients at it at"
            f" once, {self.sent} sent in {self.seconds:.1f} s: {self.failed} failed, {self.lost} lost,"
            f" {self.doubled} doubled"
        )


@dataclass
class _Surge:
    """The clients' common work, and what came of it."""

    known: list[UUID]
    start: threading.Barrier
    tally: Tally = field(default_factory=Tally)
    lock: threading.Lock = field(default_factory=threading.Lock)
    at_it: int = 0

    def send(self, act: Callable[[], object], times: int) -> bool:
        """Sends it as often as said; whether it was acknowledged each time."""
        with self.lock:
            self.at_it += 1
            self.tally.together = max(self.tally.together, self.at_it)
            self.tally.sent += times
        try:
            for _ in range(times):
                act()
        except ThroughlineError:
            with self.lock:
                self.tally.failed += 1
            return False
        finally:
            with self.lock:
                self.at_it -= 1
        return True


def surge(record: Record, clients: int, referrals: int, entries: int) -> Tally:
    """Lets all clients begin together; `referrals` and `entries` are in all."""
    known = [record.new_child(given, "Surge") for given in _KNOWN]
    for child, login in itertools.product(known, _DESK[:2]):
        record.allocate(child, login)
    desks = [record.session(_DESK[number % len(_DESK)]) for number in range(clients)]
    for desk, child in itertools.product(desks[: len(_DESK)], known):
        open_file(desk, OpenFile(child, "duty"))
    common = _Surge(known, threading.Barrier(clients))
    began = time.monotonic()
    with ThreadPoolExecutor(clients) as people:
        shares = [(len(range(n, referrals, clients)), len(range(n, entries, clients))) for n in range(clients)]
        for done in [
            people.submit(_client, common, desk, number, *shares[number]) for number, desk in enumerate(desks)
        ]:
            done.result()
    common.tally.seconds = time.monotonic() - began
    _look(record, common.tally, known)
    return common.tally


def _client(common: _Surge, desk: Session, number: int, referrals: int, entries: int) -> None:
    """Enters referrals with entries between them."""
    common.start.wait()
    for turn in range(max(referrals, entries)):
        times = 2 if turn % _TWICE == 0 else 1
        if turn < referrals:
            wish = _contact(common.known, number, turn)
            if common.send(partial(enter_contact, desk, wish), times):
                common.tally.contacts[wish.contact_id] = len(wish.children)
        if turn < entries:
            wanted = [common.known[(number + turn + step) % len(common.known)] for step in (0, 1)]
            said = content(
                wanted[0], f"Client {number}, entry {turn}", children=tuple(ChildPart(child) for child in wanted)
            )
            entry = RecordEntry(uuid4(), uuid4(), wanted[0], said)
            if common.send(partial(record_entry, desk, entry), times):
                common.tally.entries.add(entry.entry_id)


def _contact(known: list[UUID], number: int, turn: int) -> EnterContact:
    facts = ContactFacts(
        "North", datetime.now(UTC), "notification", "6", f"Client {number}, contact {turn}", "not_asked"
    )
    new = NewChild(uuid4(), f"New{number}", f"Child{turn}")
    there = known[(number + turn) % len(known)]
    return EnterContact.of(uuid4(), facts, (new, KnownChild(there, "Known")) if turn % 3 else (new,))


_FOUND = """
    select (select array_agg(c.contact_id || ' ' || (select count(*) from core.entry_child e
                     join core.contact_child k on k.child_id = e.child_id and k.contact_id = c.contact_id
                     join core.chronology r on r.entry_id = e.entry_id and r.child_id = e.child_id
                    where e.entry_id = c.entry_id)) from core.contact c),
           (select array_agg(v.entry_id) from core.entry_version v join core.entry e using (entry_id)
             where v.kind = 'visit'),
           (select count(*) from core.file) - %s,
           (select count(*) from (select given, family from core.person_name group by 1, 2 having count(*) > 1) x),
           (select count(*) from core.file f where f.last_number <> (
              select count(*) from core.entry_child k where k.child_id = f.child_id))
"""


def _look(record: Record, tally: Tally, known: list[UUID]) -> None:
    """Counts behind the wall what stands there against what was acknowledged."""
    with record.superuser() as connection:
        row = connection.execute(_FOUND, [len(known)]).fetchone()
    contacts, entries, files, same, uncounted = row or ([], [], 0, 0, 0)
    stand = dict(one.split(" ") for one in contacts or ())
    tally.lost += sum(stand.get(str(contact)) != str(children) for contact, children in tally.contacts.items())
    tally.lost += len(tally.entries - set(entries or ())) + uncounted
    tally.doubled += len(contacts or ()) - len(stand) + len(entries or ()) - len(set(entries or ())) + same
    tally.doubled += abs(files - len(stand)) + len(stand) - len(tally.contacts)


def main(arguments: Sequence[str] | None = None) -> int:
    """The long run; status 1 if anything was lost, doubled or refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--referrals", type=int, default=500)
    parser.add_argument("--entries", type=int, default=2000)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, own_record(Path(folder)) as record:
        tally = surge(record, asked.clients, asked.referrals, asked.entries)
    print(tally)
    return 0 if tally.well else 1


if __name__ == "__main__":
    sys.exit(main())
