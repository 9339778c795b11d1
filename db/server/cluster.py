"""One PostgreSQL data folder: made whole or not at all, configured, recognised when it runs, stopped.

The launcher and the keepers share it. Nothing here trusts a process number alone: after a crash the number may belong
to a zombie or to a stranger.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from db.server.as_unprivileged import Seat
from db.server.binaries import Binaries
from db.server.home import LauncherError, disk_full, locked, write_private

SUPERUSER = "postgres"
HOST = "127.0.0.1"

_CONF = "throughline.conf"
_SETTINGS: Mapping[str, str] = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "300",
    "password_encryption": "scram-sha-256",
    "cluster_name": "throughline",
    "TimeZone": "UTC",
    "log_timezone": "UTC",
    # A small desktop: one database, no standby, two cores, a /dev/shm that may hold 64 MB.
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "512MB",
    "min_wal_size": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "jit": "off",
    # Case text must not reach the log: neither statements nor values, and no errors, which may quote either.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_line_prefix": "%m [%p] ",
    "lc_messages": "C",
}
_LOCALES: Sequence[tuple[str, ...]] = (
    ("--locale=C.UTF-8",),
    ("--locale=C", "--lc-ctype=en_GB.UTF-8"),  # macOS has no C.UTF-8
    ("--locale=C",),
)


@dataclass(frozen=True, slots=True)
class ServerProcess:
    """A server that is up or coming up; `ready` when it takes connections."""

    pid: int
    port: int
    ready: bool


def running(data: Path) -> ServerProcess | None:
    """The server of this data folder, or None when there is none, or only a zombie, or a stranger with its number."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
        pid = int(lines[0])
    except (OSError, IndexError, ValueError):
        return None
    if not _serves(pid, data):
        return None
    port = int(lines[3]) if len(lines) > 3 and lines[3].strip().isdigit() else 0
    return ServerProcess(pid, port, ready=port != 0 and len(lines) > 7 and lines[7].strip() == "ready")


def _serves(pid: int, data: Path) -> bool:
    proc = Path("/proc") / str(pid)
    if not Path("/proc/self/stat").exists():
        return _ps_says_postgres(pid)
    try:
        state = (proc / "stat").read_text().rpartition(")")[2].split()[0]
        if state in "ZX":
            return False
        with suppress(PermissionError):
            return (proc / "cwd").samefile(data)  # a server stands in its data folder
        return b"postgres" in (proc / "cmdline").read_bytes()
    except (OSError, IndexError):
        return False


