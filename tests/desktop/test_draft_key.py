"""The key of the drafts: in the keyring, or locked with the password; never lost by being made anew."""

from __future__ import annotations

import stat
from pathlib import Path
from uuid import uuid4

import pytest

from db.domain.draft import Draft
from db.errors import Locked
from db.local.drafts import DraftStore
from db.server.launcher import default_home
from desktop.infra.draft_key import (
    bring_back,
    change_password,
    draft_folder,
    open_drafts,
    open_without_server,
    remember_password,
    start_anew,
    unlock,
)
from tests.desktop.ring import Ring

SERVER, LOGIN, PASSWORD = "localhost:5432/throughline", "m.ahmed", "a long enough password"


def _kept(folder: Path, password: str = PASSWORD) -> Draft:
    draft = Draft(uuid4(), values={"headline": "Seen at home"})
    open_drafts(folder, SERVER, LOGIN, password).save(draft)
    return draft


def _modes(folder: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def test_a_key_in_the_keyring_opens_after_the_password_changed_elsewhere(tmp_path: Path, ring: Ring) -> None:
    draft = _kept(tmp_path)
    assert open_drafts(tmp_path, SERVER, LOGIN, "another password").all() == (draft,)
    assert not (tmp_path / "key").exists()
    assert list(ring.kept) == [("Throughline drafts", f"{LOGIN}@{SERVER}")]
    assert _modes(tmp_path) == {0o600}


def test_without_a_keyring_the_password_opens_and_no_other(tmp_path: Path, no_ring: Ring) -> None:
    draft = _kept(tmp_path)
    assert open_drafts(tmp_path, SERVER, LOGIN, PASSWORD).all() == (draft,)
    with pytest.raises(Locked):
        open_drafts(tmp_path, SERVER, LOGIN, "another password")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_a_password_that_changed_elsewhere_is_told_and_the_old_one_unlocks(tmp_path: Path, no_ring: Ring) -> None:
    draft = _kept(tmp_path, "the old password")
    with pytest.raises(Locked):
        unlock(tmp_path, "a wrong guess", PASSWORD)
    unlock(tmp_path, "the old password", PASSWORD)
    assert open_drafts(tmp_path, SERVER, LOGIN, PASSWORD).all() == (draft,)
    with pytest.raises(Locked):
        open_drafts(tmp_path, SERVER, LOGIN, "the old password")


def test_a_password_changed_here_changes_what_locks_the_drafts(tmp_path: Path, no_ring: Ring) -> None:
    draft = _kept(tmp_path, "the old password")
    change_password(tmp_path, "the old password", PASSWORD)
    assert open_drafts(tmp_path, SERVER, LOGIN, PASSWORD).all() == (draft,)


def test_with_a_keyring_a_changed_password_changes_nothing_here(tmp_path: Path, ring: Ring) -> None:
    draft = _kept(tmp_path)
    change_password(tmp_path, PASSWORD, "another password")
    assert open_drafts(tmp_path, SERVER, LOGIN, "another password").all() == (draft,)


def test_starting_anew_leaves_the_old_drafts_and_their_key_on_the_disk(tmp_path: Path, no_ring: Ring) -> None:
    _kept(tmp_path, "a forgotten password")
    sealed = (tmp_path / "key").read_bytes()
    start_anew(tmp_path, SERVER, LOGIN, PASSWORD)
    anew = open_drafts(tmp_path, SERVER, LOGIN, PASSWORD)
    assert anew.all() == ()
    assert anew.unreadable == 1
    assert [path.read_bytes() for path in tmp_path.glob("key.until-*")] == [sealed]


def test_a_keyring_that_is_locked_for_once_never_makes_a_new_key(tmp_path: Path, ring: Ring) -> None:
    draft = _kept(tmp_path)
    ring.locked = True
    with pytest.raises(Locked, match="keyring"):
        open_drafts(tmp_path, SERVER, LOGIN, PASSWORD)
    with pytest.raises(Locked, match="keyring"):
        unlock(tmp_path, PASSWORD, PASSWORD)
    ring.locked = False
    assert open_drafts(tmp_path, SERVER, LOGIN, PASSWORD).all() == (draft,)


def test_what_was_locked_when_a_new_key_was_made_comes_back_with_the_keyring(tmp_path: Path, ring: Ring) -> None:
    draft = _kept(tmp_path)
    ring.locked = True
    start_anew(tmp_path, SERVER, LOGIN, PASSWORD)
    newer = _kept(tmp_path)
    ring.locked = False
    store = open_drafts(tmp_path, SERVER, LOGIN, PASSWORD)
    assert store.all() == (draft, newer)
    assert store.unreadable == 0


def test_what_was_locked_when_a_new_key_was_made_comes_back_with_the_old_password(
    tmp_path: Path, no_ring: Ring
) -> None:
    draft, paper = _kept(tmp_path, "a remembered password"), uuid4()
    open_drafts(tmp_path, SERVER, LOGIN, "a remembered password").put_paper(draft.draft_id, paper, b"bytes")
    start_anew(tmp_path, SERVER, LOGIN, PASSWORD)
    store = open_drafts(tmp_path, SERVER, LOGIN, PASSWORD)
    assert bring_back(store, SERVER, LOGIN, "a wrong guess") == 0
    assert bring_back(store, SERVER, LOGIN, "a remembered password") == 1
    assert store.all() == (draft,)
    assert store.paper(draft.draft_id, paper) == b"bytes"


def test_starting_anew_keeps_the_old_key_in_the_keyring_and_with_it_the_drafts(tmp_path: Path, ring: Ring) -> None:
    draft = _kept(tmp_path)
    (old,) = ring.kept.values()
    start_anew(tmp_path, SERVER, LOGIN, PASSWORD)
    assert old in ring.kept.values()
    assert ring.kept["Throughline drafts", f"{LOGIN}@{SERVER}"] != old
    assert open_drafts(tmp_path, SERVER, LOGIN, PASSWORD).all() == (draft,)


def test_a_keyring_that_came_later_does_not_hide_the_key_in_the_file(tmp_path: Path, ring: Ring) -> None:
    ring.locked = True
    draft = _kept(tmp_path)
    ring.locked = False
    _kept(tmp_path / "another folder of the same login")
    assert open_drafts(tmp_path, SERVER, LOGIN, PASSWORD).all() == (draft,)


def test_every_login_has_a_folder_of_its_own_whose_name_tells_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THROUGHLINE_DRAFTS", str(tmp_path))
    mine = draft_folder(SERVER, LOGIN)
    assert mine.parent == tmp_path
    assert mine == draft_folder(SERVER, LOGIN)
    assert len({mine, draft_folder(SERVER, "p.shah"), draft_folder("elsewhere:5432/throughline", LOGIN)}) == 3
    assert "ahmed" not in mine.name
    monkeypatch.delenv("THROUGHLINE_DRAFTS")
    assert draft_folder(SERVER, LOGIN).parent.name == "drafts"


def test_without_a_server_an_open_keyring_alone_opens_nothing(tmp_path: Path, ring: Ring) -> None:
    draft = _kept(tmp_path)
    with pytest.raises(Locked):
        open_without_server(tmp_path, SERVER, LOGIN, PASSWORD)  # no server ever took this password
    remember_password(tmp_path, PASSWORD)
    with pytest.raises(Locked, match="not the password"):
        open_without_server(tmp_path, SERVER, LOGIN, "a guess")
    vault = open_without_server(tmp_path, SERVER, LOGIN, PASSWORD)
    assert DraftStore(tmp_path, vault).all() == (draft,)
    remember_password(tmp_path, "another password")
    with pytest.raises(Locked):
        open_without_server(tmp_path, SERVER, LOGIN, PASSWORD)
    assert _modes(tmp_path) == {0o600}
    assert ring.kept


def test_without_server_and_keyring_the_password_opens_the_key_itself(tmp_path: Path, no_ring: Ring) -> None:
    draft = _kept(tmp_path)
    remember_password(tmp_path, PASSWORD)
    with pytest.raises(Locked):
        open_without_server(tmp_path, SERVER, LOGIN, "a guess")
    assert DraftStore(tmp_path, open_without_server(tmp_path, SERVER, LOGIN, PASSWORD)).all() == (draft,)


def test_drafts_are_beside_the_server_of_this_computer_and_not_in_its_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("THROUGHLINE_DRAFTS", raising=False)
    monkeypatch.delenv("THROUGHLINE_HOME", raising=False)
    drafts = draft_folder("host=record", "u1").parent
    assert drafts.parent == default_home().parent
    assert drafts != default_home()
