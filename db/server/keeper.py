"""A keeper: a small process of one window that stops the embedded server when the last window is gone.

It runs apart from the window, so that a killed window leaves no server behind; and each window has its own, so that
closing one of two does not stop the other's server. It holds the window's lock on `in-use` until its standard input
closes, which the system does even for a killed program.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from db.server.as_unprivileged import recorded_seat
from db.server.cluster import stop
from db.server.home import Home, let_go

GOODBYE = b"goodbye"
"""What a window says that closes in good order, with no server half started."""


def start_keeper(home: Home, hold: int) -> subprocess.Popen[bytes]:
    """Start a keeper that shares the hold of `in-use` with this process.

    They share one lock: either of them alone keeps it, and the keeper can give it up for both.
    """
    root = str(Path(__file__).resolve().parents[2])
    inherited = os.environ.get("PYTHONPATH", "")
    log = os.open(home.keeper_log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "db.server.keeper", str(home.path), str(hold)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=home.path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, inherited)))},
            pass_fds=(hold,),
            start_new_session=True,
        )
    finally:
        os.close(log)


def keep(home: Home, hold: int) -> None:
    """Wait until standard input closes, then stop the server if nobody else is using it."""
    heard = b""
    while piece := os.read(sys.stdin.fileno(), 4096):
        heard += piece
    data = recorded_seat(home).data
    if not home.alone_with_it(hold):
        return
    stopped = stop(data)
    let_go(hold)
    if not stopped and heard != GOODBYE:
        _look_again(home, data)


def _look_again(home: Home, data: Path) -> None:
    """Catch a server that was only just being started when its window was killed."""
    time.sleep(1.0)
    hold = os.open(home.in_use, os.O_RDWR | os.O_CLOEXEC)
    if home.alone_with_it(hold):
        stop(data)
    let_go(hold)


def main(arguments: list[str]) -> int:
    """`python -m db.server.keeper HOME DESCRIPTOR`; says one line when it is in place."""
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    home, hold = Home(Path(arguments[0])), int(arguments[1])
    with suppress(BrokenPipeError):  # a window that was killed meanwhile no longer listens, and still needs its keeper
        os.write(sys.stdout.fileno(), b"in place\n")
    keep(home, hold)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
