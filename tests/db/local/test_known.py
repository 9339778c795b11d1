"""The children that one may write about without a server."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

from db.local.known import KnownChild, KnownChildren, known_child
from db.local.vault import Vault, new_key
from db.queries.files import ChildLine

AMIRA = KnownChild(uuid4(), "Amira Kaya", "26-0001", date(2019, 5, 2), None, date(2019, 5, 31))
UNBORN = KnownChild(uuid4(), "Unborn Baker", "26-0002", None, date(2027, 2, 1))


def test_the_children_come_back_by_name_and_only_with_the_key(tmp_path: Path) -> None:
    vault = Vault(new_key())
    KnownChildren(tmp_path, vault).keep([UNBORN, AMIRA])
    assert KnownChildren(tmp_path, vault).all() == (AMIRA, UNBORN)
    assert KnownChildren(tmp_path, Vault(new_key())).all() == ()
    assert b"Amira" not in (tmp_path / "known").read_bytes()


def test_before_the_server_ever_answered_nobody_is_known(tmp_path: Path) -> None:
    assert KnownChildren(tmp_path, Vault(new_key())).all() == ()


def test_a_child_is_kept_by_the_name_that_the_child_uses() -> None:
    line = ChildLine(
        AMIRA.child_id, "26-0001", "Amira Kaya", "", AMIRA.born, None, "allocated", "North", "Jo Ellis", None, None, 0,
        None, None, AMIRA.born_latest,
    )  # fmt: skip
    assert known_child(line) == AMIRA
    assert known_child(replace(line, known_as="Amy")) == replace(AMIRA, name="Amy")
