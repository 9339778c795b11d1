"""Files that are whole or not there, that their owner alone reads, and locks that end with their holder."""

from __future__ import annotations

import errno
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from db.errors import Refused

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_UNFINISHED = ".unfinished"
_ATTEMPTS = 3


def private_folder(folder: Path) -> None:
    """Makes the folder, or narrows the one that is there; Refused in plain words if it cannot be used."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as trouble:
        raise Refused(told(trouble)) from None


def write_private(path: Path, content: bytes) -> None:
    """Puts the bytes at the path, whole or not at all, and on the disk before it returns; Refused if it cannot be."""
    try:
        for attempt in range(_ATTEMPTS):
            try:
                return _write(path, content)
            except FileNotFoundError:  # a window that opened just now took the new file for a killed writer's
                if attempt == _ATTEMPTS - 1:
                    raise
    except OSError as trouble:
        raise Refused(told(trouble)) from None


def _write(path: Path, content: bytes) -> None:
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_UNFINISHED}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            _try(descriptor)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    settle(path.parent)


def settle(folder: Path) -> None:
    """Has the disk know which names the folder holds."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def clear_unfinished(folder: Path) -> None:
    """Takes away what killed writers left half-written; what a living one is writing stays."""
    for path in folder.glob(f".*{_UNFINISHED}"):
        with suppress(OSError):
            with path.open("rb") as file:
                left = _try(file.fileno())
            if left:
                path.unlink()


@contextmanager
def alone(path: Path, *, wait: bool = False) -> Iterator[bool]:
    """Holds a lock that ends with this process; yields whether it was got. With `wait` it always is.

    Refused if the folder cannot be used.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as trouble:
        raise Refused(told(trouble)) from None
    try:
        yield _take(descriptor) if wait else _try(descriptor)
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> bool:
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    return True


def _try(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def told(trouble: OSError) -> str:
    """Why something could not be kept on this computer, in a sentence for the person."""
    if trouble.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return "What you type cannot be kept on this computer: the disk is full. Free some room; it is tried again."
    return "What you type cannot be kept on this computer: its folder cannot be written. Tell your support."