def _ps_says_postgres(pid: int) -> bool:
    asked = subprocess.run(["ps", "-o", "stat=,command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, command = asked.stdout.strip().partition(" ")
    return bool(state) and not state.startswith("Z") and "postgres" in command


def major_of(data: Path) -> int | None:
    """The major version that made this data folder; None when there is no data folder yet."""
    with suppress(OSError, ValueError):
        return int((data / "PG_VERSION").read_text())
    return None


def remove_half_made(seat: Seat) -> None:
    """Remove what an interrupted first run left behind."""
    for left in seat.folder.glob("data.new-*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def make(seat: Seat, binaries: Binaries, password: str, *, lock: int, sync: bool = True) -> None:
    """Make the data folder: elsewhere first, then renamed, so that it is whole or absent.

    initdb inherits the starting lock, so that the next start waits for it even when this process is killed.
    """
    new = seat.folder / f"data.new-{secrets.token_hex(4)}"
    pwfile = seat.folder / f"data.new-{secrets.token_hex(4)}-password"
    try:
        write_private(pwfile, password + "\n", owner=seat.owner)
        for locale in _LOCALES:
            seat.make_folder(new)
            done = seat.run(_initdb(binaries, new, pwfile, locale, sync=sync), timeout=300, pass_fds=(lock,))
            if done.returncode == 0:
                break
            shutil.rmtree(new, ignore_errors=True)
            if "invalid locale name" not in done.stderr:
                raise LauncherError(why_not_made(done.stderr, seat.folder))
        write_hba(seat, "throughline", data=new)
        with (new / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write(f"\ninclude_if_exists = '{_CONF}'  # written anew at each start\n")
        new.rename(seat.data)
    except subprocess.TimeoutExpired:
        raise LauncherError("Making the embedded server took longer than five minutes. Start again.") from None
    finally:
        pwfile.unlink(missing_ok=True)
        shutil.rmtree(new, ignore_errors=True)


def _initdb(binaries: Binaries, new: Path, pwfile: Path, locale: tuple[str, ...], *, sync: bool) -> list[str]:
    fixed = ("--encoding=UTF8", "--auth=scram-sha-256", "--data-checksums", "--no-instructions")
    named = (f"--pgdata={new}", f"--username={SUPERUSER}", f"--pwfile={pwfile}")
    return [binaries.tool("initdb"), *named, *fixed, *locale, *(() if sync else ("--no-sync",))]


def write_hba(seat: Seat, database: str, *, administrators: Sequence[str] = (), data: Path | None = None) -> None:
    """Write who may connect: over loopback with SCRAM, administrators anywhere, everyone else to one database.

    `database` may be a regular expression after a slash, as PostgreSQL has it. A running server takes it at its next
    reload.
    """
    names = ",".join(_quoted(name) for name in (SUPERUSER, *administrators))
    lines = [
        "# Written by Throughline. Everyone not named here is refused.",
        f"host  all  {names}  {HOST}/32  scram-sha-256",
        f"host  {_quoted(database)}  all  {HOST}/32  scram-sha-256",
    ]
    write_private((data or seat.data) / "pg_hba.conf", "\n".join(lines) + "\n", owner=seat.owner)


def _quoted(name: str) -> str:
    if '"' in name or "\n" in name:
        raise ValueError("a name in pg_hba.conf can hold neither a quotation mark nor a line break")
    return f'"{name}"'


def write_settings(seat: Seat, port: int, more: Mapping[str, str]) -> None:
    """Write our settings; PostgreSQL reads the last of two equal names."""
    chosen = {**_SETTINGS, **more, "port": str(port)}
    text = "".join(f"{name} = '{_escaped(value)}'\n" for name, value in chosen.items())
    write_private(seat.data / _CONF, text, owner=seat.owner)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''").replace("\n", " ")


def reload(data: Path) -> None:
    """Tell a running server that its settings were written anew."""
    server = running(data)
    if server is not None:
        with suppress(ProcessLookupError):
            os.kill(server.pid, signal.SIGHUP)


def stop(data: Path, *, patience: float = 30.0) -> bool:
    """Stop the server of this data folder; False when none was running.

    The signals are those of `pg_ctl stop -m fast`, then `-m immediate`; sent directly, so that stopping needs neither
    PostgreSQL's programs nor the right to make a user namespace.
    """
    server = running(data)
    if server is None:
        return False
    for how, wait in ((signal.SIGINT, patience), (signal.SIGQUIT, 10.0)):
        with suppress(ProcessLookupError):
            os.kill(server.pid, how)
        until = time.monotonic() + wait
        while time.monotonic() < until:
            if not _serves(server.pid, data):
                return True
            time.sleep(0.02)
    return True


_REASONS = (
    (r"No space left on device|Disk quota exceeded", disk_full),
    (r"Permission denied|Operation not permitted|Read-only file system", locked),
)


def why_not_made(said: str, folder: Path) -> str:
    """What initdb or the server said, as a sentence for the person."""
    for pattern, sentence in _REASONS:
        if re.search(pattern, said):
            return sentence(folder)
    if re.search(r"Cannot allocate memory|could not create shared memory|out of memory", said):
        return "This machine has too little free memory for the embedded server. Close other programs, then try again."
    if "database files are incompatible" in said:
        return f"The data in {folder} was made by another PostgreSQL. Nothing was changed; choose another --home."
    last = [line for line in said.splitlines() if re.search(r"error|FATAL|PANIC|could not", line)]
    detail = last[-1].strip() if last else "it gave no reason"
    return f"PostgreSQL did not start in {folder}: {detail}. The whole log is in that folder."


def is_supported() -> bool:
    """Whether this system can run the embedded server at all."""
    return sys.platform != "win32"
