"""Starts the embedded PostgreSQL of a home folder, or joins the one that another window started.

A real server behind the same wall as a shared one is what makes demo, tests and production behave alike; starting it
ourselves is what makes it private (SCRAM on loopback) and leaves nothing running behind.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import platformdirs

from db.server import cluster
from db.server.as_unprivileged import Seat, recorded_seat, seat_for
from db.server.binaries import Binaries, find_postgres
from db.server.home import Home, LauncherError, let_go, locked, told, write_private
from db.server.keeper import GOODBYE, start_keeper

__all__ = ["EmbeddedServer", "LauncherError", "RunningServer", "default_home", "erase", "write_hba"]

_READY_WITHIN = 120.0
_PORTS_TRIED = 8
_NO_LOOPBACK = (
    f"This machine's own address {cluster.HOST} refuses connections, so the embedded server cannot be reached. "
    "Check the firewall and the network settings of this machine or container, then try again."
)


@dataclass(frozen=True, slots=True)
class RunningServer:
    """An embedded server that takes connections."""

    host: str
    port: int
    superuser: str
    superuser_password: str
    home: Path
    bin_dir: Path

    def dsn(self, database: str = "postgres") -> str:
        """Connection words for the superuser."""
        words = {
            "host": self.host,
            "hostaddr": "",  # not what PGHOSTADDR says
            "port": str(self.port),
            "user": self.superuser,
            "password": self.superuser_password,
            "dbname": database,
            "sslmode": "disable",
            "gssencmode": "disable",
            "require_auth": "scram-sha-256",
        }
        return " ".join(f"{name}={_quoted(value)}" for name, value in words.items())


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def default_home() -> Path:
    """Where the embedded server of this user lives unless a command says otherwise: THROUGHLINE_HOME, or their data.

    A folder of its own, since drafts for any server are kept beside it.
    """
    if named := os.environ.get("THROUGHLINE_HOME"):
        return Path(named)
    return platformdirs.user_data_path("throughline", appauthor=False) / "server"


class EmbeddedServer:
    """One window's or one command's use of an embedded server; the last to leave stops it.

    `settings` are PostgreSQL's, for the start that really starts the server; `fsync = off` also skips the first run's
    flush to disk. `first_use` tells whether this start made the data folder.
    """

    def __init__(self, home: Path, *, settings: Mapping[str, str] | None = None) -> None:
        self.home = Home(Path(home).expanduser().resolve())
        self.settings = dict(settings or {})
        self.first_use = False
        self._hold: int | None = None
        self._keeper: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> RunningServer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop_keeping()

    def start(self) -> RunningServer:
        """Make the server on first use, start it unless it runs, and keep it until `stop_keeping`.

        May be called again, after the server was killed for instance. Raises LauncherError with a plain sentence.
        """
        if not cluster.is_supported():
            raise LauncherError(
                "The embedded server runs on Linux and macOS. On Windows, connect to a PostgreSQL server with --dsn."
            )
        self.home.prepare()
        try:
            with self.home.alone(self.home.starting) as lock:
                self._keep()
                return self._running(lock)
        except OSError as trouble:
            self.stop_keeping()
            raise LauncherError(told(trouble, self.home.path)) from None
        except LauncherError:
            self.stop_keeping()
            raise
        except BaseException:  # interrupted: a server may be half started
            self._leave(b"")
            raise

    @contextmanager
    def setting_up(self) -> Iterator[None]:
        """Let one window at a time deploy and fill the database of this home; the second waits."""
        with self.home.alone(self.home.path / "setting-up", wait=600):
            yield

    def stop_keeping(self) -> None:
        """Leave the server; if nobody else uses it, it has stopped when this returns."""
        self._leave(GOODBYE)

    def _leave(self, last_word: bytes) -> None:
        hold, keeper = self._hold, self._keeper
        self._hold = self._keeper = None
        if hold is None:
            return
        if keeper is None or keeper.poll() is not None:  # killed: somebody must still stop the server
            _dismiss(keeper)
            with suppress(OSError):
                keeper = start_keeper(self.home, hold)
        # Closed, not unlocked: the lock is the keeper's now, which must not see the server used by anybody else.
        os.close(hold)
        if keeper is not None and keeper.stdin is not None:
            with suppress(OSError):
                keeper.stdin.write(last_word)
                keeper.stdin.flush()
        _dismiss(keeper)

    def _keep(self) -> None:
        """Hold the server for this window, with a keeper that is alive."""
        if self._hold is None:
            self._hold = self.home.hold_in_use()
        if self._keeper is None or self._keeper.poll() is not None:
            _dismiss(self._keeper)
            self._keeper = start_keeper(self.home, self._hold)

    def _see_the_keeper_in_place(self) -> None:
        said = self._keeper.stdout if self._keeper else None
        if said is None or said.closed:
            return  # seen before
        with said:
            if not said.readline():
                raise LauncherError(f"The keeper of the embedded server did not start. See {self.home.keeper_log}.")

    def _running(self, lock: int) -> RunningServer:
        seat = recorded_seat(self.home)
        binaries = find_postgres(major=cluster.major_of(seat.data))
        server = cluster.running(seat.data)
        if server is None:
            seat, binaries = seat_for(self.home, binaries)
            self._make_once(seat, binaries, lock)
            port = self._start(seat, binaries)
        else:
            port = _until_ready(seat).port
        self._see_the_keeper_in_place()
        _reach(port)
        return RunningServer(
            cluster.HOST, port, cluster.SUPERUSER, self._password(seat), self.home.path, binaries.bin_dir
        )

    def _make_once(self, seat: Seat, binaries: Binaries, lock: int) -> None:
        cluster.remove_half_made(seat)
        seat.make_folder(seat.log.parent)
        if cluster.major_of(seat.data) is not None:
            return
        if seat.data.exists():
            raise LauncherError(
                f"The folder {seat.data} is not a database of PostgreSQL, or is damaged. "
                "Move it away, then start again; nothing was changed."
            )
        if not self.home.password_file.exists():
            write_private(self.home.password_file, secrets.token_urlsafe(32))
        cluster.make(seat, binaries, self._password(seat), lock=lock, sync=self.settings.get("fsync") != "off")
        self.first_use = True

    def _password(self, seat: Seat) -> str:
        try:
            return self.home.password_file.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise LauncherError(
                f"The file {self.home.password_file} is missing, and without it the database in {seat.data} cannot "
                "be opened. Bring it back from a backup."
            ) from None

    def _start(self, seat: Seat, binaries: Binaries) -> int:
        """Start the server on a free port; returns the port."""
        _make_room_in(seat.log)
        said = ""
        for attempt in range(_PORTS_TRIED):
            port = self._free_port(again=attempt == 0)
            cluster.write_settings(seat, port, self.settings)
            (seat.data / "postmaster.pid").unlink(missing_ok=True)  # nobody lives there: see cluster.running
            said = _start_once(seat, binaries)
            if cluster.running(seat.data) is not None:
                write_private(self.home.port_file, str(port))
                return _until_ready(seat).port
            if "pre-existing shared memory block" in said:
                time.sleep(1.0)  # workers of a killed server are still ending
            elif not ("could not bind" in said or "could not create any TCP/IP sockets" in said):
                break
        if "could not bind" in said:
            raise LauncherError(_NO_LOOPBACK)
        raise LauncherError(cluster.why_not_made(said, seat.folder))

    def _free_port(self, *, again: bool) -> int:
        """A port that nobody has; `again` prefers the one of last time."""
        wanted = [0]
        if again:
            with suppress(OSError, ValueError):
                wanted.insert(0, int(self.home.port_file.read_text()))
        for port in wanted:
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe, suppress(OSError):
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((cluster.HOST, port))
                return int(probe.getsockname()[1])
        raise LauncherError(_NO_LOOPBACK)


def write_hba(home: Path, database: str, *, administrators: tuple[str, ...] = ()) -> None:
    """Admit the superuser and `administrators` to every database, everyone else to `database` alone.

    `database` may be a regular expression after a slash. A running server is told at once.
    """
    seat = recorded_seat(Home(Path(home).expanduser().resolve()))
    cluster.write_hba(seat, database, administrators=administrators)
    cluster.reload(seat.data)


def erase(home: Path) -> None:
    """Remove a throw-away home and its server. Raises LauncherError while somebody uses it."""
    whole = Home(Path(home).expanduser().resolve())
    if not whole.in_use.exists():
        return
    hold = whole.hold_in_use()
    try:
        if not whole.alone_with_it(hold):
            raise LauncherError(f"The embedded server in {whole.path} is in use. Close its windows first.")
        seat = recorded_seat(whole)
        cluster.stop(seat.data)
        for folder in {seat.folder, whole.path}:
            shutil.rmtree(folder)
    except PermissionError:
        raise LauncherError(locked(whole.path)) from None
    finally:
        let_go(hold)


def _start_once(seat: Seat, binaries: Binaries) -> str:
    """One try; returns what the server wrote to its log meanwhile.

    Relative names, because pg_ctl hands them to a shell.
    """
    before = seat.log.stat().st_size if seat.log.exists() else 0
    log = str(seat.log.relative_to(seat.folder))
    command = [binaries.tool("pg_ctl"), "start", "--pgdata=data", f"--log={log}", "--wait"]
    try:
        done = seat.run([*command, f"--timeout={_READY_WITHIN:.0f}"], timeout=_READY_WITHIN + 30)
    except subprocess.TimeoutExpired:
        return ""
    written = b""
    with suppress(FileNotFoundError), seat.log.open("rb") as file:
        file.seek(before)
        written = file.read()
    return done.stderr + written.decode("utf-8", "replace")


def _reach(port: int) -> None:
    try:
        socket.create_connection((cluster.HOST, port), timeout=10).close()
    except OSError:
        raise LauncherError(_NO_LOOPBACK) from None


def _until_ready(seat: Seat) -> cluster.ServerProcess:
    """Wait for a server that somebody else started, or that is repairing itself after a crash."""
    until = time.monotonic() + _READY_WITHIN
    while time.monotonic() < until:
        server = cluster.running(seat.data)
        if server is None:
            raise LauncherError("The embedded server stopped while it was starting. Start again.")
        if server.ready:
            return server
        time.sleep(0.02)
    raise LauncherError(
        "The embedded server is still repairing itself after a crash. Wait a few minutes, then start again."
    )


def _make_room_in(log: Path) -> None:
    with suppress(FileNotFoundError):
        if log.stat().st_size > 1_000_000:
            log.replace(log.with_suffix(".log.1"))


def _dismiss(keeper: subprocess.Popen[bytes] | None) -> None:
    """Close the keeper's pipes, which tells it to end, and wait for it."""
    if keeper is None:
        return
    for pipe in (keeper.stdin, keeper.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    with suppress(subprocess.TimeoutExpired):
        keeper.wait(60)
