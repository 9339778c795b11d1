"""Copies on the server: for another desk and a lost laptop, and gone when the draft is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from db.commands.drafts import drop_draft, keep_draft
from db.domain.draft import Draft, DraftState
from db.local import copies
from db.local.copies import copy_drafts, fetch_drafts
from db.local.drafts import DraftStore
from db.local.outbox import Sent, send_first
from db.local.vault import Vault, new_key
from db.queries.drafts import my_drafts
from db.session import Session
from tests.db.local.paper_trail import NOON, finished, written, written_on
from tests.record import Record

WORKER = "tl_practitioner_b"


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """Each test leaves no draft in it."""
    return shared_record


@pytest.fixture(scope="module")
def child(record: Record) -> UUID:
    """A child of the worker's."""
    child = record.new_child()
    record.allocate(child, WORKER)
    return child


@pytest.fixture
def session(record: Record) -> Iterator[Session]:
    """The worker, signed in."""
    session = record.session(WORKER)
    yield session
    for draft in my_drafts(session):
        drop_draft(session, draft.draft_id, draft.versions)
    session.close()


@pytest.fixture
def here(tmp_path: Path) -> DraftStore:
    """The drafts on this computer."""
    return DraftStore(tmp_path / "here", Vault(new_key()))


@pytest.fixture
def elsewhere(tmp_path: Path) -> DraftStore:
    """The drafts at another desk."""
    return DraftStore(tmp_path / "elsewhere", Vault(new_key()))


def copied(session: Session, store: DraftStore, *drafts: Draft) -> None:
    """Keeps the drafts in the store and copies them."""
    for draft in drafts:
        store.save(draft)
    copy_drafts(session, store, [draft.draft_id for draft in drafts])


def test_what_was_written_here_is_found_at_another_desk(
    session: Session, child: UUID, here: DraftStore, elsewhere: DraftStore
) -> None:
    draft = written("Seen at home", child_id=child)
    not_copied = written("not yet")
    here.save(not_copied)
    copied(session, here, draft)
    assert fetch_drafts(session, elsewhere) == 1
    assert elsewhere.all() == (draft,)
    assert fetch_drafts(session, elsewhere) == 0


def test_a_copy_takes_the_place_of_what_it_was_written_on_from_on_both_sides(
    session: Session, child: UUID, here: DraftStore, elsewhere: DraftStore
) -> None:
    old = written("old", minute=9, child_id=child)
    new = written_on(old, "new", typed_at=NOON)
    copied(session, here, new)
    copied(session, elsewhere, old)
    assert my_drafts(session) == (new,)
    assert fetch_drafts(session, elsewhere) == 1
    assert elsewhere.all() == (new,)
    newest = written_on(new, "newest")
    here.save(newest)
    assert fetch_drafts(session, here) == 0
    assert here.all() == (newest,)


def test_what_two_desks_wrote_in_one_draft_is_kept_as_two_at_both(
    session: Session, child: UUID, here: DraftStore, elsewhere: DraftStore
) -> None:
    draft = written("begun", child_id=child)
    copied(session, here, draft)
    fetch_drafts(session, elsewhere)
    copied(session, here, written_on(draft, "at the office", "office"))
    elsewhere.save(written_on(draft, "at home", "home"))
    assert copy_drafts(session, elsewhere, [draft.draft_id])
    fetch_drafts(session, here)
    for texts in (my_drafts(session), here.all(), elsewhere.all()):
        assert {one.values["headline"] for one in texts} == {"at the office", "at home"}
        assert len({one.entry_id for one in texts}) == 2


def test_what_was_saved_at_one_desk_goes_from_the_other_unless_more_was_written_there(
    session: Session, child: UUID, here: DraftStore, elsewhere: DraftStore
) -> None:
    drafts = [written_on(finished(child, minute=n), f"text {n}") for n in range(2)]
    copied(session, here, *drafts)
    fetch_drafts(session, elsewhere)
    more = written_on(elsewhere.all()[1], "text 1, and more", "home", state=DraftState.WRITING)
    elsewhere.save(more)
    assert isinstance(send_first(session, here), Sent)
    assert isinstance(send_first(session, here), Sent)
    fetch_drafts(session, elsewhere)
    assert elsewhere.one(more.draft_id) == more


def test_what_was_discarded_at_one_desk_goes_from_the_other(
    session: Session, child: UUID, here: DraftStore, elsewhere: DraftStore
) -> None:
    draft = written_on(written(child_id=child), "begun")
    copied(session, here, draft)
    fetch_drafts(session, elsewhere)
    assert elsewhere.all() == (draft,)
    here.drop(draft.draft_id)
    copy_drafts(session, here, ())
    fetch_drafts(session, elsewhere)
    assert elsewhere.all() == ()


