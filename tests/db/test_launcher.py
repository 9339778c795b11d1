"""The embedded server: made once, shared by windows, private, and gone when the last window is gone.

Real servers, real keepers and real kill -9, because every promise of the launcher is about processes that die badly.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from db.server import as_unprivileged, cluster
from db.server.as_unprivileged import Seat, recorded_seat
from db.server.binaries import Binaries, find_postgres, look_at
from db.server.home import Home
from db.server.launcher import EmbeddedServer, LauncherError, RunningServer, default_home, erase, write_hba

ROOT = Path(__file__).resolve().parents[2]
FAST = {"fsync": "off"}
AS_ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not AS_ROOT, reason="only root meets this")

WINDOW = """
import sys
from pathlib import Path
from db.server.launcher import EmbeddedServer, LauncherError
try:
    server = EmbeddedServer(Path(sys.argv[1]), settings={"fsync": "off"})
    started = server.start()
except LauncherError as trouble:
    print(trouble.text, flush=True)
    raise SystemExit(1)
print(started.port, int(server.first_use), flush=True)
sys.stdin.read()
server.stop_keeping()
"""


class Window:
    """Another window on the same home: a process of its own that can be closed or killed."""

    def __init__(self, home: Path, *before: str) -> None:
        self.process = subprocess.Popen(
            [*before, sys.executable, "-c", WINDOW, str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            text=True,
        )

    def said(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def close(self) -> None:
        self.process.communicate(timeout=60)

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=60)


@pytest.fixture(scope="module")
def made_home() -> Iterator[Path]:
    """A home whose database is made, for copying: making one costs a second."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "made"
        with EmbeddedServer(home, settings=FAST):
            pass
        yield home


