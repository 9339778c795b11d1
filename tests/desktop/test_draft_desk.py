"""The desk of drafts: on the disk within a second, sent in order and once, and honest about a server that is silent."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytestqt.qtbot import QtBot

from db.commands.changes import Changes
from db.commands.drafts import drop_draft, keep_draft
from db.commands.entries import RecordEntry, record_entry
from db.domain.draft import Draft, DraftPaper, DraftState
from db.errors import Refused, ThroughlineError
from db.local.drafts import DraftStore
from db.local.outbox import command_json
from db.local.vault import Vault, new_key
from db.queries.drafts import my_drafts
from db.queries.staff import who_am_i
from db.session import Session
from desktop.infra import draft_desk, draft_post
from desktop.infra.draft_desk import DraftDesk
from desktop.infra.tasks import Tasks
from tests.db.relay import Relay
from tests.record import Record, content

WORKER = "tl_practitioner_a"
NEVER_MS = 600_000


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """Each test has a child of its own in it."""
    return shared_record


@pytest.fixture
def session(record: Record) -> Iterator[Session]:
    """The worker, signed in; no draft is on the server, also none that the test before had on its way at its end."""
    session = record.session(WORKER)
    for draft in my_drafts(session):
        drop_draft(session, draft.draft_id, draft.versions)
    yield session
    session.close()


@pytest.fixture
def store(tmp_path: Path) -> DraftStore:
    """An empty store."""
    return DraftStore(tmp_path, Vault(new_key()))


class Seat:
    """A window's desk of drafts, and what it said."""

    def __init__(self, qtbot: QtBot, store: DraftStore) -> None:
        self._qtbot = qtbot
        self.tasks = Tasks()
        self.desk = DraftDesk(self.tasks, store)
        self.said: list[str] = []
        self.sent: list[tuple[Draft, Changes]] = []
        self.held: list[tuple[Draft, ThroughlineError]] = []
        self.late_since: list[datetime] = []
        self.told_while_waiting = False
        self.desk.sent.connect(self._sent)
        self.desk.held.connect(self._held)
        self.desk.delayed.connect(self._delayed)
        self.desk.flowing.connect(self._flowing)
        self.desk.unkept.connect(self._unkept)

    def _sent(self, draft: Draft, changes: Changes) -> None:
        self.sent.append((draft, changes))
        self.said.append(f"sent {draft.values['headline']}")

    def _held(self, draft: Draft, error: ThroughlineError) -> None:
        self.held.append((draft, error))
        self.said.append(f"held {draft.values['headline']}")

    def _delayed(self, since: datetime) -> None:
        self.late_since.append(since)
        self.told_while_waiting = self.tasks.busy
        self.said.append("delayed")

    def _flowing(self) -> None:
        self.said.append("flowing")

    def _unkept(self, error: ThroughlineError) -> None:
        self.said.append(error.text)

    def until(self, reached: Callable[[], bool]) -> None:
        """Wait until something has come about."""
        self._qtbot.waitUntil(reached, timeout=20_000)

    def close(self) -> None:
        """End the window."""
        self.desk.close()
        self.tasks.close()


@pytest.fixture
def seat(qtbot: QtBot, store: DraftStore) -> Iterator[Seat]:
    """A window without a server."""
    seat = Seat(qtbot, store)
    yield seat
    seat.close()


def draft_of(child: UUID, headline: str, **fields: Any) -> Draft:
    """A draft with the command that records it; `kind` other than a visit is the command's."""
    draft = Draft(child, "Amira Kaya", values={"headline": headline})
    command = RecordEntry(draft.op_id, draft.entry_id, child, content(child, headline, **fields))
    return replace(draft, sending=command_json(command))


