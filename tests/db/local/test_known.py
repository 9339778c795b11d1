"""The children that one may write about without a server."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import uuid4

from db.local.known import KnownChild, KnownChildren
from db.local.vault import Vault, new_key
from tests.record import Record

AMIRA = KnownChild(uuid4(), "Amira Kaya", "26-0001", date(2019, 5, 2))
UNBORN = KnownChild(uuid4(), "Unborn Baker", "26-0002", None, date(2027, 2, 1))


def test_the_children_come_back_by_name_and_only_with_the_key(tmp_path: Path) -> None:
    vault = Vault(new_key())
    KnownChildren(tmp_path, vault).keep([UNBORN, AMIRA])
    assert KnownChildren(tmp_path, vault).all() == (AMIRA, UNBORN)
    assert KnownChildren(tmp_path, Vault(new_key())).all() == ()
    assert b"Amira" not in (tmp_path / "known").read_bytes()


def test_before_the_server_ever_answered_nobody_is_known(tmp_path: Path) -> None:
    assert KnownChildren(tmp_path, Vault(new_key())).all() == ()


def test_my_children_are_learnt_from_the_server(tmp_path: Path, shared_record: Record) -> None:
    child = shared_record.new_child("Leon", "Baker", born=date(2020, 1, 9))
    shared_record.allocate(child, "tl_practitioner_a")
    session = shared_record.session("tl_practitioner_a")
    known = KnownChildren(tmp_path, Vault(new_key()))
    known.learn(session)
    assert [(one.child_id, one.name, one.born) for one in known.all()] == [(child, "Leon Baker", date(2020, 1, 9))]
