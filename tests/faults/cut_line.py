"""Cuts the line around saves, before the server has them and after it has committed, and counts what became of each.

`python -m tests.faults.cut_line --cuts 200` is the long run; the ordinary tests run a few cuts.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from db.commands.entries import RecordEntry
from db.domain.draft import Draft, DraftPaper, DraftState
from db.errors import ThroughlineError
from db.local.copies import copy_drafts
from db.local.drafts import DraftStore
from db.local.outbox import Held, Sent, command_json, send_first
from db.local.vault import Vault, new_key
from db.session import Session
from tests.db.relay import Relay
from tests.faults.own_home import own_record
from tests.record import Record, content

WORKER = "tl_practitioner_a"
STEPS = (b"save_entry", b"save_entry", b"add_document", b"drop_draft")
"""Where the line may be cut: at the entry, at its paper, or when its copy on the server is dropped."""


@dataclass
class Tally:
    """What the run saw. `lost`, `doubled`, `left`, `held` and `gone_too_soon` must be 0."""

    cuts: int = 0
    died: int = 0
    sent: set[UUID] = field(default_factory=set)
    lost: int = 0
    doubled: int = 0
    held: int = 0
    left: int = 0
    gone_too_soon: int = 0

    @property
    def faults(self) -> int:
        """How much went wrong."""
        return self.lost + self.doubled + self.held + self.left + self.gone_too_soon

    def __str__(self) -> str:
        return (
            f"{self.cuts} cuts, at {self.died} of them the program ended too; {len(self.sent)} entries with a paper: "
            f"{self.lost} lost, {self.doubled} doubled, {self.held} held, {self.left} left behind, "
            f"{self.gone_too_soon} gone from this computer before they were on the server"
        )


def cut_around_saves(record: Record, folder: Path, cuts: int) -> Tally:
    """Sends one finished draft after another from the outbox in the folder, and cuts the line once in each."""
    tally, vault = Tally(), Vault(new_key())
    child = record.new_child()
    record.allocate(child, WORKER)
    with Relay(record.address) as relay:
        while tally.cuts < cuts:
            store = DraftStore(folder, vault)
            draft = _finished(store, child, len(tally.sent) + 1)
            tally.sent.add(draft.entry_id)
            with _signed_in(record, relay) as session:
                copy_drafts(session, store, [draft.draft_id])
                before = relay.cuts
                setattr(relay, random.choice(("cut_before", "cut_after")), random.choice(STEPS))  # noqa: S311
                dies = random.random() < 0.5  # noqa: S311 (no secret)
                tally.died += dies
                _send_and_be_cut(session, store, relay, before, dies=dies)
            relay.cut_before = relay.cut_after = b""
            tally.cuts += relay.cuts - before
            tally.gone_too_soon += _gone_too_soon(record, store, draft)
            with _signed_in(record, relay) as session:
                _send_the_rest(session, DraftStore(folder, vault), tally)
        tally.left = len(DraftStore(folder, vault).all())
    _count(record, tally)
    return tally


@contextmanager
def _signed_in(record: Record, relay: Relay) -> Iterator[Session]:
    session = Session.connect(relay.address, WORKER, record.password)
    try:
        yield session
    finally:
        session.close()


def _finished(store: DraftStore, child: UUID, number: int) -> Draft:
    draft = Draft(child, "Amira Kaya", values={"headline": f"Number {number}"})
    paper = DraftPaper(uuid4(), "plan.txt", "text/plain", "other")
    command = RecordEntry(draft.op_id, draft.entry_id, child, content(child, f"Number {number}"))
    now = datetime.now().astimezone()
    draft = replace(draft, papers=(paper,), state=DraftState.WAITING, finished_at=now, sending=command_json(command))
    store.put_paper(draft.draft_id, paper.paper_id, f"plan {number}".encode())
    store.save(draft)
    return draft


def _send_and_be_cut(session: Session, store: DraftStore, relay: Relay, before: int, *, dies: bool) -> None:
    """Where the program does not end at the cut, the session makes its connection anew and asks again by itself."""
    with ThreadPoolExecutor(1) as pool:
        answer: Future[Sent | Held | None] = pool.submit(send_first, session, store)
        while dies and relay.cuts == before and not answer.done():
            with suppress(TimeoutError):
                answer.exception(timeout=0.002)
        if dies:
            session.close()
        with suppress(ThroughlineError):
            answer.result()


def _gone_too_soon(record: Record, store: DraftStore, draft: Draft) -> int:
    if store.one(draft.draft_id) is not None:
        return 0
    with record.superuser() as connection:
        row = connection.execute(
            "select count(*) from core.entry_document where entry_id = %s", [draft.entry_id]
        ).fetchone()
    return int(row is None or row[0] != 1)


def _send_the_rest(session: Session, store: DraftStore, tally: Tally) -> None:
    while (result := send_first(session, store)) is not None:
        tally.held += isinstance(result, Held)
    copy_drafts(session, store, [])


def _count(record: Record, tally: Tally) -> None:
    with record.superuser() as connection:
        kept = connection.execute(
            "select e.entry_id, (select count(*) from core.entry_version v where v.entry_id = e.entry_id),"
            " (select count(*) from core.entry_document d where d.entry_id = e.entry_id),"
            " (select count(*) from audit.event a where a.object_id = e.entry_id and a.action = 'record')"
            " from core.entry e where e.entry_id = any(%s)",
            [list(tally.sent)],
        ).fetchall()
        headlines = connection.execute(
            "select count(*) - count(distinct headline) from core.entry_version where headline like 'Number %'"
        ).fetchone()
        copies = connection.execute("select count(*) from core.server_draft").fetchone()
    whole = [entry for entry, *counts in kept if all(count >= 1 for count in counts)]
    tally.lost = len(tally.sent) - len(whole)
    tally.doubled = sum(1 for _, *counts in kept if any(count > 1 for count in counts)) + (headlines or (0,))[0]
    tally.left += (copies or (0,))[0]


def main(arguments: Sequence[str] | None = None) -> int:
    """The long run; status 1 if anything was lost, doubled, held or left behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=200)
    cuts = parser.parse_args(arguments).cuts
    with tempfile.TemporaryDirectory() as folder:
        try:
            with own_record(Path(folder) / "home") as record:
                tally = cut_around_saves(record, Path(folder) / "drafts", cuts)
        except ThroughlineError as error:
            print(error.text, file=sys.stderr)
            return 1
    print(tally)
    return 0 if tally.faults == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
