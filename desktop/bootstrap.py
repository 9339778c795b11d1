"""Sets Throughline up on a fresh machine and runs it, its tests or its measurements: `run`, `test` or `bench`.

It must work before anything is installed, so it uses the standard library alone; and it must mend whatever an earlier,
interrupted try left behind, so it trusts nothing but a stamp that is written last.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

if sys.platform != "win32":
    import fcntl

OLDEST = (3, 11)
"""The oldest Python that Throughline runs on; this file itself is also understood by older ones, to say so."""

ROOT = Path(__file__).resolve().parent.parent
USAGE = """usage: python3 desktop/bootstrap.py run | test | bench [ARGUMENTS]

  run     set up on first use, then open Throughline (without a display: do the main job and leave demo-output/)
  test    set up on first use, then check everything; with ARGUMENTS, run pytest with them
  bench   set up on first use, then measure; ARGUMENTS go to the measurements"""

EXTRAS = {"run": ("localdb",), "test": ("localdb", "dev"), "bench": ("localdb", "dev")}

QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
}
"""What Qt links even without a display, and the Debian packages that bring it."""
X_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {"libwayland-client.so.0": "libwayland-client0", "libwayland-cursor.so.0": "libwayland-cursor0"}


class SetUpError(Exception):
    """Setting up cannot go on; the text says why and what to do."""


def say(text: str) -> None:
    """One line about the step that comes."""
    print(text, flush=True)


def main(arguments: Sequence[str]) -> int:
    """Set up when needed, then do what was asked; returns the exit status."""
    if not arguments or arguments[0] not in EXTRAS:
        print(USAGE, file=sys.stderr if arguments[:1] not in (["-h"], ["--help"]) else sys.stdout)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    what, rest = arguments[0], list(arguments[1:])
    try:
        check_python(sys.version_info[:2])
        with one_at_a_time(ROOT) as lock:
            ensure_libraries(os.environ)
            ensure_installed(ROOT / ".venv", EXTRAS[what], lock)
    except SetUpError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Start again to go on.", file=sys.stderr)
        return 130
    return {"run": run, "test": test, "bench": bench}[what](rest)


def check_python(version: tuple[int, ...]) -> None:
    """Refuse an old Python, naming a newer one when this machine has it."""
    if version >= OLDEST:
        return
    newer = [name for name in ("python3.14", "python3.13", "python3.12", "python3.11") if _starts(name)]
    how = (
        f"Use the one you have: {newer[0]} desktop/bootstrap.py" if newer else "Install a newer Python, then try again"
    )
    raise SetUpError("Throughline needs Python 3.11 or later, and this is {}.{}. {}.".format(*version[:2], how))


def _starts(python: str) -> bool:
    found = shutil.which(python)
    return found is not None and subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode == 0


# One at a time


@contextlib.contextmanager
def one_at_a_time(root: Path) -> Iterator[int | None]:
    """Let one set-up at a time into the folder; the second waits. Yields the lock's file descriptor.

    The folder itself is locked, so that no lock file can be lost or left over.
    """
    if sys.platform == "win32":
        yield None
        return
    descriptor = os.open(str(root), os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Another set-up is at work in this folder. Waiting for it to finish ...")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


# The system's libraries


def wanted_libraries(environ: Mapping[str, str]) -> dict[str, str]:
    """The libraries that Qt needs here, each with its Debian package."""
    wanted = dict(QT_LIBRARIES)
    if environ.get("DISPLAY"):
        wanted.update(X_LIBRARIES)
    if environ.get("WAYLAND_DISPLAY"):
        wanted.update(WAYLAND_LIBRARIES)
    return wanted


def missing_libraries(wanted: Mapping[str, str]) -> list[str]:
    """Those that the system cannot load, asked of the loader itself."""
    missing = []
    for library in wanted:
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(library)
    return missing


def ensure_libraries(environ: Mapping[str, str]) -> None:
    """Install Qt's missing system libraries as root on Debian or Ubuntu, or say how."""
    if not sys.platform.startswith("linux"):
        return
    wanted = wanted_libraries(environ)
    missing = missing_libraries(wanted)
    if not missing:
        return
    packages = [wanted[library] for library in missing]
    install_packages(packages, "the system libraries that the window needs: " + ", ".join(missing))
    still = missing_libraries({library: wanted[library] for library in missing})
    if still:
        raise SetUpError("These system libraries are still missing: {}. {}".format(", ".join(still), by_hand(packages)))


def by_hand(packages: Sequence[str]) -> str:
    """The one command that a person can copy."""
    sudo = "" if _is_root() else "sudo "
    return f"Run this, then start again:\n\n  {sudo}apt-get update && {sudo}apt-get install -y {' '.join(packages)}\n"