@pytest.fixture
def home(made_home: Path, tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "a home with spaces and a $sign"
    shutil.copytree(made_home, place)
    yield place
    assert eventually(lambda: cluster.running(recorded_seat(Home(place)).data) is None), "a server was left behind"


@pytest.fixture
def new_home(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "new home"
    yield place
    with suppress(FileNotFoundError):
        assert eventually(lambda: cluster.running(recorded_seat(Home(place)).data) is None), "a server was left"


def eventually(true: Callable[[], bool], within: float = 10.0) -> bool:
    until = time.monotonic() + within
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def server_of(home: Path) -> cluster.ServerProcess:
    server = cluster.running(recorded_seat(Home(home)).data)
    assert server is not None
    return server


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def ask(server: RunningServer, question: str, database: str = "postgres") -> object:
    with psycopg.connect(server.dsn(database), autocommit=True) as connection:
        cursor = connection.execute(question.encode())
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def keeper_of(server: EmbeddedServer) -> int:
    assert server._keeper is not None
    return server._keeper.pid


# First use


def test_a_first_start_makes_a_private_server_on_loopback_with_checksums(new_home: Path) -> None:
    server = EmbeddedServer(new_home, settings=FAST)
    started = server.start()
    try:
        assert server.first_use
        assert ask(started, "show data_checksums") == "on"
        assert ask(started, "show server_encoding") == "UTF8"
        assert ask(started, "show listen_addresses") == "127.0.0.1"
        assert ask(started, "show unix_socket_directories") == ""
        assert ask(started, "show timezone") == "UTC"
        assert ask(started, "select rolpassword like 'SCRAM-SHA-256$%' from pg_authid where rolcanlogin") is True
        wrong = started.dsn().replace(started.superuser_password, "wrong")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)
    finally:
        server.stop_keeping()
    assert new_home.stat().st_mode & 0o777 == 0o700
    assert (new_home / "superuser-password").stat().st_mode & 0o777 == 0o600
    assert started.superuser_password == (new_home / "superuser-password").read_text()


def test_a_second_start_finds_the_same_database_on_the_same_port(home: Path) -> None:
    with EmbeddedServer(home, settings=FAST) as first:
        ask(first, "create table kept as select 42 as answer")
    again = EmbeddedServer(home, settings=FAST)
    with again as second:
        assert ask(second, "select answer from kept") == 42
        assert second == first
    assert not again.first_use


def test_of_four_windows_that_start_at_once_on_a_new_home_one_makes_the_server(new_home: Path) -> None:
    windows = [Window(new_home) for _ in range(4)]
    said = [window.said().split() for window in windows]
    assert len({port for port, _ in said}) == 1
    assert sum(int(first) for _, first in said) == 1
    for window in windows:
        assert answers(int(said[0][0]))
        window.close()
    assert not answers(int(said[0][0]))


def test_a_first_run_killed_in_the_middle_is_mended_by_the_next(new_home: Path) -> None:
    window = Window(new_home)
    assert eventually(lambda: any(new_home.glob("data.new-*/PG_VERSION")))
    window.kill()
    assert not (new_home / "data").exists()
    with EmbeddedServer(new_home, settings=FAST) as started:
        assert ask(started, "select 1") == 1
    assert not list(new_home.glob("data.new-*"))


def test_an_empty_or_foreign_data_folder_is_not_touched(home: Path) -> None:
    (home / "data" / "PG_VERSION").unlink()
    with pytest.raises(LauncherError, match="is damaged"):
        EmbeddedServer(home).start()
    assert (home / "data" / "base").is_dir()


# Windows and keepers


def test_closing_either_of_two_windows_leaves_the_others_server_running(home: Path) -> None:
    for closes_first in (0, 1):
        windows = [Window(home), Window(home)]
        ports = {window.said().split()[0] for window in windows}
        assert len(ports) == 1
        windows[closes_first].close()
        time.sleep(0.2)
        assert answers(int(*ports))
        windows[1 - closes_first].close()
        assert not answers(int(*ports))


def test_a_killed_window_leaves_no_server_behind(home: Path) -> None:
    window = Window(home)
    window.said()
    assert server_of(home).ready
    window.kill()
    assert eventually(lambda: cluster.running(home / "data") is None, within=5)


def test_killing_one_of_two_windows_leaves_the_others_server_running(home: Path) -> None:
    with EmbeddedServer(home, settings=FAST) as started:
        window = Window(home)
        assert window.said() == f"{started.port} 0"
        window.kill()
        time.sleep(1.5)
        assert ask(started, "select 1") == 1


def test_a_window_whose_keeper_was_killed_still_keeps_and_still_stops_its_server(home: Path) -> None:
    server = EmbeddedServer(home, settings=FAST)
    started = server.start()
    os.kill(keeper_of(server), signal.SIGKILL)
    other = Window(home)
    other.said()
    other.close()
    assert ask(started, "select 1") == 1
    server.stop_keeping()
    assert not answers(started.port)


def test_starting_again_replaces_a_killed_keeper(home: Path) -> None:
    server = EmbeddedServer(home, settings=FAST)
    server.start()
    before = keeper_of(server)
    os.kill(before, signal.SIGKILL)
    assert server._keeper is not None
    server._keeper.wait(60)
    server.start()
    assert keeper_of(server) != before
    server.stop_keeping()


def test_a_killed_server_starts_again_on_its_port_with_what_was_saved(home: Path) -> None:
    server = EmbeddedServer(home)
    started = server.start()
    ask(started, "create table kept as select 42 as answer")
    for _ in range(3):
        os.kill(server_of(home).pid, signal.SIGKILL)
        assert eventually(lambda: cluster.running(home / "data") is None)
        assert server.start() == started
        assert ask(started, "select answer from kept") == 42
    server.stop_keeping()
    assert not answers(started.port)


def test_keeper_and_server_are_out_of_reach_of_the_terminals_ctrl_c(home: Path) -> None:
    server = EmbeddedServer(home, settings=FAST)
    server.start()
    pids = (keeper_of(server), server_of(home).pid)
    assert os.getsid(0) not in {os.getsid(pid) for pid in pids}
    server.stop_keeping()


def test_windows_that_open_while_others_close_always_find_a_server(home: Path) -> None:
    running = [Window(home)]
    for _ in range(6):
        assert running[-1].said().split()[1] == "0"
        opening = Window(home)
        assert running[-1].process.stdin is not None
        running[-1].process.stdin.close()  # the last one leaves while the next one comes
        running.append(opening)
    port = int(running[-1].said().split()[0])
    with EmbeddedServer(home, settings=FAST) as started:
        assert ask(started, "select 1") == 1
        assert started.port == port
        for window in running[:-1]:
            window.process.wait(60)
            assert window.process.stdout is not None
            window.process.stdout.close()
        running[-1].close()


# Leftovers


def test_a_zombie_or_a_stranger_with_the_servers_number_counts_as_no_server(home: Path) -> None:
    zombie = subprocess.Popen(["true"], cwd=home / "data")
    assert eventually(lambda: "Z" in Path(f"/proc/{zombie.pid}/stat").read_text().rpartition(")")[2])
    for pid in (zombie.pid, os.getpid()):
        (home / "data" / "postmaster.pid").write_text(f"{pid}\n{home / 'data'}\n1\n5432\n\n127.0.0.1\n1 1\nready\n")
        assert cluster.running(home / "data") is None
        with EmbeddedServer(home, settings=FAST) as started:
            assert ask(started, "select 1") == 1
    zombie.wait()


def test_a_port_that_somebody_took_meanwhile_is_given_up(home: Path) -> None:
    with EmbeddedServer(home, settings=FAST) as first:
        pass
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", first.port))
        taken.listen()
        with EmbeddedServer(home, settings=FAST) as second:
            assert second.port != first.port
            assert ask(second, "select 1") == 1


def test_a_throw_away_home_is_erased_but_not_while_it_is_used(home: Path) -> None:
    with EmbeddedServer(home, settings=FAST), pytest.raises(LauncherError, match="is in use"):
        erase(home)
    erase(home)
    assert not home.exists()


# Privacy


def test_people_reach_only_our_database_and_only_with_their_password(home: Path) -> None:
    with EmbeddedServer(home, settings=FAST) as started:
        ask(started, "create role ann login password 'secret'")
        ask(started, "create database throughline")
        ask(started, "create database other")
        as_ann = started.dsn().replace("user='postgres'", "user='ann'")
        as_ann = as_ann.replace(started.superuser_password, "secret")
        psycopg.connect(as_ann.replace("dbname='postgres'", "dbname='throughline'")).close()
        for closed in ("postgres", "other", "template1"):
            with pytest.raises(psycopg.OperationalError, match="no pg_hba"):
                psycopg.connect(as_ann.replace("dbname='postgres'", f"dbname='{closed}'"))
        write_hba(home, "/^oth")
        assert eventually(lambda: _connects(as_ann.replace("dbname='postgres'", "dbname='other'")))
        assert not _connects(as_ann.replace("dbname='postgres'", "dbname='throughline'"))
        assert _connects(started.dsn("throughline"))


def _connects(dsn: str) -> bool:
    with suppress(psycopg.OperationalError):
        psycopg.connect(dsn).close()
        return True
    return False


def test_no_case_text_reaches_the_servers_log(home: Path) -> None:
    marker = "Marker7319"
    with EmbeddedServer(home, settings=FAST) as started:
        ask(started, f"create table {marker}_t (n int check (n > 0), word text unique)")
        for bad in (
            f"select '{marker}'::int",
            f"select '{{{marker}'::jsonb",
            f"select {marker}",
            f"insert into {marker}_t values (-1, '{marker}')",
            f"insert into {marker}_t values (1, '{marker}'), (2, '{marker}')",
            f"do $$ begin raise exception '{marker}'; end $$",
            f"do $$ begin raise warning '{marker}'; end $$",
        ):
            with suppress(psycopg.Error):
                ask(started, bad)
        with psycopg.connect(started.dsn()) as connection, suppress(psycopg.Error):
            connection.execute("select %s::int", (marker,))
        ask(started, "do $$ begin raise log 'opened file 7'; end $$")
    log = (home / "log" / "server.log").read_text()
    assert marker.lower() not in log.lower()
    assert "opened file 7" in log


# As root


@as_root
def test_as_root_the_server_runs_without_roots_powers(home: Path) -> None:
    with EmbeddedServer(home, settings=FAST):
        status = Path(f"/proc/{server_of(home).pid}/status").read_text()
    powers = next(line for line in status.splitlines() if line.startswith("CapEff"))
    assert int(powers.split()[1], 16) == 0


@as_root
def test_where_user_namespaces_are_refused_an_account_runs_a_server_elsewhere(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with EmbeddedServer(home, settings=FAST) as before:
        ask(before, "create table kept as select 42 as answer")
    _out_of_reach(tmp_path)
    with _place_for_accounts() as place:
        _refuse_namespaces(monkeypatch, place)
        server = EmbeddedServer(home, settings=FAST)
        started = server.start()
        assert ask(started, "select answer from kept") == 42
        seat = recorded_seat(Home(home))
        assert seat.account is not None
        assert Path(f"/proc/{server_of(home).pid}").stat().st_uid == seat.account.uid != 0
        assert seat.data.stat().st_mode & 0o777 == 0o700
        assert not (home / "data").exists()
        window = Window(home)  # finds the running server by the record alone
        assert window.said() == f"{started.port} 0"
        server.stop_keeping()
        assert answers(started.port)
        window.kill()
        assert eventually(lambda: not answers(started.port))
        erase(home)
        assert list(place.iterdir()) == []


@as_root
def test_an_account_makes_a_new_server_from_programs_that_only_root_can_reach(
    tmp_path: Path, new_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = tmp_path / "hidden"
    shutil.copytree(find_postgres().bin_dir.parent, hidden / "pginstall", symlinks=True)
    hidden.chmod(0o700)
    monkeypatch.setenv("THROUGHLINE_PG_BIN", str(hidden / "pginstall" / "bin"))
    with _place_for_accounts() as place:
        _refuse_namespaces(monkeypatch, place)
        with EmbeddedServer(new_home, settings=FAST) as started:
            assert started.bin_dir.is_relative_to(place)
            assert ask(started, "show data_checksums") == "on"
        assert not answers(started.port)
        erase(new_home)


@as_root
def test_root_without_any_way_is_told_to_use_an_ordinary_account(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _refuse_namespaces(monkeypatch, home / "nowhere")
    with pytest.raises(LauncherError, match="Start Throughline as an ordinary user"):
        EmbeddedServer(home, settings=FAST).start()


@contextmanager
def _place_for_accounts() -> Iterator[Path]:
    """A folder such as /var/lib is: everyone may pass, root alone may write."""
    place = Path(tempfile.mkdtemp(dir="/var/lib", prefix="throughline-test-"))
    place.chmod(0o755)
    try:
        yield place
    finally:
        shutil.rmtree(place)


def _out_of_reach(folder: Path) -> None:
    folder.chmod(0o700)


def _refuse_namespaces(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    """What a container does: the kernel refuses the namespace; accounts still work."""
    real = as_unprivileged.seat_for

    def without(home: Home, binaries: Binaries) -> tuple[Seat, Binaries]:
        return real(home, binaries, namespace=lambda: ("false",), folders=(place,))

    monkeypatch.setattr("db.server.launcher.seat_for", without)


# Troubles, as a person reads them


def test_a_locked_home_folder_is_named(tmp_path: Path) -> None:
    with _as_ordinary_user() as place:
        place.chmod(0o500)
        with pytest.raises(LauncherError, match="is locked: you may not write there"):
            EmbeddedServer(place / "home").start()
        with pytest.raises(LauncherError, match="is locked: you may not write there"):
            EmbeddedServer(place).start()


@contextmanager
def _as_ordinary_user() -> Iterator[Path]:
    """A folder of our own, seen with an ordinary user's rights."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "mine"
        place.mkdir()
        if not AS_ROOT:
            yield place
            place.chmod(0o700)
            return
        Path(folder).chmod(0o755)
        os.chown(place, 65534, 65534)
        os.seteuid(65534)
        try:
            yield place
        finally:
            os.seteuid(0)


@as_root
def test_another_users_home_folder_is_refused(tmp_path: Path) -> None:
    os.chown(tmp_path, 65534, 65534)
    with pytest.raises(LauncherError, match="belongs to another user"):
        EmbeddedServer(tmp_path).start()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_files_or_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    tmp_path.chmod(0o755)
    with pytest.raises(LauncherError, match="already holds other files"):
        EmbeddedServer(tmp_path).start()
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    for in_the_way in (tmp_path / "letter.txt", tmp_path / "letter.txt" / "home"):
        with pytest.raises(LauncherError, match="a file stands in its way"):
            EmbeddedServer(in_the_way).start()


@as_root
def test_a_full_disk_at_the_first_run_is_said_and_leaves_nothing_half_made(tmp_path: Path) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m,mode=0700", "throughline", str(tmp_path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        with pytest.raises(LauncherError, match="no room left on the disk"):
            EmbeddedServer(tmp_path / "home", settings=FAST).start()
        assert not list((tmp_path / "home").glob("data*"))
        subprocess.run(["mount", "-o", "remount,size=200m", str(tmp_path)], check=True)
        with EmbeddedServer(tmp_path / "home", settings=FAST) as started:
            assert ask(started, "select 1") == 1
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


@as_root
def test_a_machine_without_its_own_address_is_told_so(home: Path) -> None:
    if subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this machine lets nobody make a network of its own")
    window = Window(home, "unshare", "-n")
    assert "127.0.0.1 refuses connections" in window.said()
    window.close()


def _pretend_postgres(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb", "pg_ctl"):
        program = folder / name
        program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    return folder


@pytest.fixture
def nothing_packaged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)


@pytest.mark.usefixtures("nothing_packaged")
def test_a_machine_without_postgresql_is_told_how_to_get_one() -> None:
    with pytest.raises(LauncherError, match=r"No PostgreSQL was found .* pip install"):
        find_postgres(environ={"PATH": ""}, system=())


@pytest.mark.usefixtures("nothing_packaged")
def test_the_systems_newest_postgresql_is_taken_and_15_is_too_old(tmp_path: Path) -> None:
    system = (f"{tmp_path}/*/bin",)
    _pretend_postgres(tmp_path / "9.6" / "bin", "9.6.24")
    _pretend_postgres(tmp_path / "15" / "bin", "15.9 (Debian 15.9-0+deb12u1)")
    with pytest.raises(LauncherError, match=r"needs PostgreSQL 16 or later, and this machine has PostgreSQL 15"):
        find_postgres(environ={"PATH": ""}, system=system)
    _pretend_postgres(tmp_path / "16" / "bin", "16.4")
    _pretend_postgres(tmp_path / "18" / "bin", "18beta1")
    assert find_postgres(environ={"PATH": ""}, system=system).major == 18
    assert find_postgres(major=16, environ={"PATH": ""}, system=system).version == (16, 4)


def test_a_postgresql_that_was_named_is_taken_or_refused_never_passed_over(tmp_path: Path) -> None:
    old = _pretend_postgres(tmp_path / "15", "15.9")
    with pytest.raises(LauncherError, match="THROUGHLINE_PG_BIN: Throughline needs PostgreSQL 16"):
        find_postgres(environ={"THROUGHLINE_PG_BIN": str(old)})
    with pytest.raises(LauncherError, match="no PostgreSQL that runs here"):
        find_postgres(environ={"THROUGHLINE_PG_BIN": str(tmp_path / "nowhere")})
    new = _pretend_postgres(tmp_path / "17", "17.2")
    assert find_postgres(environ={"THROUGHLINE_PG_BIN": str(new)}).bin_dir == new
    assert look_at(_pretend_postgres(tmp_path / 'odd"name', "17.2")) is None


def test_data_of_another_major_version_is_refused_untouched(home: Path) -> None:
    (home / "data" / "PG_VERSION").write_text("14\n")
    with pytest.raises(LauncherError, match=r"made by PostgreSQL 14, and this machine has .*not touched"):
        EmbeddedServer(home, settings=FAST).start()


def test_a_lost_password_file_is_named(home: Path) -> None:
    (home / "superuser-password").unlink()
    with pytest.raises(LauncherError, match="superuser-password is missing"):
        EmbeddedServer(home, settings=FAST).start()


def test_a_setting_that_the_server_refuses_is_shown_in_its_own_words(home: Path) -> None:
    with pytest.raises(LauncherError, match="PostgreSQL did not start"):
        EmbeddedServer(home, settings={"shared_buffers": "plenty"}).start()


def test_the_account_of_a_server_elsewhere_must_still_exist(home: Path) -> None:
    record = {"folder": "/var/lib/throughline-gone", "account": "no such account"}
    (home / "elsewhere.json").write_text(json.dumps(record))
    with pytest.raises(LauncherError, match="account that this machine no longer has"):
        EmbeddedServer(home, settings=FAST).start()
    (home / "elsewhere.json").unlink()


def test_the_usual_home_is_the_users_own() -> None:
    assert default_home().name == "server"
    assert default_home().is_relative_to(Path.home())