def headlines(record: Record, child: UUID) -> list[str]:
    """What is recorded in the child's file, in the order in which it was."""
    with record.superuser() as connection:
        found = connection.execute(
            "select v.headline from core.entry_version v join core.entry_child k using (entry_id)"
            " where k.child_id = %s order by v.recorded_at",
            [child],
        ).fetchall()
    return [str(headline) for (headline,) in found]


# On the disk.


def test_words_are_on_the_disk_while_the_typing_still_goes_on(seat: Seat, store: DraftStore, qtbot: QtBot) -> None:
    draft = Draft(None)
    for number in range(400):
        if store.one(draft.draft_id) is not None:
            break
        draft = seat.desk.keep(replace(draft, values={"detail": "word " * number}))
        qtbot.wait(10)
    else:
        raise AssertionError("nothing is written as long as somebody types")
    assert seat.desk.drafts == (draft,)
    seat.until(lambda: store.one(draft.draft_id) == draft)


def test_what_was_typed_last_is_written_at_once_when_it_is_asked_for_and_at_the_end(
    seat: Seat, store: DraftStore
) -> None:
    draft = seat.desk.keep(Draft(None, values={"detail": "one"}))
    seat.desk.flush()
    assert store.all() == (draft,)
    later = seat.desk.keep(replace(draft, values={"detail": "one two"}))
    seat.desk.close()
    assert store.all() == (later,)


def test_a_dropped_draft_is_gone_though_its_words_were_not_written_yet(seat: Seat, store: DraftStore) -> None:
    paper = DraftPaper(uuid4(), "plan.txt", "text/plain", "other")
    draft = Draft(None)
    seat.desk.put_paper(draft.draft_id, paper.paper_id, b"the bytes")
    seat.desk.keep(replace(draft, papers=(paper,)))
    seat.desk.drop(draft.draft_id)
    assert seat.desk.drafts == ()
    seat.desk.flush()
    assert store.all() == ()
    assert list(store.folder.glob("*.paper")) == []


def test_a_paper_is_listed_and_read_at_once_and_lies_on_the_disk_before_the_draft_names_it(
    seat: Seat, store: DraftStore
) -> None:
    paper = DraftPaper(uuid4(), "plan.txt", "text/plain", "other")
    draft = Draft(None)
    seat.desk.put_paper(draft.draft_id, paper.paper_id, b"the bytes")
    seat.desk.keep(replace(draft, papers=(paper,)))
    assert seat.desk.paper(draft.draft_id, paper.paper_id) == b"the bytes"
    assert seat.desk.drafts[0].papers == (paper,)
    seat.desk.flush()
    assert store.all()[0].papers == (paper,)
    assert store.paper(draft.draft_id, paper.paper_id) == b"the bytes"


def test_a_full_disk_is_told_once_and_the_words_are_written_when_there_is_room(
    seat: Seat, store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_desk, "AGAIN_MS", 10)
    full = [Refused("The disk is full."), Refused("The disk is full.")]
    write = store.save

    def save(draft: Draft) -> Draft:
        if full:
            raise full.pop()
        return write(draft)

    monkeypatch.setattr(store, "save", save)
    draft = seat.desk.keep(Draft(None, values={"detail": "kept"}))
    seat.until(lambda: store.all() == (draft,))
    assert seat.said == ["The disk is full."]


def test_drafts_stay_on_the_desk_while_their_folder_is_away(
    qtbot: QtBot, store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_desk, "LOOK_MS", 20)
    looks, away = [0], store.folder.with_name("away")

    def look() -> frozenset[tuple[str, int, int]]:
        looks[0] += not store.folder.exists()
        return DraftStore.stamp(store)

    monkeypatch.setattr(store, "stamp", look)
    draft = Draft(None, values={"detail": "kept"})
    store.save(draft)
    seat = Seat(qtbot, store)
    seat.until(lambda: seat.desk.drafts == (draft,))
    store.folder.rename(away)
    seat.until(lambda: looks[0] > 5)
    assert seat.desk.drafts == (draft,)
    away.rename(store.folder)
    seat.close()


