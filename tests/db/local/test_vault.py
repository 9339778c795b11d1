"""Sealing: only the right key, name and password open, and not a byte may be missing."""

from __future__ import annotations

import pytest

from db.errors import Locked
from db.local.vault import Vault, new_key, unwrap, wrap

WORDS = "He said “I don’t want to go back there”.".encode()


def test_what_is_sealed_opens_and_shows_nothing_of_its_words() -> None:
    vault = Vault(new_key())
    sealed = vault.seal("draft:1", WORDS)
    assert vault.open("draft:1", sealed) == WORDS
    assert b"go back" not in sealed
    assert vault.seal("draft:1", WORDS) != sealed


def test_neither_another_key_nor_another_name_opens_it() -> None:
    vault = Vault(new_key())
    sealed = vault.seal("draft:1", WORDS)
    with pytest.raises(Locked):
        Vault(new_key()).open("draft:1", sealed)
    with pytest.raises(Locked):
        vault.open("draft:2", sealed)


@pytest.mark.parametrize("kept", [0, 1, 12, 13, 40, -1])
def test_a_torn_end_does_not_open(kept: int) -> None:
    vault = Vault(new_key())
    sealed = vault.seal("draft:1", WORDS)
    with pytest.raises(Locked):
        vault.open("draft:1", sealed[:kept])


def test_another_form_does_not_open_as_this_one() -> None:
    vault = Vault(new_key())
    with pytest.raises(Locked):
        vault.open("draft:1", b"\x02" + vault.seal("draft:1", WORDS)[1:])


def test_a_wrapped_key_opens_with_its_password_alone() -> None:
    key = new_key()
    wrapped = wrap(key, "correct horse £ battery")
    assert unwrap(wrapped, "correct horse £ battery") == key
    assert key not in wrapped
    with pytest.raises(Locked):
        unwrap(wrapped, "correct horse £ batterY")
    with pytest.raises(Locked):
        unwrap(wrapped[:-1], "correct horse £ battery")


def test_a_wrapped_key_that_asks_for_all_memory_is_refused_at_once() -> None:
    wrapped = wrap(new_key(), "a password")
    with pytest.raises(Locked):
        unwrap(wrapped[:1] + bytes((40,)) + wrapped[2:], "a password")