def test_what_waits_here_is_not_replaced_on_its_way(session: Session, child: UUID, here: DraftStore) -> None:
    waiting = finished(child)
    keep_draft(session, written_on(waiting, "typed elsewhere", "home", state=DraftState.WRITING))
    here.save(waiting)
    assert fetch_drafts(session, here) == 0
    assert here.all() == (waiting,)


def test_what_waits_here_is_sent_though_it_was_discarded_at_another_desk(
    session: Session, child: UUID, here: DraftStore, elsewhere: DraftStore
) -> None:
    waiting = finished(child)
    copied(session, here, waiting)
    copied(session, elsewhere, waiting)
    elsewhere.drop(waiting.draft_id)
    fetch_drafts(session, elsewhere)
    fetch_drafts(session, here)
    assert here.all() == (waiting,)
    assert isinstance(send_first(session, here), Sent)


def test_a_dropped_draft_goes_from_the_server_and_does_not_come_back(
    session: Session, child: UUID, here: DraftStore, elsewhere: DraftStore
) -> None:
    draft = written(child_id=child)
    copied(session, here, draft)
    here.drop(draft.draft_id)
    assert fetch_drafts(session, here) == 0
    assert my_drafts(session) == ()
    copied(session, elsewhere, draft)
    assert fetch_drafts(session, here) == 0
    assert here.all() == ()


def test_a_copy_of_what_was_dropped_is_not_taken_for_somebody_elses_words_beside_what_was_written_after_it(
    session: Session, child: UUID, here: DraftStore
) -> None:
    begun = written_on(written(child_id=child), "begun", "one")
    on_the_server = written_on(begun, "gone on with in another window", "two")
    here.save(on_the_server)
    copy_drafts(session, here, [begun.draft_id])
    here.drop(begun.draft_id)  # which the server is not told yet
    other_window = DraftStore(here.folder, here.vault)
    for headline in ("the first window's", "the first window's, to its end"):
        begun = written_on(begun, headline, "one")
        other_window.save(begun)
    copy_drafts(session, other_window, [begun.draft_id])
    fetch_drafts(session, other_window)
    (kept,) = other_window.all()
    assert (kept.draft_id, kept.values) == (begun.draft_id, begun.values)
    assert my_drafts(session) == (kept,)
    other_window.drop(begun.draft_id, begun.versions)
    assert here.all() == ()


def test_dropping_is_told_to_the_server_with_the_next_copies(session: Session, child: UUID, here: DraftStore) -> None:
    draft = written(child_id=child)
    copied(session, here, draft)
    here.drop(draft.draft_id)
    copy_drafts(session, here, [])
    assert my_drafts(session) == ()
    assert here.to_be_told() == {}


def test_a_saved_draft_leaves_no_copy_behind(session: Session, child: UUID, here: DraftStore) -> None:
    draft = finished(child)
    copied(session, here, draft)
    assert len(my_drafts(session)) == 1
    assert isinstance(send_first(session, here), Sent)
    assert my_drafts(session) == ()


def test_a_copy_that_arrives_after_its_draft_was_dropped_is_taken_back(
    session: Session, child: UUID, here: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = written(child_id=child)
    here.save(draft)

    def late(session: Session, draft: Draft) -> None:
        here.drop(draft.draft_id)
        copies.tell_dropped(session, here)
        keep_draft(session, draft)

    monkeypatch.setattr(copies, "keep_draft", late)
    copy_drafts(session, here, [draft.draft_id])
    assert my_drafts(session) == ()


def test_a_draft_that_the_server_refuses_stays_here_and_holds_up_no_other(
    session: Session, child: UUID, here: DraftStore
) -> None:
    too_long = replace(written(child_id=child), values={"detail": "long " * 1_100_000})
    other = written("other", minute=1, child_id=child)
    copied(session, here, too_long, other)
    assert my_drafts(session) == (other,)
    assert {draft.draft_id for draft in here.all()} == {too_long.draft_id, other.draft_id}


def test_a_file_that_does_not_open_here_makes_room_and_is_kept(session: Session, child: UUID, here: DraftStore) -> None:
    draft = written(child_id=child)
    copied(session, here, draft)
    path = here.folder / f"{draft.draft_id}.draft"
    path.write_bytes(b"torn")
    assert fetch_drafts(session, here) == 1
    assert here.all() == (draft,)
    assert here.unreadable == 1
    assert [each.read_bytes() for each in here.folder.glob("*.aside")] == [b"torn"]


def test_nobody_else_gets_the_copies(session: Session, record: Record, child: UUID, here: DraftStore) -> None:
    copied(session, here, written(child_id=child, typed_at=NOON))
    colleague = record.session("tl_practitioner_a")
    assert fetch_drafts(colleague, DraftStore(here.folder / "theirs", Vault(new_key()))) == 0
    colleague.close()
