"""Decides as whom PostgreSQL's programs run and where its data lie, since they refuse to run as root.

An ordinary user needs nothing of this. For root, a user namespace makes the same process look unprivileged without
touching the machine; where that is refused (many containers) an existing account runs it, from a folder that this
account can reach.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from db.server.binaries import Binaries
from db.server.home import Home, LauncherError, disk_full, told, write_private

if sys.platform != "win32":
    import pwd

_ACCOUNTS = ("postgres", "nobody", "daemon")
_FOLDERS_FOR_ACCOUNTS = (Path("/var/lib"), Path("/srv"), Path("/opt"))


@dataclass(frozen=True, slots=True)
class Account:
    """An existing account of this machine."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Seat:
    """The folder that holds `data` and `log`, and as whom programs run in it."""

    folder: Path
    prefix: tuple[str, ...] = ()
    account: Account | None = None

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.folder / "log" / "server.log"

    @property
    def owner(self) -> tuple[int, int] | None:
        """(uid, gid) that files for the server must be given to; None when they are ours already."""
        return (self.account.uid, self.account.gid) if self.account else None

    def make_folder(self, path: Path) -> None:
        """Make a folder that the server may write in, and nobody else may read."""
        path.mkdir(mode=0o700, exist_ok=True)
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)

    def run(
        self, command: Sequence[str], *, timeout: float, pass_fds: Sequence[int] = ()
    ) -> subprocess.CompletedProcess[str]:
        """Run a program of PostgreSQL in the seat's folder, out of reach of the terminal's Ctrl+C."""
        account = self.account
        return subprocess.run(
            [*self.prefix, *command],
            cwd=self.folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=timeout,
            start_new_session=True,
            pass_fds=pass_fds,
            umask=0o077,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )


def namespace_prefix() -> tuple[str, ...]:
    """The words before a command that run it as an unprivileged user of a new user namespace.

    The number must belong to an account, because initdb looks its own name up.
    """
    unshare = shutil.which("unshare")
    account = find_account()
    if unshare is None or account is None:
        return ()
    return (unshare, "-U", f"--map-user={account.uid}", f"--map-group={account.gid}")


def seat_for(
    home: Home,
    binaries: Binaries,
    *,
    namespace: Callable[[], tuple[str, ...]] = namespace_prefix,
    folders: Sequence[Path] = _FOLDERS_FOR_ACCOUNTS,
) -> tuple[Seat, Binaries]:
    """The seat of this home's server, and the programs as they can be reached from there; made when missing."""
    if os.geteuid() != 0:
        return Seat(home.path), binaries
    if not home.elsewhere_file.exists():
        prefix = namespace()
        seat = Seat(home.path, prefix=prefix)
        if prefix and _can_work(seat, binaries):
            return seat, binaries
    try:
        seat = recorded_seat(home) if home.elsewhere_file.exists() else _record_seat(home, folders)
        _furnish(home, seat)
        return seat, _within_reach(seat, binaries)
    except OSError as trouble:
        raise LauncherError(told(trouble, home.path)) from None


def recorded_seat(home: Home) -> Seat:
    """Where an existing server of this home has its data; as whom it runs matters only for starting it."""
    try:
        record = json.loads(home.elsewhere_file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Seat(home.path)
    try:
        entry = pwd.getpwnam(record["account"])
        return Seat(Path(record["folder"]), account=Account(entry.pw_name, entry.pw_uid, entry.pw_gid))
    except KeyError:
        raise LauncherError(
            f"The embedded server in {home.path} belongs to an account that this machine no longer has. "
            f"The file {home.elsewhere_file} names it."
        ) from None


def find_account() -> Account | None:
    """An existing account without rights of its own: one made for databases or for nobody, then a person's."""
    entries = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid != 0}
    people = sorted((entry for entry in entries.values() if entry.pw_uid >= 1000), key=lambda entry: entry.pw_uid)
    named = [entries[name] for name in _ACCOUNTS if name in entries]
    for entry in (*named, *people):
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    return None


def _can_work(seat: Seat, binaries: Binaries) -> bool:
    test = 'test -w "$1" && "$2" --version'
    return _succeeds(seat, ["sh", "-c", test, "sh", str(seat.folder), binaries.tool("postgres")])


def _succeeds(seat: Seat, command: list[str]) -> bool:
    try:
        return seat.run(command, timeout=20).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def _record_seat(home: Home, folders: Sequence[Path]) -> Seat:
    account = find_account()
    parent = next((folder for folder in folders if os.access(folder, os.W_OK)), None)
    if account is None or parent is None or not _succeeds(Seat(parent, account=account), ["true"]):
        raise LauncherError(
            "PostgreSQL refuses to run as root, and this machine lets it run neither in a user namespace nor as "
            "another account. Start Throughline as an ordinary user."
        )
    folder = parent / f"throughline-{secrets.token_hex(4)}"
    write_private(home.elsewhere_file, json.dumps({"folder": str(folder), "account": account.name}))
    return Seat(folder, account=account)


def _furnish(home: Home, seat: Seat) -> None:
    """Make the folder elsewhere: ours, passable for the account alone; take over data made in the home before."""
    assert seat.account is not None  # noqa: S101 - only an account has its seat elsewhere
    seat.folder.mkdir(mode=0o700, exist_ok=True)
    os.chown(seat.folder, 0, seat.account.gid)
    seat.folder.chmod(0o710)
    before = home.path / "data"
    if before.exists() and not seat.data.exists():
        moving = seat.folder / "data.moving"
        shutil.rmtree(moving, ignore_errors=True)
        shutil.copytree(before, moving, symlinks=True)
        for path in (moving, *moving.rglob("*")):
            os.chown(path, seat.account.uid, seat.account.gid, follow_symlinks=False)
        moving.rename(seat.data)
        shutil.rmtree(before, ignore_errors=True)


def _within_reach(seat: Seat, binaries: Binaries) -> Binaries:
    """The same programs, copied into the seat when its account cannot reach them (root's own home, mostly)."""
    if _succeeds(seat, [binaries.tool("postgres"), "--version"]):
        return binaries
    copy = seat.folder / "postgresql-{}.{}".format(*binaries.version)
    if not copy.exists():
        half = copy.with_name(copy.name + ".half")
        shutil.rmtree(half, ignore_errors=True)
        try:
            shutil.copytree(binaries.bin_dir.parent, half, symlinks=True)
        except shutil.Error:
            raise LauncherError(disk_full(seat.folder)) from None
        for path in (half, *half.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044))
        half.rename(copy)
    reached = replace(binaries, bin_dir=copy / "bin")
    if not _succeeds(seat, [reached.tool("postgres"), "--version"]):
        raise LauncherError(
            f"The account {seat.account.name if seat.account else ''} cannot run PostgreSQL from {copy}. "
            "Start Throughline as an ordinary user."
        )
    return reached


def _environment() -> dict[str, str]:
    """Ours without PostgreSQL's own variables, and in the language whose messages we recognise."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return {**kept, "LC_ALL": "C"}
