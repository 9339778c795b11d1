"""The folder of an embedded server: what lies where, who may start it, and who is using it.

Every promise about two windows, killed programs and half-made folders rests on two locks and a few names; they
stand in one place that both the launcher and its keepers read.
"""

from __future__ import annotations

import errno
import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from db.errors import ThroughlineError

if sys.platform != "win32":
    import fcntl

_POLL = 0.02
"""Seconds between two looks at a lock."""


class LauncherError(ThroughlineError):
    """The embedded server cannot be made or started; the text says why and what to do."""

    default_text = "The embedded server could not be started."


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one embedded server, readable by its owner alone."""

    path: Path

    @property
    def password_file(self) -> Path:
        """The superuser's password, mode 0600."""
        return self.path / "superuser-password"

    @property
    def elsewhere_file(self) -> Path:
        """Names the folder and the account when the data cannot lie in the home itself."""
        return self.path / "elsewhere.json"

    @property
    def port_file(self) -> Path:
        """The port of last time, taken again when it is free, so that open windows find a restarted server."""
        return self.path / "port"

    @property
    def in_use(self) -> Path:
        """Locked shared by every window and its keeper; exclusively by the keeper that stops the server."""
        return self.path / "in-use"

    @property
    def starting(self) -> Path:
        """Locked by the one that makes or starts the server."""
        return self.path / "starting"

    @property
    def keeper_log(self) -> Path:
        """What keepers had to say."""
        return self.path / "keeper.log"

    def prepare(self) -> None:
        """Make the folder, or check that it is ours and private.

        Raises LauncherError when it is another user's, locked, or holds somebody's other files.
        """
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._refuse_strangers()
            self.path.chmod(0o700)
            for lock in (self.in_use, self.starting):
                os.close(os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        except OSError as trouble:
            raise LauncherError(told(trouble, self.path)) from None

    def _refuse_strangers(self) -> None:
        found = self.path.stat()
        if found.st_uid != os.geteuid():
            raise LauncherError(
                f"The folder {self.path} belongs to another user (number {found.st_uid}). "
                "Sign in as that user, or choose another folder with --home."
            )
        if found.st_mode & 0o700 != 0o700:  # somebody locked it on purpose: only ever narrowed, never widened
            raise LauncherError(locked(self.path))
        with os.scandir(self.path) as items:
            names = {item.name for item in items}
        if names and self.in_use.name not in names:
            raise LauncherError(
                f"The folder {self.path} already holds other files. Choose a new or an empty folder with --home."
            )

    def hold_in_use(self, *, wait: float = 90.0) -> int:
        """Take the shared lock and return its file descriptor; waits for a keeper that is stopping the server."""
        return _take(
            self.in_use,
            exclusive=False,
            wait=wait,
            busy=f"The embedded server in {self.path} has been stopping for too long. Wait a minute, then try again.",
        )

    @contextmanager
    def alone(self, lock: Path, *, wait: float = 180.0) -> Iterator[int]:
        """Hold a lock of this home exclusively; yields its file descriptor."""
        descriptor = _take(
            lock,
            exclusive=True,
            wait=wait,
            busy=f"Another Throughline has been starting the embedded server in {self.path} for "
            f"{wait:.0f} seconds. Wait until it has finished, or end it, then try again.",
        )
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def alone_with_it(self, descriptor: int) -> bool:
        """Turn a shared hold of `in_use` into the exclusive one, if nobody else holds it; never waits.

        Let go first: on some systems a refused conversion keeps the old lock, and two keepers that end together
        would each see the other's and both leave the server running.
        """
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        return _try(descriptor, exclusive=True)


def let_go(descriptor: int) -> None:
    """Give a hold up, for every process that shares it."""
    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)


def _take(path: Path, *, exclusive: bool, wait: float, busy: str) -> int:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as trouble:
        raise LauncherError(told(trouble, path.parent)) from None
    until = time.monotonic() + wait
    try:
        while not _try(descriptor, exclusive=exclusive):
            if time.monotonic() > until:
                raise LauncherError(busy)
            time.sleep(_POLL)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _try(descriptor: int, *, exclusive: bool) -> bool:
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def write_private(path: Path, text: str, *, owner: tuple[int, int] | None = None) -> None:
    """Write a file that its owner alone may read, whole or not at all; `owner` is (uid, gid), given away as root."""
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
            if owner is not None:
                os.fchown(descriptor, *owner)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


_FULL = (errno.ENOSPC, errno.EDQUOT)
_LOCKED = (errno.EACCES, errno.EPERM, errno.EROFS)


def told(trouble: OSError, folder: Path) -> str:
    """A system's refusal about a folder, in a sentence for the person."""
    if trouble.errno in _FULL:
        return disk_full(folder)
    if trouble.errno in _LOCKED:
        return locked(folder)
    if trouble.errno in (errno.ENOTDIR, errno.EEXIST):
        return f"{folder} cannot be a folder, because a file stands in its way. Choose another with --home."
    return f"The folder {folder} cannot be used: {trouble.strerror or 'unknown reason'}. Choose another with --home."


def disk_full(folder: Path) -> str:
    """Says that there is no room, and how much is needed."""
    return (
        f"There is no room left on the disk that holds {folder}. "
        "Free at least 200 MB, then start again; nothing needs to be cleared up by hand."
    )


def locked(folder: Path) -> str:
    """Says that the folder may not be written."""
    return (
        f"The folder {folder} is locked: you may not write there. "
        "Ask for the right to write in it, or choose another folder with --home."
    )
