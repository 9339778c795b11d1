"""Sealing what is kept on this computer, so that nobody else who uses it reads a word.

AES-256-GCM with the name of what is sealed as associated data: a sealed draft put in the place of another does not
open. The key itself lies in the computer's keyring or, where there is none, wrapped by the login password.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from db.errors import Locked

_FORM = b"\x01"
"""The first byte of everything sealed: how the rest is to be read."""
_NONCE, _SALT = 12, 16
_DOUBLINGS, _BLOCK, _LANES = 15, 8, 1
"""Scrypt's cost: 2**15 rounds over blocks of 8 need 32 MB and about a tenth of a second for each guess."""
_MOST_DOUBLINGS, _MOST_BLOCK, _MOST_LANES = 20, 16, 4
"""A wrapped key that asks for more than this is none of ours, and would take the computer's memory."""


class Vault:
    """Seals and opens under one key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, name: str, plain: bytes) -> bytes:
        """The bytes, readable only with this key and under this name."""
        nonce = os.urandom(_NONCE)
        return _FORM + nonce + self._cipher.encrypt(nonce, plain, _FORM + name.encode())

    def open(self, name: str, sealed: bytes) -> bytes:
        """What was sealed under the name; Locked if this key or name does not open it, or a byte is missing."""
        if sealed[:1] != _FORM or len(sealed) < 1 + _NONCE:
            raise Locked
        try:
            return self._cipher.decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], _FORM + name.encode())
        except InvalidTag:
            raise Locked from None


def new_key() -> bytes:
    """A key for a vault."""
    return AESGCM.generate_key(bit_length=256)


def wrap(key: bytes, password: str) -> bytes:
    """The key as it may lie in a file: it opens with the password alone, and each guess costs time and memory."""
    head = _FORM + bytes((_DOUBLINGS, _BLOCK, _LANES)) + os.urandom(_SALT)
    return head + Vault(_stretched(password, head)).seal("key", key)


def unwrap(wrapped: bytes, password: str) -> bytes:
    """The key; Locked if the password does not fit."""
    head = wrapped[: 4 + _SALT]
    if wrapped[:1] != _FORM or len(head) < 4 + _SALT:
        raise Locked
    return Vault(_stretched(password, head)).open("key", wrapped[4 + _SALT :])


def _stretched(password: str, head: bytes) -> bytes:
    doublings, block, lanes = head[1:4]
    if not (1 <= doublings <= _MOST_DOUBLINGS and 1 <= block <= _MOST_BLOCK and 1 <= lanes <= _MOST_LANES):
        raise Locked
    stretch = Scrypt(salt=head[4 : 4 + _SALT], length=32, n=1 << doublings, r=block, p=lanes)
    return stretch.derive(password.encode("utf-8", "surrogatepass"))
