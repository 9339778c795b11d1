"""Where a person's drafts lie on this computer, and the key that opens them.

The key lies in the computer's own keyring; where there is none it lies beside the drafts, wrapped by the login
password. A key that once sealed drafts is never replaced silently: what it sealed would be lost. All of this asks the
keyring or costs time on purpose, so call it off the interface thread.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import platformdirs

from db.errors import Locked, Refused
from db.local.drafts import DraftStore
from db.local.files import alone, private_folder, write_private
from db.local.vault import Vault, new_key, unwrap, wrap

_SERVICE = "Throughline drafts"
_KEY, _PROOF, _LOCK, _PASSWORD = "key", "key-proof", "key-lock", "password-proof"
_NOT_SIGNED_IN_WITH = "This is not the password with which you last signed in on this computer."
_NOT_IN_KEYRING = (
    "The key of your drafts on this computer was in its keyring, which does not give it out just now. Unlock the "
    "keyring and sign in again, or start anew: what is locked is not deleted."
)


def draft_folder(server: str, login: str) -> Path:
    """The folder of one login's drafts for one server; its name tells neither."""
    named = os.environ.get("THROUGHLINE_DRAFTS")
    above = Path(named) if named else platformdirs.user_data_path("throughline", appauthor=False) / "drafts"
    return above / hashlib.sha256(f"{server}\0{login}".encode()).hexdigest()[:32]


def has_key(folder: Path) -> bool:
    """Whether drafts of this folder were ever sealed here, so that there is a key to open them."""
    return any((folder / name).exists() for name in (_KEY, _PROOF))


def open_drafts(folder: Path, server: str, login: str, password: str) -> DraftStore:
    """The drafts of the folder; Locked as `open_vault`, Refused if the folder cannot be used."""
    store = DraftStore(folder, open_vault(folder, server, login, password))
    with suppress(Refused):  # a full disk is told when something is typed
        bring_back(store, server, login)
    return store


def open_vault(folder: Path, server: str, login: str, password: str) -> Vault:
    """The vault of the folder's drafts, made on first use. Locked if no key that is at hand opens them."""
    private_folder(folder)
    with alone(folder / _LOCK, wait=True):
        kept = _from_keyring(server, login)
        if kept and _fits(folder, kept):
            return _proved(folder, kept)
        if (folder / _KEY).exists():
            return Vault(unwrap((folder / _KEY).read_bytes(), password))
        if (folder / _PROOF).exists():
            raise Locked(_NOT_IN_KEYRING)
        return _new_vault(folder, server, login, password)


def remember_password(folder: Path, password: str) -> None:
    """Leaves a proof by which the password that the server took is known again while it does not answer."""
    if not (folder / _KEY).exists() and not _is_password(folder, password):
        write_private(folder / _PASSWORD, wrap(new_key(), password))


def open_without_server(folder: Path, server: str, login: str, password: str) -> Vault:
    """As `open_vault`, for somebody whom no server knows just now: a keyring alone, which stays open all day on a
    shared computer, does not open the drafts. Locked if the password is not the one last signed in with here.
    """
    if not (folder / _KEY).exists() and not _is_password(folder, password):
        raise Locked(_NOT_SIGNED_IN_WITH)
    return open_vault(folder, server, login, password)


def unlock(folder: Path, old_password: str, new_password: str) -> Vault:
    """Opens what was locked with the password of before, and locks it with the one of now from here on."""
    with alone(folder / _LOCK, wait=True):
        if not (folder / _KEY).exists():
            raise Locked(_NOT_IN_KEYRING)
        key = unwrap((folder / _KEY).read_bytes(), old_password)
        write_private(folder / _KEY, wrap(key, new_password))
        return Vault(key)


def change_password(folder: Path, old: str, new: str) -> None:
    """Locks the drafts with the new password, where it is a password that locks them."""
    if (folder / _KEY).exists():
        unlock(folder, old, new)


def start_anew(folder: Path, server: str, login: str, password: str) -> Vault:
    """A new key. The old drafts stay on the disk, and the old key beside them under another name."""
    private_folder(folder)
    with alone(folder / _LOCK, wait=True):
        until = f"until-{datetime.now():%Y%m%d-%H%M%S-%f}"
        for name in (_KEY, _PROOF):
            if (folder / name).exists():
                (folder / name).replace(folder / f"{name}.{until}")
        kept = _from_keyring(server, login)
        if kept:
            _to_keyring(f"{server} {until}", login, kept)
        return _new_vault(folder, server, login, password)


def bring_back(store: DraftStore, server: str, login: str, old_password: str = "") -> int:
    """Takes in what was locked when a new key was made, as far as the keyring gives an earlier key out or the old
    password opens one; says how many drafts came back.
    """
    came = 0
    for proof in sorted(store.folder.glob(f"{_PROOF}.*")):
        until = proof.name.removeprefix(f"{_PROOF}.")
        keys = [_from_keyring(server, login), _from_keyring(f"{server} {until}", login)]
        wrapped = store.folder / f"{_KEY}.{until}"
        if old_password and wrapped.exists():
            with suppress(Locked):
                keys.append(unwrap(wrapped.read_bytes(), old_password))
        came += sum(store.take_over(Vault(key)) for key in keys if key)
    return came


def _is_password(folder: Path, password: str) -> bool:
    try:
        unwrap((folder / _PASSWORD).read_bytes(), password)
    except (Locked, FileNotFoundError):
        return False
    return True


def _new_vault(folder: Path, server: str, login: str, password: str) -> Vault:
    key = new_key()
    if not _to_keyring(server, login, key):
        write_private(folder / _KEY, wrap(key, password))
    return _proved(folder, key)


def _fits(folder: Path, key: bytes) -> bool:
    """Whether the folder's drafts are sealed with this key, or with none yet."""
    proof = folder / _PROOF
    if not proof.exists():
        return not (folder / _KEY).exists()
    try:
        Vault(key).open(_PROOF, proof.read_bytes())
    except Locked:
        return False
    return True


def _proved(folder: Path, key: bytes) -> Vault:
    """Leaves a proof by which the right key is known again."""
    vault = Vault(key)
    if not (folder / _PROOF).exists():
        write_private(folder / _PROOF, vault.seal(_PROOF, b""))
    return vault


def _from_keyring(server: str, login: str) -> bytes:
    """The key in the keyring; empty where there is no keyring, or it does not answer."""
    try:
        import keyring  # noqa: PLC0415 (after the first paint)

        return bytes.fromhex(keyring.get_password(_SERVICE, f"{login}@{server}") or "")
    except Exception:
        return b""


def _to_keyring(server: str, login: str, key: bytes) -> bool:
    """Keeps the key in the keyring, and says whether it is really there."""
    try:
        import keyring  # noqa: PLC0415 (after the first paint)

        keyring.set_password(_SERVICE, f"{login}@{server}", key.hex())
    except Exception:
        return False
    return _from_keyring(server, login) == key
