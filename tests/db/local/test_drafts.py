"""Drafts on the disk: whole, private, found again, and never deleted because they do not open."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from db.domain.draft import DraftPaper, DraftState
from db.errors import Refused
from db.local.drafts import DraftStore
from db.local.unwritten import Unwritten
from db.local.vault import Vault, new_key
from tests.db.local.paper_trail import NOON, finished, written, written_on

SECRET = "Mum’s new partner hides in the loft"


@pytest.fixture
def store(tmp_path: Path) -> DraftStore:
    """An empty store."""
    return DraftStore(tmp_path / "drafts", Vault(new_key()))


def test_a_draft_comes_back_word_for_word(store: DraftStore) -> None:
    draft = replace(
        finished(uuid4(), SECRET),
        born=date(2019, 5, 2),
        concerned={uuid4(): "Yusuf Kaya"},
        rests_on=(uuid4(),),
        papers=(DraftPaper(uuid4(), "plan.pdf", "application/pdf", "safety_plan", date(2026, 3, 3), "the text", ""),),
        base_version=2,
        base_values={"headline": "Seen"},
        state=DraftState.HELD,
        trouble="Say why.",
        refusal="Refused",
    )
    store.save(draft)
    assert DraftStore(store.folder, store.vault).all() == (draft,)
    assert store.one(draft.draft_id) == draft


def test_the_oldest_comes_first_and_the_newest_words_stand(store: DraftStore) -> None:
    later, sooner = written("later", minute=9), written("sooner", minute=1)
    store.save(later)
    store.save(sooner)
    store.save(replace(later, values={"headline": "later, and more"}))
    assert [draft.values["headline"] for draft in store.all()] == ["sooner", "later, and more"]


def test_a_moment_without_a_time_zone_is_a_moment_too(store: DraftStore) -> None:
    naive, aware = written("naive", typed_at=datetime(2020, 1, 1)), written("aware")
    store.save(aware)
    store.save(naive)
    assert store.all() == (naive, aware)


def test_no_name_and_no_byte_on_the_disk_tells_a_word(store: DraftStore) -> None:
    draft = written(SECRET)
    store.save(draft)
    store.put_paper(draft.draft_id, uuid4(), SECRET.encode())
    for path in store.folder.iterdir():
        assert b"loft" not in path.read_bytes()
        assert "Kaya" not in path.name


def test_nobody_else_on_the_computer_may_read_the_files(tmp_path: Path) -> None:
    (tmp_path / "drafts").mkdir(mode=0o755)
    store = DraftStore(tmp_path / "drafts", Vault(new_key()))
    draft = written()
    store.save(draft)
    store.put_paper(draft.draft_id, uuid4(), b"bytes")
    store.drop(uuid4())
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in store.folder.iterdir()} == {0o600}
    assert {path.suffix or path.name for path in store.folder.iterdir()} == {".draft", ".paper", ".dropped", "writing"}


def test_another_persons_key_reads_nothing_and_deletes_nothing(store: DraftStore) -> None:
    draft = written(SECRET)
    store.save(draft)
    stranger = DraftStore(store.folder, Vault(new_key()))
    assert stranger.all() == ()
    assert stranger.unreadable == 1
    assert store.all() == (draft,)
    assert store.unreadable == 0


@pytest.mark.parametrize("tear", [lambda whole: whole[: len(whole) // 2], lambda whole: b"", lambda whole: b"stray"])
def test_a_torn_file_is_counted_and_left_and_hides_no_other(store: DraftStore, tear: Callable[[bytes], bytes]) -> None:
    torn, whole = written("torn"), written("whole")
    store.save(torn)
    store.save(whole)
    path = store.folder / f"{torn.draft_id}.draft"
    path.write_bytes(tear(path.read_bytes()))
    (store.folder / "not an id.draft").write_bytes(b"somebody's")
    assert store.all() == (whole,)
    assert store.unreadable == 2
    assert path.exists()


def test_what_opens_and_is_no_draft_is_counted_too(store: DraftStore) -> None:
    for plain in (b"[]", b"{}", b"no JSON", b'{"draft_id": 3}', b"null"):
        draft_id = uuid4()
        (store.folder / f"{draft_id}.draft").write_bytes(store.vault.seal(f"draft:{draft_id}", plain))
    assert store.all() == ()
    assert store.unreadable == 5


def test_one_draft_put_in_the_place_of_another_does_not_open(store: DraftStore) -> None:
    one, other = written("one"), written("other")
    store.save(one)
    store.save(other)
    (store.folder / f"{one.draft_id}.draft").replace(store.folder / f"{other.draft_id}.draft")
    assert store.all() == ()
    assert store.unreadable == 1


def test_a_dropped_draft_goes_with_its_papers_and_with_no_others(store: DraftStore) -> None:
    gone, stays = written("gone"), written("stays")
    paper = uuid4()
    for draft in (gone, stays):
        store.save(draft)
        store.put_paper(draft.draft_id, paper, draft.values["headline"].encode())
    store.drop(gone.draft_id)
    assert store.all() == (stays,)
    assert store.paper(stays.draft_id, paper) == b"stays"
    with pytest.raises(Refused, match="computer where it was added"):
        store.paper(gone.draft_id, paper)
    assert store.is_dropped(gone.draft_id)
    assert not store.is_dropped(stays.draft_id)
    assert store.to_be_told() == {gone.draft_id: gone.versions}
    store.server_told(gone.draft_id)
    assert store.to_be_told() == {}
    assert store.is_dropped(gone.draft_id)


def test_a_draft_that_is_written_on_after_it_was_dropped_is_there_again(store: DraftStore) -> None:
    draft = written()
    store.save(draft)
    store.drop(draft.draft_id)
    store.save(draft)
    assert store.all() == (draft,)
    assert not store.is_dropped(draft.draft_id)
    assert store.to_be_told() == {}


def test_what_a_killed_writer_left_is_cleared_when_the_store_is_opened(store: DraftStore) -> None:
    left = store.folder / ".left.draft.0011.unfinished"
    left.write_bytes(b"half a dra")
    DraftStore(store.folder, store.vault)
    assert not left.exists()


def test_a_window_that_is_opened_does_not_clear_what_another_is_writing(
    store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = os.fsync

    def meanwhile(descriptor: int) -> None:
        DraftStore(store.folder, store.vault)
        flush(descriptor)

    monkeypatch.setattr("os.fsync", meanwhile)
    draft = written()
    store.save(draft)
    assert store.all() == (draft,)


def test_a_disk_that_takes_nothing_is_told_in_plain_words_and_keeps_what_was_there(
    store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = written("before")
    store.save(draft)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    after = replace(draft, values={"headline": "after"})
    with pytest.raises(Refused, match="the disk is full"):
        store.save(after)
    monkeypatch.undo()
    assert DraftStore(store.folder, store.vault).all() == (draft,)
    assert len(list(store.folder.glob("*.draft*"))) == 1
    assert store.all() == (after,)
    assert store.one(draft.draft_id) == after


def test_what_the_disk_does_not_take_is_held_with_its_papers_and_written_when_there_is_room(
    store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = DraftPaper(uuid4(), "plan.txt", "text/plain", "other")
    draft, gone = written("held", papers=(paper,)), written("sent meanwhile")
    store.save(gone)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    for act in (
        lambda: store.put_paper(draft.draft_id, paper.paper_id, b"the plan"),
        lambda: store.save(draft),
        lambda: store.drop(gone.draft_id),
    ):
        with pytest.raises(Refused, match="the disk is full"):
            act()
    assert store.all() == (draft,)
    assert store.paper(draft.draft_id, paper.paper_id) == b"the plan"
    assert store.is_dropped(gone.draft_id)
    assert store.to_be_told() == {gone.draft_id: gone.versions}
    monkeypatch.undo()
    store.save(draft)
    again = DraftStore(store.folder, store.vault)
    assert again.all() == (draft,)
    assert again.is_dropped(gone.draft_id)


def test_a_draft_takes_the_place_of_what_it_was_written_on_from_whatever_the_clock_says(store: DraftStore) -> None:
    first = written_on(written(minute=9), "first")
    second = written_on(first, "second", typed_at=NOON)
    for draft in (first, second, first):
        store.save(draft)
    assert store.all() == (second,)


def test_what_two_windows_wrote_in_one_draft_is_kept_as_two(store: DraftStore) -> None:
    other = DraftStore(store.folder, store.vault)
    paper = DraftPaper(uuid4(), "plan.txt", "text/plain", "other")
    draft = written_on(finished(uuid4(), papers=(paper,)), "begun", "one")
    store.put_paper(draft.draft_id, paper.paper_id, b"the plan")
    store.save(draft)
    mine, theirs = written_on(draft, "mine", "one"), written_on(draft, "theirs", "other")
    assert store.save(mine) == mine
    parted = other.save(theirs)
    assert {one.draft_id: one.values["headline"] for one in store.all()} == {
        draft.draft_id: "mine", parted.draft_id: "theirs",
    }  # fmt: skip
    assert len({draft.draft_id, parted.draft_id}) == len({draft.entry_id, parted.entry_id}) == 2
    assert parted.op_id != draft.op_id
    assert parted.sending is not None
    assert parted.sending["entry_id"] == str(parted.entry_id)
    assert other.paper(parted.draft_id, parted.papers[0].paper_id) == b"the plan"
    more = written_on(theirs, "theirs, and more", "other")
    assert other.save(more).draft_id == parted.draft_id
    assert sorted(one.values["headline"] for one in store.all()) == ["mine", "theirs, and more"]


def test_a_text_that_parts_again_takes_nobodys_place(store: DraftStore) -> None:
    draft = written_on(written(), "begun", "one")
    for one in (draft, written_on(draft, "mine", "one")):
        store.save(one)
    theirs = written_on(draft, "theirs", "other")
    parted = store.save(theirs)
    store.save(written_on(parted, "on in a third window", "third"))
    store.save(written_on(theirs, "theirs, and more", "other"))
    assert sorted(one.values["headline"] for one in store.all()) == ["mine", "on in a third window", "theirs, and more"]


def test_what_an_earlier_key_sealed_comes_back_with_its_papers_and_is_counted_once(store: DraftStore) -> None:
    before = Vault(new_key())
    paper = DraftPaper(uuid4(), "plan.txt", "text/plain", "other")
    draft = written(papers=(paper,))
    earlier = DraftStore(store.folder, before)
    earlier.put_paper(draft.draft_id, paper.paper_id, b"the plan")
    earlier.save(draft)
    assert store.all() == ()
    assert [store.take_over(before) for _ in range(2)] == [1, 0]
    assert store.all() == (draft,)
    assert store.paper(draft.draft_id, paper.paper_id) == b"the plan"


def test_what_an_earlier_key_sealed_is_neither_written_over_nor_dropped_with_its_copy(store: DraftStore) -> None:
    before, paper = Vault(new_key()), DraftPaper(uuid4(), "plan.txt", "text/plain", "other")
    copy = written_on(written(), "begun", "one")
    whole = replace(written_on(copy, "begun, and more", "one"), papers=(paper,))
    earlier = DraftStore(store.folder, before)
    earlier.put_paper(whole.draft_id, paper.paper_id, b"the plan")
    earlier.save(whole)
    store.save(copy)
    store.all()
    assert store.unreadable == 1
    store.drop(copy.draft_id)
    assert store.take_over(Vault(new_key())) == 0
    assert store.take_over(before) == 1
    (back,) = store.all()
    assert (back.values, store.unreadable) == (whole.values, 0)
    assert store.paper(back.draft_id, back.papers[0].paper_id) == b"the plan"
    assert not list(store.folder.glob(f"{copy.draft_id}.*paper"))


def test_dropping_a_draft_leaves_what_of_it_does_not_open(store: DraftStore) -> None:
    draft, before = written(), Vault(new_key())
    DraftStore(store.folder, before).save(draft)
    store.drop(draft.draft_id)
    assert store.take_over(before) == 1
    assert [one.values for one in store.all()] == [draft.values]


def test_what_was_set_aside_does_not_come_twice_where_its_copy_has_all_of_it(store: DraftStore) -> None:
    before, draft = Vault(new_key()), written_on(written(), "begun", "one")
    DraftStore(store.folder, before).save(draft)
    store.take_in(draft)
    assert store.take_over(before) == 0
    assert store.all() == (draft,)
    assert store.unreadable == 0


def test_what_another_window_wrote_on_is_not_dropped(store: DraftStore) -> None:
    draft = written_on(written(), "begun", "one")
    more = written_on(draft, "more", "other")
    store.save(more)
    store.drop(draft.draft_id, draft.versions)
    assert store.all() == (more,)
    assert not store.is_dropped(draft.draft_id)
    store.drop(draft.draft_id, more.versions)
    assert store.all() == ()


def test_what_was_dropped_stays_away_in_a_program_opened_later_unless_more_was_written(store: DraftStore) -> None:
    draft = written_on(written(), "begun", "one")
    store.save(draft)
    store.drop(draft.draft_id)
    later = DraftStore(store.folder, store.vault)
    assert not later.take_in(draft)
    assert later.all() == ()
    more = written_on(draft, "begun, and more", "home")
    assert later.take_in(more)
    assert later.all() == (more,)


def test_that_something_was_dropped_is_remembered_for_three_months(store: DraftStore) -> None:
    draft = written()
    store.save(draft)
    store.drop(draft.draft_id)
    store.server_told(draft.draft_id)
    assert DraftStore(store.folder, store.vault).is_dropped(draft.draft_id)
    (mark,) = store.folder.glob("*.gone")
    long_ago = mark.stat().st_mtime - 91 * 86_400
    os.utime(mark, (long_ago, long_ago))
    assert not DraftStore(store.folder, store.vault).is_dropped(draft.draft_id)


def test_two_windows_that_write_at_the_same_moment_lose_neither_text(store: DraftStore) -> None:
    stores = [store, *(DraftStore(store.folder, store.vault) for _ in range(3))]
    draft = written_on(written(), "begun", "one")
    store.save(draft)
    all_at_once = threading.Barrier(len(stores))

    def write(number: int) -> None:
        all_at_once.wait()
        stores[number].save(written_on(draft, f"text {number}", f"window {number}"))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(len(stores))]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(one.values["headline"] for one in store.all()) == [f"text {n}" for n in range(len(stores))]


def test_another_windows_change_is_noticed(store: DraftStore) -> None:
    draft = written()
    store.save(draft)
    before = store.stamp()
    assert store.stamp() == before
    DraftStore(store.folder, store.vault).save(replace(draft, typed_at=NOON))
    assert store.stamp() != before


def test_writes_go_out_in_order_and_of_one_thing_only_the_newest() -> None:
    unwritten, said = Unwritten[str](), list[str]()
    for thing, words in (("a", "a1"), ("b", "b1"), ("a", "a2"), ("c", "c1")):
        unwritten.add(thing, lambda words=words: said.append(words))  # type: ignore[misc]
    unwritten.forget("c")
    unwritten.write_out()
    unwritten.write_out()
    assert said == ["b1", "a2"]


def test_a_write_that_fails_holds_up_no_other_and_is_written_the_next_time() -> None:
    unwritten, said, troubles = Unwritten[str](), list[str](), [Refused("full")]

    def write() -> None:
        if troubles:
            raise troubles.pop()
        said.append("written")

    unwritten.add("a", write)
    unwritten.add("b", lambda: said.append("after it"))
    with pytest.raises(Refused):
        unwritten.write_out()
    assert unwritten.things == {"a"}
    unwritten.write_out()
    assert said == ["after it", "written"]
    assert unwritten.things == frozenset()


def test_newer_words_that_come_while_the_older_are_written_are_written_after_them() -> None:
    unwritten, said = Unwritten[str](), list[str]()
    begun, go_on = threading.Event(), threading.Event()

    def older() -> None:
        begun.set()
        go_on.wait(10)
        said.append("older")

    unwritten.add("a", older)
    slow = threading.Thread(target=unwritten.write_out)
    slow.start()
    assert begun.wait(10)
    unwritten.add("a", lambda: said.append("newer"))
    quick = threading.Thread(target=unwritten.write_out)
    quick.start()
    go_on.set()
    slow.join(10)
    quick.join(10)
    assert said == ["older", "newer"]