def install_packages(packages: Sequence[str], what: str) -> None:
    """Install Debian packages as root; otherwise raise SetUpError with the command for it."""
    if shutil.which("apt-get") is None:
        raise SetUpError(
            f"Missing on this machine: {what}.\nInstall them with your system's package manager, then start again; "
            "on Debian or Ubuntu the packages are: {}".format(" ".join(packages))
        )
    if not _is_root():
        raise SetUpError(f"Missing on this machine: {what}.\n{by_hand(packages)}")
    say(f"Installing {what} ...")
    quiet = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    said = ""
    for attempt in range(3):  # another apt-get may be refreshing the lists
        if attempt:
            time.sleep(5)
        for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
            done = subprocess.run(
                quiet + command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
            said = done.stdout.decode("utf-8", "replace")
        if done.returncode == 0:
            return
    raise SetUpError(f"The system's packages could not be installed.\n{_tail(said)}\n{by_hand(packages)}")


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


# The environment in .venv


def fingerprint(root: Path, extras: Sequence[str]) -> dict[str, object]:
    """What the stamp of a finished installation must say: which project, where, with what."""
    project = hashlib.sha256((root / "pyproject.toml").read_bytes()).hexdigest()
    return {"project": project, "root": str(root), "extras": sorted(extras)}


def read_stamp(venv: Path) -> dict[str, object]:
    """The stamp of the last finished installation, or nothing."""
    try:
        stamp = json.loads((venv / "throughline-stamp.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def is_installed(venv: Path, extras: Sequence[str]) -> bool:
    """Whether the environment holds this project as it stands, with at least these extras, and its Python works."""
    stamp = read_stamp(venv)
    had = stamp.get("extras")
    return (
        isinstance(had, list)
        and set(extras) <= set(had)
        and stamp.get("project") == fingerprint(ROOT, extras)["project"]
        and is_sound(venv)
    )


def is_sound(venv: Path) -> bool:
    """Whether the environment can be built on: finished or made by hand, in this folder, with a Python that works."""
    here = read_stamp(venv).get("root", str(ROOT)) == str(ROOT)
    return here and not (venv / "installing").exists() and python_works(venv)


def python_of(venv: Path) -> Path:
    """The environment's Python."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def python_works(venv: Path) -> bool:
    """Whether the environment's Python starts and has pip; it may be half made, or its system's Python gone."""
    try:
        done = subprocess.run(
            [str(python_of(venv)), "-c", "import importlib.util as u, sys; sys.exit(u.find_spec('pip') is None)"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


def ensure_installed(venv: Path, extras: Sequence[str], lock: int | None = None) -> None:
    """Make the environment and install the project, unless that is already done; needs the lock."""
    if is_installed(venv, extras):
        return
    started = time.monotonic()
    try:
        make_venv(venv, lock)
        had = read_stamp(venv).get("extras")
        wanted = sorted(set(extras) | set(had if isinstance(had, list) else []))
        install(venv, wanted, lock)
        new = venv / "throughline-stamp.json.new"
        new.write_text(json.dumps(fingerprint(ROOT, wanted)), encoding="utf-8")
        new.replace(venv / "throughline-stamp.json")
    except OSError as trouble:
        raise SetUpError(
            f"The project's folder {ROOT} cannot be written: {trouble.strerror}. "
            "Free some space or ask for the right to write there, then start again."
        ) from None
    say(f"Set up in {time.monotonic() - started:.0f} seconds.")


def make_venv(venv: Path, lock: int | None) -> None:
    """Make the environment, anew when an earlier installation was interrupted or it was made in another folder."""
    if is_sound(venv):
        return
    if venv.exists():
        say("Clearing away an unfinished or broken set-up ...")
        shutil.rmtree(str(venv))
    say("Making a Python environment in .venv ...")
    ensure_venv_module()
    command = [sys.executable, "-m", "venv", str(venv)]
    done = _run_holding(command, lock, stdout=subprocess.PIPE)
    if done.returncode != 0 or not python_works(venv):
        shutil.rmtree(str(venv), ignore_errors=True)
        raise SetUpError(f"Python could not make the environment.\n{_tail(done.stdout.decode('utf-8', 'replace'))}")


def ensure_venv_module() -> None:
    """Debian keeps what `venv` needs in a package of its own; install it as root, or say how."""
    if all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip")):
        return
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    install_packages([package], "Python's own tool for environments")


def install(venv: Path, extras: Sequence[str], lock: int | None) -> None:
    """Install the project with pip, its words going to a log; a note in the folder tells of an interrupted try."""
    say("Installing Throughline and what it stands on; the first time this takes about a minute ...")
    note, log = venv / "installing", venv / "install.log"
    note.touch()
    command = [str(python_of(venv)), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    command += ["--retries", "2", "--editable", ".[{}]".format(",".join(extras))]
    with log.open("wb") as words:
        done = _run_holding(command, lock, stdout=words)
    said = log.read_text(encoding="utf-8", errors="replace")
    if done.returncode < 0:
        raise SetUpError("The installation was ended from outside. Start again.")
    note.unlink()  # pip takes a failed installation back by itself
    if done.returncode != 0:
        raise SetUpError(f"{why_pip_failed(said)}\nThe whole log is in {log}.")


NO_NETWORK = ("NewConnectionError", "NameResolutionError", "Temporary failure", "ConnectTimeoutError", "ProxyError")


def why_pip_failed(said: str) -> str:
    """What pip said, in one sentence for the person."""
    if "No space left on device" in said or "Errno 28" in said:
        return "The disk is full. Throughline needs about 1.5 GB in its folder. Free some space, then start again."
    if any(sign in said for sign in NO_NETWORK):
        return (
            "The packages could not be fetched: the network, or the place that packages come from, cannot be reached. "
            "The first set-up needs it, later starts do not. Connect, then start again."
        )
    if "Permission denied" in said or "Errno 13" in said:
        return f"The project's folder {ROOT} cannot be written. Ask for the right to write there, then start again."
    return f"The installation failed. It ended with:\n{_tail(said)}"


def _run_holding(
    command: list[str],
    lock: int | None,
    stdout: int | IO[bytes],
) -> subprocess.CompletedProcess[bytes]:
    """Run a step that goes on holding the lock by itself, so that a killed set-up and its successor don't meet."""
    return subprocess.run(
        command,
        cwd=str(ROOT),
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.STDOUT,
        pass_fds=() if lock is None else (lock,),
        env={name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")},
        check=False,
    )


def _tail(said: str, lines: int = 12) -> str:
    return "\n".join("  " + line for line in said.strip().splitlines()[-lines:])


# What was asked for


def run(rest: list[str]) -> int:
    """Open Throughline; without a display, do its main job and leave pictures and the PDF in demo-output/."""
    environment = dict(os.environ)
    if not has_display(environment):
        environment["QT_QPA_PLATFORM"] = "offscreen"
        if not rest:
            say("There is no display here: doing the main job without one, results in demo-output/ ...")
            rest = ["--demo", "demo-output"]
    return become(["-m", "desktop", *rest], environment)


def has_display(environ: Mapping[str, str]) -> bool:
    """Whether a window can be shown."""
    return not sys.platform.startswith("linux") or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def bench(rest: list[str]) -> int:
    """Measure."""
    environment = dict(os.environ)
    if not has_display(environment):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return become(["-m", "tests.bench", *rest], environment)


def become(arguments: list[str], environ: dict[str, str]) -> int:
    """Turn into the environment's Python, in the project's folder, so that signals meet the program itself."""
    command = [str(python_of(ROOT / ".venv")), *arguments]
    sys.stdout.flush()
    if sys.platform == "win32":
        return subprocess.run(command, cwd=str(ROOT), env=environ, check=False).returncode
    os.chdir(str(ROOT))
    return os.execve(command[0], command, environ)  # noqa: S606 - there is nothing in it for a shell


CHECKS = {
    "style": ["ruff", "check", "."],
    "layout": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
}
"""The quick checks before the tests; the import contracts are among the tests."""


BESIDE = ["-n", str((os.cpu_count() or 1) + 1), "--dist", "loadfile", "--no-loadscope-reorder"]
"""Runs of the tests beside each other, one more than there are cores since each waits now and then.

Each has a throw-away server of its own; `tests/conftest.py` says what stays together."""


def test(rest: list[str]) -> int:
    """Run the tests, and beside them the checks; with arguments, pytest alone."""
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # else each run of the tests, and all it starts, compiles anew
    if rest:
        say("Running the tests ...")
        return int(_pytest(rest, environment) != 0)
    with ThreadPoolExecutor(max_workers=1) as beside:
        checking = {name: beside.submit(_check, command, environment) for name, command in CHECKS.items()}
        for name, command in CHECKS.items():
            say(f"Checking {name} beside the tests: {shlex.join(command)}")
        results = {"tests": "passed" if _pytest(BESIDE, environment) == 0 else "FAILED"}
    for name, check in checking.items():
        passed, said = check.result()
        results[name] = "passed" if passed else "FAILED"
        if not passed:
            say(said)
    say(", ".join(f"{name} {result}" for name, result in results.items()))
    return int(any(result != "passed" for result in results.values()))


def _check(command: list[str], environ: dict[str, str]) -> tuple[bool, str]:
    """Whether a check passed, and what it said."""
    done = subprocess.run(
        [str(python_of(ROOT / ".venv")), "-m", *command],
        cwd=str(ROOT),
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.returncode == 0, done.stdout.decode("utf-8", "replace")


def _pytest(rest: list[str], environ: dict[str, str]) -> int:
    """Run pytest; its status. Ctrl+C reaches it too, which then closes its servers."""
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    command = [str(python_of(ROOT / ".venv")), "-m", "pytest", *colour, *rest]
    sys.stdout.flush()
    with subprocess.Popen(command, cwd=str(ROOT), env=environ, stdin=subprocess.DEVNULL) as running:
        while True:
            try:
                return running.wait()
            except KeyboardInterrupt:
                continue


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