def test_what_two_windows_write_in_one_draft_goes_on_as_two_and_says_so(qtbot: QtBot, store: DraftStore) -> None:
    one, other = Seat(qtbot, store), Seat(qtbot, DraftStore(store.folder, store.vault))
    told: list[tuple[UUID, Draft]] = []
    other.desk.parted.connect(lambda draft_id, kept: told.append((draft_id, kept)))
    begun = one.desk.keep(Draft(None, values={"detail": "begun"}))
    one.desk.flush()
    mine = one.desk.keep(replace(begun, values={"detail": "mine"}))
    one.desk.flush()
    other.desk.keep(replace(begun, values={"detail": "theirs"}))
    other.desk.flush()
    other.until(lambda: len(told) == 1)
    ((draft_id, kept),) = told
    assert draft_id == begun.draft_id
    assert kept.values == {"detail": "theirs"}
    other.until(lambda: mine in other.desk.drafts and kept in other.desk.drafts)
    more = other.desk.keep(replace(kept, values={"detail": "theirs, and more"}))
    other.desk.flush()
    assert {draft.draft_id: draft for draft in store.all()} == {mine.draft_id: mine, kept.draft_id: more}
    one.close()
    other.close()


def test_a_finished_entry_reaches_the_server_though_the_disk_takes_nothing(
    record: Record, seat: Seat, child: UUID, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        raise Refused("The disk is full.")

    monkeypatch.setattr("db.local.drafts.write_private", full)
    paper = DraftPaper(uuid4(), "plan.txt", "text/plain", "other", None, "the plan")
    seat.desk.use(session)
    draft = replace(draft_of(child, "sent without a disk"), papers=(paper,))
    seat.desk.put_paper(draft.draft_id, paper.paper_id, b"the plan")
    seat.desk.send(draft)
    seat.until(lambda: len(seat.sent) == 1)
    assert headlines(record, child) == ["sent without a disk"]
    assert seat.desk.drafts == ()
    assert seat.said == ["The disk is full.", "sent sent without a disk"]


def test_what_another_window_writes_and_drops_is_noticed(
    qtbot: QtBot, store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_desk, "LOOK_MS", 20)
    one, other = Seat(qtbot, store), Seat(qtbot, DraftStore(store.folder, store.vault))
    draft, own = Draft(None, values={"detail": "theirs"}), Draft(None, values={"detail": "own, not written yet"})
    stayed: list[bool] = []
    own = one.desk.keep(own)
    one.desk.changed.connect(lambda: stayed.append(own in one.desk.drafts))
    draft = other.desk.keep(draft)
    other.desk.flush()
    one.until(lambda: one.desk.drafts == (draft, own))
    other.desk.drop(draft.draft_id)
    one.until(lambda: one.desk.drafts == (own,))
    other.until(lambda: other.desk.drafts == (own,))
    assert all(stayed), "what was not written yet was taken for dropped"
    one.close()
    other.close()


def test_a_look_that_takes_longer_than_the_next_one_waits_is_not_in_vain(
    seat: Seat, store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat.until(lambda: not seat.desk._disk.busy)
    asked, read = threading.Semaphore(0), store.all

    def slowly() -> tuple[Draft, ...]:
        for _ in ("it was asked for", "the next one was"):
            assert asked.acquire(timeout=20)
        return read()

    monkeypatch.setattr(store, "all", slowly)
    draft = DraftStore(store.folder, store.vault).save(Draft(None, values={"detail": "theirs"}))
    seat.desk._look_clock.timeout.connect(asked.release)
    seat.desk._look_clock.start(20)
    seat.until(lambda: seat.desk.drafts == (draft,))
    seat.desk._look_clock.stop()
    asked.release(20)


def test_what_came_and_went_in_another_window_between_two_looks_is_not_listed(
    seat: Seat, store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, read = DraftStore(store.folder, store.vault), store.all
    seat.until(lambda: not seat.desk._disk.busy)
    seat.desk._look_clock.stop()
    draft = seat.desk.keep(Draft(None, values={"detail": "written here, dropped there"}))
    seat.desk.flush()
    other.drop(draft.draft_id)
    seat.desk.look()
    seat.until(lambda: seat.desk.drafts == ())
    seat.until(lambda: not seat.desk._disk.busy)

    def read_while_it_is_there() -> tuple[Draft, ...]:
        fleeting = other.save(Draft(None, values={"detail": "there for a moment"}))
        found = read()
        other.drop(fleeting.draft_id)
        return found

    monkeypatch.setattr(store, "all", read_while_it_is_there)
    more = other.save(Draft(None, values={"detail": "theirs"}))
    seat.desk.look()
    seat.until(lambda: len(seat.desk.drafts) == 2)
    monkeypatch.setattr(store, "all", read)
    seat.desk.look()
    seat.until(lambda: seat.desk.drafts == (more,))


def test_two_windows_that_put_two_drafts_together_at_once_have_one(qtbot: QtBot, store: DraftStore) -> None:
    one, other = Seat(qtbot, store), Seat(qtbot, DraftStore(store.folder, store.vault))
    first, second = (one.desk.keep(Draft(None, values={"detail": words})) for words in ("first", "second"))
    one.desk.flush()
    other.desk.look()
    other.until(lambda: other.desk.drafts == (first, second))
    for seat in (one, other):
        seat.desk.put_together(replace(first, values={"detail": "first and second"}), second)
    for seat in (one, other):
        seat.desk.flush()
    (kept,) = store.all()
    assert (kept.draft_id, kept.values) == (first.draft_id, {"detail": "first and second"})
    assert kept.knows(first)
    assert kept.knows(second)
    for seat in (one, other):
        seat.desk.look()
        seat.until(lambda seat=seat: seat.desk.drafts == (kept,))  # type: ignore[misc]
        seat.close()


# On the way to the server.


def test_drafts_are_sent_in_order_once_and_tell_what_they_changed(
    seat: Seat, record: Record, child: UUID, session: Session, store: DraftStore
) -> None:
    seat.desk.use(session)
    drafts = [draft_of(child, headline) for headline in ("first", "second", "third")]
    for draft in drafts:
        seat.desk.keep(draft)
        seat.desk.send(draft)
    seat.desk.send(drafts[0])
    seat.until(lambda: len(seat.sent) == 3)
    assert seat.said == ["sent first", "sent second", "sent third"]
    assert headlines(record, child) == ["first", "second", "third"]
    assert seat.sent[1][1] == Changes(frozenset({"entry"}), frozenset({child}), drafts[1].entry_id, 1)
    assert seat.desk.drafts == ()
    assert store.all() == ()


def test_a_draft_that_is_sent_again_while_it_is_on_its_way_is_told_once(
    seat: Seat, child: UUID, session: Session, store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_its_way, go_on = threading.Event(), threading.Event()

    def slowly(session: Session, entry: RecordEntry) -> Changes:
        on_its_way.set()
        go_on.wait(20)
        return record_entry(session, entry)

    monkeypatch.setattr("db.local.outbox.record_entry", slowly)
    seat.desk.use(session)
    draft = draft_of(child, "sent again")
    sent = seat.desk.send(draft)
    seat.until(on_its_way.is_set)
    assert seat.desk.send(draft) == sent
    seat.desk.flush()
    go_on.set()
    seat.desk.send(draft_of(child, "after it"))
    seat.until(lambda: "sent after it" in seat.said)
    assert seat.said == ["sent sent again", "sent after it"]
    assert (seat.desk.drafts, store.all()) == ((), ())


def test_without_a_server_drafts_wait_and_go_out_when_it_is_there(
    seat: Seat, record: Record, child: UUID, session: Session, store: DraftStore
) -> None:
    for headline in ("first", "second"):
        seat.desk.send(draft_of(child, headline))
    assert seat.said == ["delayed"]
    assert [draft.state for draft in seat.desk.drafts] == [DraftState.WAITING, DraftState.WAITING]
    seat.desk.flush()
    assert len(store.all()) == 2
    seat.desk.use(session)
    seat.until(lambda: len(seat.sent) == 2)
    assert seat.said == ["delayed", "flowing", "sent first", "sent second"]
    assert headlines(record, child) == ["first", "second"]


def test_what_a_killed_program_left_waiting_goes_out_by_itself(
    qtbot: QtBot, record: Record, child: UUID, session: Session, store: DraftStore
) -> None:
    left = replace(draft_of(child, "left"), state=DraftState.WAITING, finished_at=datetime.now().astimezone())
    store.save(left)
    store.save(Draft(child, values={"headline": "not finished"}))
    seat = Seat(qtbot, store)
    seat.desk.use(session)
    seat.until(lambda: len(seat.sent) == 1)
    assert headlines(record, child) == ["left"]
    assert [draft.values["headline"] for draft in seat.desk.drafts] == ["not finished"]
    seat.close()


def test_a_held_draft_says_why_and_lets_others_pass(
    seat: Seat, record: Record, child: UUID, session: Session, store: DraftStore
) -> None:
    seat.desk.use(session)
    bad = draft_of(child, "bad", kind="no such kind")
    seat.desk.send(bad)
    seat.desk.send(draft_of(child, "good"))
    seat.until(lambda: len(seat.sent) == 1)
    assert seat.said == ["held bad", "sent good"]
    assert isinstance(seat.held[0][1], Refused)
    assert [(draft.state, draft.trouble) for draft in seat.desk.drafts] == [(DraftState.HELD, seat.held[0][1].text)]
    assert store.all() == seat.desk.drafts
    seat.desk.send(replace(draft_of(child, "mended"), draft_id=bad.draft_id))
    seat.until(lambda: len(seat.sent) == 2)
    assert headlines(record, child) == ["good", "mended"]


def test_a_server_that_falls_silent_is_told_while_the_save_still_waits_and_the_save_lands_once(
    seat: Seat, record: Record, child: UUID, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_post, "SILENT_MS", 100)
    monkeypatch.setattr(draft_post, "FIRST_PAUSE_MS", 10)
    with Relay(record.address) as relay:
        far = Session.connect(relay.address, WORKER, record.password)
        seat.desk.use(far)
        seat.until(lambda: not seat.tasks.busy)
        relay.silent.set()
        before = datetime.now().astimezone()
        seat.desk.send(draft_of(child, "Seen at home"))
        seat.until(lambda: seat.said == ["delayed"])
        assert seat.told_while_waiting
        assert before <= seat.late_since[0] <= datetime.now().astimezone()
        seat.desk.use(session)
        far.close()
        seat.until(lambda: len(seat.sent) == 1)
    assert seat.said[-2:] == ["flowing", "sent Seen at home"]
    assert headlines(record, child) == ["Seen at home"]


def test_what_waits_goes_out_as_soon_as_anything_reaches_the_server_again(
    qtbot: QtBot, store: DraftStore, record: Record, child: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_desk, "LOOK_MS", NEVER_MS)
    monkeypatch.setattr(draft_post, "FIRST_PAUSE_MS", NEVER_MS)
    monkeypatch.setattr(draft_post, "LONGEST_PAUSE_MS", NEVER_MS)
    seat = Seat(qtbot, store)
    with Relay(record.address) as relay:
        far = Session.connect(relay.address, WORKER, record.password)
        relay.cut_before = b"save_entry"
        monkeypatch.setattr("db.session._PAUSES", ())
        seat.desk.use(far)
        seat.until(lambda: not seat.tasks.busy)
        seat.desk.send(draft_of(child, "Seen at home"))
        seat.until(lambda: seat.said == ["delayed"])
        assert headlines(record, child) == []
        seat.tasks.read(lambda: who_am_i(far), lambda _me: None, lambda _error: None)
        seat.until(lambda: len(seat.sent) == 1)
        seat.close()
        far.close()
    assert headlines(record, child) == ["Seen at home"]


def test_two_windows_of_one_person_send_every_draft_once(
    qtbot: QtBot, record: Record, child: UUID, store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = record.session(WORKER)
    monkeypatch.setattr(draft_desk, "LOOK_MS", 20)
    monkeypatch.setattr(draft_post, "FIRST_PAUSE_MS", 10)
    names = [f"number {number}" for number in range(6)]
    for name in names:
        store.save(replace(draft_of(child, name), state=DraftState.WAITING, finished_at=datetime.now().astimezone()))
    seats = [Seat(qtbot, store), Seat(qtbot, DraftStore(store.folder, store.vault))]
    for seat in seats:
        seat.desk.use(session)
    seats[0].until(lambda: not any(seat.desk.drafts for seat in seats) and not store.all())
    for seat in seats:
        seat.until(lambda seat=seat: not seat.tasks.busy)  # type: ignore[misc]
        seat.close()
    assert headlines(record, child) == names
    assert sum(len(seat.sent) for seat in seats) == len(names)


def test_a_draft_taken_up_again_while_it_is_sent_keeps_its_new_words(
    seat: Seat, child: UUID, store: DraftStore, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_its_way, go_on = threading.Event(), threading.Event()

    def slowly(session: Session, entry: RecordEntry) -> Changes:
        on_its_way.set()
        go_on.wait(20)
        return record_entry(session, entry)

    monkeypatch.setattr("db.local.outbox.record_entry", slowly)
    draft = draft_of(child, "as sent")
    seat.desk.use(session)
    sent = seat.desk.send(draft)
    seat.until(on_its_way.is_set)
    more = replace(sent, values={"headline": "as sent, and more"}, state=DraftState.WRITING)
    again = seat.desk.keep(more)
    seat.desk.flush()
    go_on.set()
    seat.until(lambda: len(seat.sent) == 1)
    assert seat.desk.drafts == store.all() == (again,)


# Copies.


def test_a_copy_goes_to_the_server_when_the_writing_rests_and_goes_when_the_draft_is_dropped(
    seat: Seat, child: UUID, session: Session, store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_post, "COPY_MS", 20)
    seat.desk.use(session)
    draft = seat.desk.keep(Draft(child, "Amira Kaya", values={"headline": "not finished"}))
    seat.until(lambda: my_drafts(session) == (draft,))
    seat.desk.drop(draft.draft_id)
    seat.until(lambda: my_drafts(session) == ())
    seat.until(lambda: not store.to_be_told())


def test_somebody_who_never_stops_typing_is_copied_too(
    seat: Seat, child: UUID, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_post, "COPY_AT_LATEST_MS", 100)
    seat.desk.use(session)
    draft = Draft(child, "Amira Kaya")
    for number in range(400):
        if my_drafts(session):
            break
        draft = seat.desk.keep(replace(draft, values={"detail": "word " * number}))
        qtbot.wait(10)
    assert [each.draft_id for each in my_drafts(session)] == [draft.draft_id]


def test_what_was_written_before_the_server_was_there_is_copied_and_the_other_desks_drafts_come(
    seat: Seat, child: UUID, session: Session
) -> None:
    theirs, ours = Draft(child, "Amira Kaya", values={"headline": "theirs"}), Draft(child, values={"headline": "ours"})
    keep_draft(session, theirs)
    ours = seat.desk.keep(ours)
    seat.desk.use(session)
    seat.until(lambda: seat.desk.drafts == (theirs, ours))
    seat.until(lambda: my_drafts(session) == (theirs, ours))
